import { quoted } from "../../messages/quoted.js";
import { type BroadGrant, broadGrants, matchesAction, severityOf } from "../broadGrants.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

const codes: { readonly [combination in `${BroadGrant["by"]} ${BroadGrant["on"]}`]: string } = {
  "name NotResource": "PASS_ROLE_WITH_NOT_RESOURCE",
  "wildcard NotResource": "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
  "NotAction NotResource": "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
  "name wildcard": "PASS_ROLE_WITH_STAR_IN_RESOURCE",
  "wildcard wildcard": "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
  "NotAction wildcard": "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
};

export default defineRule<BroadGrant>({
  id: "broad-pass-role",
  topic: "actions",
  severity: "security-warning",
  awsIssueCode: Object.values(codes),
  appliesTo: ["identity", "session"],
  concerns: { action: (action) => matchesAction(action, "PassRole"), notAction: true },
  since: "0.1.0",
  summary: "A statement allows passing any role.",
  why: "Who may pass a role to a service can do what the role may do: start an instance with it, run a function as it. `iam:PassRole` on every role is a way to more permissions. Name the roles, or say with `iam:PassedToService` for which service. In a session policy it counts only as far as the base role grants it.",
  seeAlso: [references.passRole, references.checks],
  examples: {
    invalid: [
      {
        title: "By name",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" } }
                                              ^^^^^^^^^^^^^^`,
        related: ["Statement.Resource"],
      },
      {
        title: "By a wildcard",
        policy: `{ "Statement": { "Effect": "Allow", "Action": ["s3:*", "iam:*"], "Resource": "arn:aws:iam::*:role/*" } }
                                                       ^^^^^^^`,
      },
      {
        title: "By what is not excluded",
        policy: `{ "Statement": { "Effect": "Allow", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::b" } }
                                    ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "NotAction": ["s3:*"], "Resource": "*" } }
                                    ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
                                              ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "*", "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
                                              ^^^`,
      },
      {
        title: "A condition that holds without the key limits nothing",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEqualsIfExists": { "iam:PassedToService": "ec2.amazonaws.com" } } } }
                                              ^^^^^^^^^^^^^^`,
      },
      {
        kind: "session",
        title: "In a session policy without a base role it is a suggestion",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" } }
                                              ^^^^^^^^^^^^^^`,
      },
      {
        kind: "session",
        title: "The base role grants it",
        base: [`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }`],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" } }
                                                                       ^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["iam:GetRole", "iam:PassRole"], "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
                                                                                       ^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:passrole", "NotResource": ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"] } }
                                                                       ^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
                                                                       ^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["s3:*", "iam:Pass*"], "NotResource": "arn:aws:s3:::b" } }
                                                                                ^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": ["ec2:*", "iam:Create*"], "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
                                                             ^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": "organizations:*", "NotResource": ["arn:aws:s3:::a", "arn:aws:s3:::b"] } }
                                                             ^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }
                                                                       ^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["ec2:*", "iam:P*"], "Resource": ["*"] } }
                                                                                 ^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": ["ec2:*", "iam:Create*"], "Resource": "*" } }
                                                             ^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": "organizations:*", "Resource": "arn:aws:iam::111122223333:role/*" } }
                                                             ^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        kind: "session",
        title: "Whatever the role may do: then it is the role's policy that is flagged",
        base: [`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }`],
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*" }
] }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/Worker" } }`,
      },
      {
        title: "Limited by a condition",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } } }`,
      },
      { policy: `{ "Statement": { "Effect": "Deny", "Action": "iam:PassRole", "Resource": "*" } }` },
      {
        kind: "session",
        title: "The base role does not grant it",
        base: [`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }`],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" } }`,
      },
      {
        kind: "session",
        title: "The base role grants it on one role",
        base: [
          `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::111122223333:role/Worker" } }`,
        ],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*" } }`,
      },
    ],
  },
  *check(input, concerned) {
    for (const grant of broadGrants(input, concerned, "PassRole", [
      "iam:passedtoservice",
      "iam:associatedresourcearn",
    ])) {
      yield {
        path: grant.actionPath,
        ...(grant.by === "NotAction" && { span: input.keySpanOf(grant.actionPath) }),
        data: grant,
        severity: severityOf(grant, "security-warning", input),
        awsIssueCode: codes[`${grant.by} ${grant.on}`],
        related: [{ path: grant.resourcePath, message: "The resources that it is allowed on" }],
      };
    }
  },
  message({ by, on, actionText }, { kind, session }) {
    const how =
      by === "NotAction"
        ? "leaves iam:PassRole allowed"
        : by === "name"
          ? "allows iam:PassRole"
          : `allows iam:PassRole by ${quoted(actionText)}`;
    const where = on === "NotResource" ? "on every role that NotResource does not name" : "on every role";
    const base = kind === "session" && session === undefined ? " if the base role has it" : "";
    return `This statement ${how} ${where}. Whoever may pass a role to a service can get what the role may do${base}. Name the roles, or add a condition on iam:PassedToService.`;
  },
});
