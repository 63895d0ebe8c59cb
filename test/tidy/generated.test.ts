import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rules } from "../../server/src/core/lint/rules/index.js";
import { awsChecks, notChecked } from "../generate/awsChecks.js";
import { repositoryRoot } from "../support/repository.js";

test("what is generated from the rules is up to date", { timeout: 120_000 }, () => {
  const script = join(repositoryRoot, "scripts/generate.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  expect(stderr + stdout).toBe("Everything is up to date.\n");
});

test("rules name only issue codes that AWS has, and none that is said not to be checked", () => {
  const known = Object.values(awsChecks).flat();
  const used = rules.flatMap(({ awsIssueCode }) => [awsIssueCode ?? []].flat());
  expect(used.filter((code) => !known.includes(code))).toEqual([]);
  expect(Object.keys(notChecked).filter((code) => used.includes(code) || !known.includes(code))).toEqual([]);
});
