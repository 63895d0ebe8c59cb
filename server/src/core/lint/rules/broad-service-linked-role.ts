import { quoted } from "../../messages/quoted.js";
import { type BroadGrant, broadGrants, matchesAction, severityOf } from "../broadGrants.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

const codes: { readonly [combination in `${BroadGrant["by"]} ${BroadGrant["on"]}`]: string } = {
  "name NotResource": "CREATE_SLR_WITH_NOT_RESOURCE",
  "wildcard NotResource": "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
  "NotAction NotResource": "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE",
  "name wildcard": "CREATE_SLR_WITH_STAR_IN_RESOURCE",
  "wildcard wildcard": "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
  "NotAction wildcard": "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
};

export default defineRule<BroadGrant>({
  id: "broad-service-linked-role",
  topic: "actions",
  severity: "warning",
  awsIssueCode: Object.values(codes),
  appliesTo: ["identity", "session"],
  concerns: { action: (action) => matchesAction(action, "CreateServiceLinkedRole"), notAction: true },
  since: "0.1.0",
  summary: "A statement allows creating any service-linked role.",
  why: "A service-linked role lets a service act in the account with the permissions that AWS has defined for it. `iam:CreateServiceLinkedRole` on everything allows that for services nobody thought of. Name the roles, or say with `iam:AWSServiceName` for which services. In a session policy it counts only as far as the base role grants it.",
  seeAlso: [references.serviceLinkedRoles, references.checks],
  examples: {
    invalid: [
      {
        title: "By name",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*" } }
                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
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
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "*", "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
                                              ^^^`,
      },
      {
        title: "A condition that every service fulfils limits nothing",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*", "Condition": { "StringLike": { "iam:AWSServiceName": "*.amazonaws.com" } } } }
                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "session",
        title: "In a session policy without a base role it is a suggestion",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*" } }
                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "session",
        title: "The base role grants it",
        base: [`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }`],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*" } }
                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["iam:GetRole", "iam:CreateServiceLinkedRole"], "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
                                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:createservicelinkedrole", "NotResource": ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/b"] } }
                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
                                                                       ^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["s3:*", "iam:Create*"], "NotResource": "arn:aws:s3:::b" } }
                                                                                ^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": ["ec2:*", "iam:Pass*"], "NotResource": "arn:aws:iam::111122223333:role/Admin" } }
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
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["ec2:*", "iam:C*"], "Resource": ["*"] } }
                                                                                 ^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": ["ec2:*", "iam:Pass*"], "Resource": "*" } }
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
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/*" } }`,
      },
      {
        title: "Limited by a condition",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*", "Condition": { "StringEquals": { "iam:AWSServiceName": "ec2.amazonaws.com" } } } }`,
      },
      { policy: `{ "Statement": { "Effect": "Deny", "Action": "iam:CreateServiceLinkedRole", "Resource": "*" } }` },
      {
        kind: "session",
        title: "The base role does not grant it",
        base: [`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }`],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*" } }`,
      },
      {
        kind: "session",
        title: "The base role grants it on one role",
        base: [
          `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/*" } }`,
        ],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*" } }`,
      },
    ],
  },
  *check(input, concerned) {
    for (const grant of broadGrants(input, concerned, "CreateServiceLinkedRole", ["iam:awsservicename"])) {
      yield {
        path: grant.actionPath,
        ...(grant.by === "NotAction" && { span: input.keySpanOf(grant.actionPath) }),
        data: grant,
        severity: severityOf(grant, "warning", input),
        awsIssueCode: codes[`${grant.by} ${grant.on}`],
        related: [{ path: grant.resourcePath, message: "The resources that it is allowed on" }],
      };
    }
  },
  message({ by, on, actionText }) {
    const how =
      by === "NotAction"
        ? "leaves iam:CreateServiceLinkedRole allowed"
        : by === "name"
          ? "allows iam:CreateServiceLinkedRole"
          : `allows iam:CreateServiceLinkedRole by ${quoted(actionText)}`;
    const where = on === "NotResource" ? "on all that NotResource does not name" : "for every service";
    return `This statement ${how} ${where}. Roles may be created that nobody intended. Name the roles, or add a condition on iam:AWSServiceName.`;
  },
});
