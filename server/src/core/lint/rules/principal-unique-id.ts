import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<{ readonly text: string; readonly what: "role" | "user" }>({
  id: "principal-unique-id",
  topic: "principals",
  severity: "warning",
  awsIssueCode: ["INVALID_ROLE_REFERENCE", "INVALID_USER_REFERENCE"],
  appliesTo: ["trust", "resource"],
  scope: "statement",
  concerns: { principal: ({ type, text }) => type === "AWS" && uniqueId.test(text) },
  since: "0.1.0",
  summary: "A principal is the unique ID of a role or user.",
  why: "AWS shows the unique ID where the role or user of a policy was deleted: the entry allows nobody then. A new role of the same name has another ID. AWS advises to write the ARN.",
  seeAlso: [references.principal],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "AROAEXAMPLEID1234567" }, "Action": "sts:AssumeRole" } }
                                                                                   ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": ["111122223333", "AROAEXAMPLEID1234567"] }, "Action": "sts:AssumeRole" } }
                                                                                                    ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "AROAEXAMPLEID1234567" }, "Action": "s3:GetObject", "Resource": "*" } }
                                                                                   ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "AIDAEXAMPLEID1234567" }, "Action": "sts:AssumeRole" } }
                                                                                   ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "AIDAEXAMPLEID1234567" }, "Action": "s3:GetObject", "Resource": "*" } }
                                                                                   ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": { "AWS": ["AIDAEXAMPLEID1234567", "111122223333"] }, "Action": "s3:GetObject", "Resource": "*" } }
                                                                                   ^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/a" }, "Action": "sts:AssumeRole" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole", "Condition": { "StringLike": { "aws:userid": "AROAEXAMPLEID1234567:*" } } } }`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/AIDA" }, "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements }) {
    for (const { principals } of statements) {
      for (const { type, text, path } of principals) {
        if (type !== "AWS" || !uniqueId.test(text)) continue;
        const what = text.startsWith("AROA") ? "role" : "user";
        yield {
          path,
          data: { text, what },
          awsIssueCode: what === "role" ? "INVALID_ROLE_REFERENCE" : "INVALID_USER_REFERENCE",
        };
      }
    }
  },
  message: ({ text, what }) =>
    `${quoted(text)} is the unique ID of a ${what}, which may be deleted by now. Then the entry stands for nobody. Write the ARN of the ${what}.`,
});

const uniqueId = /^A(ROA|IDA)[A-Z0-9]{12,}$/;
