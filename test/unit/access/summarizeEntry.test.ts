import { describe, expect, test } from "vitest";
import { summarizeEntry } from "../../../server/src/core/access/summarizeEntry.js";
import type { ActionAccess } from "../../../server/src/core/analysis.js";
import { access } from "../../support/analysisBuilder.js";

type Result = ActionAccess["result"];

function summary(effect: "Allow" | "Deny", results: readonly Result[], unfit: readonly string[] = []): string {
  const actions = results.map((result, at) => access(`s3:A${at}`, { result }));
  return summarizeEntry(effect, actions, unfit);
}

describe("an Allow", () => {
  test.each<[readonly Result[], string]>([
    [["allowed"], "allowed"],
    [["allowed", "allowed"], "allowed"],
    [["allowed", "partly"], "partly"],
    [["not-granted"], "not-granted"],
    [["no-effect", "no-effect"], "no-effect"],
    [["no-effect", "not-granted"], "not-granted"],
    [["allowed", "not-granted"], "partly"],
    [["depends", "no-effect"], "partly"],
    [["allowed", "depends"], "depends"],
    [["partly", "depends"], "depends"],
    [["allowed", "depends", "unknown"], "unknown"],
  ])("%j is %s", (results, expected) => {
    expect(summary("Allow", results)).toBe(expected);
  });

  test("that matches nothing", () => {
    expect(summary("Allow", [])).toBe("unknown");
    expect(summary("Allow", [], ["s3:ListBucket"])).toBe("no-effect");
  });
});

describe("a Deny", () => {
  test.each<[readonly Result[], string]>([
    [["removes"], "removes"],
    [["removes", "removes-nothing", "unknown"], "removes"],
    [["removes-nothing", "unknown"], "unknown"],
    [["removes-nothing", "depends"], "depends"],
    [["removes-nothing"], "removes-nothing"],
    [[], "removes-nothing"],
  ])("%j is %s", (results, expected) => {
    expect(summary("Deny", results)).toBe(expected);
  });
});
