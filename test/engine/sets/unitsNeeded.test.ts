import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import { Budget, mostUnits, unitsFor } from "../../../server/src/core/access/sets/budget.js";
import { Rule } from "../../../server/src/core/access/sets/rules.js";
import { modelOfValue } from "../../../server/src/core/policy/buildModel.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { testCatalog } from "../../support/testCatalog.js";

const catalog = await testCatalog(["s3"]);

/** Units are counted, not measured, so that what a question needs can be tested. */
function verdictWith(budget: number, session: readonly JsonValue[], base: readonly JsonValue[]): string {
  const document = (name: string, kind: "session" | "identity", Statement: readonly JsonValue[]) => ({
    name,
    model: modelOfValue({ Version: "2012-10-17", Statement: [...Statement] }, kind),
  });
  const input = { session: [document("session", "session", session)], base: [document("base", "identity", base)] };
  return compare({ ...input, budget }, new AccessEngine(catalog)).verdict;
}

const allow = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });

describe("units that a comparison needs", () => {
  test("grow with the number of the session's statements, not with its square", () => {
    const statements = (count: number) =>
      Array.from({ length: count }, (_, i) => allow("s3:GetObject", `arn:aws:s3:::b/${i}`));
    const base = [allow("s3:GetObject", "arn:aws:s3:::b/*")];
    expect(verdictWith(50_000, statements(100), base)).toBe("within");
    expect(verdictWith(500_000, statements(1000), base)).toBe("within");
  });

  test("are few where resources meet in a pattern that takes more than the other", () => {
    const star = allow("s3:GetObject", "arn:aws:s3:::*");
    const denies = Array.from({ length: 20 }, (_, i) => ({
      ...allow("s3:GetObject", "arn:aws:s3:::*"),
      Effect: "Deny",
      Condition: { StringEquals: { "aws:RequestedRegion": `eu-west-${i}` } },
    }));
    expect(verdictWith(200_000, [star], [star, ...denies])).toBe("depends");
  });

  test("are counted also by a budget without an end", () => {
    const statement = modelOfValue({ Statement: allow("s3:Get*", "*") }, "identity").statements[0]!;
    const reading = { bindings: () => ({ state: "unknown" as const }), substitutesVariables: true };
    const rule = new Rule(
      statement,
      { layer: "identity", policy: 0, statement: 0, effect: "Allow" },
      { ...reading, letters: new AccessEngine(catalog).letters },
    );
    rule.actions(catalog, "s3", new Budget(Number.POSITIVE_INFINITY));
    const limited = new Budget(1_000_000);
    rule.actions(catalog, "s3", limited);
    // What was found out for nothing is paid for by who takes it.
    expect(limited.used).toBeGreaterThan(0);
    expect(limited.left).toBe(1_000_000 - limited.used);
  });
});

describe("units that a check has", () => {
  const policyOf = (count: number, entries: number) => {
    const resources = Array.from({ length: entries - 1 }, (_, i) => `arn:aws:s3:::b${i}`);
    const statements = Array.from({ length: count }, () => ({
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: resources,
    }));
    return modelOfValue({ Version: "2012-10-17", Statement: statements }, "session");
  };
  const unitsOf = (count: number, entries: number) => unitsFor([policyOf(count, entries)]);

  test("grow with the number of statements, as far as a policy in AWS has room for them", () => {
    expect(unitsOf(1, 100)).toBeLessThan(unitsOf(40, 100) / 1.5);
    expect(unitsOf(160, 20)).toBe(mostUnits);
    expect(unitsOf(1000, 4)).toBeLessThan(unitsOf(200, 20));
  });

  test("grow with what is in the statements", () => {
    expect(unitsOf(60, 2)).toBeLessThan(unitsOf(60, 40) / 1.5);
    expect(unitsOf(1, 1000)).toBeLessThan(unitsOf(1, 2) * 1.5);
  });

  test("are none for thousands of statements, of which nothing is said", () => {
    const statements = Array.from({ length: 4000 }, (_, i) => allow("s3:GetObject", `arn:aws:s3:::b/${i}`));
    const [session, base] = (["session", "identity"] as const).map((kind) => ({
      name: kind,
      model: modelOfValue({ Version: "2012-10-17", Statement: statements }, kind),
    }));
    const { verdict, statements: compared } = compare(
      { session: [session!], base: [base!] },
      new AccessEngine(catalog),
    );
    expect(verdict).toBe("unknown");
    expect(new Set(compared.map(({ unknown }) => unknown?.why))).toEqual(new Set(["budget"]));
  });
});
