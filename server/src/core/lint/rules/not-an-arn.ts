import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { useInstead } from "../didYouMean.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

interface NoArn {
  readonly text: string;
  /** How many of the six fields there are; 0 where it does not begin as an ARN. */
  readonly fields: number;
  readonly path: PolicyPath;
}

export default defineRule<NoArn>({
  id: "not-an-arn",
  topic: "resources",
  severity: "error",
  awsIssueCode: ["INVALID_ARN_PREFIX", "MISSING_ARN_FIELD"],
  elsewhere: [
    { linter: "parliament", check: "INVALID_ARN" },
    { linter: "iam-policy-validator", check: "resource_validation" },
  ],
  appliesTo: ["session", "identity", "resource", "boundary", "scp", "rcp"],
  scope: "statement",
  concerns: { resource: ({ text, arn }) => text !== "*" && arn?.count !== 6 },
  since: "0.1.0",
  summary: "A resource is neither `*` nor an ARN with all of its fields.",
  why: "A resource is `*`, or an ARN of six fields: `arn:partition:service:region:account:resource` (R1). Fields that a service does not use are empty, but their colons stay: `arn:aws:s3:::bucket`. AWS rejects other texts.",
  seeAlso: [references.resource, references.arns],
  examples: {
    invalid: [
      {
        title: "A name is no ARN",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "example-bucket/*" } }
                                                                          ^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "Colons are missing",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:example-bucket"] } }
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": "sqs:SendMessage", "NotResource": "ARN:aws:sqs:us-east-1:111122223333:q" } }
                                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:topic" } }
                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*", "s3://b/*"] } }
                                                                                                                        ^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam:111122223333:role/a" } }
                                                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/*" } }`,
      },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }` },
      {
        title: "Empty fields keep their colons",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/*" } }`,
      },
      {
        title: "A star may stand for the fields that are missing",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "waf:*", "Resource": "arn:aws:waf:*" } }`,
      },
      {
        title: "A colon inside a variable does not count",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team}/*" } }`,
      },
    ],
  },
  *check({ statements }) {
    for (const { resources } of statements) {
      for (const resource of resources) {
        const { text, arn } = resource;
        if (text === "*" || arn?.count === 6) continue;
        const { path } = resource;
        if (arn === undefined) {
          yield { path, data: { text, fields: 0, path }, awsIssueCode: "INVALID_ARN_PREFIX" };
        } else if (arn.count < 6 && !text.slice(text.lastIndexOf(":")).includes("*")) {
          yield { path, data: { text, fields: arn.count, path }, awsIssueCode: "MISSING_ARN_FIELD" };
        }
      }
    }
  },
  message({ text, fields }) {
    if (text === "") return 'A resource may not be empty. AWS rejects the policy. Write an ARN, or "*".';
    const form = "arn:partition:service:region:account:resource";
    return fields === 0
      ? `${quoted(text)} is no ARN. AWS rejects the policy. Write the resource as ${form}, or "*".`
      : `${quoted(text)} has ${fields} of the six fields of an ARN. AWS rejects the policy. An ARN is ${form}; fields that are not used are empty, but their colons stay.`;
  },
  fixes({ text, fields, path }) {
    return useInstead(path, withColons(text, fields));
  },
});

/** A bucket's ARN with the three colons that stand before its name, where they are all that is missing. */
function withColons(text: string, fields: number): string | undefined {
  const bucket = fields > 0 ? /^(arn:[^:]+:s3):{1,2}([^:]+)$/.exec(text) : null;
  return bucket === null ? undefined : `${bucket[1]}:::${bucket[2]}`;
}
