import { expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { analyze } from "../../../server/src/core/analyze.js";
import { jsonRegions } from "../../../server/src/core/regions/jsonRegion.js";
import { analysisOf, document, session } from "../../support/analysisBuilder.js";
import { testCatalog } from "../../support/testCatalog.js";

test("a policy that is half typed has the same answers whether it was read as a whole before or not", async () => {
  const catalog = await testCatalog();
  const statement = (action: string) => `{ "Effect": "Allow", "Action": "${action}", "Resource": "*" }`;
  const base = document("role.json", `{ "Version": "2012-10-17", "Statement": [${statement("s3:Get*")}] }`);
  const { context } = analysisOf([], {
    sessions: [session({ layers: { identity: { state: "given", value: [base] } } })],
  });
  const text = (second: string) =>
    `{ "Version": "2012-10-17", "Statement": [${statement("ec2:DescribeImages")}, ${second}] }`;
  const half = text(`{ "Effect": "Deny", "Action": `);
  const answers = (engine: AccessEngine, of: string) =>
    analyze({ regions: jsonRegions(of), context, engine }).policies[0]!.entries.map(({ result }) => result);
  const engine = new AccessEngine(catalog);
  expect(answers(engine, text(statement("s3:GetObject")))).toEqual(["no-effect", "allowed"]);
  // What the Deny will be about can't give the role what it lacks.
  expect(answers(engine, half)).toEqual(["no-effect"]);
  expect(answers(new AccessEngine(catalog), half)).toEqual(["no-effect"]);
});
