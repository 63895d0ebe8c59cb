import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { AnalysisMemory } from "../../../server/src/core/analysisMemory.js";
import { analyze } from "../../../server/src/core/analyze.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { codeLenses } from "../../../server/src/core/features/codeLenses.js";
import { jsonRegions } from "../../../server/src/core/regions/jsonRegion.js";
import { lineIndex } from "../../../server/src/core/text/lineIndex.js";
import { analysisOf, document, session } from "../../support/analysisBuilder.js";
import { testCatalog } from "../../support/testCatalog.js";

let catalog: Catalog;
beforeAll(async () => {
  catalog = await testCatalog();
});

const policy = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 1);

const role = session({
  layers: {
    identity: {
      state: "given",
      value: [
        document(
          "roles/Role.json",
          policy(
            { Sid: "Read", Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: "*" },
            { Sid: "Queues", Effect: "Allow", Action: "sqs:*", Resource: "arn:aws:sqs:us-east-1:111122223333:a*" },
            { Sid: "NoTags", Effect: "Deny", Action: "s3:*Tagging", Resource: "*" },
          ),
        ),
      ],
    },
    serviceControlPolicies: {
      state: "given",
      value: [
        [
          document(
            "scp/Region.json",
            policy(
              { Effect: "Allow", Action: "*", Resource: "*" },
              {
                Sid: "Region",
                Effect: "Deny",
                Action: "sqs:*",
                Resource: "*",
                Condition: { StringNotEquals: { "aws:RequestedRegion": "us-east-1" } },
              },
            ),
            "scp",
          ),
        ],
      ],
    },
  },
});

const allow = fc.record(
  {
    Sid: fc.constantFrom("A", "B"),
    Effect: fc.constant("Allow"),
    Action: fc.subarray(
      ["s3:GetObject", "s3:GetObjectAcl", "s3:Get*", "s3:GetObjectTagging", "sqs:SendMessage", "ec2:RunInstances"],
      {
        minLength: 1,
      },
    ),
    Resource: fc.constantFrom("*", "arn:aws:s3:::a/*", ["arn:aws:sqs:us-east-1:111122223333:ab", "arn:aws:s3:::b/*"]),
    Condition: fc.constantFrom({ Bool: { "aws:SecureTransport": "true" } }),
  },
  { requiredKeys: ["Effect", "Action", "Resource"] },
);
const deny = fc.record(
  {
    Sid: fc.constantFrom("NoSecrets", "NoQueues"),
    Effect: fc.constant("Deny"),
    Action: fc.constantFrom("s3:GetObject", "sqs:*", "s3:*"),
    Resource: fc.constantFrom("*", "arn:aws:s3:::a/secret/*"),
    Condition: fc.constantFrom({ Bool: { "aws:SecureTransport": "false" } }),
  },
  { requiredKeys: ["Effect", "Action", "Resource"] },
);
const statements = fc.array(fc.oneof({ weight: 2, arbitrary: allow }, deny), { minLength: 1, maxLength: 4 });

interface Kept {
  readonly engine: AccessEngine;
  readonly memory: AnalysisMemory;
}
const nothingKept = (): Kept => ({ engine: new AccessEngine(catalog), memory: new AnalysisMemory() });

/** All that is shown of a session policy. */
function shown(text: string, { engine, memory }: Kept): readonly string[] {
  const { context } = analysisOf([], { sessions: [role] });
  const analysis = analyze({ regions: jsonRegions(text), context, engine, memory });
  return [
    ...codeLenses(analysis, lineIndex(text), { actions: "all", summary: true }, memory.words).map(
      ({ text: said }) => said,
    ),
    ...analysis.policies.flatMap(({ findings }) => findings.map((finding) => JSON.stringify(finding))),
  ];
}

/** The texts between two policies, one statement replaced after the other, and back again. */
function typed(before: readonly object[], after: readonly object[]): readonly string[] {
  const steps = Array.from({ length: Math.max(before.length, after.length) + 1 }, (_, at) =>
    policy(...after.slice(0, at), ...before.slice(at)),
  ).filter((text) => text !== policy());
  // What stands on one line with others is named.
  const onOneLine = steps.map((text) => text.replaceAll(/\n\s*/g, ""));
  return [...steps, ...onOneLine.reverse()];
}

test("the same is said whatever was said before", () => {
  fc.assert(
    fc.property(statements, statements, (before, after) => {
      const kept = nothingKept();
      for (const text of typed(before, after)) expect(shown(text, kept), text).toEqual(shown(text, nothingKept()));
    }),
    { numRuns: Number(process.env["RUNS"] ?? 25) },
  );
});
