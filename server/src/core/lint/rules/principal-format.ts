import { quoted } from "../../messages/quoted.js";
import { membersByName } from "../../syntax/navigate.js";
import { isHalfTyped } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";
import { typeInWords } from "../valueTypes.js";

export default defineRule<{ readonly name: string; readonly what: string }>({
  id: "principal-format",
  topic: "principals",
  severity: "error",
  awsIssueCode: "INVALID_PRINCIPAL_FORMAT",
  appliesTo: ["trust", "resource", "rcp"],
  scope: "statement",
  since: "0.1.0",
  summary: 'A Principal is neither `"*"` nor principals by type.',
  why: 'Principals are given by type, as in `{ "AWS": "111122223333" }` or `{ "Service": "ec2.amazonaws.com" }`. Only `"*"`, for everybody, stands alone. AWS rejects anything else.',
  seeAlso: [references.principal],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "111122223333", "Action": "sts:AssumeRole" } }
                                                                          ^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "arn:aws:iam::111122223333:role/a", "Action": "s3:GetObject", "Resource": "*" } }
                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": [{ "AWS": "111122223333" }], "Action": "s3:GetObject", "Resource": "*" } }
                                                                          ^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check(input) {
    if (isHalfTyped(input)) return;
    for (const { node, path } of input.statements) {
      const elements = membersByName(node);
      for (const name of ["Principal", "NotPrincipal"]) {
        const value = elements.get(name)?.value;
        if (value === undefined || value.type === "object" || (value.type === "string" && value.value === "*"))
          continue;
        const what = value.type === "string" ? quoted(value.value) : typeInWords(value);
        yield { path: [...path, name], data: { name, what } };
      }
    }
  },
  message: ({ name, what }) =>
    `${name} is ${what}, and not principals by type. AWS rejects the policy. Write it as in { "AWS": "111122223333" }.`,
});
