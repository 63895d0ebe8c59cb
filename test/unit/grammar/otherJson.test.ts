import { describe, expect, test } from "vitest";
import { availableGrammars, isOurs, type JsonScope, ownGrammars, tokenizer } from "../../support/tokenScopes.js";

const roots: readonly JsonScope[] = ["source.json", "source.json.comments"];
const settings = availableGrammars.flatMap((json) => roots.map((root) => ({ json, root })));

const packageJson = `{
  "name": "a", "version": "1.0.0",
  "scripts": { "build:Main": "node build:Main \${npm_config_x}", "test": "a:Test" },
  "bin": "*", "imports": { "#a": "arn:aws:s3:::b/*" },
  "config": { "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b"] }
}`;

const tsconfig = `{
  // "Statement": { "Action": "s3:GetObject" }
  "compilerOptions": { "outDir": "\${configDir}/out", "paths": { "a:B": ["c:D/*"] }, "types": ["*"] },
  "include": ["src/**/*.ts"]
}`;

const eventPattern = `{
  "source": ["aws.ec2"],
  "detail-type": ["AWS API Call via CloudTrail"],
  "resources": ["arn:aws:ec2:us-east-1:111122223333:instance/i-1", { "wildcard": "arn:aws:s3:::*" }],
  "detail": {
    "eventSource": ["s3.amazonaws.com"],
    "eventName": ["PutObject", "s3:PutObject"],
    "Action": ["s3:PutObject"],
    "Resource": "arn:aws:s3:::b/\${x}"
  }
}`;

const policy = `{
  "Version": "2012-10-17", /* a comment */
  "Statement": [
    { "Sid": "A", "Effect": "Allow", "Action": ["s3:Get*", "\\u0073:x"], "Resource": "arn:aws:s3:::b/\${aws:userid}",
      "Condition": { "Bool": { "aws:SecureTransport": true }, "NumericLessThan": { "s3:max-keys": 10 } } },
    { "Effect": "Deny", "Principal": { "AWS": ["*"] }, "NotAction": "iam:*", "NotResource": [], "x": null }
  ],
  "Id": "x"
}`;

describe.each(settings)("in $root, $json", ({ root, json }) => {
  test.each([
    ["package.json", packageJson],
    ["tsconfig.json", tsconfig],
    ["an EventBridge pattern", eventPattern],
  ])("%s gets no color from us", async (_, text) => {
    const { scopes, problems } = await tokenizer(root, json);
    const colors = scopes(text).flatMap((all) => all.filter((scope) => isOurs(scope) && !scope.startsWith("meta.")));
    expect(colors).toEqual([]);
    expect(problems()).toEqual([]);
  });

  test.each([
    ["package.json", packageJson],
    ["tsconfig.json", tsconfig],
    ["an EventBridge pattern", eventPattern],
    ["a policy", policy],
  ])("%s keeps the scopes that JSON gives it", async (_, text) => {
    const with_ = (await tokenizer(root, json)).scopes(text);
    const without = (await tokenizer(root, json, false)).scopes(text);
    expect(with_.map((all) => all.filter((scope) => !isOurs(scope)))).toEqual(without);
  });
});

test("the grammar for comments is the one without, but for names", () => {
  const [plain, comments] = ["policy-keys.injection", "policy-keys-comments.injection"].map((name) => {
    const { repository, patterns } = ownGrammars.get(name)!;
    return JSON.stringify({ repository, patterns });
  });
  expect(comments).toBe(plain!.replaceAll("source.json#", "source.json.comments#"));
});
