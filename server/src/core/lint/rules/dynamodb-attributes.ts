import { atKey, conditionsOf, testsOneOf } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";
import { allowsAction } from "../statementActions.js";

const reads = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"];

export default defineRule<undefined>({
  id: "dynamodb-attributes",
  topic: "conditions",
  severity: "security-warning",
  awsIssueCode: "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ lowerKey }) => lowerKey === "dynamodb:attributes" },
  since: "0.1.0",
  summary: "Attributes of DynamoDB items are limited, but whole items can be read.",
  why: "`dynamodb:Attributes` has the attributes that a request names. A read that names none returns the whole item. With `dynamodb:Select` equal to `SPECIFIC_ATTRIBUTES` it has to name them.",
  seeAlso: [
    {
      title: "Fine-grained access control in DynamoDB",
      url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html",
    },
    references.checks,
  ],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id", "name"] } } } }
                                                                                                                                                          ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["dynamodb:Query", "dynamodb:PutItem"], "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id"], "dynamodb:LeadingKeys": "a" } } } }
                                                                                                                                                                              ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "dynamodb:*", "Resource": "*", "Condition": { "ForAllValues:StringLike": { "dynamodb:attributes": "public*" } } } }
                                                                                                                                                  ^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id", "name"] }, "StringEqualsIfExists": { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" } } } }`,
      },
      {
        title: "Nothing is read",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id", "name"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": "a" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { statement, condition } of conditionsOf(input)) {
      if (statement.effect !== "Allow" || condition.lowerKey !== "dynamodb:attributes") continue;
      if (testsOneOf(statement, ["dynamodb:Select"])) continue;
      if (reads.some((action) => allowsAction(statement, action))) yield atKey(input, condition, undefined);
    }
  },
  message: () =>
    'A read that names no attributes returns the whole item, whatever "dynamodb:Attributes" allows. Add "StringEqualsIfExists": { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" }.',
});
