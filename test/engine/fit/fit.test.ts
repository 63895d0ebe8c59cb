import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { fitted, notationOf } from "../../support/fitted.js";
import { policyOf } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog(["s3", "ec2", "dynamodb", "iam", "sqs"]);
});

const absolute = (...statements: readonly string[]) => notationOf(fitted(policyOf(...statements), catalog).policy);
const byCatalog = (...statements: readonly string[]) =>
  notationOf(fitted(policyOf(...statements), catalog, { reliesOn: "catalog" }).policy);

describe("for every request", () => {
  test("what a list says twice goes, and lists of one lose their brackets", () => {
    expect(absolute("+s3:GetObject,S3:getobject @ b/*,b/*")).toEqual(["+s3:GetObject @ b/*"]);
    expect(fitted(policyOf("+s3:GetObject @ b/*"), catalog).text).toBe(
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}',
    );
  });

  test("statements that agree in all but one element become one", () => {
    expect(absolute("+s3:GetObject @ a/*", "+s3:GetObject @ b/*")).toEqual(["+s3:GetObject @ a/*,b/*"]);
    expect(absolute("+s3:GetObject @ a/*", "+s3:PutObject @ a/*")).toEqual(["+s3:GetObject,s3:PutObject @ a/*"]);
    const one = "Bool aws:SecureTransport=true";
    expect(absolute(`+s3:GetObject @ a/* ? ${one}`, `+s3:GetObject @ b/* ? ${one}`)).toHaveLength(1);
  });

  test("statements that differ in two elements, in effect or in condition stay apart", () => {
    for (const apart of [
      ["+s3:GetObject @ a/*", "+s3:PutObject @ b/*"],
      ["+s3:GetObject @ a/*", "-s3:GetObject @ a/x"],
      ["+s3:GetObject @ a/* ? Bool aws:SecureTransport=true", "+s3:GetObject @ b/*"],
      ["+s3:GetObject @ a/* ? StringNotEquals s3:prefix=a", "+s3:GetObject @ a/* ? StringNotEquals s3:prefix=b"],
    ]) {
      expect(absolute(...apart)).toHaveLength(2);
    }
  });

  test("values of one key are joined where one of them is enough, and only there", () => {
    expect(
      absolute("+s3:ListBucket @ b ? StringLike s3:prefix=x/*", "+s3:ListBucket @ b ? StringLike s3:prefix=y/*"),
    ).toEqual(['+s3:ListBucket @ b ? {"StringLike":{"s3:prefix":["x/*","y/*"]}}']);
    const all = (value: string) => `+s3:ListBucket @ b ? ForAllValues:StringLike aws:TagKeys=${value}`;
    expect(absolute(all("x"), all("y"))).toHaveLength(2);
  });

  test("stars side by side become one, but for a variable's", () => {
    expect(absolute("+s3:GetObject @ b/**,c/***d")).toEqual(["+s3:GetObject @ b/*,c/*d"]);
    expect(absolute("+s3:GetObject @ b/${**}")).toEqual(["+s3:GetObject @ b/${**}"]);
  });

  test("what another pattern takes in goes", () => {
    expect(absolute("+s3:Get*,s3:GetObject @ b/*,b/x/*")).toEqual(["+s3:Get* @ b/*"]);
    expect(absolute("+s3:* @ *", "+s3:GetObject @ b/*")).toEqual(["+s3:* @ *"]);
    expect(absolute("+s3:GetObject @ b/*", "+s3:GetObject @ b/* ? Bool aws:SecureTransport=true")).toEqual([
      "+s3:GetObject @ b/*",
    ]);
    // Letter case matters in a resource (R2), and no resource is a prefix of another (R6).
    expect(absolute("+s3:GetObject @ b/x*,b/X1,b")).toEqual(["+s3:GetObject @ b/x*,b/X1,b"]);
  });

  test("what has become needless by a step goes too, so that fitting again changes nothing", () => {
    expect(absolute("+s3:GetObject @ c/**", "+s3:ListBucket,s3:GetObject @ c/*")).toEqual([
      "+s3:GetObject,s3:ListBucket @ c/*",
    ]);
  });

  test("lists are shared by a third statement where that is shorter", () => {
    const common =
      "s3:GetObjectVersion,s3:GetObjectTagging,s3:GetObjectAttributes,s3:GetObjectVersionTagging,s3:GetObjectLegalHold";
    const first = `+${common},s3:PutObject @ first-bucket/*`;
    const second = `+${common},s3:DeleteObject @ second-bucket/*`;
    const shared = absolute(first, second);
    expect(shared).toHaveLength(3);
    expect(shared.join()).toContain("@ first-bucket/*,second-bucket/*");
  });

  test("NotAction and NotResource say something else when their lists are joined, and stay", () => {
    expect(absolute("+!s3:* @ *", "+!iam:* @ *")).toHaveLength(2);
    expect(absolute("-s3:* @ !a/*", "-s3:* @ !b/*")).toHaveLength(2);
    expect(absolute("+!s3:* @ a/*", "+!s3:* @ b/*")).toEqual(["+!s3:* @ a/*,b/*"]);
    expect(absolute("-s3:GetObject @ !a/*", "-s3:PutObject @ !a/*")).toEqual(["-s3:GetObject,s3:PutObject @ !a/*"]);
  });

  test("a Deny that takes nothing from the policy's own Allows stays: a resource policy's grant it does take", () => {
    const policy = ["+s3:GetObject @ b/*", "-s3:DeleteObject @ b/*"];
    expect(absolute(...policy)).toEqual(policy);
    expect(byCatalog(...policy)).toHaveLength(2);
  });

  test("Version, conditions and empty lists stay", () => {
    expect(fitted({ Statement: policyOf("+s3:GetObject @ b/*") && [] } as JsonValue, catalog).text).toBe(
      '{"Statement":[]}',
    );
    const empty = policyOf("+s3:GetObject @ b/* ? StringEquals aws:PrincipalTag/x=");
    expect(fitted(empty, catalog).text).toContain('"Condition":{"StringEquals":{"aws:PrincipalTag/x":[]}}');
    const noAction = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: [], Resource: ["*"] }] };
    expect(fitted(noAction, catalog)).toMatchObject({
      policy: noAction,
      untouched: expect.stringContaining("rejects"),
    });
  });

  test("names of statements go only where statements become one, or on request", () => {
    const named = {
      Version: "2012-10-17",
      Statement: [
        { Sid: "A", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" },
        { Sid: "B", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" },
        { Sid: "C", Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/c" },
      ],
    };
    expect(notationOf(fitted(named, catalog).policy)).toEqual(["+s3:GetObject @ a/*,b/*", "C: -s3:GetObject @ b/c"]);
    expect(notationOf(fitted(named, catalog, { dropSids: true }).policy)[1]).toBe("-s3:GetObject @ b/c");
  });

  test("a character that no policy may contain stays an escape", () => {
    const text = String.raw`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/\u2014*"}]}`;
    expect(fitted(text, catalog).text).toContain(String.raw`b/\u2014*`);
  });
});

describe("by the catalog", () => {
  test("lists become wildcards that match exactly the same actions", () => {
    const list = catalog.actionNames("sqs").map((name) => `sqs:${name}`);
    expect(byCatalog(`+${list.join(",")} @ *`)).toEqual(["+sqs:* @ *"]);
    expect(absolute(`+${list.join(",")} @ *`)).not.toEqual(["+sqs:* @ *"]);
  });

  test("actions that can't be called on a resource may stand beside it", () => {
    expect(byCatalog("+s3:ListBucket @ b", "+s3:GetObject @ b/*")).toHaveLength(1);
    expect(absolute("+s3:ListBucket @ b", "+s3:GetObject @ b/*")).toHaveLength(2);
  });

  test("resources that take in all there are become a star, for the actions of which that is so", () => {
    const instances = "arn:aws:ec2:*:*:instance/*";
    expect(byCatalog(`+ec2:RebootInstances @ ${instances}`)).toEqual(["+ec2:*bo* @ *"]);
    // StartInstances is checked on a license configuration too, and one Region is not all of them.
    expect(byCatalog(`+ec2:StartInstances @ ${instances}`).join()).toContain(instances);
    expect(byCatalog("+ec2:RebootInstances @ arn:aws:ec2:eu-*:*:instance/*").join()).toContain("eu-*");
    expect(absolute(`+ec2:RebootInstances @ ${instances}`).join()).toContain(instances);
  });

  test("a policy that says nothing does not become an empty one, which a caller may take for no limit (E6)", () => {
    expect(byCatalog("+s3:ListBucket @ b/*")).toEqual(["+s3:ListBucket @ b/*"]);
  });

  test("an action that the catalog doesn't know stays as it is", () => {
    expect(byCatalog("+s3:GetObject,s3:TeleportObject @ b/*").join()).toContain("s3:TeleportObject");
  });

  test("what was done says what it leans on", () => {
    const list = catalog.actionNames("sqs").map((name) => `sqs:${name}`);
    const result = fitted(policyOf(`+${list.join(",")} @ *`), catalog, { reliesOn: "catalog" });
    expect(result.steps.map(({ reliesOn }) => reliesOn)).toEqual(["nothing", "catalog"]);
    expect(result.proof).toEqual({
      forward: "within",
      backward: "within",
      universe: "catalog",
      relativeToBase: false,
      resourcePoliciesComplete: false,
    });
  });
});

describe("a policy that does not fit", () => {
  const keys = (prefix: string) => Array.from({ length: 40 }, (_, i) => `${prefix}${i}/of/many/*`).join(",");

  test("is told what costs most, and what could become a managed policy", () => {
    const result = fitted(
      policyOf(`+s3:GetObject @ ${keys("a")}`, `-s3:PutObject @ ${keys("b").slice(0, 700)}`),
      catalog,
    );
    expect(result.fits).toBe(false);
    expect(result.costs?.statements[0]).toMatchObject({ index: 0 });
    expect(result.costs?.splitOff?.statements).toHaveLength(1);
    expect(result.costs!.splitOff!.remaining).toBeLessThanOrEqual(2048);
  });

  test("of one statement can't be split", () => {
    const result = fitted(policyOf(`+s3:GetObject @ ${keys("a")},${keys("b")}`), catalog);
    expect(result.costs?.splitOff).toBeUndefined();
  });
});
