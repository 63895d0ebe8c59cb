import { quoted } from "../../messages/quoted.js";
import { hasVariable } from "../conditionTests.js";
import type { ArnField } from "../facts/resourceFacts.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";
import { variableTexts } from "../variableTexts.js";

interface Early {
  readonly variable: string;
  readonly field: string;
}

export default defineRule<Early>({
  id: "variable-before-resource",
  topic: "variables",
  severity: "warning",
  appliesTo: ["session", "identity", "resource", "boundary", "scp", "rcp"],
  concerns: { resource: ({ arn, text }) => arn?.count === 6 && hasVariable(text.slice(0, arn.resource.start)) },
  since: "0.1.0",
  summary: "A policy variable stands in an ARN before its fifth colon.",
  why: 'AWS documents policy variables for the last part of an ARN only, behind the fifth colon (V1). Whether one in the Region or account is replaced is not documented: the entry may match nothing. Of AWS\'s managed policies one has it there, with a condition besides. Name it, or write `*` there and say in the Condition what is meant: `"StringEquals": { "aws:ResourceAccount": "${aws:PrincipalAccount}" }` keeps to the account of the caller. If the text comes from a template (`${AWS::AccountId}`), it is replaced before AWS sees it: then switch the rule off for the file.',
  seeAlso: [references.variables, references.arns],
  examples: {
    invalid: [
      {
        title: "The caller's account",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:\${aws:PrincipalAccount}:orders" } }
                                                                                                                             ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "The Region of the request",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "dynamodb:*", "NotResource": ["arn:aws:dynamodb:\${aws:RequestedRegion}:111122223333:table/*"] } }
                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "As in a template",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::\${AWS::AccountId}:role/a" } }
                                                                                                                ^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        title: "Behind the fifth colon",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b-\${aws:PrincipalAccount}/\${aws:PrincipalTag/team}/*" } }`,
      },
      {
        title: "In a condition a variable may stand anywhere",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::\${aws:ResourceAccount}:role/a" } } } }`,
      },
      {
        title: "In an older version it is plain text",
        policy: `{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:\${aws:PrincipalAccount}:orders" } }`,
      },
    ],
  },
  *check({ statements, model, spanIn }) {
    if (!model.substitutesVariables) return;
    for (const { resources } of statements) {
      for (const { text, path, arn } of resources) {
        if (arn === undefined || arn.count < 6 || !text.slice(0, arn.resource.start).includes("${")) continue;
        for (const name of ["partition", "service", "region", "account"] as const) {
          const field: ArnField = arn[name];
          const [first] = variableTexts(field.text, path);
          if (first === undefined) continue;
          const { start, end } = first;
          yield {
            path,
            span: spanIn(path, field.start + start, field.start + end),
            data: { variable: field.text.slice(start, end), field: names[name] },
          };
        }
      }
    }
  },
  message: ({ variable, field }) =>
    `Policy variables are for the last part of an ARN, and ${quoted(variable)} stands in its ${field}. Whether AWS replaces it there is not documented: the entry may match nothing. Name the ${field}, or write "*" and limit the ${field} by a condition.`,
});

const names = { partition: "partition", service: "service", region: "Region", account: "account" } as const;
