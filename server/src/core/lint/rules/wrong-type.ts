import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";
import { typeInWords } from "../valueTypes.js";

export default defineRule({
  id: "wrong-type",
  topic: "elements",
  severity: "error",
  awsIssueCode: "DATA_TYPE_MISMATCH",
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "An element's value is of a type that it can't have.",
  why: "Each element takes values of certain JSON types. AWS rejects a policy with any other.",
  seeAlso: [references.grammar],
  examples: {
    invalid: [
      { policy: `{ "Version": "2012-10-17", "Statement": "Allow" }\n                                        ^^^^^^^` },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": true, "Action": "s3:GetObject", "Resource": "*" } }
                                                    ^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": ["s3:GetObject", 7], "Resource": { "Ref": "Bucket" } } }
                                                               ^               ^`,
      },
      { policy: `["s3:GetObject"]\n^` },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": "true" } } }
                                                                                                      ^^^^^^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }` },
      {
        policy: `{ "Statement": [{ "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"], "Condition": { "Bool": { "aws:SecureTransport": true } } }] }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NumericLessThan": { "s3:max-keys": [10, "20"] } } } }`,
      },
    ],
  },
  *check(input) {
    const { root } = input.parsed;
    for (const flagged of problemsOfKinds(input, ["wrong-type", "not-an-object"])) {
      // An empty string has a rule of its own.
      if (flagged.data.kind === "not-an-object" && root?.type === "string" && root.value === "") continue;
      // So has a Principal that does not give principals by type.
      if (/^(Not)?Principal$/.test(String(flagged.path.at(-1)))) continue;
      yield flagged;
    }
  },
  message({ kind, path, detail }, input) {
    const found = typeInWords(input.nodeAt(path));
    if (kind === "not-an-object")
      return `A policy is a JSON object, but this is ${found}. AWS rejects it. Begin with {.`;
    const item = typeof path[path.length - 1] === "number" && detail !== "Statement";
    const subject = item
      ? `An item of ${quoted(detail)}`
      : detail === "Statement" && path.length > 1
        ? "A statement"
        : quoted(detail);
    return `${subject} must be ${expectedType(path, detail, item)}, but this is ${found}. AWS rejects the policy.`;
  },
});

function expectedType(path: PolicyPath, element: string, item: boolean): string {
  const condition = path.indexOf("Condition");
  if (condition >= 0) {
    const below = path.length - condition - 1;
    if (below === 0) return "an object of condition operators";
    if (below === 1) return "an object of condition keys";
    return below === 2
      ? "a string, a number, true or false, or a list of these"
      : "a string, a number, or true or false";
  }
  if (item) return "a string";
  switch (element) {
    case "Version":
    case "Id":
    case "Sid":
    case "Effect":
      return "a string";
    case "Statement":
      return path.length > 1 ? "an object" : "a statement or a list of statements";
    case "Principal":
    case "NotPrincipal":
      return '"*" or an object';
    default:
      return "a string or a list of strings";
  }
}
