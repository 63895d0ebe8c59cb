import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { Layers, PolicyDocument } from "../../../server/src/core/access/layers.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { modelOfValue } from "../../../server/src/core/policy/buildModel.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { fitted, notationOf } from "../../support/fitted.js";
import { documentOf, identity, policyOf } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

const account = "111122223333";
const roleArn = `arn:aws:iam::${account}:role/r`;

describe("under the role", () => {
  let catalog: Catalog;

  beforeAll(async () => {
    catalog = await testCatalog(["s3", "ec2", "iam", "sns"]);
  });

  const under = (base: readonly string[], session: readonly string[], resourcePoliciesComplete = false) => {
    const knowledge = { identity: [identity(...base)], resourcePoliciesComplete, account };
    const result = fitted(policyOf(...session), catalog, { reliesOn: "base", base: knowledge });
    return { ...result, notation: notationOf(result.policy) };
  };
  const instance = `arn:aws:ec2:eu-west-1:${account}:instance/i-0123456789abcdef0`;

  test("what the role does not grant may be left out, and taken in", () => {
    const { notation, proof, steps } = under(
      ["+ec2:StartInstances,ec2:StopInstances @ *"],
      [`+ec2:StartInstances,ec2:StopInstances,ec2:RebootInstances @ ${instance}`],
    );
    expect(notation.join()).not.toContain("ec2:RebootInstances");
    expect(proof).toMatchObject({ relativeToBase: true, universe: "catalog", resourcePoliciesComplete: false });
    expect(steps.at(-1)).toMatchObject({ reliesOn: "base" });
  });

  test("resources go where the role is granted no others", () => {
    const { notation } = under([`+ec2:StartInstances @ ${instance}`], [`+ec2:StartInstances @ ${instance}`]);
    expect(notation).toHaveLength(1);
    expect(notation[0]).toMatch(/ @ \*$/);
  });

  test("never where a resource-based policy could allow it (example 56)", () => {
    const { notation } = under(["+s3:GetObject @ a/*"], ["+s3:GetObject @ a/*"]);
    expect(notation[0]).toMatch(/ @ a\/\*$/);
    expect(under(["+s3:PutObject @ a/*"], ["+s3:GetObject,s3:PutObject @ a/*"]).proof.relativeToBase).toBe(false);
    const complete = under(["+s3:GetObject @ a/*"], ["+s3:GetObject @ a/*"], true);
    expect(complete.notation[0]).toMatch(/ @ \*$/);
    expect(complete.proof.resourcePoliciesComplete).toBe(true);
  });

  test("where all policies of resources are stated, only actions that one of them allows stay as they are", () => {
    const stated = documentOf("resource", {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: "*", Action: "s3:Get*", Resource: "arn:aws:s3:::a/*" },
    });
    const resourcesOf = (statement: string) => {
      const base = { identity: [identity(statement)], resourcePolicies: [stated], resourcePoliciesComplete: true };
      const { policy } = fitted(policyOf(statement), catalog, { reliesOn: "base", base });
      return notationOf(policy)[0]!.split(" @ ")[1];
    };
    expect(resourcesOf("+s3:GetObject @ a/*")).toBe("a/*");
    expect(resourcesOf("+s3:DeleteObject @ a/*")).toBe("*");
  });

  test("in another account the role's own policies must allow it (D5)", () => {
    const topic = (owner: string) => `arn:aws:sns:eu-west-1:${owner}:a-topic-with-a-name`;
    const fittedFor = (owner: string) =>
      under(["+sns:Publish @ *"], [`+sns:Publish,sns:DeleteTopic @ ${topic(owner)}`]).notation.join();
    expect(fittedFor("444455556666")).not.toContain("Del");
    expect(fittedFor(account)).toMatch(/sns:D/);
  });
});

/*
 * Whatever the role is granted, and whatever the policies of buckets grant the role: the session does what it did.
 */
describe("effective access", () => {
  const catalog = fakeCatalog();
  const arns = {
    instance: ["a", "b"].map((id) => `arn:aws:ec2:eu-west-1:${account}:instance/${id}`),
    role: ["a", "b"].map((name) => `arn:aws:iam::${account}:role/${name}`),
    object: ["b/a", "b/b", "c/a"].map((key) => `arn:aws:s3:::${key}`),
  };
  const world: readonly (readonly [string, string])[] = [
    ...arns.instance.flatMap((arn) => ["ec2:RunInstances", "ec2:DeleteTags"].map((name) => [name, arn] as const)),
    ...arns.role.flatMap((arn) => ["iam:GetRole", "iam:PassRole"].map((name) => [name, arn] as const)),
    ...arns.object.flatMap((arn) => ["s3:GetObject", "s3:PutObject"].map((name) => [name, arn] as const)),
    ["ec2:DescribeInstances", "*"],
    ["iam:ListUsers", "*"],
  ];
  const contexts: readonly { readonly [key: string]: string }[] = [
    { "aws:SecureTransport": "true" },
    { "aws:SecureTransport": "false" },
  ];
  const action = fc.constantFrom(
    ...new Set(world.map(([name]) => name)),
    "ec2:*",
    "iam:*",
    "s3:*Object",
    "iam:Teleport",
  );
  const resource = fc.constantFrom(
    ...Object.values(arns).flat(),
    "*",
    "arn:aws:s3:::b/*",
    `arn:aws:ec2:*:${account}:instance/*`,
    `arn:aws:iam::${account}:role/*`,
  );
  const statement = fc
    .record({
      Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      actions: fc.array(action, { minLength: 1, maxLength: 4 }),
      notAction: fc.integer({ min: 0, max: 7 }),
      resources: fc.array(resource, { minLength: 1, maxLength: 3 }),
      conditional: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ Effect, actions, notAction, resources, conditional }) => ({
      Effect,
      [notAction === 0 ? "NotAction" : "Action"]: actions,
      Resource: resources,
      ...(conditional === 0 ? { Condition: { Bool: { "aws:SecureTransport": "true" } } } : {}),
    }));
  const policy = fc
    .array(statement, { minLength: 1, maxLength: 3 })
    .map((statements): JsonValue => ({ Version: "2012-10-17", Statement: statements as unknown as JsonValue }));
  const none = { state: "none" } as const;
  const grantsRole = (actions: string) =>
    documentOf("resource", {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { AWS: roleArn }, Action: actions, Resource: "*" },
    });
  const [grantsAll, grantsReading] = [grantsRole("s3:*"), grantsRole("s3:Get*")];
  /** What is known of the policies of resources, and what they may be then. */
  const knowledge = fc.constantFrom(
    { complete: false, stated: [], possible: [undefined, grantsAll] },
    { complete: true, stated: [], possible: [undefined] },
    { complete: true, stated: [grantsReading], possible: [grantsReading] },
  );

  function decisions(session: PolicyDocument, base: PolicyDocument, bucketPolicy?: PolicyDocument): readonly string[] {
    return world.flatMap(([name, arn]) => {
      const layers: Layers = {
        identity: { state: "given", value: [base] },
        session: { state: "given", value: [session] },
        boundary: none,
        serviceControlPolicies: none,
        resourceControlPolicies: none,
        resourcePolicies:
          bucketPolicy !== undefined && name.startsWith("s3:")
            ? { state: "given", value: [{ resource: arn, account, policy: { state: "given", value: bucketPolicy } }] }
            : none,
      };
      return contexts.map((context) => {
        const request = { action: name, resource: arn, resourceAccount: account, context, contextIsComplete: true };
        const principal = { kind: "role-session", roleArn, sessionName: "s" } as const;
        const { decision } = evaluate({ principal, ...request }, layers, catalog);
        return `${name} ${arn} ${JSON.stringify(context)}: ${decision === "allow" ? "allow" : "deny"}`;
      });
    });
  }

  const runs = Number(process.env["RUNS"] ?? 30);
  const timeout = 60_000 + runs * 3000;

  test("is what it was, with and without policies of resources", { timeout }, () => {
    fc.assert(
      fc.property(policy, policy, knowledge, (original, role, { complete, stated, possible }) => {
        const base = documentOf("identity", role);
        const result = fitted(original, catalog, {
          reliesOn: "base",
          base: { identity: [base], resourcePoliciesComplete: complete, resourcePolicies: stated, account },
        });
        const [was, is] = [modelOfValue(original, "session"), modelOfValue(result.policy, "session")];
        expect(is.problems).toEqual([]);
        for (const bucketPolicy of possible) {
          expect(decisions({ name: "after", model: is }, base, bucketPolicy)).toEqual(
            decisions({ name: "before", model: was }, base, bucketPolicy),
          );
        }
      }),
      { numRuns: runs },
    );
  });
});
