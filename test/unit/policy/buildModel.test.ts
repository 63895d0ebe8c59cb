import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildModel, modelOfValue } from "../../../server/src/core/policy/buildModel.js";
import type { PatternList, PolicyKind, PolicyModel, Statement } from "../../../server/src/core/policy/model.js";
import { SameStatements } from "../../../server/src/core/policy/sameStatements.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { nodeAt } from "../../../server/src/core/syntax/navigate.js";
import { parsePolicy } from "../../../server/src/core/syntax/parsePolicy.js";
import { sessionPolicyText, trustPolicyText } from "../../support/policies.js";

/** Each problem as `kind at/path: detail`, with `!` where the meaning is lost. */
function problemsOf({ problems }: PolicyModel): readonly string[] {
  return problems.map(
    ({ kind, path, detail, meaningLost }) => `${kind}${meaningLost ? "!" : ""} ${path.join("/") || "root"}: ${detail}`,
  );
}

/** A model of one statement. */
function modelOfStatement(statement: string, kind: PolicyKind = "session"): PolicyModel {
  return buildModel(parsePolicy(`{"Version": "2012-10-17", "Statement": [${statement}]}`), kind);
}

/** The problems of a statement that starts with `Allow * on *`, paths within the statement. */
function faults(elements: string, kind: PolicyKind = "session"): { problems: readonly string[]; kept: boolean } {
  const model = modelOfStatement(`{${elements}}`, kind);
  return {
    problems: problemsOf(model).map((problem) => problem.replace("Statement/0/", "").replace("Statement/0", ".")),
    kept: model.statements.length === 1,
  };
}

const effect = '"Effect": "Allow"';
const action = '"Action": "s3:GetObject"';
const resource = '"Resource": "*"';

/** The same with the entries' paths, which are not made before they are asked for. */
function withPaths(statement: Statement): Statement {
  const { actions, resources } = statement;
  const written = (list: PatternList) => ({ ...list, entries: list.entries.map(({ text, path }) => ({ text, path })) });
  return { ...statement, actions: written(actions), resources: resources && written(resources) };
}

describe("a policy as it should be", () => {
  test("is read in full", () => {
    const model = buildModel(parsePolicy(sessionPolicyText), "session");
    expect(model).toMatchObject({ version: "2012-10-17", substitutesVariables: true, problems: [], complete: true });
    const at = (...path: (string | number)[]) => ["Statement", ...path];
    expect(model.statements.map(withPaths)).toEqual([
      {
        index: 0,
        path: at(0),
        sid: "ReadObjects",
        effect: "Allow",
        actions: {
          negated: false,
          entries: [
            { text: "s3:GetObject", path: at(0, "Action", 0) },
            { text: "s3:ListBucket", path: at(0, "Action", 1) },
          ],
        },
        resources: {
          negated: false,
          entries: [
            { text: "arn:aws:s3:::example-bucket", path: at(0, "Resource", 0) },
            { text: "arn:aws:s3:::example-bucket/${aws:PrincipalTag/team}/*", path: at(0, "Resource", 1) },
          ],
        },
        principals: undefined,
        conditions: [
          {
            operator: "StringEquals",
            key: "aws:RequestedRegion",
            values: ["eu-west-1", "eu-central-1"],
            path: at(0, "Condition", "StringEquals", "aws:RequestedRegion"),
          },
          {
            operator: "Bool",
            key: "aws:SecureTransport",
            values: [true],
            path: at(0, "Condition", "Bool", "aws:SecureTransport"),
          },
        ],
      },
      {
        index: 1,
        path: at(1),
        sid: undefined,
        effect: "Deny",
        actions: { negated: true, entries: [{ text: "s3:*", path: at(1, "NotAction") }] },
        resources: { negated: false, entries: [{ text: "*", path: at(1, "Resource") }] },
        principals: undefined,
        conditions: [],
      },
    ]);
  });

  test("a trust policy, its one statement without brackets", () => {
    const model = buildModel(parsePolicy(trustPolicyText), "trust");
    expect(model).toMatchObject({ problems: [], complete: true });
    expect(model.statements).toMatchObject([
      {
        index: 0,
        path: ["Statement"],
        resources: undefined,
        principals: {
          negated: false,
          entries: [
            { type: "Service", value: "ec2.amazonaws.com", path: ["Statement", "Principal", "Service"] },
            { type: "AWS", value: "111122223333", path: ["Statement", "Principal", "AWS", 0] },
          ],
        },
      },
    ]);
  });

  test("a value gives the same model as its text", () => {
    for (const [text, kind] of [
      [sessionPolicyText, "session"],
      [trustPolicyText, "trust"],
      ["[]", "scp"],
    ] as const) {
      expect(modelOfValue(JSON.parse(text), kind)).toEqual(buildModel(parsePolicy(text), kind));
    }
  });

  test("every path leads to its node", () => {
    const parsed = parsePolicy(sessionPolicyText);
    for (const { actions, resources, conditions } of buildModel(parsed, "session").statements) {
      for (const { text, path } of [...actions.entries, ...resources!.entries]) {
        expect(nodeAt(parsed.root, path)).toMatchObject({ type: "string", value: text });
      }
      for (const { path } of conditions) expect(nodeAt(parsed.root, path)).toBeDefined();
    }
  });
});

describe("the document (G1, G6)", () => {
  test.each([
    ["[]", ["not-an-object! root: array"]],
    ['"x"', ["not-an-object! root: string"]],
    ["{}", ["missing-statement! root: Statement"]],
    ['{"statement": []}', ["unknown-element statement: statement", "missing-statement! root: Statement"]],
    ['{"Statement": []}', ["no-statements Statement: Statement"]],
    ['{"Statement": "x"}', ["wrong-type! Statement: Statement"]],
    ['{"Statement": [1, []]}', ["wrong-type! Statement/0: Statement", "wrong-type! Statement/1: Statement"]],
    ['{"Id": "a", "Statement": []}', ["no-statements Statement: Statement"]],
    ['{"Id": 1, "Statement": []}', ["wrong-type Id: Id", "no-statements Statement: Statement"]],
    [
      '{"Version": "2012-10-18", "Statement": []}',
      ["invalid-version Version: 2012-10-18", "no-statements Statement: Statement"],
    ],
    [
      '{"Version": "2012-10-18", "Statement": ["${a}"]}',
      ["invalid-version! Version: 2012-10-18", "wrong-type! Statement/0: Statement"],
    ],
    ['{"Version": 2012, "Statement": []}', ["wrong-type Version: Version", "no-statements Statement: Statement"]],
  ])("%s", (text, expected) => {
    const model = buildModel(parsePolicy(text), "session");
    expect(problemsOf(model)).toEqual(expected);
    expect(model.complete).toBe(!expected.some((problem) => problem.includes("!")));
  });

  test.each([
    ["2012-10-17", "2012-10-17", true],
    ["2008-10-17", "2008-10-17", false],
    ["", undefined, false],
  ])("version %j", (written, version, substitutesVariables) => {
    const model = buildModel(parsePolicy(`{"Version": "${written}", "Statement": []}`), "session");
    expect(model).toMatchObject({ version, substitutesVariables });
  });

  test("is complete only if its text is in order", () => {
    const statement = `{${effect}, ${action}, ${resource}}`;
    const complete = (text: string): boolean => buildModel(parsePolicy(text), "session").complete;
    expect(complete(`{"Statement": ${statement}}`)).toBe(true);
    expect(complete(`{"Statement": [${statement},] /* so */ }`)).toBe(true);
    expect(complete(`{"Statement": ${statement}, "Statement": ${statement}}`)).toBe(false);
    expect(complete(`{"Statement": ${statement}`)).toBe(false);
    expect(complete(`{"Statement": ${"[".repeat(200)}${"]".repeat(200)}}`)).toBe(false);
    expect(complete("")).toBe(false);
    expect(complete(" ".repeat(2_000_000))).toBe(false);
  });
});

describe("statements that are left out", () => {
  test.each([
    [`${action}, ${resource}`, ["missing-effect! .: Effect"]],
    [`"Effect": "allow", ${action}, ${resource}`, ["invalid-effect! Effect: allow"]],
    [`"Effect": true, ${action}, ${resource}`, ["wrong-type! Effect: Effect"]],
    [`${effect}, ${resource}`, ["missing-action! .: Action"]],
    [`${effect}, "action": "*", ${resource}`, ["unknown-element! action: action", "missing-action! .: Action"]],
    [`${effect}, ${action}`, ["missing-resource! .: Resource"]],
    [`${effect}, ${action}, "NotAction": "a:b", ${resource}`, ["both-elements! NotAction: NotAction"]],
    [`${effect}, ${action}, ${resource}, "NotResource": "*"`, ["both-elements! NotResource: NotResource"]],
    [`${effect}, "Action": [], ${resource}`, ["empty-list! Action: Action"]],
    [`${effect}, ${action}, "NotResource": []`, ["empty-list! NotResource: NotResource"]],
    [
      `${effect}, "Action": ["a:b", 1, null], ${resource}`,
      ["wrong-type! Action/1: Action", "wrong-type! Action/2: Action"],
    ],
    [`${effect}, "Action": {"a": 1}, ${resource}`, ["wrong-type! Action: Action"]],
    [`${effect}, ${action}, ${resource}, "Condition": []`, ["wrong-type! Condition: Condition"]],
    [`${effect}, ${action}, ${resource}, "Condition": {"Bool": 1}`, ["wrong-type! Condition/Bool: Bool"]],
    [`${effect}, ${action}, ${resource}, "Condition": {"Bool": {"k": {}}}`, ["wrong-type! Condition/Bool/k: k"]],
    [`${effect}, ${action}, ${resource}, "Condition": {"Bool": {"k": [null]}}`, ["wrong-type! Condition/Bool/k/0: k"]],
    [`${effect}, ${action}, ${resource}, "Principal": "*"`, ["principal-not-supported! Principal: Principal"]],
    [`${effect}, ${action}, ${resource}, "NotPrincipal": "*"`, ["principal-not-supported! NotPrincipal: NotPrincipal"]],
  ])("%s", (elements, problems) => {
    expect(faults(elements)).toEqual({ problems, kept: false });
  });

  test.each([
    ["trust", `${effect}, ${action}, "Principal": "*", ${resource}`, ["resource-not-supported! Resource: Resource"]],
    ["trust", `${effect}, ${action}`, ["missing-principal! .: Principal"]],
    ["resource", `${effect}, ${action}, ${resource}`, ["missing-principal! .: Principal"]],
    ["resource", `${effect}, ${action}, "Principal": "*"`, ["missing-resource! .: Resource"]],
    ["rcp", `${effect}, ${action}, ${resource}, "Principal": "x"`, ["wrong-type! Principal: Principal"]],
    [
      "resource",
      `${effect}, ${action}, ${resource}, "Principal": {"aws": "x"}`,
      ["unknown-principal-type! Principal/aws: aws"],
    ],
    ["resource", `${effect}, ${action}, ${resource}, "Principal": {}`, ["empty-list! Principal: Principal"]],
    ["resource", `${effect}, ${action}, ${resource}, "Principal": {"AWS": []}`, ["empty-list! Principal/AWS: AWS"]],
    ["resource", `${effect}, ${action}, ${resource}, "Principal": {"AWS": [1]}`, ["wrong-type! Principal/AWS/0: AWS"]],
    [
      "resource",
      `${effect}, ${action}, ${resource}, "Principal": "*", "NotPrincipal": "*"`,
      ["both-elements! NotPrincipal: NotPrincipal"],
    ],
  ] as [PolicyKind, string, string[]][])("%s: %s", (kind, elements, problems) => {
    expect(faults(elements, kind)).toEqual({ problems, kept: false });
  });

  test("are counted all the same", () => {
    const model = modelOfStatement(`7, {}, {${effect}, ${action}, ${resource}}`);
    expect(model.statements.map(({ index, path }) => [index, path])).toEqual([[2, ["Statement", 2]]]);
    expect(model.problems.map(({ statement }) => statement)).toEqual([0, 1, 1, 1]);
  });
});

describe("statements that are kept", () => {
  const whole = `${effect}, ${action}, ${resource}`;
  test.each([
    [`"Sid": "", ${whole}`, []],
    [`"Sid": "a-b", ${whole}`, ["invalid-sid Sid: a-b"]],
    [`"Sid": 1, ${whole}`, ["wrong-type Sid: Sid"]],
    [`${whole}, "Resources": "*"`, ["unknown-element! Resources: Resources"]],
    [`${whole}, "Condition": {"Bool": {"k": "—"}}`, ["unsupported-character Condition/Bool/k: —"]],
    [`${whole}, "Condition": {"Bool": {"😀": "a"}}`, ["unsupported-character Condition/Bool/😀: 😀"]],
    [`${whole}, "Condition": {"Bool": {"k": "\\u2014"}}`, []],
  ])("%s", (elements, problems) => {
    expect(faults(elements)).toEqual({ problems, kept: true });
  });

  test("what a value holds counts as it would be sent", () => {
    const statement = { Effect: "Allow", Action: "a:b", Resource: "—" };
    expect(problemsOf(modelOfValue({ Statement: statement }, "session"))).toEqual([
      "unsupported-character Statement/Resource: —",
    ]);
    expect(modelOfValue({ Statement: statement }, "resource").problems.map(({ kind }) => kind)).toEqual([
      "missing-principal",
    ]);
  });

  test("the resource policies of ECR and KMS have their own ways", () => {
    const principal = '"Principal": "*"';
    expect(faults(`${effect}, ${principal}, "Action": ["ecr:Pull", "ECR:Push"]`, "resource")).toEqual({
      problems: [],
      kept: true,
    });
    expect(faults(`"Sid": "Enable IAM policies", ${whole}, ${principal}`, "resource")).toEqual({
      problems: [],
      kept: true,
    });
  });

  test("Sids are unique, except for empty ones (G4)", () => {
    const sids = ["A", "B", "A", "", "", "A"].map((sid) => `{"Sid": "${sid}", ${whole}}`).join();
    const model = modelOfStatement(sids);
    expect(problemsOf(model)).toEqual(["duplicate-sid Statement/2/Sid: A", "duplicate-sid Statement/5/Sid: A"]);
    expect(model.statements).toHaveLength(6);
    expect(model.complete).toBe(true);
  });

  test("empty conditions are kept as tests without values (Q15)", () => {
    const conditions = (text: string) =>
      modelOfStatement(`{${whole}, "Condition": ${text}}`).statements[0]!.conditions.map(
        ({ operator, key, values, path }) => [operator, key, values, path.slice(2).join("/")],
      );
    expect(conditions("{}")).toEqual([["", "", [], "Condition"]]);
    expect(conditions('{"Bool": {}}')).toEqual([["Bool", "", [], "Condition/Bool"]]);
    expect(conditions('{"Bool": {"k": []}}')).toEqual([["Bool", "k", [], "Condition/Bool/k"]]);
    expect(conditions('{"NumericEquals": {"k": [1, "2", true]}}')).toEqual([
      ["NumericEquals", "k", [1, "2", true], "Condition/NumericEquals/k"],
    ]);
  });
});

test("what is still being typed is the text's problem, not the statement's", () => {
  for (const text of [
    '{"Statement": [',
    '{"Statement": [{"Effect": "Allow", "Action": ',
    '{"Statement": [{"Effect": "Allow", "Action": [',
    '{"Statement": [{"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {"Bool": ',
  ]) {
    const model = buildModel(parsePolicy(text), "session");
    expect(model.problems).toEqual([]);
    expect(model.complete).toBe(false);
  }
});

test("any value at all gives a model", () => {
  const name = fc.constantFrom(
    ..."Version Id Statement Sid Effect Action NotAction Resource NotResource Principal NotPrincipal Condition AWS Bool __proto__ toString".split(
      " ",
    ),
  );
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      fc.constantFrom<JsonValue>("Allow", "2012-10-17", "*", "", "—", 1, true, null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(name, tie("value"), { maxKeys: 6 }),
    ),
  }));
  const same = new SameStatements();
  const kinds: PolicyKind[] = ["session", "identity", "trust", "resource", "boundary", "scp", "rcp"];
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.constantFrom(...kinds), (policy, kind) => {
      const parsed = parsePolicy(JSON.stringify(policy));
      const model = buildModel(parsed, kind);
      expect(modelOfValue(policy, kind)).toEqual(model);
      for (let time = 0; time < 2; time++) expect(buildModel(parsed, kind, same)).toEqual(model);
      for (const { path } of model.problems) expect(nodeAt(parsed.root, path)).toBeDefined();
      const statement = policy.Statement;
      const count = Array.isArray(statement) ? statement.length : statement === undefined ? 0 : 1;
      if (model.complete) expect(model.statements).toHaveLength(count);
    }),
    { numRuns: 2000 },
  );
});

test("a statement that is written as before is the same object", () => {
  const same = new SameStatements();
  const allow = (action: string) => `{ "Effect": "Allow", "Action": "${action}", "Resource": "*" }`;
  const read = (...statements: readonly string[]) =>
    buildModel(parsePolicy(`{ "Statement": [${statements.join(", ")}] }`), "session", same).statements;
  const [first, second] = read(allow("s3:GetObject"), allow("s3:PutObject"));
  const edited = read(allow("s3:GetObjectAcl"), ` ${allow("s3:PutObject")}`);
  expect(edited[0]).not.toBe(first);
  expect(edited[1]).toBe(second);
  expect(read(allow("s3:PutObject"))[0]).not.toBe(second);
});
