import { beforeAll, describe, expect, test } from "vitest";
import { AccessEngine } from "../../../../server/src/core/access/accessEngine.js";
import { analyze } from "../../../../server/src/core/analyze.js";
import type { Catalog } from "../../../../server/src/core/catalog/catalog.js";
import { hover } from "../../../../server/src/core/features/hover/hover.js";
import type { PolicyKind } from "../../../../server/src/core/policy/model.js";
import { jsonRegions } from "../../../../server/src/core/regions/jsonRegion.js";
import { analysisOf, document, type SessionSpec, session, userSession } from "../../../support/analysisBuilder.js";
import { testCatalog } from "../../../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog();
});

interface Situation {
  readonly kind?: PolicyKind;
  readonly session?: SessionSpec | "none" | "user";
}

/** The hover at `<|>` in a document, by the real engine, its links without their targets. */
async function hoverIn(marked: string, { kind = "session", session: spec = {} }: Situation = {}): Promise<string> {
  const offset = marked.indexOf("<|>");
  const used = spec === "none" ? [] : [spec === "user" ? userSession() : session(spec)];
  const { context } = analysisOf([], { kind, sessions: used });
  const regions = jsonRegions(marked.replace("<|>", ""));
  const analysis = analyze({ regions, context, engine: new AccessEngine(catalog) });
  const answer = await hover(analysis, offset, { catalog, lineOf: () => 0 });
  return (answer?.markdown ?? "nothing").replace(/\]\([^)]*\)/g, "]");
}

/** A policy of one statement around what is given. */
const statement = (members: string) => `{ "Version": "2012-10-17", "Statement": [{ ${members} }] }`;
const objects = '"Resource": "arn:aws:s3:::b/*"';
const testing = (condition: string) =>
  statement(`"Effect": "Allow", "Action": "s3:GetObject", ${objects}, "Condition": { ${condition} }`);

describe("an element", () => {
  test.each([
    [
      '{ "Ver<|>sion": "2012-10-17", "Statement": [] }',
      "**`Version`** · [AWS reference]\n\nThe version of the policy language",
    ],
    ['{ "Version": "2012<|>-10-17", "Statement": [] }', "**`2012-10-17`** · Version"],
    [
      '{ "Version": "2008<|>-10-17", "Statement": [] }',
      "policy variables such as `${aws:PrincipalTag/team}` are plain text",
    ],
    ['{ "I<|>d": "a", "Statement": [] }', "**`Id`**"],
    [statement('"Si<|>d": "Read"'), "**`Sid`**"],
    [statement('"Sid": "Re<|>ad"'), "**`Read`** · Sid"],
    [statement('"Eff<|>ect": "Allow"'), "grants nothing, replaces no policy and changes no role"],
    [statement('"Effect": "De<|>ny"'), "No other statement can give it back"],
    [statement('"Effect": "Allow", "Not<|>Action": "s3:*", "Resource": "*"'), "whatever else the role grants"],
    [statement('"Effect": "Allow", "Action": "s3:*", "NotRes<|>ource": "*"'), "All resources but those"],
    [statement('"Princi<|>pal": "*"'), "AWS refuses it in a session policy"],
    [statement('"NotPrinci<|>pal": "*"'), "It always hits a principal that has a permissions boundary"],
    [testing('"Bool": {}').replace('"Condition', '"Cond<|>ition'), "When the statement applies"],
  ])("%s", async (marked, expected) => {
    expect(await hoverIn(marked)).toContain(expected);
  });

  test("Allow means something else in each kind of policy", async () => {
    const allow = statement(`"Effect": "Al<|>low", "Action": "s3:GetObject", ${objects}`);
    expect(await hoverIn(allow)).toContain(
      "In a session policy: it lets through what the role's policies grant as well",
    );
    expect(await hoverIn(allow, { kind: "identity", session: "none" })).toContain("In an identity policy: it grants");
    expect(await hoverIn(allow, { kind: "scp", session: "none" })).toContain("grants nothing by itself");
  });

  test("Statement tells the whole of it, Action each entry", async () => {
    const text = `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:List*"], ${objects} }] }`;
    expect(await hoverIn(text.replace("State", "State<|>"))).toContain("**In this session**: S3AccessRole · ");
    const listed = await hoverIn(text.replace("Act", "Act<|>"));
    expect(listed).toContain("| Action | In this session |");
    expect(listed).toContain("| `s3:GetObject` | Allowed on b/\\* |");
    expect(listed).toMatch(/\| `s3:List\*` \| .* \|/);
  });

  test("what no policy has, and places between words, say nothing", async () => {
    expect(await hoverIn(statement('"Colo<|>r": "red"'))).toBe("nothing");
    expect(await hoverIn('{ <|> "Statement": [] }')).toBe("nothing");
    expect(await hoverIn('{ "Statement": <|>[] }')).toBe("nothing");
  });
});

describe("a resource", () => {
  const on = (resource: string, actions = '"s3:GetObject"') =>
    statement(`"Effect": "Allow", "Action": ${actions}, "Resource": ${resource}`);

  test("its parts, its type and what the session can do there", async () => {
    const text = await hoverIn(on('"arn:aws:s3:::b/<|>*"', '["s3:GetObject", "s3:PutObject"]'));
    expect(text).toBe(`**\`arn:aws:s3:::b/*\`** · \`object\`

| In this session | |
|---|---|
| allowed | \`GetObject\`, \`PutObject\` |

| Part of the ARN | |
|---|---|
| Service | \`s3\`, Amazon S3 |
| Region | none |
| Account | none |
| Resource | \`b/*\` |

\`*\` stands for any characters, \`/\` and \`:\` among them.`);
  });

  test("of several, only what applies to this one", async () => {
    const both = on('["arn:aws:s3:::<|>b", "arn:aws:s3:::b/*"]', '["s3:GetObject", "s3:ListBucket"]');
    const text = await hoverIn(both);
    expect(text).toContain("| allowed | `ListBucket` |");
    expect(text).toContain("The bucket itself, not its objects");
  });

  test("that the role does not reach", async () => {
    const role = document(
      "roles/Role.json",
      '{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::other/*" } }',
    );
    const base = { layers: { identity: { state: "given", value: [role] } } } as const;
    expect(await hoverIn(on('"arn:aws:s3:::b/<|>*"'), { session: base })).toContain("| not granted | `GetObject` |");
  });

  test("under the statement's own condition", async () => {
    const text = testing('"Bool": { "aws:SecureTransport": "true" }').replace("b/*", "b/<|>*");
    expect(await hoverIn(text)).toContain("| allowed under the statement's condition | `GetObject` |");
  });

  test("what is no ARN, and one that no type has", async () => {
    expect(await hoverIn(on('"my-<|>bucket"'))).toContain("This is no ARN");
    expect(await hoverIn(on('"arn:aws:s3:<|>b"'))).toContain("An ARN has six parts");
    expect(await hoverIn(on('"arn:aws:dynamodb:us-east-1:111122223333:tabel/<|>x"'))).toContain(
      "Amazon DynamoDB has no type of resource with such an ARN.",
    );
    expect(await hoverIn(on('"<|>*"'))).toContain("any resource");
  });

  test("in the role's own policy, without results", async () => {
    const text = await hoverIn(on('"arn:aws:s3:::b/<|>*"'), { kind: "identity", session: "none" });
    expect(text).toContain("`object`");
    expect(text).not.toContain("session");
  });
});

describe("a condition", () => {
  test.each([
    ['"IpAdd<|>ress": { "aws:SourceIp": "203.0.113.0/24" }', "A request without the key does not pass."],
    [
      '"StringNot<|>Equals": { "aws:SourceVpce": "x" }',
      "A request **without** the key passes: what isn't there is not equal.",
    ],
    ['"StringLikeIf<|>Exists": { "s3:prefix": "x" }', "A request **without** the key passes (`IfExists`)."],
    ['"ForAll<|>Values:StringEquals": { "aws:TagKeys": ["a"] }', "an empty set has no value that fails"],
    [
      '"ForAnyValue:String<|>NotEquals": { "aws:TagKeys": ["a"] }',
      "at least one of the request's values is not the same text",
    ],
    ['"Nu<|>ll": { "aws:TagKeys": "true" }', "Tests whether the key is there at all"],
    ['"string<|>equals": { "a": "b" }', "AWS documents no such operator"],
  ])("operator %s", async (condition, expected) => {
    expect(await hoverIn(testing(condition))).toContain(expected);
  });

  test.each([
    [
      '"IpAddress": { "aws:Source<|>Ip": "203.0.113.0/24" }',
      "**May be absent.** In every request except through a VPC endpoint.",
    ],
    ['"Bool": { "aws:Secure<|>Transport": "true" }', "**Always present.**"],
    ['"StringEquals": { "aws:user<|>name": "x" }', "**Never present** in a session."],
    ['"StringLike": { "s3:pre<|>fix": "x" }', "**`s3:prefix`** · text"],
    ['"ForAnyValue:StringLike": { "aws:Tag<|>Keys": "x" }', "It may have several values"],
    ['"StringEquals": { "s3:ExistingObjectTag/te<|>am": "x" }', "A free part: `s3:ExistingObjectTag/${TagKey}`."],
    ['"StringEquals": { "s3:nonsen<|>se": "x" }', "The catalog has no such key."],
    ['"StringEquals": { "nonsen<|>se": "x" }', "No service's keys begin like this."],
  ])("key %s", async (condition, expected) => {
    expect(await hoverIn(testing(condition))).toContain(expected);
  });

  test.each([
    ['"IpAddress": { "aws:SourceIp": "203.0.113.<|>0/24" }', "256 addresses, from `203.0.113.0` to `203.0.113.255`."],
    ['"IpAddress": { "aws:SourceIp": ["10.0.<|>0.0/8"] }', "They are private: `aws:SourceIp` is a public address"],
    ['"IpAddress": { "aws:SourceIp": "203.0.<|>113" }', "no address and no range"],
    ['"IpAddress": { "aws:SourceIp": "2001:db8::<|>/32" }', "2^96 addresses"],
    ['"DateLessThan": { "aws:CurrentTime": "2027-01-<|>31T00:00:00Z" }', "Sunday, 31 January 2027, 00:00 UTC."],
    ['"DateLessThan": { "aws:CurrentTime": "soo<|>n" }', "no date that AWS documents"],
    ['"NumericLessThan": { "aws:MultiFactorAuthAge": "36<|>00" }', "1 hour since MFA."],
    ['"NumericLessThan": { "s3:max-keys": 1<|>000 }', "The number 1,000."],
    ['"Bool": { "aws:SecureTransport": tr<|>ue }', "must be `true`"],
    ['"Null": { "s3:prefix": "fal<|>se" }', "Holds for requests **with** `s3:prefix`"],
    ['"StringEquals": { "s3:prefix": "ho<|>me/*" }', "With `StringEquals` `*` and `?` are plain characters"],
    ['"StringLike": { "s3:prefix": "ho<|>me/*" }', "A pattern: `*` stands for any characters"],
    [
      '"ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:ro<|>le/*" }',
      "Service `iam`, no Region, account `111122223333`",
    ],
  ])("value %s", async (condition, expected) => {
    expect(await hoverIn(testing(condition))).toContain(expected);
  });
});

describe("a policy variable", () => {
  const under = (variable: string) =>
    statement(`"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${<|>${variable}}/*"`);

  test("is told with its value where the session fixes it", async () => {
    const known = { tags: { team: "red" }, roleTags: {} };
    expect(await hoverIn(under("aws:PrincipalTag/team"), { session: known })).toContain("**In this session**: `red`");
    expect(await hoverIn(under("aws:PrincipalTag/team"))).toContain(
      "it isn't known: the config gives no `tags` of the role and of the session",
    );
    const neither = await hoverIn(under("aws:PrincipalTag/team"), { session: { tags: {}, roleTags: {} } });
    expect(neither).toContain("It has no value, because neither the role nor the session has this tag.");
    expect(neither).toContain("Where the key is absent the whole entry matches nothing.");
    expect(await hoverIn(under("aws:PrincipalArn"))).toContain("`arn:aws:iam::111122223333:role/ExampleRole`");
  });

  test("that a session never has", async () => {
    expect(await hoverIn(under("aws:username"))).toContain("only IAM users have a user name");
    expect(await hoverIn(under("aws:username"), { session: "user" })).toContain("a federated user has no user name");
    expect(await hoverIn(under("aws:username, 'all'"))).toContain("It is `all`, the default");
  });

  test("of Transfer, literal characters, and what is none", async () => {
    expect(await hoverIn(under("transfer:HomeBucket"))).toContain("only AWS Transfer Family knows this variable");
    expect(await hoverIn(under("*"))).toContain("the character `*` itself");
    expect(await hoverIn(under("oops"))).toContain("no variable that AWS documents");
  });

  test("is plain text under the older version", async () => {
    expect(await hoverIn(under("aws:userid").replace("2012", "2008"))).toContain("It is plain text here");
  });

  test("within a condition's value", async () => {
    const marked = testing('"StringLike": { "s3:prefix": "${aws:us<|>erid}/*" }');
    expect(await hoverIn(marked)).toContain("the unique ID of the role (`AROA…`), a colon and the name of the session");
  });
});

describe("documents without a session", () => {
  test("a wildcard lists its actions by access level", async () => {
    const text = await hoverIn(
      statement('"Effect": "Allow", "Action": "s3:*Acl", "Resource": "*"').replace("*Acl", "*<|>Acl"),
      {
        kind: "identity",
        session: "none",
      },
    );
    expect(text).toContain("| Access level | Actions |");
    expect(text).toContain("`GetBucketAcl`");
  });

  test("the principals of a trust policy", async () => {
    const trusting = (principal: string) =>
      statement(`"Effect": "Allow", "Principal": ${principal}, "Action": "sts:AssumeRole"`);
    const trust = { kind: "trust", session: "none" } as const;
    expect(await hoverIn(trusting('{ "AWS": "arn:aws:iam::111122223333:ro<|>ot" }'), trust)).toContain(
      "A whole account",
    );
    expect(await hoverIn(trusting('{ "AW<|>S": "1" }'), trust)).toContain("Accounts, roles, users and sessions");
    expect(await hoverIn(trusting('"<|>*"'), trust)).toContain("Everybody");
    expect(await hoverIn(trusting('{ "Service": "lambda.ama<|>zonaws.com" }'), trust)).toContain("Services of AWS");
  });
});

test("a finding's rule is told last, with its page", async () => {
  const text = await hoverIn(statement('"Effect": "al<|>low", "Action": "s3:GetObject", "Resource": "*"'));
  expect(text.split("\n\n").at(-1)).toMatch(/^Rule `invalid-effect`: .* · \[/);
});

test("prototype names and text that is markup do no harm", async () => {
  expect(await hoverIn(statement('"__proto<|>__": "x"'))).toBe("nothing");
  expect(await hoverIn(testing('"constr<|>uctor": { "a": "b" }'))).toContain("no such operator");
  const evil = testing('"StringEquals": { "aws:PrincipalTag/<img src=x>|[a](b)": "<|>`<b>`|" }');
  expect(await hoverIn(evil)).toContain("`` `<b>`¦ ``");
});
