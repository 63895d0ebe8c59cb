import { describe, expect, test } from "vitest";
import { onConditions, verdictOf } from "./verdictOf.js";

describe("keys with several values", () => {
  const cases: readonly (readonly [own: string, base: string, expected: string])[] = [
    ["ForAllValues:StringEquals aws:TagKeys=a", "ForAllValues:StringEquals aws:TagKeys=a,b", "within"],
    ["ForAllValues:StringEquals aws:TagKeys=a,b", "ForAllValues:StringEquals aws:TagKeys=a", "depends on aws:TagKeys"],
    ["ForAllValues:StringEquals aws:TagKeys=a", "ForAllValues:StringLike aws:TagKeys=a*", "within"],
    ["ForAnyValue:StringEquals aws:TagKeys=a", "ForAnyValue:StringLike aws:TagKeys=a*", "within"],
    ["ForAnyValue:StringEquals aws:TagKeys=a", "ForAllValues:StringEquals aws:TagKeys=a", "depends on aws:TagKeys"],
    // The empty set and the absent key satisfy ForAllValues, and nothing else does ForAnyValue (C2's table).
    ["ForAllValues:StringEquals aws:TagKeys=a", "ForAnyValue:StringEquals aws:TagKeys=a", "depends on aws:TagKeys"],
    ["Null aws:TagKeys=true", "ForAllValues:StringEquals aws:TagKeys=a", "within"],
    ["Null aws:TagKeys=true", "ForAnyValue:StringEquals aws:TagKeys=a", "exceeds not-granted"],
    ["", "ForAllValues:StringLike aws:TagKeys=*", "within"],
    ["", "ForAllValues:StringEquals aws:TagKeys=a;ForAnyValue:StringNotEquals aws:TagKeys=a", "within"],
    ["", "ForAllValues:StringNotEquals aws:TagKeys=a;ForAnyValue:StringEquals aws:TagKeys=a", "within"],
    // Each alone is in one of them, both together in neither.
    [
      "ForAllValues:StringEquals aws:TagKeys=a,b",
      "ForAllValues:StringEquals aws:TagKeys=a;ForAllValues:StringEquals aws:TagKeys=b",
      "depends on aws:TagKeys",
    ],
    [
      "ForAnyValue:StringEquals aws:TagKeys=a & ForAnyValue:StringLike aws:TagKeys=b & ForAllValues:StringEquals aws:TagKeys=c",
      "Null aws:TagKeys=true",
      "within",
    ],
    ["ForAllValues:StringEquals aws:TagKeys=a", ";-ForAnyValue:StringNotEquals aws:TagKeys=a,b", "within"],
    ["", ";-ForAnyValue:StringNotEquals aws:TagKeys=a", "depends on aws:TagKeys"],
    // A key with one value is a set of one (C7).
    ["ForAnyValue:StringEquals aws:PrincipalTag/a=x", "StringEquals aws:PrincipalTag/a=x", "within"],
    ["ForAllValues:StringEquals aws:PrincipalTag/a=x", "StringEqualsIfExists aws:PrincipalTag/a=x", "within"],
    // C6
    ["", "ForAllValues:Null aws:TagKeys=true", "within"],
    ["", "ForAnyValue:Null aws:TagKeys=true", "exceeds not-granted"],
  ];
  for (const [own, base, expected] of cases) {
    test(`${own || "anything"} in ${base}`, () => expect(onConditions(own, base)).toBe(expected));
  }

  test("two values at once, in a request that may have them", () => {
    const statement = (condition: string) => `+iam:TagRole@arn:aws:iam::111122223333:role/r ? ${condition}`;
    const both = "ForAnyValue:StringEquals aws:TagKeys=a & ForAnyValue:StringLike aws:TagKeys=b";
    const only = (tag: string) => statement(`ForAllValues:StringEquals aws:TagKeys=${tag}`);
    expect(verdictOf([statement(both)], [only("a"), only("b")])).toBe("exceeds not-granted");
    expect(verdictOf([statement(both)], [only("a,b")])).toBe("depends on aws:TagKeys");
    expect(verdictOf([statement(`${both} & ForAllValues:StringLike aws:TagKeys=?`)], [only("a,b")])).toBe(
      "depends on aws:TagKeys",
    );
  });

  test("long lists of values are no more work than short ones", () => {
    const list = (count: number) => Array.from({ length: count }, (_, i) => `key-${i}`).join(",");
    const statement = (count: number) => `+s3:ListBucket@b ? ForAllValues:StringEquals aws:TagKeys=${list(count)}`;
    expect(verdictOf([statement(40)], [statement(40)])).toBe("within");
    expect(verdictOf([statement(20)], [statement(40)])).toBe("within");
    expect(verdictOf([statement(40)], [statement(20)])).toBe("depends on aws:TagKeys");
  });
});
