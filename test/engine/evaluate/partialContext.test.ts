import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ContextValues } from "../../../server/src/core/access/layers.js";
import { documentOf, identity, layersOf, resourcePolicy, session } from "../../support/policyNotation.js";
import { account, answer, decisionOn } from "../../support/requests.js";

const partly = (context: ContextValues = {}) => ({ context, contextIsComplete: false });
const ofRole = (...statements: readonly string[]) => layersOf({ identity: [identity(...statements)] });
const get = "s3:GetObject b/k";

describe("partial context (section 9)", () => {
  it.each([
    // 41, 42, 59
    ["+* ? Bool aws:SecureTransport=true|+* ? Bool aws:SecureTransport=false", "allow identity:0.0, identity:0.1 [D3]"],
    ["+* ? Bool aws:SecureTransport=true", "depends on aws:SecureTransport"],
    ["+* ? StringLike s3:prefix=t1/*", "depends on s3:prefix"],
    // A key that may be absent
    ["+* ? StringEquals s3:prefix=a|+* ? StringNotEquals s3:prefix=a", "allow identity:0.0, identity:0.1 [D3]"],
    ["+* ? StringLike s3:prefix=*", "depends on s3:prefix"],
    ["+* ? StringLike s3:prefix=*|+* ? Null s3:prefix=true", "allow identity:0.0, identity:0.1 [D3]"],
    ["+* ? StringLikeIfExists s3:prefix=*", "allow identity:0.0 [D3]"],
    ["+* ? Null aws:SecureTransport=true", "deny-implicit identity [D3]"],
    ["+* ? Null aws:SecureTransport=false", "allow identity:0.0 [D3]"],
    ["+* ? Null s3:prefix=true", "depends on s3:prefix"],
    // Patterns that cover or exclude each other
    ["+* ? StringNotLikeIfExists s3:prefix=a*|+* ? StringLike s3:prefix=a*", "allow identity:0.0, identity:0.1 [D3]"],
    ["+* ? StringLike s3:prefix=ab* & StringNotLike s3:prefix=a*", "deny-implicit identity [D3]"],
    ["+* ? StringLike s3:prefix=a* & StringEquals s3:prefix=b", "deny-implicit identity [D3]"],
    ["+*|-* ? StringLike s3:prefix=a*,b* & StringEquals s3:prefix=c", "allow identity:0.0 [D3]"],
    ["+* ? StringEqualsIgnoreCase s3:prefix=A & StringEquals s3:prefix=b", "deny-implicit identity [D3]"],
    ["+* ? StringEqualsIgnoreCase s3:prefix=A & StringNotEquals s3:prefix=a", "depends on s3:prefix"],
    // Numbers, dates, addresses
    [
      "+* ? NumericLessThan s3:max-keys=10|+* ? NumericGreaterThanEqualsIfExists s3:max-keys=10",
      "allow identity:0.0, identity:0.1 [D3]",
    ],
    ["+* ? NumericLessThan s3:max-keys=10|+* ? NumericGreaterThan s3:max-keys=10", "depends on s3:max-keys"],
    // A tag may be no number at all
    [
      "+* ? NumericLessThanIfExists aws:PrincipalTag/n=10|+* ? NumericGreaterThanEqualsIfExists aws:PrincipalTag/n=10",
      "unknown on aws:PrincipalTag/n [C5]",
    ],
    [
      "+* ? NumericLessThan s3:max-keys=0.2|+* ? NumericGreaterThanIfExists s3:max-keys=0.1",
      "allow identity:0.0, identity:0.1 [D3]",
    ],
    ["+* ? NumericLessThan s3:max-keys=5 & NumericGreaterThan s3:max-keys=10", "deny-implicit identity [D3]"],
    ["+* ? DateLessThan aws:CurrentTime=2025-01-01", "depends on aws:CurrentTime"],
    [
      "+* ? DateLessThan aws:CurrentTime=2025-01-02|+* ? DateGreaterThan aws:CurrentTime=2025-01-01",
      "allow identity:0.0, identity:0.1 [D3]",
    ],
    ["+* ? IpAddress aws:SourceIp=10.0.0.0/8 & NotIpAddress aws:SourceIp=10.0.0.0/7", "deny-implicit identity [D3]"],
    ["+* ? IpAddress aws:SourceIp=0.0.0.0/1|+* ? IpAddress aws:SourceIp=128.0.0.0/1", "depends on aws:SourceIp"],
    [
      "+* ? NotIpAddress aws:SourceIp=10.0.0.0/8|+* ? IpAddress aws:SourceIp=10.0.0.0/8",
      "allow identity:0.0, identity:0.1 [D3]",
    ],
    ["+* ? IpAddress aws:SourceIp=2001:db8::/32", "depends on aws:SourceIp"],
    // ARNs, base64, several families on one key
    ["+* ? ArnLike x:y=arn:aws:sqs:*:*:q & ArnNotLike x:y=arn:aws:sqs:*:*:q", "deny-implicit identity [D3]"],
    ["+* ? ArnEquals x:y=arn:aws:sqs:::q & ArnNotLike x:y=arn:aws:sqs:*:*:q", "deny-implicit identity [D3]"],
    ["+* ? ArnEquals x:y=arn:aws:sqs:*:*:q & ArnLike x:y=arn:aws:sns:*:*:q", "deny-implicit identity [D3]"],
    ["+* ? BinaryEquals x:y=QQ==|+* ? BinaryEquals x:y=QUE=", "depends on x:y"],
    ["+* ? StringEquals x:y=10 & NumericEquals x:y=11", "depends on x:y"],
    // Several values
    ["+* ? ForAllValues:StringEquals aws:TagKeys=a", "depends on aws:TagKeys"],
    ["+* ? ForAllValues:StringLike aws:TagKeys=*", "allow identity:0.0 [D3]"],
    [
      "+* ? ForAnyValue:StringEquals aws:TagKeys=a & ForAllValues:StringNotEquals aws:TagKeys=a",
      "deny-implicit identity [D3]",
    ],
    [
      "+* ? ForAnyValue:StringEquals aws:TagKeys=a|+* ? ForAllValues:StringNotEquals aws:TagKeys=a",
      "allow identity:0.0, identity:0.1 [D3]",
    ],
    ["+* ? ForAnyValue:StringEquals x:y=a & ForAnyValue:StringEquals x:y=b", "depends on x:y"],
    ["+* ? StringEquals aws:TagKeys=a", "unknown on aws:TagKeys [Q8]"],
    // Which keys it hangs on
    [
      "+* ? StringEquals s3:prefix=a & Bool aws:SecureTransport=true|+* ? StringEquals s3:prefix=a & Bool aws:SecureTransport=false",
      "depends on s3:prefix",
    ],
    ["+*|-* ? StringEquals s3:prefix=a & Null aws:username=false", "allow identity:0.0 [D3]"],
    // Denies
    ["+*|-* ? Bool aws:SecureTransport=false", "depends on aws:SecureTransport"],
    [
      "+*|-* ? Bool aws:SecureTransport=false|-* ? Bool aws:SecureTransport=true",
      "deny-explicit identity:0.1, identity:0.2 [D1]",
    ],
    ["+ec2:*|-* ? Bool aws:SecureTransport=false", "deny-implicit identity [D3]"],
    ["+* ? Bool aws:SecureTransport=true|-* ? Bool aws:SecureTransport=true", "deny-implicit identity [D3]"],
    // Doubts weigh more than keys.
    ["+* ? StringEquals s3:prefix=a & Bool aws:SecureTransport=True", "unknown on s3:prefix [C5]"],
    ["+*@arn:aws:s3:::b/${x:y}|+* ? StringNotEquals x:y=k", "allow identity:0.0, identity:0.1 [D3]"],
  ])("%s", (statements, expected) => {
    expect(answer(ofRole(...statements.split("|")), get, partly())).toBe(expected);
  });

  it("spells keys as the policies do, and sorts them", () => {
    const layers = ofRole("+* ? StringEquals S3:Prefix=a & StringEquals AWS:principaltag/Z=a");
    expect(decisionOn(layers, get, partly()).dependsOn).toEqual(["AWS:principaltag/Z", "S3:Prefix"]);
    const variable = ofRole("+*@b/${AWS:PrincipalTag/x}");
    expect(decisionOn(variable, get, partly()).dependsOn).toEqual(["AWS:PrincipalTag/x"]);
  });

  it("uses what is given", () => {
    const layers = ofRole("+* ? StringEquals s3:prefix=a");
    expect(answer(layers, get, partly({ "S3:PREFIX": "a" }))).toMatch(/^allow/);
    expect(answer(layers, get, partly({ "s3:prefix": "b" }))).toMatch(/^deny-implicit/);
  });

  it("splits on the keys of all layers together", () => {
    const layers = layersOf({
      identity: [identity("+* ? Bool aws:SecureTransport=true")],
      session: [session("+* ? Bool aws:SecureTransport=false")],
    });
    expect(answer(layers, get, partly())).toBe("deny-implicit identity, session [D3]");
    const granted = layersOf({
      identity: [identity("+* ? Bool aws:SecureTransport=true")],
      resources: {
        "arn:aws:s3:::b": resourcePolicy(`+* ? Bool aws:SecureTransport=false > AWS:arn:aws:iam::${account}:role/r`),
      },
    });
    expect(answer(granted, get, partly())).toBe("allow identity:0.0, resource:0.0 [D3]");
  });

  it("takes the resource's account into account", () => {
    const own = ofRole(`+* ? StringEquals aws:ResourceAccount=${account}`);
    expect(answer(own, get, partly())).toBe("depends on aws:ResourceAccount");
    const other = ofRole("+* ? StringEquals aws:ResourceAccount=333333333333");
    expect(answer(other, get, partly())).toBe("deny-implicit identity [D3]");
  });

  it("says depends where there are too many cases", () => {
    const patterns = Array.from({ length: 20 }, (_, i) => `*${i}*`);
    const layers = ofRole(
      `+* ? StringLike s3:prefix=${patterns.join(",")}`,
      `+* ? StringNotLike s3:prefix=${patterns.join(",")}`,
    );
    expect(answer(layers, get, partly())).toBe("depends on s3:prefix");
    const keys = Array.from({ length: 20 }, (_, i) => `+* ? StringEquals x:k${i}=a & StringEquals x:l${i}=a`);
    expect(decisionOn(ofRole(...keys), get, partly()).decision).toBe("depends");
  });
});

/** Values that tell the tests below apart; `undefined` is the absent key. */
const domains: { readonly [key: string]: readonly (ContextValues[string] | undefined)[] } = {
  "s3:prefix": [undefined, "", "a", "b", "ab", "ba", "A", "B", "c"],
  "s3:max-keys": [undefined, "0", "5", "7.5", "10", "20"],
  "aws:SecureTransport": ["true", "false"],
  "aws:SourceIp": [undefined, "9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0", "2001:db8::1"],
  "aws:TagKeys": [undefined, [], ["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"], ["a", "b", "c"], [""]],
};

const test = fc.oneof(
  fc.record({
    operator: fc.constantFrom("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    key: fc.constant("s3:prefix"),
    values: fc.uniqueArray(fc.constantFrom("a", "b"), { minLength: 1 }),
  }),
  fc.record({
    operator: fc.constantFrom("StringLike", "StringNotLike", "StringLikeIfExists"),
    key: fc.constant("s3:prefix"),
    values: fc.uniqueArray(fc.constantFrom("a*", "*b", "*", "ab"), { minLength: 1 }),
  }),
  fc.record({
    operator: fc.constantFrom("NumericLessThan", "NumericGreaterThan", "NumericEquals", "NumericNotEqualsIfExists"),
    key: fc.constant("s3:max-keys"),
    values: fc.uniqueArray(fc.constantFrom("5", "10"), { minLength: 1 }),
  }),
  fc.record({
    operator: fc.constantFrom("Bool", "BoolIfExists"),
    key: fc.constant("aws:SecureTransport"),
    values: fc.uniqueArray(fc.constantFrom("true", "false"), { minLength: 1 }),
  }),
  fc.record({
    operator: fc.constantFrom("IpAddress", "NotIpAddress"),
    key: fc.constant("aws:SourceIp"),
    values: fc.constant(["10.0.0.0/8"]),
  }),
  fc.record({
    operator: fc.constantFrom("ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAnyValue:StringNotEquals"),
    key: fc.constant("aws:TagKeys"),
    values: fc.uniqueArray(fc.constantFrom("a", "b"), { minLength: 1 }),
  }),
  fc.record({
    operator: fc.constant("Null"),
    key: fc.constantFrom("s3:prefix", "s3:max-keys", "aws:TagKeys"),
    values: fc.constantFrom(["true"], ["false"]),
  }),
);

const statement = fc.record({
  Effect: fc.constantFrom("Allow", "Allow", "Deny"),
  tests: fc.array(test, { maxLength: 2 }),
});

function policyWith(
  statements: readonly {
    Effect: string;
    tests: readonly { operator: string; key: string; values: readonly string[] }[];
  }[],
) {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ Effect, tests }) => {
      const Condition: { [operator: string]: { [key: string]: readonly string[] } } = {};
      for (const { operator, key, values } of tests) Condition[operator] = { ...Condition[operator], [key]: values };
      return { Effect, Action: "*", Resource: "*", ...(tests.length === 0 ? {} : { Condition }) };
    }),
  };
}

function completions(keys: readonly string[]): readonly ContextValues[] {
  let all: ContextValues[] = [{}];
  for (const key of keys) {
    all = all.flatMap((context) =>
      domains[key]!.map((value) => (value === undefined ? context : { ...context, [key]: value })),
    );
  }
  return all;
}

// More with RUNS=5000.
const runs = Number(process.env["RUNS"] ?? 200);

describe("partial context against all completions", () => {
  it("is exact", { timeout: 30_000 + runs * 50 }, () => {
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 3 }),
        fc.option(fc.array(statement, { minLength: 1, maxLength: 2 })),
        (ofIdentity, ofSession) => {
          const all = [...ofIdentity, ...(ofSession ?? [])];
          const keys = [...new Set(all.flatMap(({ tests }) => tests.map(({ key }) => key)))];
          fc.pre(keys.length <= 3);
          const layers = layersOf({
            identity: [documentOf("identity", policyWith(ofIdentity))],
            ...(ofSession === null ? {} : { session: [documentOf("session", policyWith(ofSession))] }),
          });
          const each = completions(keys).map((context) => decisionOn(layers, get, { context }).decision);
          const partial = decisionOn(layers, get, partly());
          const known = new Set(each.filter((decision) => decision !== "unknown"));
          const allowed = known.has("allow");
          const denied = known.has("deny-implicit") || known.has("deny-explicit");
          if (allowed && denied) {
            expect(partial.decision).toBe("depends");
          } else if (each.includes("unknown")) {
            // Empty values are doubtful (Q7).
            expect(partial.decision).toBe("unknown");
          } else if (allowed) {
            expect(partial.decision).toBe("allow");
          } else {
            expect(partial.decision).toBe(known.has("deny-implicit") ? "deny-implicit" : "deny-explicit");
          }
          const settled = new Set(each).size === 1;
          if (settled && !each.includes("unknown")) expect(partial.dependsOn).toEqual([]);
          for (const key of partial.dependsOn) expect(keys).toContain(key);
        },
      ),
      { numRuns: runs },
    );
  });
});
