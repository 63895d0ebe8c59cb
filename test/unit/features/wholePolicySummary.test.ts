import { describe, expect, test } from "vitest";
import type { ActionAccess } from "../../../server/src/core/analysis.js";
import { wholePolicySummary } from "../../../server/src/core/features/wholePolicySummary.js";
import { access, allowing, denying, type PolicySpec, policyAnalysis, session } from "../../support/analysisBuilder.js";

function effect(text: string, spec: PolicySpec = {}): string {
  return wholePolicySummary(policyAnalysis(text, spec)).effect;
}

function withResults(...results: ActionAccess["result"][]): PolicySpec {
  const entries = results.map((result, at) => [`s3:A${at}`, [access(`s3:A${at}`, { result })]] as const);
  return { actions: Object.fromEntries(entries) };
}

const two = allowing(["s3:A0", "s3:A1"]);

describe("the effect", () => {
  test.each<[ActionAccess["result"], ActionAccess["result"], string]>([
    ["allowed", "allowed", "all effective"],
    ["allowed", "no-effect", "1 of 2 actions not granted"],
    ["not-granted", "no-effect", "2 of 2 actions not granted"],
    ["partly", "allowed", "1 of 2 actions partly granted"],
    ["partly", "no-effect", "1 of 2 actions not granted"],
    ["depends", "allowed", "1 of 2 actions conditional"],
    ["depends", "depends", "2 of 2 actions conditional"],
    ["unknown", "depends", "can't tell for 1 of 2 actions"],
  ])("%s and %s: %s", (first, second, expected) => {
    expect(effect(two, withResults(first, second))).toBe(expected);
  });

  test("of what does not go with its resources", () => {
    const spec = { actions: { "s3:A0": [access("s3:A0")] }, unfit: { "s3:A1": ["s3:A1"] } };
    expect(effect(two, spec)).toBe("1 of 2 actions without effect");
  });

  test("of a pass-through", () => {
    const actions = { "*": [access("s3:A0"), access("ec2:B0", { result: "no-effect" })] };
    expect(effect(allowing("*", "*"), { actions })).toBe("passes on what is granted");
    // What a key's own policy says is its own matter; anything else that can't be told is told.
    const beside = (decidedBy: ActionAccess["decidedBy"]) => ({
      actions: { "*": [access("s3:A0"), access("kms:B0", { result: "unknown", decidedBy })] },
    });
    expect(effect(allowing("*", "*"), beside("resource"))).toBe("passes on what is granted");
    expect(effect(allowing("*", "*"), beside("boundary"))).toBe("can't tell for 1 of 1 action");
    expect(effect(allowing("*"), beside("resource"))).toBe("can't tell for 1 of 1 action");
  });

  test("of Denies only", () => {
    expect(effect(denying("*", "*"))).toBe("allows nothing");
  });

  test("of a policy that can't be taken as it is", () => {
    expect(effect(`{ "Statement": [ `)).toBe("not valid JSON");
    expect(effect(two.replace("Allow", "allow"))).toBe("AWS would reject it");
  });

  test("without the base's policies", () => {
    expect(effect(two, { verdict: "no-base" })).toBe("base policies not given");
  });
});

describe("the whole text", () => {
  test("makes a long role name shorter", () => {
    const principalName = "AnExtraordinarilyLongRoleNameForTheNightlyExportJob";
    const text = wholePolicySummary(
      policyAnalysis(two, { ...withResults("no-effect", "no-effect"), session: session({ principalName }) }),
    ).text;
    expect(text).toMatch(/^(AnExtraordinarilyLongR.*…|role) · \d+ \/ 2,048 · 2 of 2 actions not granted$/);
    expect([...text].length).toBeLessThanOrEqual(60);
  });

  test("without a limit or a session", () => {
    const policy = policyAnalysis(two, {
      session: undefined,
      verdict: "no-base",
      characters: { sent: 1234, minified: 1000, limit: undefined },
    });
    expect(wholePolicySummary(policy).text).toBe("1,234 characters · base policies not given");
  });
});
