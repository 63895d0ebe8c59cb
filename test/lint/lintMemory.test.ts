import { beforeAll, describe, expect, test } from "vitest";
import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { AnalysisMemory } from "../../server/src/core/analysisMemory.js";
import { analyze } from "../../server/src/core/analyze.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { Finding } from "../../server/src/core/lint/finding.js";
import { rules } from "../../server/src/core/lint/rules/index.js";
import type { RuleLevels } from "../../server/src/core/lint/runRules.js";
import type { PolicyKind } from "../../server/src/core/policy/model.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import { analysisOf } from "../support/analysisBuilder.js";
import { readCarets } from "../support/markedText.js";
import { testCatalog } from "../support/testCatalog.js";

let engine: AccessEngine;
let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog();
  engine = new AccessEngine(catalog);
});

function lint(text: string, kind: PolicyKind, memory?: AnalysisMemory, levels: RuleLevels = {}): readonly Finding[] {
  const { context } = analysisOf([], { kind, sessions: [] });
  const input = { regions: jsonRegions(text), context, engine, levels };
  return analyze(memory === undefined ? input : { ...input, memory }).policies.flatMap(({ findings }) => findings);
}

const other = {
  Sid: "Other",
  Effect: "Allow",
  Action: "sqs:SendMessage",
  Resource: "arn:aws:sqs:us-east-1:111122223333:q",
};

/** The texts that an example goes through while the white space before it and a statement beside it are edited. */
function edits(text: string): readonly string[] {
  const policy = parsed(text);
  if (typeof policy !== "object" || policy === null || !("Statement" in policy)) return [text, ` \n${text}`, text];
  const own = [policy.Statement].flat();
  const beside = (statement: object) => JSON.stringify({ ...policy, Statement: [...own, statement] }, undefined, 2);
  const before = (statement: object) => JSON.stringify({ ...policy, Statement: [statement, ...own] });
  return [
    text,
    ` \n${text}`,
    beside(other),
    beside({ ...other, Action: "sqs:SendMessages" }),
    before(other),
    before({ ...other, Sid: "ALongerOne" }),
    text.replaceAll("2012-10-17", "2008-10-17"),
    text.slice(0, -3),
    text,
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, { appliesTo, examples }) => {
  test("finds the same whatever was linted before", () => {
    for (const example of [...examples.invalid, ...examples.valid]) {
      const memory = new AnalysisMemory();
      const kind = example.kind ?? appliesTo[0]!;
      for (const text of edits(readCarets(example.policy).text)) {
        expect(lint(text, kind, memory), text).toEqual(lint(text, kind));
      }
    }
  });
});

const policy = `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObjects", "Resource": "*" }] }`;

test("levels set in between", () => {
  const memory = new AnalysisMemory();
  for (const level of ["warning", "off", "suggestion", "error"] as const) {
    const levels = { "unknown-action": level };
    expect(lint(policy, "session", memory, levels)).toEqual(lint(policy, "session", undefined, levels));
  }
});

test("another kind of document", () => {
  const memory = new AnalysisMemory();
  for (const kind of ["session", "trust", "scp"] as const)
    expect(lint(policy, kind, memory)).toEqual(lint(policy, kind));
});

test("a service whose details were read meanwhile", async () => {
  const memory = new AnalysisMemory();
  const text = policy.replace("GetObjects", "GetObject").replace('"*"', '"arn:aws:s3:::bucket"');
  engine = new AccessEngine(await testCatalog([]));
  expect(lint(text, "session", memory)).toEqual([]);
  await engine.catalog.load(["s3"]);
  expect(lint(text, "session", memory).map(({ rule }) => rule)).toEqual(["action-resource-mismatch"]);
});

test("statements behind one that is none", () => {
  const text = policy.replace("[{", "[7, {");
  expect(lint(text, "session").map(({ rule }) => rule)).toEqual(["wrong-type", "unknown-action"]);
  expect(lint(text, "session", new AnalysisMemory())).toEqual(lint(text, "session"));
});
