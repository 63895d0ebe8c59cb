import { variablePattern } from "../../access/evaluate/policyVariables.js";
import { quoted } from "../../messages/quoted.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { defineRule, type RuleInput } from "../rule.js";

interface NeverThere {
  readonly key: string;
  readonly when: string;
  readonly use: "never-true" | "always-true" | "resource" | "value";
  /** The role whose policy it is; undefined for a session policy. */
  readonly role: string | undefined;
}

export default defineRule<NeverThere>({
  id: "key-never-in-session",
  topic: "session",
  severity: "warning",
  appliesTo: ["session", "identity"],
  needs: "role",
  since: "0.1.0",
  summary: "A condition key or policy variable that no session has.",
  why: "Some condition keys are never in the requests of a session: `aws:username` belongs to IAM users, and `aws:SourceArn` and its like to calls that a service makes by itself. A condition on such a key is never true (or, with a negated operator, always), and a resource with such a variable matches nothing. The same goes for the identity policies of a role, since a role is only ever used in sessions; a policy that a user has too, or of which the config says nothing, is not flagged. For who makes the session use `aws:PrincipalTag/…` with session tags, `aws:userid` or `aws:SourceIdentity`. Tests that ask for the key to be absent, and `…IfExists`, say so on purpose and are not flagged; a variable with a default has a value.",
  seeAlso: [
    {
      title: "AWS global condition context keys",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
    },
    {
      title: "IAM policy elements: Variables and tags",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    },
  ],
  examples: {
    invalid: [
      {
        title: "A condition that is never true",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "StringEquals": { "aws:username": "alice" } } } }
                                   ^^^^^^^^^^^^^^`,
      },
      {
        title: "A resource that matches nothing",
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:username}/*"
                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
} }`,
      },
      {
        title: "A condition that is always true",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "StringNotEquals": { "aws:SourceAccount": "111122223333" } } } }
                                      ^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "A value that is compared with",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*",
  "Condition": { "StringLike": { "s3:prefix": ["\${aws:username}/*"] } } } }
                                               ^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "In a policy of the role itself",
        kind: "identity",
        ofRole: true,
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/\${aws:username}/*"
                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
} }`,
      },
      {
        title: "A condition in one",
        testOnly: true,
        kind: "identity",
        ofRole: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:s3:::b" } } } }
                              ^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red" } } } }`,
      },
      {
        title: "An identity policy of which it is not known whose it is",
        kind: "identity",
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/\${aws:username}/*"
} }`,
      },
      {
        title: "Only where the key exists",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "StringNotEqualsIfExists": { "aws:SourceAccount": "111122223333" } } } }`,
      },
      {
        title: "A variable with a default",
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:username, 'shared'}/*"
} }`,
      },
      {
        title: "An older version, in which it is plain text",
        policy: `{ "Version": "2008-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:username}/*"
} }`,
      },
    ],
  },
  concerns: {
    resource: ({ text }) => text.includes("${"),
    condition: ({ known, values }) =>
      known?.global?.presenceInSession === "never" || values.some(({ text }) => text.includes("${")),
  },
  *check(input, concerned) {
    if (input.kind === "identity" && input.ofRoles.length === 0) return;
    const [role] = input.kind === "identity" ? input.ofRoles : [];
    for (const { conditions, resources } of concerned) {
      for (const condition of conditions) {
        const use = useOf(condition);
        const never = condition.known?.global;
        if (use !== undefined && never?.presenceInSession === "never") {
          yield {
            path: condition.path,
            span: input.keySpanOf(condition.path),
            data: { key: condition.key, when: never.when, use, role },
            severity: use === "always-true" ? "suggestion" : "warning",
          };
        }
        for (const { text, path } of condition.values) {
          if (text.includes("${")) for (const data of variablesIn(text, "value", role, input)) yield { path, data };
        }
      }
      for (const { text, path } of resources) {
        if (text.includes("${")) for (const data of variablesIn(text, "resource", role, input)) yield { path, data };
      }
    }
  },
  message({ key, when, use, role }) {
    const head = `No session ${role === undefined ? "" : `of the role ${role} `}has ${quoted(key)}`;
    const why = `It is there ${when.charAt(0).toLowerCase()}${when.slice(1)}`;
    const instead = "Use a key that sessions have, such as aws:PrincipalTag/… with session tags, or aws:userid.";
    switch (use) {
      case "never-true":
        return `${head}, so this condition is never true. ${why} ${instead}`;
      case "always-true":
        return `${head}, so this condition is always true. ${why} ${instead}`;
      case "resource":
        return `${head}, so this resource matches nothing. ${why} ${instead}`;
      case "value":
        return `${head}, so this value is equal to nothing. ${why} ${instead}`;
    }
  },
});

/** Undefined where the test says on purpose what is to be when the key is absent. */
function useOf({ operator }: ConditionFacts): "never-true" | "always-true" | undefined {
  if (operator === undefined || operator.family === "null" || operator.ifExists) return undefined;
  if (operator.qualifier === "ForAllValues") return undefined;
  if (operator.qualifier === "ForAnyValue") return "never-true";
  return operator.negated ? "always-true" : "never-true";
}

function* variablesIn(
  text: string,
  use: "resource" | "value",
  role: string | undefined,
  { model, catalog }: RuleInput,
): Iterable<NeverThere> {
  if (!model.substitutesVariables) return;
  const seen = new Set<string>();
  for (const part of variablePattern(text, true, true)) {
    if (typeof part !== "object" || part.kind !== "key" || part.fallback !== undefined || seen.has(part.key)) continue;
    seen.add(part.key);
    const global = catalog.globalKeys.find(part.key);
    if (global?.presenceInSession === "never") yield { key: part.key, when: global.when, use, role };
  }
}
