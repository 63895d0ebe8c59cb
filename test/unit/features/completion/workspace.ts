import type { CompletionCase } from "../../../support/completionText.js";

const statement = (rest: object) => ({ Effect: "Allow", ...rest });

/** A role with two statements, and `task.json`, a session of it. */
export const linked: CompletionCase = {
  file: "task.json",
  files: {
    "session-policy.config.json": {
      version: 1,
      roles: {
        Reader: {
          arn: "arn:aws:iam::111122223333:role/Reader",
          identityPolicies: ["role.json"],
          permissionsBoundary: null,
          tags: {},
        },
      },
      sessions: [{ name: "task", files: ["task.json"], role: "Reader", tags: { team: "red" } }],
    },
    "role.json": {
      Version: "2012-10-17",
      Statement: [
        statement({
          Action: ["s3:GetObject*", "s3:ListBucket", "dynamodb:GetItem"],
          Resource: [
            "arn:aws:s3:::example-bucket",
            "arn:aws:s3:::example-bucket/*",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders",
          ],
        }),
        statement({
          Sid: "Put",
          Action: "s3:PutObject",
          Resource: "*",
          Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
        }),
      ],
    },
  },
};

/** A policy with one statement, as people lay it out. */
export function withStatement(inner: string): string {
  return `{
  "Version": "2012-10-17",
  "Statement": [
    {
      ${inner}
    }
  ]
}
`;
}
