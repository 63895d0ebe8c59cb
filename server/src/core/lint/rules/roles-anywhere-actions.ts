import { listed } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { defineRule } from "../rule.js";
import { allowsAction } from "../statementActions.js";

const neededActions = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];

export default defineRule<{ readonly missing: readonly string[] }>({
  id: "roles-anywhere-actions",
  topic: "principals",
  severity: "error",
  awsIssueCode: "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
  appliesTo: ["trust"],
  scope: "statement",
  since: "0.1.0",
  summary: "A trust policy does not let IAM Roles Anywhere do all that it must.",
  why: "IAM Roles Anywhere assumes a role with a source identity and session tags. Without `sts:AssumeRole`, `sts:SetSourceIdentity` and `sts:TagSession` it gets no credentials.",
  seeAlso: [
    {
      title: "Trust model in IAM Roles Anywhere",
      url: "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
    },
  ],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": "sts:AssumeRole" } }
                                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:TagSession"] } }
                                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": ["ec2.amazonaws.com", "rolesanywhere.amazonaws.com"] }, "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"] } }
                                                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"] } }`,
      },
      {
        title: "In two statements",
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": "sts:AssumeRole" }, { "Effect": "Allow", "Principal": { "Service": "rolesanywhere.amazonaws.com" }, "Action": ["sts:SetSourceIdentity", "sts:TagSession"] }] }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }`,
      },
    ],
  },
  *check({ statements }) {
    const named = statements.flatMap((statement) => {
      const principal = statement.principals.find(
        ({ type, text, negated }) => type === "Service" && !negated && text === "rolesanywhere.amazonaws.com",
      );
      return statement.effect === "Allow" && principal !== undefined ? [{ statement, principal }] : [];
    });
    const missing = neededActions.filter((action) => !named.some(({ statement }) => allowsAction(statement, action)));
    const [first] = named;
    if (first !== undefined && missing.length > 0) yield { path: first.principal.path, data: { missing } };
  },
  message: ({ missing }) =>
    `IAM Roles Anywhere can't assume the role without ${listed(missing.map(quoted))}. It gets no credentials. Add ${missing.length === 1 ? "the action" : "the actions"} to the statement.`,
});
