import { beforeAll, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { AnalysisMemory } from "../../../server/src/core/analysisMemory.js";
import { analyze } from "../../../server/src/core/analyze.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import type { SessionContext } from "../../../server/src/core/context/sessionContext.js";
import { jsonRegions } from "../../../server/src/core/regions/jsonRegion.js";
import { analysisOf, document, session } from "../../support/analysisBuilder.js";
import { testCatalog } from "../../support/testCatalog.js";

let catalog: Catalog;
beforeAll(async () => {
  catalog = await testCatalog();
});

const policy = (statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });

/** The verdict in each of so many sessions of as many roles that have the same policy. */
function verdicts(count: number, text: string, base: string): readonly string[] {
  return verdictsOf(count, text, (at) => {
    const principal = { kind: "role-session", roleArn: `arn:aws:iam::111122223333:role/Role${at}` } as const;
    const layers = { identity: { state: "given" as const, value: [document("roles/Role.json", base)] } };
    return session({ name: `s${at}`, principal, layers });
  });
}

function verdictsOf(count: number, text: string, sessionAt: (at: number) => SessionContext): readonly string[] {
  const sessions = Array.from({ length: count }, (_, at) => sessionAt(at));
  const { context } = analysisOf([], { sessions });
  const { policies } = analyze({ regions: jsonRegions(text), context, engine: new AccessEngine(catalog) });
  return policies.map(({ verdict }) => verdict);
}

const usual = policy([allow("s3:Get*", "arn:aws:s3:::a/*"), allow("sqs:SendMessage", "*")]);

test.each([
  ["within", policy([allow("s3:*", "*"), allow("sqs:*", "*")])],
  ["exceeds", policy([allow("s3:GetObject", "*")])],
])("what a usual policy comes to is decided in each of 100 sessions: %s", (verdict, base) => {
  expect(new Set(verdicts(100, usual, base))).toEqual(new Set([verdict]));
});

test("many sessions share the units of a few: what takes more than a share is not decided", () => {
  const many = Array.from({ length: 20 }, (_, at) => allow("s3:*", `arn:aws:s3:::*${at}?a*b*${at}?/*`));
  const text = policy(many.map((statement) => ({ ...statement, Action: "s3:Get*" })));
  expect(new Set(verdicts(4, text, policy(many)))).toEqual(new Set(["within"]));
  expect(new Set(verdicts(200, text, policy(many)))).toEqual(new Set(["unknown"]));
});

test("sessions that lean on the same are one, whatever they and their files are called", () => {
  const many = Array.from({ length: 20 }, (_, at) => allow("s3:*", `arn:aws:s3:::*${at}?a*b*${at}?/*`));
  const text = policy(many.map((statement) => ({ ...statement, Action: "s3:Get*" })));
  const found = verdictsOf(200, text, (at) => {
    const value = [document(`roles/Role${at}.json`, policy(many))];
    return session({ name: `s${at}`, principalName: `Role${at}`, layers: { identity: { state: "given", value } } });
  });
  expect(new Set(found)).toEqual(new Set(["within"]));
});

test("they are told apart in words", () => {
  const base = policy([allow("s3:GetObject", "*")]);
  const sessions = ["Reader", "Writer"].map((name) => {
    const value = [document(`roles/${name}.json`, base)];
    return session({ name, principalName: name, layers: { identity: { state: "given", value } } });
  });
  const { context } = analysisOf([], { sessions });
  const text = policy([allow("s3:PutObject", "*"), allow("s3:GetObject", "*")]);
  const engine = new AccessEngine(catalog);
  const { policies } = analyze({ regions: jsonRegions(text), context, engine, memory: new AnalysisMemory() });
  const messages = policies.map(({ findings }) => findings.find(({ rule }) => rule === "exceeds-base-role")?.message);
  expect(messages[0]).toContain("The base role Reader does not grant");
  expect(messages[0]).toContain("grant it in roles/Reader.json");
  expect(messages[1]).toBe(messages[0]!.replaceAll("Reader", "Writer"));
});
