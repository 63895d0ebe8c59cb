import { describe, expect, it } from "vitest";
import { documentOf, identity, layersOf, policyOf, resourcePolicy } from "../../support/policyNotation.js";
import { account, answer, otherAccount, roleArn, rootArn, sessionArn } from "../../support/requests.js";

/** What an Allow of these says to a request: "true", "false" or the rules that leave it open. */
function matches(statement: string, request: string, context = {}): string {
  const shown = answer(layersOf({ identity: [identity(statement)] }), request, { context, resourceAccount: account });
  if (shown.startsWith("allow")) return "true";
  return shown.startsWith("deny-implicit") ? "false" : shown;
}

/** The same for a Deny beside an Allow of everything. */
function denies(statement: string, request: string, context = {}): string {
  const shown = answer(layersOf({ identity: [identity("+*", statement)] }), request, { context });
  if (shown.startsWith("allow")) return "false";
  return shown.startsWith("deny-explicit") ? "true" : shown;
}

describe("actions (A1–A3)", () => {
  it.each([
    ["*", "true"],
    ["s3:*", "true"],
    ["S3:GETOBJECT", "true"],
    ["s3:Get*", "true"],
    ["s3:Get??ject", "true"],
    ["s3:G*t*O*t", "true"],
    ["s3:Get?Object", "false"],
    ["s3:Put*", "false"],
    ["s3:", "false"],
    ["s3", "false"],
    ["!s3:Put*", "true"],
    ["!s3:Get*", "false"],
    ["!*", "false"],
    ["s3*:GetObject", "unknown [A2]"],
    ["*:*", "unknown [A2]"],
    ["!*:*", "unknown [A2]"],
    ["*:PutObject", "false"],
    ["**", "unknown [A2]"],
    ["s3:Get*:*", "false"],
    ["s3:PutObject,s3:GetObject", "true"],
  ])("%s", (actions, expected) => {
    expect(matches(`+${actions}`, "s3:GetObject b/k")).toBe(expected);
    expect(denies(`-${actions}`, "s3:GetObject b/k")).toBe(expected);
  });
});

describe("resources (R1–R7)", () => {
  const sqs = `arn:aws:sqs:us-east-1:${account}:q`;

  it.each([
    ["*", "b/k", "true"],
    ["**", "b/k", "true"],
    ["b/k", "b/k", "true"],
    ["b", "b/k", "false"],
    ["b/*", "b", "false"],
    ["b/*", "b/", "true"],
    ["b/?", "b/k", "true"],
    ["b/??", "b/k", "false"],
    ["B/k", "b/k", "false"],
    // R4
    ["b/*/test/*", "b/1/2/test/x", "true"],
    ["b/*/test/*", "b/test/x", "false"],
    ["b/*/test/*", "b/1-test/x", "false"],
    // R5: within the last field wildcards cross everything.
    ["b/*:x", "b/a:b/c:x", "true"],
    // R3: other fields
    ["arn:*:s3:::b/k", "b/k", "true"],
    ["arn:aws:s3:*:*:b/k", "b/k", "true"],
    ["arn:aws:s3::*:b/k", "b/k", "true"],
    ["arn:aws:s3:us-east-1::b/k", "b/k", "false"],
    ["arn:aws:s3:?::b/k", "b/k", "false"],
    ["arn:aws:s*:::b/k", "b/k", "unknown [Q4]"],
    ["!b/*", "b/k", "false"],
    ["!c/*", "b/k", "true"],
    ["!c/*,b/*", "b/k", "false"],
    ["!*", "b/k", "false"],
  ])("%s on %s", (resources, resource, expected) => {
    expect(matches(`+s3:*@${resources}`, `s3:GetObject ${resource}`)).toBe(expected);
    expect(denies(`-s3:*@${resources}`, `s3:GetObject ${resource}`)).toBe(expected);
  });

  it.each([
    ["arn:aws:sqs:*:q", "unknown [Q18]"],
    ["arn:aws:sqs:us*", "unknown [Q18]"],
    ["arn:aws:sqs", "unknown [Q18]"],
    ["arn:aws:s3:*", "false"],
    ["arn:*", "unknown [Q18]"],
    ["arn:aws:sqs:::q", "false"],
    ["arn:aws:sqs:*:*:*:q", "false"],
    [`arn:aws:*:us-east-1:${account}:q`, "unknown [Q4]"],
    ["arn:aws:sqs:*:q:x", "false"],
    [`arn:aws:sqs:*:${account}:q`, "true"],
    [`arn:aws:sqs:*:*:q`, "true"],
    ["!arn:aws:sqs:*", "unknown [Q18]"],
    ["!arn:aws:s3:*", "true"],
  ])("%s on a queue", (resources, expected) => {
    expect(matches(`+sqs:*@${resources}`, `sqs:SendMessage ${sqs}`)).toBe(expected);
    expect(denies(`-sqs:*@${resources}`, `sqs:SendMessage ${sqs}`)).toBe(expected);
  });

  it("computes both readings of a wildcard before the last field (Q3)", () => {
    const queue = `arn:aws:sqs:us-east-1:${account}:a:q`;
    expect(matches("+sqs:*@arn:aws:sqs:us-*:q:q", `sqs:SendMessage ${queue}`)).toBe("false");
    expect(matches(`+sqs:*@arn:aws:sqs:*:a:q`, `sqs:SendMessage ${queue}`)).toBe("unknown [Q3]");
    expect(denies(`-sqs:*@arn:aws:sqs:*:a:q`, `sqs:SendMessage ${queue}`)).toBe("unknown [Q3]");
    expect(matches(`+sqs:*@!arn:aws:sqs:*:a:q`, `sqs:SendMessage ${queue}`)).toBe("unknown [Q3]");
  });
});

describe("actions without a resource type (M2, Q5, R7)", () => {
  it.each([
    ["*", "true"],
    ["arn:aws:s3:::*", "unknown [Q5]"],
    ["arn:aws:s3:*", "unknown [Q18]"],
    ["arn:*", "unknown [Q18]"],
    ["arn:aws:sqs:*:*:*", "false"],
    ["arn:aws:sqs:*", "false"],
    ["arn:aws:sqs:*:*:*,arn:aws:s3:::*", "unknown [Q5]"],
    ["arn:aws:s3:::*,*", "true"],
    ["!arn:aws:s3:::*", "true"],
    ["!*", "false"],
  ])("%s", (resources, expected) => {
    expect(matches(`+s3:*@${resources}`, "s3:ListAllMyBuckets")).toBe(expected);
    expect(denies(`-s3:*@${resources}`, "s3:ListAllMyBuckets")).toBe(expected);
  });

  it("are evaluated with * even if the request names an ARN", () => {
    expect(matches("+s3:*", "s3:ListAllMyBuckets b")).toBe("true");
    expect(matches("+s3:*@b", "s3:ListAllMyBuckets b")).toBe("unknown [Q5]");
    expect(matches("+s3:*@!b", "s3:ListAllMyBuckets b")).toBe("unknown [Q5]");
    expect(matches("+s3:*@!c", "s3:ListAllMyBuckets b")).toBe("true");
  });

  it("leaves a request on * open where the action takes a resource (M3)", () => {
    expect(matches("+s3:*", "s3:GetObject")).toBe("unknown [M3]");
    expect(matches("+s3:*@b/*", "s3:GetObject")).toBe("unknown [M3]");
    expect(matches("+sqs:*", "s3:GetObject")).toBe("false");
    expect(denies("-s3:*", "s3:GetObject")).toBe("true");
  });
});

describe("variables in resources (V1–V4, V7)", () => {
  const tagged = { "aws:PrincipalTag/t": "red" };

  it.each([
    ["b/${aws:PrincipalTag/t}/*", "b/red/k", tagged, "true"],
    ["b/${AWS:principaltag/T}/*", "b/red/k", tagged, "true"],
    ["b/${aws:PrincipalTag/t}/*", "b/blue/k", tagged, "false"],
    ["b/${aws:PrincipalTag/t}/*", "b//k", {}, "false"],
    ["b/${aws:PrincipalTag/t, 'x'}/*", "b/x/k", {}, "true"],
    ["b/${aws:PrincipalTag/t, 'x'}/*", "b/red/k", tagged, "true"],
    ["b/${aws:PrincipalTag/t, ''}/*", "b//k", {}, "true"],
    ["b/${aws:userid}/*", "b/AROA:s/k", {}, "depends on aws:userid"],
    ["b/${aws:userid}/*", "b/AROA:x/k", {}, "false"],
    ["b/${aws:PrincipalAccount}/*", `b/${account}/k`, {}, "true"],
    ["b/${aws:PrincipalTag/t}", "b/r*", { "aws:PrincipalTag/t": "r*" }, "true"],
    ["b/${aws:PrincipalTag/t}", "b/red", { "aws:PrincipalTag/t": "r*" }, "unknown [V3]"],
    ["b/${aws:PrincipalTag/t", "b/x", tagged, "unknown [V2]"],
    ["b/${t}", "b/x", tagged, "unknown [V2]"],
    ["b/${transfer:HomeFolder}", "b/x", tagged, "unknown [V7]"],
    ["arn:aws:s3::${aws:PrincipalTag/t}:b/k", "arn:aws:s3::red:b/k", tagged, "unknown [V1]"],
    ["!b/${aws:PrincipalTag/t}/*", "b/red/k", tagged, "false"],
    ["!b/${aws:PrincipalTag/t}/*", "b/blue/k", tagged, "true"],
    ["!b/${aws:PrincipalTag/t}/*", "b/blue/k", {}, "unknown [Q6]"],
    ["!b/${aws:PrincipalTag/t}/*,b/*", "b/blue/k", {}, "false"],
  ])("%s on %s with %j", (resources, resource, context, expected) => {
    expect(matches(`+s3:*@${resources}`, `s3:GetObject ${resource}`, context)).toBe(expected);
    expect(denies(`-s3:*@${resources}`, `s3:GetObject ${resource}`, context)).toBe(expected);
  });

  it("stay text without version 2012-10-17 (G6, Q9)", () => {
    const policy = { ...(policyOf("+s3:*@b/${aws:PrincipalTag/t}") as object), Version: undefined } as never;
    const layers = layersOf({ identity: [documentOf("identity", JSON.parse(JSON.stringify(policy)) as never)] });
    expect(answer(layers, "s3:GetObject b/${aws:PrincipalTag/t}", { context: tagged })).toMatch(/^allow/);
  });
});

describe("principals (section 6, D8, D9)", () => {
  const bucket = "arn:aws:s3:::b";
  const ofBucket = (statement: string, options: { readonly boundary?: boolean } = {}) =>
    layersOf({
      identity: [identity("+s3:*")],
      resources: { [bucket]: resourcePolicy(statement) },
      ...(options.boundary ? { boundary: identity("+*") } : {}),
    });
  const grants = (principals: string) =>
    answer(ofBucket(`+s3:* @ b/* > ${principals}`), "s3:GetObject b/k", { resourceAccount: otherAccount });
  const hits = (principals: string, options = {}) =>
    answer(ofBucket(`-s3:* @ b/* > ${principals}`, options), "s3:GetObject b/k");

  it.each([
    ["*", "allow"],
    ["AWS:*", "allow"],
    [`AWS:${account}`, "allow"],
    [`AWS:${rootArn}`, "allow"],
    [`AWS:${roleArn}`, "allow"],
    [`AWS:${sessionArn}`, "allow"],
    [`AWS:${otherAccount},AWS:${roleArn}`, "allow"],
    [`AWS:${otherAccount}`, "deny-implicit"],
    [`AWS:arn:aws-cn:iam::${account}:root`, "deny-implicit"],
    [`AWS:${sessionArn}x`, "deny-implicit"],
    [`AWS:${roleArn.toUpperCase()}`, "deny-implicit"],
    ["Service:ec2.amazonaws.com", "deny-implicit"],
    ["Federated:cognito-identity.amazonaws.com", "deny-implicit"],
    ["CanonicalUser:79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be", "unknown"],
    ["AWS:AROAEXAMPLEEXAMPLE12", "unknown"],
    [`AWS:arn:aws:sts::${account}:assumed-role/r/*`, "unknown"],
    [`AWS:arn:aws:sts::${account}:assumed-role/x/*`, "deny-implicit"],
  ])("%s grants: %s", (principals, expected) => {
    expect(grants(principals).split(" ")[0]).toBe(expected);
    const hit = { allow: "deny-explicit", "deny-implicit": "allow", unknown: "unknown" }[expected];
    expect(hits(principals).split(" ")[0]).toBe(hit);
  });

  it("denies all but those listed (D9), and whoever has a boundary (D8, Q16)", () => {
    const all = `!AWS:${account},AWS:${roleArn},AWS:${sessionArn}`;
    expect(hits(all)).toBe("allow identity:0.0 [D3]");
    expect(hits(all, { boundary: true })).toBe("deny-explicit resource:0.0 [D1 D8]");
    expect(hits(`!AWS:${otherAccount}`)).toBe("deny-explicit resource:0.0 [D1]");
    expect(hits(`!AWS:${roleArn},AWS:${sessionArn}`)).toBe("unknown [D9]");
    expect(hits(`!AWS:${roleArn}`, { boundary: true })).toBe("deny-explicit resource:0.0 [D1 D8]");
    expect(hits("!*")).toBe("allow identity:0.0 [D3]");
    expect(hits("!*", { boundary: true })).toBe("deny-explicit resource:0.0 [D1 D8]");
  });

  it("has no NotPrincipal with Allow (G8)", () => {
    expect(grants(`!AWS:${otherAccount}`)).toBe("unknown [G8]");
  });

  it("leaves names open that are not given", () => {
    const layers = ofBucket(`-s3:* @ b/* > AWS:${sessionArn}`);
    const principal = { kind: "role-session", roleArn } as const;
    expect(answer(layers, "s3:GetObject b/k", { principal })).toBe("unknown");
    expect(answer(ofBucket(`-s3:* @ b/* > AWS:${otherAccount}`), "s3:GetObject b/k", { principal })).toMatch(/^allow/);
    const nameless = { kind: "role-session", sessionName: "s" } as const;
    expect(answer(ofBucket(`-s3:* @ b/* > AWS:${account}`), "s3:GetObject b/k", { principal: nameless })).toMatch(
      /^unknown/,
    );
  });
});
