import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { hasVariable, hasVariables } from "../conditionTests.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import type { Fix } from "../finding.js";
import { references } from "../references.js";
import { defineRule, everyKind, type RuleInput } from "../rule.js";
import { variableTexts } from "../variableTexts.js";

interface Misplaced {
  readonly variable: string;
  /** The element where it stands; undefined where the version is what is wrong. */
  readonly element: string | undefined;
}

export default defineRule<Misplaced>({
  id: "variable-place",
  topic: "variables",
  severity: "error",
  awsIssueCode: ["VARIABLE_UNSUPPORTED_IN_ELEMENT", "VARIABLE_UNSUPPORTED_IN_VERSION"],
  appliesTo: everyKind,
  concerns: {
    action: ({ text }) => hasVariable(text),
    resource: ({ text }) => hasVariable(text),
    condition: hasVariables,
    principal: ({ text }) => hasVariable(text),
  },
  since: "0.1.0",
  summary: "A policy variable stands where it is not replaced by a value.",
  why: "Policy variables are replaced in `Resource` and in conditions only (V1), and only in a policy of version 2012-10-17 (G6). Anywhere else `${…}` is plain text, which no request has: an Allow then allows nothing, and a Deny denies nothing.",
  seeAlso: [references.variables, references.version, references.checks],
  examples: {
    invalid: [
      {
        title: "In an action",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:\${aws:PrincipalTag/action}", "Resource": "*" } }
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "In a policy without a version",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team}/*" } }
                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^`,
        fixed: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team}/*" } }`,
      },
      {
        title: "In an older version",
        policy: `{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "\${aws:userid}/*" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^`,
      },
      {
        kind: "trust",
        title: "In a principal",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/\${aws:username}" }, "Action": "sts:AssumeRole" } }
                                                                                                                   ^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": ["s3:\${aws:PrincipalTag/action}"], "Resource": "*" } }
                                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        kind: "identity",
        policy: `{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/\${aws:username}/*"] } }
                                                                                                                    ^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team}/*" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/$team/*" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "\${aws:userid}/*" } } } }`,
      },
    ],
  },
  *check({ model, spanIn }, concerned) {
    for (const statement of concerned) {
      const places = [...unsupportedIn(statement), ...(model.substitutesVariables ? [] : supportedIn(statement))];
      for (const { text, path, element } of places) {
        if (!hasVariable(text)) continue;
        for (const { start, end, closed } of variableTexts(text, path)) {
          if (!closed) continue;
          const awsIssueCode =
            element === undefined ? "VARIABLE_UNSUPPORTED_IN_VERSION" : "VARIABLE_UNSUPPORTED_IN_ELEMENT";
          yield {
            path,
            span: spanIn(path, start, end),
            data: { variable: text.slice(start, end), element },
            awsIssueCode,
          };
        }
      }
    }
  },
  message: ({ variable, element }) =>
    element === undefined
      ? `The policy variable ${quoted(variable)} is not replaced, because the policy is not of version 2012-10-17: it is plain text. Set "Version": "2012-10-17".`
      : `Policy variables are not replaced in ${element}: ${quoted(variable)} is plain text there and matches nothing. Use variables in Resource and in conditions only.`,
  fixes: ({ element }, input) => (element === undefined ? setVersion(input) : []),
});

interface Place {
  readonly text: string;
  readonly path: PolicyPath;
  readonly element: string | undefined;
}

function* unsupportedIn(statement: StatementFacts): Iterable<Place> {
  if (statement.actionTexts.some(({ text }) => hasVariable(text)))
    for (const { text, path, negated } of statement.actions)
      yield { text, path, element: negated ? "NotAction" : "Action" };
  for (const { text, path, negated } of statement.principals)
    yield { text, path, element: negated ? "NotPrincipal" : "Principal" };
}

/** Where variables may stand in policies of their version. */
function* supportedIn({ resources, conditions }: StatementFacts): Iterable<Place> {
  for (const { text, path } of resources) yield { text, path, element: undefined };
  for (const { values } of conditions) for (const { text, path } of values) yield { text, path, element: undefined };
}

/** Variables then come to life, so that the policy means something else; what, depends on the requests. */
function setVersion({ parsed }: RuleInput): readonly Fix[] {
  if (parsed.root?.type !== "object") return [];
  return [
    {
      id: "set-version",
      title: 'Set "Version": "2012-10-17"',
      edits: [{ kind: "set", path: [], key: "Version", value: "2012-10-17", after: null }],
      access: "wider",
    },
  ];
}
