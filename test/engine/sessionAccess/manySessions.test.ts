import { beforeAll, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { analyze } from "../../../server/src/core/analyze.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { jsonRegions } from "../../../server/src/core/regions/jsonRegion.js";
import { analysisOf, document, session } from "../../support/analysisBuilder.js";
import { testCatalog } from "../../support/testCatalog.js";

let catalog: Catalog;
beforeAll(async () => {
  catalog = await testCatalog();
});

const policy = (statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });

/** The verdict in each of so many sessions of roles that have the same policy. */
function verdicts(count: number, text: string, base: string): readonly string[] {
  const layers = { identity: { state: "given" as const, value: [document("roles/Role.json", base)] } };
  const sessions = Array.from({ length: count }, (_, at) => session({ name: `s${at}`, layers }));
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
  const many = Array.from({ length: 40 }, (_, at) => allow("s3:*", `arn:aws:s3:::*${at}?a*b*${at}?/*`));
  const text = policy(many.map((statement) => ({ ...statement, Action: "s3:Get*" })));
  expect(new Set(verdicts(4, text, policy(many)))).toEqual(new Set(["within"]));
  expect(new Set(verdicts(200, text, policy(many)))).toEqual(new Set(["unknown"]));
});
