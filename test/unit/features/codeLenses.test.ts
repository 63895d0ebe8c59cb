import { describe, expect, test } from "vitest";
import type { Analysis } from "../../../server/src/core/analysis.js";
import { codeLenses, type LensOptions } from "../../../server/src/core/features/codeLenses.js";
import { lineIndex } from "../../../server/src/core/text/lineIndex.js";
import {
  access,
  accesses,
  analysisOf,
  type PolicySpec,
  policyAnalysis,
  session,
} from "../../support/analysisBuilder.js";
import { unindent } from "../../support/markedText.js";

const everything: LensOptions = { actions: "all", summary: true };

/** Each lens with its line, counted from 1. */
function lenses(analysis: Analysis, options = everything): readonly string[] {
  const index = lineIndex(analysis.policies[0]!.region.text);
  return codeLenses(analysis, index, options).map(({ kind, span, text }) => {
    expect([...text].length).toBeLessThanOrEqual(60);
    const { line } = index.positionAt(span.start);
    return `${line + 1} ${kind}: ${text}`;
  });
}

const exceeds = unindent(`
  {
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Allow",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::example-bucket", "arn:aws:s3:::example-bucket/*"]
      },
      {
        "Effect": "Allow",
        "Action": [
          "ec2:DescribeInstances",
          "dynamodb:GetItem"
        ],
        "Resource": "*"
      },
      { "Effect": "Deny", "Action": ["s3:DeleteObject", "s3:DeleteBucket"], "Resource": "*" }
    ]
  }`);

const answers: PolicySpec = {
  notGiven: ["serviceControlPolicies", "resourcePolicies"],
  characters: { sent: 512, minified: 300, limit: 2048 },
  verdict: "exceeds",
  actions: {
    "s3:*": accesses(["s3:GetObject", "s3:PutObject"]),
    "ec2:DescribeInstances": [access("ec2:DescribeInstances", { result: "no-effect" })],
    "dynamodb:GetItem": [access("dynamodb:GetItem", { result: "not-granted", revivable: true })],
    "s3:DeleteObject": [access("s3:DeleteObject", { result: "removes" })],
    "s3:DeleteBucket": [access("s3:DeleteBucket", { result: "removes-nothing" })],
  },
};

describe("a linked session policy", () => {
  test("gets one on top and one on each action", () => {
    expect(lenses(analysisOf(policyAnalysis(exceeds, answers)))).toEqual([
      "1 summary: S3AccessRole · 512 / 2,048 · 2 of 3 actions not granted",
      "1 not-given: Not given: SCPs, resource policies",
      "6 action: All 2 actions allowed on example-bucket and its objects",
      "12 action: No effect · S3AccessRole doesn't grant it",
      "13 action: Not granted by role · only a resource policy could allow it",
      "17 action: s3:DeleteObject · Removes DeleteObject on all resources",
      "17 action: s3:DeleteBucket · Removes nothing",
    ]);
  });

  test("shows only exceptions, or less, where that is set", () => {
    const analysis = analysisOf(policyAnalysis(exceeds, answers));
    expect(lenses(analysis, { actions: "exceptions", summary: false })).toEqual([
      "12 action: No effect · S3AccessRole doesn't grant it",
      "13 action: Not granted by role · only a resource policy could allow it",
      "17 action: s3:DeleteBucket · Removes nothing",
    ]);
    expect(lenses(analysis, { actions: "off", summary: false })).toEqual([]);
  });

  test("all of it effective", () => {
    const text = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/*" } }`;
    const policy = policyAnalysis(text, {
      characters: { sent: 231, minified: 118, limit: 2048 },
      actions: { "s3:GetObject": [access("s3:GetObject")] },
    });
    expect(lenses(analysisOf(policy))).toEqual([
      "1 summary: S3AccessRole · 231 / 2,048 · all effective",
      "1 action: Allowed on example-bucket/*",
    ]);
  });
});

describe("a policy without a session", () => {
  const unlinked = policyAnalysis(exceeds, { session: undefined, verdict: "no-base" });

  test("offers to choose a base role where it surely is a session policy", () => {
    const offered = ["1 choose-base: Choose a base role to see what takes effect"];
    expect(lenses(analysisOf(unlinked, { kindFrom: "name" }), { ...everything, actions: "off" })).toEqual(offered);
    expect(lenses(analysisOf(unlinked, { kindFrom: "config" }), { ...everything, actions: "off" })).toEqual(offered);
  });

  test("gets no line where it only looks like one", () => {
    expect(lenses(analysisOf(unlinked, { kindFrom: "look" }))).toEqual([]);
  });

  test("of another kind gets no line", () => {
    expect(lenses(analysisOf(policyAnalysis(exceeds, { session: undefined, kind: "identity" })))).toEqual([]);
  });
});

describe("a file that several sessions use", () => {
  const text = `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" } }`;
  const allowed = { actions: { "s3:GetObject": [access("s3:GetObject")] } };
  const lost = { actions: { "s3:GetObject": [access("s3:GetObject", { result: "no-effect" })] } };
  const used = (name: string, role: string, spec: PolicySpec) =>
    policyAnalysis(text, { ...spec, session: session({ name, principalName: role }) });

  test("names them only where they differ", () => {
    const policies = [used("one", "RoleA", allowed), used("two", "RoleB", allowed)];
    expect(lenses(analysisOf(policies))).toEqual([
      "1 summary: one: RoleA · 96 / 2,048 · all effective",
      "1 summary: two: RoleB · 96 / 2,048 · all effective",
      "1 action: Allowed on b/*",
    ]);
  });

  test("joins those that agree", () => {
    const policies = [used("one", "R", allowed), used("two", "R", lost), used("three", "R", allowed)];
    expect(lenses(analysisOf(policies))).toEqual([
      "1 summary: one and three: R · 96 / 2,048 · all effective",
      "1 summary: two: R · 96 / 2,048 · 1 of 1 action not granted",
      "1 action: one and three: Allowed on b/*",
      "1 action: two: No effect · R doesn't grant it",
    ]);
  });

  test("names the session where only its exception is shown", () => {
    const policies = [used("one", "R", allowed), used("two", "R", lost)];
    expect(lenses(analysisOf(policies), { actions: "exceptions", summary: false })).toEqual([
      "1 action: two: No effect · R doesn't grant it",
    ]);
  });

  test("sums up no more than three on top", () => {
    const policies = ["a", "b", "c", "d", "e"].map((name) => used(name, `Role-${name}`, allowed));
    expect(lenses(analysisOf(policies), { actions: "off", summary: true }).at(-1)).toBe("1 summary: and 2 more");
  });
});

describe("entries of one list that fare alike", () => {
  const allowed = (...actions: string[]) =>
    Object.fromEntries(actions.map((action) => [action, [access(action)]] as const));
  const list = (actions: readonly string[], more = "") =>
    `{
  "Statement": [{
    "Effect": "Allow",
    "Action": [
${actions.map((action) => `      "${action}"`).join(",\n")}
    ],
    "Resource": "arn:aws:s3:::b/*"${more}
  }]
}`;
  const onActions: LensOptions = { actions: "all", summary: false };
  const shown = (text: string, spec: PolicySpec) => lenses(analysisOf(policyAnalysis(text, spec)), onActions);

  test("share one on the list", () => {
    const actions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
    expect(shown(list(actions), { actions: allowed(...actions) })).toEqual(["4 action: All 3 allowed on b/*"]);
    expect(shown(list(actions.slice(1)), { actions: allowed(...actions) })).toEqual(["4 action: Both allowed on b/*"]);
  });

  test("leave exceptions and wildcards a line of their own", () => {
    const lost = {
      "s3:X": [access("s3:X", { result: "no-effect" })],
      "s3:Y": [access("s3:Y", { result: "no-effect" })],
    };
    const wild = { "s3:List*": accesses(["s3:ListA", "s3:ListB"]) };
    expect(
      shown(list(["s3:A", "s3:B", "s3:X", "s3:Y", "s3:C", "s3:D", "s3:List*", "s3:E"]), {
        actions: { ...allowed("s3:A", "s3:B", "s3:C", "s3:D", "s3:E"), ...lost, ...wild },
      }),
    ).toEqual([
      "5 action: These 2 allowed on b/*",
      "7 action: No effect · S3AccessRole doesn't grant it",
      "8 action: No effect · S3AccessRole doesn't grant it",
      "9 action: These 2 allowed on b/*",
      "11 action: All 2 actions allowed on b/*",
      "12 action: Allowed on b/*",
    ]);
  });

  test("not those that are allowed on other resources", () => {
    const actions = {
      "s3:A": [access("s3:A", { allowedOn: ["arn:aws:s3:::b"] })],
      "s3:B": [access("s3:B")],
      "s3:C": [access("s3:C")],
    };
    expect(shown(list(["s3:A", "s3:B", "s3:C"]), { actions })).toEqual([
      "5 action: Allowed on b",
      "6 action: These 2 allowed on b/*",
    ]);
  });

  test("say the statement's own condition once", () => {
    const condition = `, "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }`;
    const actions = ["s3:GetObject", "s3:PutObject"];
    expect(shown(list(actions, condition), { actions: allowed(...actions) })).toEqual([
      "4 action: Both · only if aws:SourceIp is in 203.0.113.0/24",
    ]);
  });

  test("hang on one policy that is not given", () => {
    const open = (action: string, detail: string) => {
      const unknown = { why: "layer-not-given", detail, rules: ["D4"] } as const;
      return [access(action, { result: "unknown", decidedBy: "resource", unknown })];
    };
    const key = "the key's own policy isn't given";
    const actions = { "kms:A": open("kms:A", key), "kms:B": open("kms:B", key) };
    expect(shown(list(["kms:A", "kms:B"]), { actions })).toEqual([`4 action: Can't tell for both · ${key}`]);
    const other = { "sts:C": open("sts:C", "the role's trust policy isn't given") };
    expect(shown(list(["kms:A", "kms:B", "sts:C"]), { actions: { ...actions, ...other } })).toEqual([
      `5 action: Can't tell for these 2 · ${key}`,
      "7 action: Can't tell · the role's trust policy isn't given",
    ]);
  });

  test("of a Deny", () => {
    const removes = Object.fromEntries(
      ["s3:A", "s3:B", "s3:C"].map((action) => [action, [access(action, { result: "removes" })]] as const),
    );
    const text = list(["s3:A", "s3:B", "s3:C", "s3:D"]).replace("Allow", "Deny");
    const nothing = { "s3:D": [access("s3:D", { result: "removes-nothing" })] };
    expect(shown(text, { actions: { ...removes, ...nothing } })).toEqual([
      "5 action: Removes these 3 on b/*",
      "8 action: Removes nothing",
    ]);
    expect(shown(text, { actions: { ...removes, "s3:D": [access("s3:D", { result: "removes" })] } })).toEqual([
      "4 action: Removes all 4 on b/*",
    ]);
  });

  test("are named where the line holds more", () => {
    const text = `{ "Statement": [
      { "Effect": "Allow", "Action": ["s3:A", "s3:B", "s3:C"], "Resource": "arn:aws:s3:::b/*" }, { "Effect": "Deny", "Action": ["s3:D", "s3:E"], "Resource": "*" }
    ] }`;
    const removes = {
      "s3:D": [access("s3:D", { result: "removes" })],
      "s3:E": [access("s3:E", { result: "removes" })],
    };
    expect(shown(text, { actions: { ...allowed("s3:A", "s3:B", "s3:C"), ...removes } })).toEqual([
      "2 action: s3:A and 2 more · Allowed on b/*",
      "2 action: s3:D and 1 more · Removes them on all resources",
    ]);
  });

  test("only where that is so in every session of the file", () => {
    const text = list(["s3:A", "s3:B"]);
    const policies = [
      policyAnalysis(text, { actions: allowed("s3:A", "s3:B"), session: session({ name: "one" }) }),
      policyAnalysis(text, {
        actions: { ...allowed("s3:A"), "s3:B": [access("s3:B", { result: "no-effect" })] },
        session: session({ name: "two" }),
      }),
    ];
    expect(lenses(analysisOf(policies), onActions)).toEqual([
      "5 action: Allowed on b/*",
      "6 action: one: Allowed on b/*",
      "6 action: two: No effect · S3AccessRole doesn't grant it",
    ]);
  });
});

test("no more than can be looked at, and where they end", () => {
  const names = Array.from({ length: 1200 }, (_, i) => `s3:Get${i}`);
  const text = JSON.stringify({ Statement: [{ Effect: "Allow", Action: names, Resource: "*" }] }, undefined, 1);
  const actions = Object.fromEntries(names.map((name) => [name, [access(name, { result: "no-effect" })]]));
  const shown = lenses(analysisOf([policyAnalysis(text, { ...answers, actions })]));
  const ofActions = shown.filter((lens) => lens.includes(" action: "));
  expect(ofActions).toHaveLength(1001);
  expect(ofActions.at(-1)).toBe("1006 action: Only 1,000 answers are shown · hover over the others");
});
