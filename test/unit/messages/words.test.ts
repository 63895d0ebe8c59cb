import { describe, expect, test } from "vitest";
import { alternatives, listed } from "../../../server/src/core/messages/lists.js";
import { code, escaped, link } from "../../../server/src/core/messages/markdown.js";
import { counted, withThousands } from "../../../server/src/core/messages/numbers.js";
import { quoted } from "../../../server/src/core/messages/quoted.js";
import { referencePage } from "../../../server/src/core/messages/referencePage.js";
import { resourceWordings, shortResource } from "../../../server/src/core/messages/resourceNames.js";
import { cut, firstThatFits } from "../../../server/src/core/messages/room.js";

test("numbers", () => {
  expect([0, 999, 1000, 21788, 1234567].map(withThousands)).toEqual(["0", "999", "1,000", "21,788", "1,234,567"]);
  expect([counted(1, "action"), counted(0, "action"), counted(2048, "action")]).toEqual([
    "1 action",
    "0 actions",
    "2,048 actions",
  ]);
});

test("lists", () => {
  expect(listed([])).toBe("");
  expect(listed(["A"])).toBe("A");
  expect(listed(["A", "B"])).toBe("A and B");
  expect(listed(["A", "B", "C"])).toBe("A, B and C");
  expect(listed(["A", "B", "C"], 3)).toBe("A, B and C");
  expect(listed(["A", "B", "C", "D"], 2)).toBe("A, B and 2 more");
  expect(alternatives(["A", "B", "C"], 1)).toBe("A or 2 more");
});

test("room is counted in characters, not in UTF-16 units", () => {
  expect(cut("😀😀😀", 3)).toBe("😀😀😀");
  expect(cut("😀😀😀😀", 3)).toBe("😀😀…");
  expect(firstThatFits(["too long by far", "fits"], 6)).toBe("fits");
  expect(firstThatFits(["too long by far", "too long"], 6)).toBe("too l…");
});

test("the user's text in a message", () => {
  expect(quoted("s3:Get*")).toBe('"s3:Get*"');
  expect(quoted("a\nb\u0000c\u2028d")).toBe('"a b c d"');
  expect(quoted("x".repeat(200))).toHaveLength(82);
});

describe("resources", () => {
  test.each([
    ["arn:aws:s3:::example-bucket/*", "example-bucket/*"],
    ["arn:aws:dynamodb:us-east-1:111122223333:table/Orders", "table/Orders"],
    ["arn:aws:lambda:us-east-1:111122223333:function:f:42", "function:f:42"],
    ["arn:aws:s3", "arn:aws:s3"],
    ["example-bucket", "example-bucket"],
    ["*", "all resources"],
  ])("%s", (resource, expected) => {
    expect(shortResource(resource)).toBe(expected);
  });

  test("a bucket beside its objects, but not another's", () => {
    const arn = (name: string) => `arn:aws:s3:::${name}`;
    expect(resourceWordings([arn("b/*"), arn("b")])[0]).toBe("b and its objects");
    expect(resourceWordings([arn("b"), arn("b/*"), arn("c/*")])[0]).toBe("b and its objects and c/*");
    expect(resourceWordings([arn("b"), arn("b/x/*")])[0]).toBe("b and b/x/*");
    expect(resourceWordings([arn("b/x"), arn("b/x/*")])[0]).toBe("b/x and b/x/*");
    expect(resourceWordings([arn("b"), arn("b")])).toEqual(["b"]);
    expect(resourceWordings([arn("b"), "*"])).toEqual(["all resources"]);
  });
});

describe("Markdown", () => {
  test("words are no markup", () => {
    expect(escaped("a*b_c[d](e)<f>&`g`|h")).toBe("a\\*b\\_c\\[d\\](e)&lt;f\\>&amp;\\`g\\`\\|h");
    expect(escaped("http://x www.x.org a@b.c")).toBe("http\\://x www\\.x.org a\\@b.c");
    expect(escaped("line\n# heading")).toBe("line \\# heading");
  });

  test("code holds what it is given", () => {
    expect(code("a")).toBe("`a`");
    expect(code("a`b``c")).toBe("``` a`b``c ```");
    expect(code("")).toBe("`  `");
    expect(code("a|b")).toBe("`a\u00a6b`");
  });

  test("links can't be left by their target", () => {
    expect(link("a]b", "file:///a b/(c).json#L3")).toBe("[a\\]b](file:///a%20b/%28c%29.json#L3)");
  });

  test("pages of the reference", () => {
    expect(referencePage("AWS Identity and Access Management (IAM)", "iam:PassRole")).toBe(
      "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html#awsidentityandaccessmanagementiam-PassRole",
    );
  });
});
