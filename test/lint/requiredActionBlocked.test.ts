import { expect, test } from "vitest";
import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { requiredActions } from "../../server/src/core/access/requirements.js";
import requiredActionBlocked from "../../server/src/core/lint/rules/required-action-blocked.js";
import { runRules } from "../../server/src/core/lint/runRules.js";
import { allowing, policyAnalysis, session } from "../support/analysisBuilder.js";
import { testCatalog } from "../support/testCatalog.js";

test("needs that the work units don't last for are told once, at the first of them", async () => {
  const catalog = await testCatalog(["s3"]);
  const path = (at: number) => ["sessions", 0, "requires", at];
  const needs = Array.from({ length: 40 }, (_, at) => ({
    actions: at === 0 ? ["s3:PutObject"] : ["s3:GetObject"],
    resources: [`arn:aws:s3:::example-bucket/${at}/*`],
    path: path(at),
  }));
  const context = session({ requires: needs, place: { configUri: "file:///w/c.json", name: "get-object" } as never });
  const policy = policyAnalysis(allowing("s3:GetObject"), { session: context });
  const { required, units } = requiredActions(policy.model, context, new AccessEngine(catalog), 40_000);
  expect(units).toBeLessThanOrEqual(40_000);
  const judged = required.filter(({ isUnjudged }) => !isUnjudged);
  expect(judged.length).toBeGreaterThan(5);
  expect(judged.length).toBeLessThan(40);
  const { findings } = runRules({ ...policy, required }, { catalog, rules: [requiredActionBlocked] });
  expect(findings.map(({ severity, config, message }) => [severity, config?.path, message.split("\n")[0]])).toEqual([
    ["error", [...path(0), "actions", 0], expect.stringContaining("but the session policy does not allow it")],
    [
      "suggestion",
      [...path(judged.length), "actions", 0],
      `The session get-object needs more than can be looked into. Nothing is known of ${40 - judged.length} of its 40 needs, the first of them "s3:GetObject" on "arn:aws:s3:::example-bucket/${judged.length}/*". Name what matters most, or say it shorter.`,
    ],
  ]);
});
