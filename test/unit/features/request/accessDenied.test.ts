import { expect, test } from "vitest";
import { readAccessDenied } from "../../../../server/src/core/features/request/accessDenied.js";
import { blameWords } from "../../../../server/src/core/features/request/blameWords.js";

/** What was read, on one line. */
function read(text: string): string {
  const denied = readAccessDenied(text);
  if (denied === undefined) return "nothing";
  if (denied.kind === "encoded") return `encoded, ${denied.message.length} characters`;
  const context = Object.keys(denied.context).length === 0 ? "" : ` ${JSON.stringify(denied.context)}`;
  const blamed = blameWords(denied);
  return `${denied.action} on ${denied.resource ?? "?"} by ${denied.principal ?? "?"}${context}${blamed === undefined ? "" : ` · ${blamed}`}`;
}

const session = "arn:aws:sts::111122223333:assumed-role/ExampleRole/task";

test.each([
  [
    "no session policy",
    `An error occurred (AccessDenied) when calling the GetObject operation: User: ${session} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::example-bucket/a b" because no session policy allows the s3:GetObject action`,
    `s3:GetObject on arn:aws:s3:::example-bucket/a b by ${session} · AWS says that no session policy allows it.`,
  ],
  [
    "an explicit deny in an SCP",
    `User: ${session} is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111122223333:instance/* with an explicit deny in a service control policy`,
    `ec2:RunInstances on arn:aws:ec2:us-east-1:111122223333:instance/* by ${session} · AWS says that a service control policy denies it.`,
  ],
  [
    "no resource named, a final period",
    `User: ${session} is not authorized to perform: sqs:ListQueues because no identity-based policy allows the sqs:ListQueues action.`,
    `sqs:ListQueues on ? by ${session} · AWS says that no identity-based policy allows it.`,
  ],
  [
    "a boundary, over several lines",
    `User: ${session} is not authorized to perform: iam:CreateUser\n  on resource: arn:aws:iam::111122223333:user/x\n  because no permissions boundary allows the iam:CreateUser action`,
    `iam:CreateUser on arn:aws:iam::111122223333:user/x by ${session} · AWS says that no permissions boundary allows it.`,
  ],
  [
    "an older form without a reason",
    `User: ${session} is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:111122223333:table/Orders`,
    `dynamodb:GetItem on arn:aws:dynamodb:us-east-1:111122223333:table/Orders by ${session}`,
  ],
  [
    "an encoded message",
    `You are not authorized to perform this operation. Encoded authorization failure message: ${"aB3_-x".repeat(30)}`,
    "encoded, 180 characters",
  ],
  ["no error of AWS's", "Something went wrong", "nothing"],
  ["nothing", "", "nothing"],
  ["JSON of something else", `{"a": 1}`, "nothing"],
  ["broken JSON", `{"context": {`, "nothing"],
])("%s", (_, text, expected) => {
  expect(read(text)).toBe(expected);
});

test("a decoded message, as it is and as the command line prints it", () => {
  const decoded = JSON.stringify({
    allowed: false,
    explicitDeny: true,
    context: {
      principal: { id: "AROA:task", arn: session },
      action: "ec2:RunInstances",
      resource: "arn:aws:ec2:us-east-1:111122223333:instance/*",
      conditions: {
        items: [
          { key: "aws:Region", values: { items: [{ value: "us-east-1" }] } },
          { key: "111122223333:Account", values: { items: [] } },
          { key: "aws:TagKeys", values: { items: [{ value: "a" }, { value: "b" }] } },
          { key: "ImageId", values: { items: [{ value: "ami-1" }] } },
        ],
      },
    },
  });
  const expected = `ec2:RunInstances on arn:aws:ec2:us-east-1:111122223333:instance/* by ${session} {"aws:Region":"us-east-1","aws:TagKeys":["a","b"]} · AWS says that a policy denies it.`;
  expect(read(decoded)).toBe(expected);
  expect(read(JSON.stringify({ DecodedMessage: decoded }))).toBe(expected);
});
