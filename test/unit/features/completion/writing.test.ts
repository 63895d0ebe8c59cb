import { beforeAll, describe, expect, it } from "vitest";
import { type CompletionTester, completionTester } from "../../../support/completionText.js";
import { testCatalog } from "../../../support/testCatalog.js";
import { linked } from "./workspace.js";

let tester: CompletionTester;
beforeAll(async () => {
  tester = completionTester(await testCatalog());
});

const chosen = (marked: string, label: string, mode?: "insert") =>
  tester.chosen(marked, label, { ...linked, ...(mode && { mode }) });

/** `…` stands for the rest of a policy on one line. */
const before = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow",';
async function written(inner: string, label: string, mode?: "insert"): Promise<string> {
  const text = await chosen(`${before}${inner}}]}`, label, mode);
  expect(text.startsWith(before) && text.endsWith("}]}")).toBe(true);
  return text.slice(before.length, -3);
}

describe("a value that is chosen", () => {
  it.each([
    ["an empty string", '"Action":"<|>"', '"Action":"s3:ListBucket"'],
    ["no quotes", '"Action":<|>', '"Action":"s3:ListBucket"'],
    ["a word without quotes", '"Action":s3:Li<|>', '"Action":"s3:ListBucket"'],
    ["a word in a list", '"Action":["a:B",s3:Li<|>]', '"Action":["a:B","s3:ListBucket"]'],
    ["half a string", '"Action":"s3:Li<|>"', '"Action":"s3:ListBucket"'],
    ["the middle of a string", '"Action":"s3:Li<|>st"', '"Action":"s3:ListBucket"'],
    ["an escape before", '"Action":"s\\u0033:Li<|>"', '"Action":"s3:ListBucket"'],
    ["a missing comma before", '"Action":["a:B" "s3:Li<|>"]', '"Action":["a:B" "s3:ListBucket"]'],
    ["a missing comma before no quotes", '"Action":["a:B" <|>]', '"Action":["a:B", "s3:ListBucket"]'],
    ["a missing comma after", '"Action":[<|>"a:B"]', '"Action":["s3:ListBucket","a:B"]'],
    ["a missing quote", '"Action":["s3:Li<|>]', '"Action":["s3:ListBucket"]'],
    [
      "a missing quote before other members",
      '"Action":"s3:Li<|>,"Resource":"*"',
      '"Action":"s3:ListBucket","Resource":"*"',
    ],
  ])("takes the place of %s", async (_, inner, expected) => {
    expect(await written(inner, "s3:ListBucket")).toBe(expected);
  });

  it("keeps what stands after the cursor where that is wanted", async () => {
    expect(await written('"Action":"s3:Li<|>/x"', "s3:ListBucket", "insert")).toBe('"Action":"s3:ListBucket/x"');
  });

  it("leaves other lines and characters of any width alone", async () => {
    const text = '{\r\n  // 😀 "é"\r\n  "Statement": [\r\n    { "Sid": "é😀", "Effect": "<|>" } // 😀\r\n  ]\r\n}\r\n';
    expect(await chosen(text, "Deny")).toBe(text.replace("<|>", "Deny"));
  });
});

describe("an element that is chosen", () => {
  it.each([
    ["in quotes", '"Act<|>"', "Action", '"Action":["${1}"]'],
    ["without quotes", "Act<|>", "Action", '"Action":["${1}"]'],
    ["where only its name is missing", '"Act<|>":"s3:*"', "Action", '"Action":"s3:*"'],
    ["where quotes and name are missing", 'Act<|>:"s3:*"', "Action", '"Action":"s3:*"'],
    ["before others", '"<|>" "Action":"s3:*"', "Resource", '"Resource":"${1}", "Action":"s3:*"'],
    ["after others without a comma", '"Action":"s3:*" "<|>"', "Resource", '"Action":"s3:*", "Resource":"${1}"'],
    [
      "with an object for a value",
      '"Action":"s3:*","Condition":{"<|>"}',
      "Bool",
      '"Action":"s3:*","Condition":{"Bool":{"${1}":"${2}"}}',
    ],
    [
      "as a key with a blank",
      '"Condition":{"StringLike":{"aws:Pr<|>"}}',
      "aws:PrincipalTag/${TagKey}",
      '"Condition":{"StringLike":{"aws:PrincipalTag/${2:TagKey}":"${9}"}}',
    ],
  ])("is written %s", async (_, inner, label, expected) => {
    expect(await written(inner, label)).toBe(expected);
  });

  it("follows the document's lists and lines", async () => {
    const text = (action: string) => `{
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ${action},
      "Resource": ["*"]
    },
    {
      "<|>"
    }
  ]
}`;
    const element = async (action: string, name: string) => (await chosen(text(action), name)).split("\n").slice(8, -3);
    expect(await element('"s3:*"', "Action")).toEqual(['      "Action": "${1}"']);
    expect(await element('["s3:*"]', "Action")).toEqual(['      "Action": ["${1}"]']);
    expect(await element('[\n        "s3:*"\n      ]', "Resource")).toMatchInlineSnapshot(`
      [
        "    },",
        "    {",
        "      "Resource": [",
        "  "\${1}"",
        "]",
      ]
    `);
    expect(await element('"s3:*"', "Condition")).toMatchInlineSnapshot(`
      [
        "      "Condition": {",
        "  "\${1}": {",
        "    "\${2}": "\${3}"",
        "  }",
        "}",
      ]
    `);
  });
});
