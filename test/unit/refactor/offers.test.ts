import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { testCatalog } from "../../support/testCatalog.js";
import { offersAt, policyText } from "./offers.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog(["s3", "ec2", "dynamodb", "iam", "sqs"]);
});

/** An identity policy of one statement. */
function role(
  Action: string | readonly string[],
  Resource: string | readonly string[] = "*",
  more: object = {},
): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource, ...more }] });
}

const sourceIp = { Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } };

describe("keep only Read and List", () => {
  test("folds what is left within the wildcard", () => {
    const offers = offersAt(
      policyText(`{ "Effect": "Allow", "Action": ["sqs:*<|>", "s3:GetObject"], "Resource": "*" }`),
      catalog,
    );
    expect(offers['Keep only Read and List actions of "sqs:*" (narrower)']).toBe(
      policyText(
        `{ "Effect": "Allow", "Action": ["sqs:Get*", "sqs:List*", "sqs:ReceiveMessage", "s3:GetObject"], "Resource": "*" }`,
      ),
    );
  });

  test.each([
    ["a Deny", `{ "Effect": "Deny", "Action": "sqs:*<|>", "Resource": "*" }`],
    ["a literal action", `{ "Effect": "Allow", "Action": "sqs:Send<|>Message", "Resource": "*" }`],
    ["NotAction", `{ "Effect": "Allow", "NotAction": "sqs:*<|>", "Resource": "*" }`],
    ["what only reads", `{ "Effect": "Allow", "Action": "sqs:Get*<|>", "Resource": "*" }`],
    ["an unknown service", `{ "Effect": "Allow", "Action": "squid:*<|>", "Resource": "*" }`],
  ])("is not offered on %s", (_, statement) => {
    const offers = Object.keys(offersAt(policyText(statement), catalog));
    expect(offers.filter((title) => title.startsWith("Keep"))).toEqual([]);
  });
});

describe("expand and fold", () => {
  const wildcard = policyText(`{ "Effect": "Allow", "Action": "sqs:Get*<|>", "Resource": "*" }`);
  const list = policyText(
    `{ "Effect": "Allow", "Action": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"<|>], "Resource": "*" }`,
  );

  test("are the reverse of each other, and the same only as long as AWS adds nothing", () => {
    expect(offersAt(wildcard, catalog)['Expand "sqs:Get*" to 2 actions (same access today)']).toBe(
      list.replace("<|>", ""),
    );
    expect(offersAt(list, catalog)["Fold 2 actions into 1 (same access today)"]).toBe(wildcard.replace("<|>", ""));
  });

  test("a wildcard in a Deny stays: later actions would be allowed", () => {
    const deny = wildcard.replace("Allow", "Deny");
    expect(Object.keys(offersAt(deny, catalog)).filter((title) => title.startsWith("Expand"))).toEqual([]);
  });
});

describe("narrow a resource", () => {
  const everything = policyText(`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "<|>*" }`);

  test("to the base's own ARNs; a bucket's policy could tell", () => {
    const base = [role(["s3:GetObject", "s3:ListBucket"], ["arn:aws:s3:::b/*", "arn:aws:s3:::c/d/*"])];
    expect(offersAt(everything, catalog, { base })['Narrow "*" to what the role grants (narrower)']).toBe(
      policyText(
        `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::c/d/*"] }`,
      ),
    );
  });

  test("where no resource has a policy, access stays the same", () => {
    const base = [role("ec2:*", "arn:aws:ec2:us-east-1:111122223333:instance/*")];
    const policy = policyText(
      `{ "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "arn:aws:ec2:<|>*:111122223333:instance/*" }`,
    );
    const title = 'Narrow "arn:aws:ec2:*:111122223333:instance/*" to what the role grants (same access)';
    expect(offersAt(policy, catalog, { base })[title]).toContain("us-east-1");
  });

  test("by what both patterns have in common", () => {
    const policy = policyText(`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/in/*<|>" }`);
    const base = [role("s3:*", "arn:aws:s3:::b/*.txt")];
    const title = 'Narrow "arn:aws:s3:::b/in/*" to what the role grants (narrower)';
    expect(offersAt(policy, catalog, { base })[title]).toContain("arn:aws:s3:::b/in/*.txt");
  });

  test.each([
    ["grants it everywhere", [role("s3:*")]],
    [
      "grants it elsewhere by NotResource",
      [
        role("s3:*"),
        `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::x/*"}]}`,
      ],
    ],
    ["grants nothing of it", [role("sqs:*", "arn:aws:sqs:us-east-1:111122223333:q")]],
  ])("is not offered where the role %s", (_, base) => {
    expect(Object.keys(offersAt(everything, catalog, { base })).filter((title) => title.startsWith("Narrow"))).toEqual(
      [],
    );
  });
});

describe("add the condition", () => {
  const title = "Add the condition under which the role grants it (narrower)";

  test("of the one statement that grants it", () => {
    const policy = policyText(`{ "Effect": "Allow", "Action": "s3:Get<|>Object", "Resource": "arn:aws:s3:::b/*" }`);
    expect(offersAt(policy, catalog, { base: [role("s3:*", "*", sourceIp)] })[title]).toBe(
      policyText(
        `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } }`,
      ),
    );
  });

  test("beside the statement's own", () => {
    const policy = policyText(
      `{ "Effect": "Allow", "Action": "s3:Get<|>Object", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }`,
    );
    expect(offersAt(policy, catalog, { base: [role("s3:*", "*", sourceIp)] })[title]).toContain(
      `"Condition": { "Bool": { "aws:SecureTransport": "true" }, "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }`,
    );
  });

  test("not where it would take away what the role grants without it", () => {
    const policy = policyText(`{ "Effect": "Allow", "Action": "s3:Get<|>Object", "Resource": "arn:aws:s3:::b/*" }`);
    const base = [role("s3:*", "*", sourceIp), role("s3:*", "arn:aws:s3:::b/open/*")];
    expect(offersAt(policy, catalog, { base })[title]).toBeUndefined();
  });
});

describe("split", () => {
  test("gives each action the resources that it can be called on", () => {
    const policy = policyText(
      `{ "Sid": "A", "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"<|>], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }`,
    );
    const title = "Split into 2 statements, each action with the resources it fits (same access today)";
    expect(offersAt(policy, catalog)[title]).toBe(
      policyText(
        `{ "Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }`,
        `{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b" }`,
      ),
    );
  });
});

describe("merge", () => {
  test("statements that agree in all but one element", () => {
    const [get, put, other] = [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }`,
      `{ "Sid": "Put", "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": ["arn:aws:s3:::b/*"] }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::c/*" }`,
    ];
    const offers = offersAt(policyText(get!.replace("Get", "Get<|>"), put!, other!), catalog);
    expect(offers["Merge with Sid Put (same access)"]).toBe(
      policyText(
        `{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*" }`,
        other!,
      ),
    );
    expect(offers["Merge with statement 3 (same access)"]).toContain(`["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"]`);
  });

  test.each([
    ["another effect", `{ "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*" }`],
    [
      "another condition",
      `{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }`,
    ],
    ["other actions and resources", `{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*" }`],
    ["a NotAction", `{ "Effect": "Allow", "NotAction": "s3:PutObject", "Resource": "*" }`],
  ])("not with a statement of %s", (_, other) => {
    const own = `{ "Effect": "Allow", "Action": "s3:Get<|>Object", "Resource": "*" }`;
    expect(Object.keys(offersAt(policyText(own, other), catalog)).filter((title) => title.startsWith("Merge"))).toEqual(
      [],
    );
  });
});

describe("remove redundant", () => {
  test("an entry that another one covers", () => {
    const policy = policyText(
      `{ "Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject<|>"], "Resource": "arn:aws:s3:::b/*" }`,
    );
    expect(offersAt(policy, catalog)['Remove redundant "s3:GetObject" (same access)']).toContain(`["s3:Get*"]`);
  });

  test("a statement that two others cover together", () => {
    const policy = policyText(
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }`,
      `{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }`,
      `{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::<|>b/*" }`,
    );
    expect(offersAt(policy, catalog)["Remove redundant statement 3 (same access)"]).toBeDefined();
  });

  test("an Allow that a Deny takes away, but never the Deny", () => {
    const allow = `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }`;
    const deny = `{ "Effect": "Deny", "Action": "s3:*", "Resource": "*" }`;
    expect(Object.keys(offersAt(policyText(allow.replace("Get", "Get<|>"), deny), catalog))).toEqual([
      "Remove redundant statement 1 (same access)",
    ]);
    expect(offersAt(policyText(allow, deny.replace("s3:*", "s3:<|>*")), catalog)).toEqual({});
  });
});

describe("replace NotAction", () => {
  test("by what the role grants, folded", () => {
    const policy = policyText(`{ "Effect": "Allow", "Not<|>Action": "iam:*", "Resource": "*" }`);
    const base = [role(["s3:GetObject", "s3:PutObject*", "sqs:*"])];
    expect(offersAt(policy, catalog, { base })["Replace NotAction by what the role grants (narrower)"]).toBe(
      policyText(`{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject*", "sqs:*"], "Resource": "*" }`),
    );
  });
});

describe("nothing is offered", () => {
  test.each([
    [
      "in a policy with principals",
      `{ "Effect": "Allow", "Principal": "*", "Action": "s3:*<|>", "Resource": "*" }`,
      "resource",
    ],
    ["in what can't be read", `{ "Effect": "Allow", "Action": "s3:*<|>", "Resource": 1 }`, "session"],
    ["outside of statements", `{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }`, "session"],
  ] as const)("%s", (_, statement, kind) => {
    const text = policyText(statement);
    expect(offersAt(text.includes("<|>") ? text : `<|>${text}`, catalog, { kind })).toEqual({});
  });
});
