import { beforeAll, describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { analyze } from "../../../server/src/core/analyze.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { effectiveAccessMarkdown } from "../../../server/src/core/features/effectiveAccess/effectiveAccessMarkdown.js";
import {
  type EffectiveAccessTable,
  effectiveAccessTables,
} from "../../../server/src/core/features/effectiveAccess/effectiveAccessTable.js";
import { jsonRegions } from "../../../server/src/core/regions/jsonRegion.js";
import { analysisOf, document, type SessionSpec, session } from "../../support/analysisBuilder.js";
import { testCatalog } from "../../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog();
});

const role = document(
  "roles/Role.json",
  `{ "Version": "2012-10-17", "Statement": [{ "Sid": "Objects", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" }] }`,
);
const scp = document(
  "scp/NoPut.json",
  `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Sid": "NoPut", "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*" }] }`,
  "scp",
);

function tablesOf(text: string, ...specs: readonly SessionSpec[]): readonly EffectiveAccessTable[] {
  const sessions = specs.map((spec) =>
    session({ ...spec, layers: { identity: { state: "given", value: [role] }, ...spec.layers } }),
  );
  const { context } = analysisOf([], { sessions });
  return effectiveAccessTables(
    analyze({ regions: jsonRegions(text), context, engine: new AccessEngine(catalog) }),
    catalog,
  );
}

/** Each row: the action, the words, and what every layer says. */
function rows(table: EffectiveAccessTable): readonly string[] {
  return table.services.flatMap(({ service, rows: all }) =>
    all.map(({ action, outcome, entry }) => {
      const { text, cells } = table.outcomes[outcome]!;
      const says = cells.map(({ words, statement }) =>
        statement === undefined ? words : `${words} (${table.statements[statement]!.label})`,
      );
      return `${service}:${action} #${entry} ${text} | ${says.join(" | ")}`;
    }),
  );
}

const policy = (...statements: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const task = policy(
  { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "ec2:DescribeInstances"], Resource: "*" },
  { Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::secret/*" },
);

describe("the table", () => {
  test("has the layers as columns and the result of every action", () => {
    const [table] = tablesOf(task, { layers: { serviceControlPolicies: { state: "given", value: [[scp]] } } });
    expect(table!.columns).toEqual([
      "Identity policies",
      "Boundary",
      "SCPs",
      "RCPs",
      "Session policy",
      "Resource policies",
    ]);
    expect(rows(table!)).toEqual([
      "ec2:DescribeInstances #2 No effect · S3AccessRole doesn't grant it | does not allow | none | allows (NoPut, statement 1) | not given | allows (statement 1) | not given",
      "s3:GetObject #0 Allowed on all resources · partly denied by this policy, statement 2 | allows (Role, Sid Objects) | none | allows (NoPut, statement 1) | not given | denies a part (statement 2) | not given",
      "s3:GetObject #3 Removed on secret/* |  | none |  | not given | denies (statement 2) | not given",
      "s3:PutObject #1 No effect · denied by SCP NoPut, Sid NoPut | allows (Role, Sid Objects) | none | denies (NoPut, Sid NoPut) | not given | allows (statement 1) | not given",
    ]);
    expect(table!.notGiven).toBe("RCPs, resource policies");
  });

  test("is made for each session of the file", () => {
    const tables = tablesOf(task, { name: "one" }, { name: "two" });
    expect(tables.map((table) => table.session)).toEqual(["one", "two"]);
  });

  test("is empty without a session", () => {
    expect(tablesOf(task)).toEqual([]);
  });

  test("of a policy on everything shares its outcomes", async () => {
    await catalog.loadAll();
    const [table] = tablesOf(policy({ Effect: "Allow", Action: "*", Resource: "*" }), {});
    const count = table!.services.reduce((sum, { rows: all }) => sum + all.length, 0);
    expect(count).toBeGreaterThan(15_000);
    expect(table!.outcomes.length).toBeLessThan(50);
  });

  test("keeps what names no action", () => {
    const [table] = tablesOf(policy({ Effect: "Allow", Action: ["s3:Nonsense", "nonsense"], Resource: "*" }), {});
    expect(rows(table!).map((row) => row.split(" | ")[0])).toEqual([
      ":nonsense #1 Can't tell · this action isn't known",
      "s3:Nonsense #0 Can't tell · this action isn't known",
    ]);
  });
});

test("as Markdown, actions that fare alike share a row", () => {
  const [table] = tablesOf(
    policy({ Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::b/*" }),
    {},
  );
  expect(effectiveAccessMarkdown(table!)).toBe(`# Effective access of session get-object

S3AccessRole · 128 / 2,048 · all effective

Not given: SCPs, RCPs, resource policies. Nothing is claimed that depends on it.

## Amazon S3 (\`s3\`), 2 actions

| Action | Result | Identity policies | Boundary | SCPs | RCPs | Session policy | Resource policies |
|---|---|---|---|---|---|---|---|
| \`GetObject\`, \`PutObject\` | Allowed on b/\\* | allows (Role, Sid Objects) | none | not given | not given | allows (statement 1) | not given |
`);
});
