import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { boundary, documentOf, identity, layersOf, session, trustPolicy } from "../../support/policyNotation.js";
import { account, answer, federatedUser, roleArn, userArn } from "../../support/requests.js";

/*
 * Rules of docs/semantics.md that decide something and are at home in no other file.
 */
const engine = new AccessEngine(fakeCatalog());
const of = (...statements: readonly string[]) => layersOf({ identity: [identity(...statements)] });
const policy = (statement: JsonValue, more: { readonly [key: string]: JsonValue } = {}) =>
  layersOf({ identity: [documentOf("identity", { Version: "2012-10-17", ...more, Statement: statement })] });

describe("tuples", () => {
  test("M1: each resource of a call is asked about alone, and all must be allowed", () => {
    const layers = of(`+ec2:RunInstances@arn:aws:ec2:us-east-1:${account}:instance/*`);
    expect(answer(layers, `ec2:RunInstances arn:aws:ec2:us-east-1:${account}:instance/i`)).toMatch(/^allow/);
    expect(answer(layers, "ec2:RunInstances arn:aws:ec2:us-east-1::image/i")).toMatch(/^deny-implicit/);
  });

  test("M4: what an action depends on is never implied", () => {
    const layers = of("+ec2:RunInstances", "+sts:AssumeRole");
    expect(answer(layers, `iam:PassRole arn:aws:iam::${account}:role/x`)).toMatch(/^deny-implicit/);
    expect(answer(layers, `sts:TagSession arn:aws:iam::${account}:role/x`)).toMatch(/^deny-implicit/);
  });
});

describe("what a valid policy looks like", () => {
  test("G3: an Effect in other letters than Allow and Deny is none", () => {
    const statement = { Effect: "allow", Action: "s3:*", Resource: "*" };
    expect(answer(policy(statement), "s3:GetObject b/k")).toMatch(/^unknown/);
  });

  test("G5: a list of one may be written as its item, and a condition's value need be no string", () => {
    const condition = { Bool: { "aws:SecureTransport": true } };
    const short = policy({ Effect: "Allow", Action: "s3:*", Resource: "*", Condition: condition });
    const long = policy([
      { Effect: "Allow", Action: ["s3:*"], Resource: ["*"], Condition: { Bool: { "aws:SecureTransport": ["true"] } } },
    ]);
    for (const [secure, decision] of [
      ["true", /^allow/],
      ["false", /^deny-implicit/],
    ] as const) {
      const context = { "aws:SecureTransport": secure };
      expect(answer(short, "s3:GetObject b/k", { context })).toMatch(decision);
      expect(answer(long, "s3:GetObject b/k", { context })).toMatch(decision);
    }
  });

  test("Q10: an Id changes nothing", () => {
    const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    expect(answer(policy(statement, { Id: "mine" }), "s3:GetObject b/k")).toBe("allow identity:0.0 [D3]");
  });

  test("Q17: letter case counts in every field of an ARN", () => {
    const layers = of("+sqs:SendMessage@arn:aws:sqs:US-EAST-1:*:q");
    expect(answer(layers, `sqs:SendMessage arn:aws:sqs:us-east-1:${account}:q`)).toMatch(/^deny-implicit/);
  });
});

describe("sessions", () => {
  const federated = (condition: string) => ({
    ...of(`+s3:GetObject ? ${condition}`),
    session: { state: "given", value: [session("+s3:*")] } as const,
  });

  test("V6: keys of a session of GetFederationToken", () => {
    const options = { principal: federatedUser };
    const arn = `arn:aws:sts::${account}:federated-user/s`;
    for (const [condition, decision] of [
      [`ArnEquals aws:PrincipalArn=${arn}`, /^allow/],
      [`ArnEquals aws:PrincipalArn=${userArn}`, /^deny-implicit/],
      ["Null aws:username=true", /^allow/],
      ["StringLike aws:username=*", /^deny-implicit/],
      [`StringEquals aws:userid=${account}:s`, /^allow/],
      ["StringEquals aws:PrincipalType=FederatedUser", /^allow/],
    ] as const) {
      expect(answer(federated(condition), "s3:GetObject b/k", options), condition).toMatch(decision);
    }
  });

  test("T2, Q11: policies passed together are one union, and any Deny wins", () => {
    const layers = {
      ...of("+s3:*"),
      session: {
        state: "given",
        value: [session("+s3:GetObject"), session("+s3:PutObject", "-s3:*@secret/*")],
      } as const,
    };
    expect(answer(layers, "s3:GetObject b/k")).toMatch(/^allow/);
    expect(answer(layers, "s3:PutObject b/k")).toMatch(/^allow/);
    expect(answer(layers, "s3:GetObject secret/k")).toMatch(/^deny-explicit/);
  });

  test("D7: all documents of the role are one union", () => {
    const layers = layersOf({ identity: [identity("+s3:GetObject"), identity("+s3:PutObject")] });
    expect(answer(layers, "s3:GetObject b/k")).toMatch(/^allow/);
    expect(answer(layers, "s3:PutObject b/k")).toMatch(/^allow/);
  });

  test("D6: what cannot be evaluated never allows", () => {
    const layers = of("+s3:GetObject ? NumericLessThan aws:MultiFactorAuthAge=soon");
    expect(answer(layers, "s3:GetObject b/k", { context: { "aws:MultiFactorAuthAge": "1" } })).not.toMatch(/^allow/);
  });

  test("Q20: a trust policy that names a role of the account is enough", () => {
    const r2 = `arn:aws:iam::${account}:role/r2`;
    const layers = layersOf({ resources: { [r2]: trustPolicy(`+sts:AssumeRole > AWS:${roleArn}`) } });
    expect(answer(layers, `sts:AssumeRole ${r2}`)).toMatch(/^allow .*Q20/);
  });
});

describe("containment", () => {
  const verdicts = (own: readonly string[], base: readonly string[], ...more: readonly string[]) => {
    const limit = more.length === 0 ? {} : { boundary: boundary(...more) };
    const result = compare({ session: [session(...own)], base: [identity(...base)], ...limit }, engine);
    const statements = result.statements.map(({ verdict, reasons }) => [verdict, ...reasons].join(" "));
    return `${result.ceiling.join()}: ${statements.join(", ")}`;
  };

  test("E1: the base is all its documents together, less its Denies", () => {
    expect(verdicts(["+s3:GetObject@b/*"], ["+s3:Get*", "+s3:PutObject", "-s3:*@c/*"])).toBe("identity: within");
    expect(verdicts(["+s3:GetObject@c/*"], ["+s3:Get*", "-s3:*@c/*"])).toBe("identity: exceeds base-denied");
  });

  test("E2: a Deny exceeds nothing, and not granted is another reason than denied", () => {
    expect(verdicts(["-s3:*", "+sqs:*"], ["+s3:*"])).toBe("identity: exceeds not-granted");
    expect(verdicts(["+s3:*@b/*,b"], ["+s3:Get*", "-s3:GetObject@b/x"])).toBe(
      "identity: exceeds not-granted base-denied",
    );
  });

  test("E4: the ceiling is named with the answer", () => {
    expect(verdicts(["+s3:GetObject"], ["+s3:*"], "+s3:Put*")).toBe("identity,boundary: exceeds not-granted");
  });
});
