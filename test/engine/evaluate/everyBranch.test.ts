import { describe, expect, it } from "vitest";
import { yes } from "../../../server/src/core/access/evaluate/answer.js";
import { arnFields } from "../../../server/src/core/access/evaluate/arnFields.js";
import { valuesMatch } from "../../../server/src/core/access/evaluate/compareValues.js";
import { parseOperator } from "../../../server/src/core/access/evaluate/conditionOperator.js";
import type { ContextFacts } from "../../../server/src/core/access/evaluate/contextFacts.js";
import { dateText, parseDate } from "../../../server/src/core/access/evaluate/dateValue.js";
import type { Principal } from "../../../server/src/core/access/layers.js";
import {
  documentOf,
  identity,
  layersOf,
  policyOfVersion,
  resourcePolicy,
  session,
} from "../../support/policyNotation.js";
import { account, answer, decisionOn, federatedUser, roleSession } from "../../support/requests.js";

/*
 * Rare ways through `evaluate` that no rule's own tests go: half-known principals, odd entries, several openings at once.
 */
const get = "s3:GetObject b/k";
const partly = { contextIsComplete: false };
const of = (...statements: readonly string[]) => layersOf({ identity: [identity(...statements)] });

describe("entries that are hardly ever written", () => {
  it("an ARN that ends too soon names its service or not, for an action without a resource (Q18, M2)", () => {
    expect(answer(of("+s3:ListAllMyBuckets @ arn:aws:s3"), "s3:ListAllMyBuckets")).toBe("unknown [Q18]");
    expect(answer(of("+s3:ListAllMyBuckets @ arn:aws"), "s3:ListAllMyBuckets")).toBe("unknown [Q18]");
    expect(answer(of("+s3:ListAllMyBuckets @ arn:aws:sqs"), "s3:ListAllMyBuckets")).toMatch(/^deny-implicit/);
  });

  it("a variable in an ARN is open for an action without a resource as well (Q5)", () => {
    const layers = of("+s3:ListAllMyBuckets @ b/${aws:PrincipalTag/team}");
    const context = { "aws:PrincipalTag/team": "red" };
    expect(answer(layers, "s3:ListAllMyBuckets", { context })).toBe("unknown [Q5]");
    // Without its value the entry matches nothing (V4).
    expect(answer(layers, "s3:ListAllMyBuckets")).toBe("deny-implicit identity [D3]");
  });

  it("a resource that is no ARN is matched by `*` alone (Q18)", () => {
    const at = (statements: string) => decisionOn(of(statements), "s3:GetObject arn:aws:s3:b").decision;
    expect(at("+s3:* @ *")).toBe("allow");
    expect(at("+s3:* @ arn:aws:s3:*")).toBe("unknown");
    expect(at("+s3:* @ arn:aws:sqs:*")).toBe("deny-implicit");
  });

  it("an RCP or session policy without Resource is not understood (G2)", () => {
    const Statement = { Effect: "Allow", Principal: "*", Action: "s3:*" };
    const layers = layersOf({ identity: [documentOf("trust", { Version: "2012-10-17", Statement })] });
    expect(answer(layers, get)).toBe("unknown [G2]");
  });
});

describe("values", () => {
  const nothing: ContextFacts = { of: () => ({ state: "absent" }) };
  const match = (operator: string, value: string, request: string) =>
    valuesMatch(parseOperator(operator)!, { text: value, substitutesVariables: true }, request, nothing).value;

  it("that cannot be evaluated neither match nor fail (C5)", () => {
    expect(match("NumericEquals", "ten", "10")).toBeUndefined();
    expect(match("DateEquals", "soon", "2026-01-01")).toBeUndefined();
    expect(match("IpAddress", "10.0.0.0/33", "10.0.0.1")).toBeUndefined();
    expect(match("Null", "true", "a")).toBe(false);
    expect(yes.value).toBe(true);
  });

  it("an ARN has six fields (R1)", () => {
    expect(arnFields("arn:aws:s3:")).toBeUndefined();
    expect(arnFields("arn:aws:s3:::b:c")?.resource).toBe("b:c");
  });

  it("moments are written as they are read, to the microsecond", () => {
    for (const text of ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.500Z", "1969-12-31T23:59:59.000001Z"]) {
      expect(dateText(parseDate(text)!)).toBe(text);
    }
  });

  it("a variable's value with a wildcard may make a difference in a condition (V3)", () => {
    const layers = of("+* ? StringLike s3:prefix=${aws:PrincipalTag/t}");
    const context = { "aws:PrincipalTag/t": "a*" };
    expect(answer(layers, get, { context: { ...context, "s3:prefix": "ab" } })).toBe("unknown [V3]");
    expect(answer(layers, get, { context: { ...context, "s3:prefix": "a*" } })).toMatch(/^allow/);
  });

  it("numbers as near as they can be", () => {
    const layers = of("+* ? NumericLessThan x:y=0.100000000000001", "+* ? NumericGreaterThan x:y=0.1");
    expect(answer(layers, get, partly)).toMatch(/^depends/);
  });
});

describe("a context that is known in part", () => {
  it("a key of known shape is compared with variables (V4, V5)", () => {
    const { sessionName: _, ...unnamed } = roleSession;
    const principal: Principal = unnamed;
    const ask = (test: string, context = {}) =>
      answer(of(`+* ? ${test}`), get, { principal, context, contextIsComplete: false });
    expect(ask("StringLike aws:userid=${aws:PrincipalTag/none}")).toBe("depends on aws:PrincipalTag/none, aws:userid");
    expect(ask("StringLike aws:userid=*:${aws:username}")).toMatch(/^deny-implicit/);
    expect(ask("StringNotLike aws:userid=*:${aws:username}")).toMatch(/^allow/);
    expect(ask("StringLike aws:userid=${aws:PrincipalTag/t}", { "aws:PrincipalTag/t": "*:*" })).toMatch(
      /^(depends|unknown)/,
    );
    expect(ask("StringEquals aws:PrincipalOrgID=${aws:userid, 'x'}")).toMatch(/^depends/);
  });

  it("a key that several values are told apart by, all of them open", () => {
    const values = ["a", "b", "c", "d", "e", "f"].join();
    const layers = of(
      `+* ? ForAllValues:StringEquals aws:TagKeys=${values}`,
      "+* ? ForAnyValue:StringLike aws:TagKeys=x*",
    );
    expect(answer(layers, get, partly)).toMatch(/^(depends|unknown) on aws:TagKeys/);
  });

  it("a variable with a default may be anything where its key is open (V2)", () => {
    expect(answer(of("+* @ b/${aws:userid, 'k'}"), get, partly)).toMatch(/^depends/);
    expect(answer(of("+* @ c/${aws:userid, 'k'}"), get, partly)).toMatch(/^deny-implicit/);
  });

  it("a variable of unknown value where letter case does not count", () => {
    const layers = of("+* ? StringEqualsIgnoreCase s3:prefix=A${aws:PrincipalTag/t}");
    const context = (prefix: string) => ({ ...partly, context: { "s3:prefix": prefix } });
    expect(answer(layers, get, context("aB"))).toMatch(/^depends on aws:PrincipalTag\/t/);
    expect(answer(layers, get, context("B"))).toMatch(/^deny-implicit/);
  });

  it("a key of AWS Transfer Family is never in a context (V7)", () => {
    expect(answer(of("+* ? StringEquals transfer:UserName=a"), get, partly)).toBe("unknown on transfer:UserName [V7]");
  });

  it("the same value under both versions is two questions (G6)", () => {
    const layers = layersOf({
      identity: [
        documentOf("identity", policyOfVersion("2008-10-17", "+* ? StringLike s3:prefix=a*")),
        documentOf("identity", policyOfVersion("2012-10-17", "-* ? StringLike s3:prefix=b*")),
      ],
    });
    expect(answer(layers, get, partly)).toMatch(/^depends on s3:prefix/);
  });

  it("a service that the catalog does not know", () => {
    const layers = of("+nosuch:* ? StringEquals nosuch:key=a");
    expect(answer(layers, "nosuch:Do *", { context: { "nosuch:key": "a" } })).toMatch(/^allow/);
  });

  it("the same key twice is no request", () => {
    const context = { "s3:prefix": "a", "S3:Prefix": "b" };
    expect(() => answer(of("+*"), get, { context })).toThrow('the key "S3:Prefix" is given twice');
  });
});

describe("principals known in part", () => {
  const { userArn: _, ...anyUser } = federatedUser;

  it("a federated user of no known account", () => {
    const layers = layersOf({ identity: [identity("+*")], session: [session("+* ? StringLike aws:userid=*:s")] });
    expect(answer(layers, get, { principal: anyUser, contextIsComplete: true })).toBe("depends on aws:ResourceAccount");
  });

  it("an account that may be the session's", () => {
    const layers = (principal: string) =>
      layersOf({ resources: { "arn:aws:s3:::b": resourcePolicy(`-s3:* > ${principal}`) }, identity: [identity("+*")] });
    const ask = (principal: string) => answer(layers(principal), get, { principal: { kind: "role-session" } });
    expect(ask(`AWS:${account}`)).toMatch(/^unknown/);
    expect(ask(`AWS:arn:aws:iam::${account}:root`)).toMatch(/^unknown/);
    expect(ask("Service:ec2.amazonaws.com")).toBe("depends on aws:ResourceAccount");
    // A role that may be the session's own.
    expect(ask(`AWS:arn:aws:iam::${account}:role/r`)).toMatch(/^unknown/);
  });
});
