import { describe, expect, test } from "vitest";
import type { PolicyDocument } from "../../../server/src/core/access/layers.js";
import { documentOf } from "../../support/policyNotation.js";
import { A, cmp, lens, type Scenario } from "./situations.js";

const own = ["+s3:GetObject@b/*"];
const star = { tags: { t: "*" } };

/** A session policy with one resource, written as it stands. */
function on(resource: string): PolicyDocument {
  const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: resource };
  return documentOf("session", { Version: "2012-10-17", Statement: [statement] });
}

const scenarios = (list: readonly Scenario[]) =>
  test.each(list)("%s", (_, answer, expected) => expect(answer()).toBe(expected));

describe("an action pattern with a wildcard where the service ends (A2)", () => {
  scenarios([
    ["may deny everything", () => cmp(own, ["+*", "-**"]), "unknown"],
    ["or what it names", () => lens(own, { id: ["+*", "-s3*"] }), "s3:GetObject: unknown identity A2"],
    ["and surely nothing else", () => cmp(own, ["+*", "-ec2*"]), "within"],
    ["in a NotAction", () => cmp(own, ["+!**@*"]), "unknown"],
    ["in a boundary", () => lens(own, { pb: ["+*", "-*Object"] }), "s3:GetObject: unknown boundary A2"],
    ["may allow, so that it is not within", () => cmp(["+**"], ["+ec2:*"]), "unknown"],
    ["in a statement that AWS would refuse", () => lens(["+*Object"]), "*Object: unknown identity A2"],
    [
      "in the own Deny, which may take what another statement allows",
      () => lens(["+s3:GetObject@b/*", "-*Object"]),
      "s3:GetObject: unknown session A2 | *Object: unknown session A2",
    ],
    [
      "in the own Deny, on what is not allowed anyway",
      () => lens(["+s3:GetObject@b/*", "-*Bucket"]),
      "s3:GetObject: unknown session A2 | *Bucket: removes-nothing session",
    ],
    [
      "in a bucket's Deny, beside what the bucket grants to everyone",
      () =>
        lens(["+s3:ListBucket@b"], { id: ["+sqs:*"], res: [["arn:aws:s3:::b", ["+s3:*@b > *", "-*:List*@b > *"]]] }),
      "s3:ListBucket: unknown resource A2",
    ],
    [
      "a wildcard in the service of the own Deny, on what another statement allows",
      () => lens(["+s3:GetObject@b/*", "-s?:Get*"]),
      "s3:GetObject: unknown session A2 | s?:Get*: unknown session A2",
    ],
    [
      "and of all but what such a pattern names",
      () => lens(["+s3:GetObject@b/*", "-!s?:*"]),
      "s3:GetObject: unknown session A2 | s?:*: unknown session A2",
    ],
  ]);
});

describe("a wildcard in a variable's value, which may be one or stand for itself (V3)", () => {
  const variable = "${aws:PrincipalTag/t}";
  scenarios([
    [
      "what holds by one reading only",
      () => lens([`+s3:GetObject@b/${variable}`], { id: ["+s3:*@b/${*}"], ...star }),
      "s3:GetObject: unknown identity V3",
    ],
    [
      "what holds by both",
      () => lens([`+s3:GetObject@b/${variable}`], { id: ["+s3:*@b/*"], ...star }),
      "s3:GetObject: allowed identity",
    ],
    [
      "the same in both policies",
      () => lens([`+s3:GetObject@b/${variable}/k`], { id: [`+s3:*@b/${variable}/*`], ...star }),
      "s3:GetObject: allowed identity",
    ],
    [
      "what nothing grants by either",
      () => lens([`+s3:GetObject@b/${variable}`], { id: ["+s3:*@c/*"], complete: true, ...star }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "in the own Deny",
      () => lens(["+s3:GetObject@b/x", `-s3:*@b/${variable}`], star),
      "s3:GetObject: unknown session V3 | s3:*: unknown identity V3",
    ],
    ["as a default", () => cmp(["+s3:GetObject@b/${aws:username, '?'}"], ["+s3:GetObject@b/${?}"]), "unknown V3"],
    [
      "in the role's Deny",
      () => lens(["+s3:GetObject@b/x"], { id: ["+s3:*", `-s3:*@b/${variable}`], ...star }),
      "s3:GetObject: unknown identity V3",
    ],
    [
      "in a condition",
      () =>
        lens(["+s3:GetObject@b/* ? StringLike aws:PrincipalOrgID=ab"], {
          id: ["+s3:*", "-s3:* ? StringLike aws:PrincipalOrgID=a${aws:PrincipalTag/t}"],
          ...star,
        }),
      "s3:GetObject: unknown identity V3",
    ],
  ]);
});

describe("what only looks like a policy variable is of unknown value (V2)", () => {
  scenarios([
    [
      "a default without a space before it",
      () => lens(on("arn:aws:s3:::b/${aws:username,'x'}"), { id: ["+s3:*@b/x"] }),
      "s3:GetObject: unknown identity V4",
    ],
    [
      "one that doesn't end",
      () => lens(on("arn:aws:s3:::b/${x"), { id: ["+s3:*@b/${$}{x"] }),
      "s3:GetObject: unknown identity V4",
    ],
    ["a name with a space behind it", () => cmp(own, ["+s3:*", "-s3:*@b/${aws:username }"]), "unknown V4"],
  ]);
});

describe("a tag that is tested as something else may be any text (C5)", () => {
  const [tag, notNull] = ["aws:PrincipalTag/n", "Null aws:PrincipalTag/n=false"];
  scenarios([
    [
      "a number or none",
      () =>
        cmp([`+s3:* ? ${notNull}`], [`+s3:* ? NumericLessThan ${tag}=5`, `+s3:* ? NumericGreaterThanEquals ${tag}=5`]),
      "unknown C5",
    ],
    [
      "true, false, or neither",
      () => cmp([`+s3:* ? ${notNull}`], [`+s3:* ? Bool ${tag}=true`, `+s3:* ? Bool ${tag}=false`]),
      "unknown C5",
    ],
    [
      "what lets a request through is read on both sides",
      () => cmp([`+s3:* ? NumericLessThan ${tag}=5`], [`+s3:* ? NumericLessThan ${tag}=7`]),
      "within",
    ],
    [
      "and never in one that the base leaves out",
      () => cmp([`+s3:* ? NumericLessThan ${tag}=5`], [`+s3:* ? NumericGreaterThan ${tag}=7`]),
      "exceeds not-granted",
    ],
    [
      "a Deny of what is not true",
      () => cmp([`+s3:* ? Bool ${tag}=true`], ["+s3:*", `-s3:* ? Bool ${tag}=false`]),
      "within",
    ],
  ]);
});

test("a base's Deny of what it does not name is not what the own Deny names (Q5, Q6)", () => {
  const denied = ["+s3:ListAllMyBuckets@*", "-s3:ListAllMyBuckets@b/*"];
  expect(cmp(denied, ["+*", "-s3:*@b/*"])).toBe("within");
  expect(cmp(denied, ["+*", "-s3:*@!b/${aws:username}/*"])).toBe("unknown M2 Q5");
});

test("an ARN of the service in capitals may be what an action without resource type is checked with (Q5)", () => {
  expect(cmp(["+s3:ListAllMyBuckets"], ["+*", "-*@arn:aws:S3:::b"])).toBe("unknown M2 Q5");
  expect(cmp(["+s3:ListBucket@b"], ["+*", "-*@arn:aws:S3:::b"])).toBe("within");
});

test("a session's entry that is but a variable may be what any Deny is about (V1)", () => {
  const index = `arn:aws:dynamodb:us-east-1:${A}:table/t/index/*`;
  const policy = documentOf("session", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "dynamodb:Query", Resource: "${aws:PrincipalTag/t}" }],
  });
  expect(lens(policy, { id: ["+*", `-dynamodb:Query@${index}`] })).toBe("dynamodb:Query: unknown identity V1");
});
