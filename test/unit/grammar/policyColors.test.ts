import { describe, expect, test } from "vitest";
import { unindent } from "../../support/markedText.js";
import { availableGrammars, type JsonScope, showColors, tokenizer } from "../../support/tokenScopes.js";

const roots: readonly JsonScope[] = ["source.json", "source.json.comments"];
const settings = availableGrammars.flatMap((json) => roots.map((root) => ({ json, root })));

describe.each(settings)("in $root, $json", ({ root, json }) => {
  async function colors(policy: string): Promise<string> {
    const text = unindent(policy);
    const { scopes, problems } = await tokenizer(root, json);
    const shown = showColors(text, scopes(text));
    expect(problems()).toEqual([]);
    return shown;
  }

  test("actions", async () => {
    expect(
      await colors(`
        { "Statement": [{
          "Action": ["s3:Get*", "*", "ec2:?", "GetObject", "s3:", "a:b:c", "s3:\${x}"],
          "NotAction" : "iam:PassRole"
        }] }`),
    ).toMatchInlineSnapshot(`
      "{ "Statement": [{
        "Action": ["s3:Get*", "*", "ec2:?", "GetObject", "s3:", "a:b:c", "s3:\${x}"],
                    ^^ entity.name.namespace.service
                      ^ punctuation.separator.service
                       ^^^ entity.name.function.action
                          ^ entity.name.function.action keyword.operator.wildcard
                               ^ keyword.operator.wildcard
                                    ^^^ entity.name.namespace.service
                                       ^ punctuation.separator.service
                                        ^ entity.name.function.action keyword.operator.wildcard
        "NotAction" : "iam:PassRole"
                       ^^^ entity.name.namespace.service
                          ^ punctuation.separator.service
                           ^^^^^^^^ entity.name.function.action
      }] }"
    `);
  });

  test("a list over several lines", async () => {
    expect(
      await colors(`
        {
          "Statement":
          {
            "Action":
            [
              // a comment: "s3:GetObject"
              "s3:GetObject",
              "sts:TagSession"
            ],
            "Sid": "s3:GetObject"
          }
        }`),
    ).toMatchInlineSnapshot(`
      "{
        "Statement":
        {
          "Action":
          [
            // a comment: "s3:GetObject"
            "s3:GetObject",
             ^^ entity.name.namespace.service
               ^ punctuation.separator.service
                ^^^^^^^^^ entity.name.function.action
            "sts:TagSession"
             ^^^ entity.name.namespace.service
                ^ punctuation.separator.service
                 ^^^^^^^^^^ entity.name.function.action
          ],
          "Sid": "s3:GetObject"
        }
      }"
    `);
  });

  test("ARNs", async () => {
    expect(
      await colors(`
        { "Statement": { "Resource": [
          "arn:aws:s3:::example-bucket/*",
          "arn:aws*:sqs:us-east-?:111122223333:q:x",
          "arn:aws:s3",
          "*",
          "see arn:aws:s3:::b",
          "arn:aws:s3:::a\\u002a"
        ] } }`),
    ).toMatchInlineSnapshot(`
      "{ "Statement": { "Resource": [
        "arn:aws:s3:::example-bucket/*",
         ^^^ storage.type.arn
            ^ punctuation.separator.arn
             ^^^ constant.other.partition
                ^ punctuation.separator.arn
                 ^^ entity.name.namespace.service
                   ^^^ punctuation.separator.arn
                                     ^ keyword.operator.wildcard
        "arn:aws*:sqs:us-east-?:111122223333:q:x",
         ^^^ storage.type.arn
            ^ punctuation.separator.arn
             ^^^ constant.other.partition
                ^ constant.other.partition keyword.operator.wildcard
                 ^ punctuation.separator.arn
                  ^^^ entity.name.namespace.service
                     ^ punctuation.separator.arn
                      ^^^^^^^^ constant.other.region
                              ^ constant.other.region keyword.operator.wildcard
                               ^ punctuation.separator.arn
                                ^^^^^^^^^^^^ constant.other.account
                                            ^ punctuation.separator.arn
        "arn:aws:s3",
        "*",
        "see arn:aws:s3:::b",
        "arn:aws:s3:::a\\u002a"
      ] } }"
    `);
  });

  test("variables", async () => {
    expect(
      await colors(`
        { "Statement": { "NotResource": [
          "arn:aws:s3:::b/\${aws:PrincipalTag/team, 'all'}/\${*}",
          "\${aws:username}\\"\${a",
          "\${}"
        ] } }`),
    ).toMatchInlineSnapshot(`
      "{ "Statement": { "NotResource": [
        "arn:aws:s3:::b/\${aws:PrincipalTag/team, 'all'}/\${*}",
         ^^^ storage.type.arn
            ^ punctuation.separator.arn
             ^^^ constant.other.partition
                ^ punctuation.separator.arn
                 ^^ entity.name.namespace.service
                   ^^^ punctuation.separator.arn
                        ^^ punctuation.definition.template-expression.begin
                          ^^^^^^^^^^^^^^^^^^^^^ variable.other
                                               ^ punctuation.separator.default
                                                 ^^^^^ string.quoted.single.default
                                                      ^ punctuation.definition.template-expression.end
                                                        ^^^^ constant.character.escape
        "\${aws:username}\\"\${a",
         ^^ punctuation.definition.template-expression.begin
           ^^^^^^^^^^^^ variable.other
                       ^ punctuation.definition.template-expression.end
        "\${}"
      ] } }"
    `);
  });

  test("conditions and principals", async () => {
    expect(
      await colors(`
        { "Statement": {
          "Principal": { "AWS": "arn:aws:iam::111122223333:root", "Service": "ec2.amazonaws.com" },
          "Condition": { "StringLike": {
            "aws:PrincipalArn": "arn:aws:iam::*:role/*",
            "s3:prefix": ["\${aws:userid}/*", "team:Red", "*"]
          } }
        } }`),
    ).toMatchInlineSnapshot(`
      "{ "Statement": {
        "Principal": { "AWS": "arn:aws:iam::111122223333:root", "Service": "ec2.amazonaws.com" },
                               ^^^ storage.type.arn
                                  ^ punctuation.separator.arn
                                   ^^^ constant.other.partition
                                      ^ punctuation.separator.arn
                                       ^^^ entity.name.namespace.service
                                          ^^ punctuation.separator.arn
                                            ^^^^^^^^^^^^ constant.other.account
                                                        ^ punctuation.separator.arn
        "Condition": { "StringLike": {
          "aws:PrincipalArn": "arn:aws:iam::*:role/*",
                               ^^^ storage.type.arn
                                  ^ punctuation.separator.arn
                                   ^^^ constant.other.partition
                                      ^ punctuation.separator.arn
                                       ^^^ entity.name.namespace.service
                                          ^^ punctuation.separator.arn
                                            ^ constant.other.account keyword.operator.wildcard
                                             ^ punctuation.separator.arn
                                                   ^ keyword.operator.wildcard
          "s3:prefix": ["\${aws:userid}/*", "team:Red", "*"]
                         ^^ punctuation.definition.template-expression.begin
                           ^^^^^^^^^^ variable.other
                                     ^ punctuation.definition.template-expression.end
        } }
      } }"
    `);
  });

  test("half-typed text", async () => {
    expect(
      await colors(`
        { "Statement": [
          { "Action":, "Resource": },
          { "Action":}, { "Action":
          , "Resource": "arn:aws:s3:::b",
          "Action": [ "s3:GetObject"
          "Resource": "arn:aws:s3:::b`),
    ).toMatchInlineSnapshot(`
      "{ "Statement": [
        { "Action":, "Resource": },
        { "Action":}, { "Action":
        , "Resource": "arn:aws:s3:::b",
                       ^^^ storage.type.arn
                          ^ punctuation.separator.arn
                           ^^^ constant.other.partition
                              ^ punctuation.separator.arn
                               ^^ entity.name.namespace.service
                                 ^^^ punctuation.separator.arn
        "Action": [ "s3:GetObject"
                     ^^ entity.name.namespace.service
                       ^ punctuation.separator.service
                        ^^^^^^^^^ entity.name.function.action
        "Resource": "arn:aws:s3:::b"
    `);
  });

  test("a Statement within a statement, and keys of a policy outside of one", async () => {
    expect(
      await colors(`
        { "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b",
          "Statement": { "Statement": { "Action": "s3:GetObject" } } }`),
    ).toMatchInlineSnapshot(`
      "{ "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b",
        "Statement": { "Statement": { "Action": "s3:GetObject" } } }"
    `);
  });

  test("a policy on one line", async () => {
    expect(
      await colors(`{"Statement":[{"Action":"s3:GetObject","Resource":"*"},{"Action":["s3:a"],"Resource":[]}]}`),
    ).toMatchInlineSnapshot(`
      "{"Statement":[{"Action":"s3:GetObject","Resource":"*"},{"Action":["s3:a"],"Resource":[]}]}
                               ^^ entity.name.namespace.service
                                 ^ punctuation.separator.service
                                  ^^^^^^^^^ entity.name.function.action
                                                                         ^^ entity.name.namespace.service
                                                                           ^ punctuation.separator.service
                                                                            ^ entity.name.function.action"
    `);
  });
});
