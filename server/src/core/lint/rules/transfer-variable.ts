import { listed } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { nearestName } from "../../text/nearestName.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface TransferVariable {
  readonly variable: string;
  /** For one that Transfer Family doesn't have: those it has, and the nearest of them. */
  readonly unknown?: { readonly known: readonly string[]; readonly meant: string | undefined };
}

export default defineRule<TransferVariable>({
  id: "transfer-variable",
  topic: "variables",
  severity: "error",
  appliesTo: everyKind,
  concerns: {
    resource: ({ text }) => transferVariable.test(text),
    condition: ({ values }) => values.some(({ text }) => transferVariable.test(text)),
  },
  since: "0.1.0",
  summary: "A variable of AWS Transfer Family where nobody fills it in.",
  why: 'AWS Transfer Family fills in `${transfer:UserName}`, `${transfer:HomeDirectory}`, `${transfer:HomeFolder}` and `${transfer:HomeBucket}` in the session policy of one of its users, before it calls STS. Nobody else does: in any other policy the variable has no value, and what it stands in matches nothing. If the policy belongs to a user of Transfer Family, say so in the config: `"operation": "Transfer"`. Nothing is said of a session policy that no session is linked to.',
  seeAlso: [
    {
      title: "Creating a session policy for an Amazon S3 bucket (AWS Transfer Family)",
      url: "https://docs.aws.amazon.com/transfer/latest/userguide/users-policies-session.html",
    },
    references.resource,
  ],
  examples: {
    invalid: [
      {
        title: "In a session of AssumeRole",
        operation: "AssumeRole",
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::\${transfer:HomeBucket}"
                                                                          ^^^^^^^^^^^^^^^^^^^^^^
} }`,
      },
      {
        title: "Under Transfer, but misspelled",
        operation: "Transfer",
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::\${transfer:HomeBuket}"
                                                                          ^^^^^^^^^^^^^^^^^^^^^
} }`,
      },
      {
        kind: "identity",
        title: "In the role's own policy",
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${Transfer:UserName}/*"
                                                                           ^^^^^^^^^^^^^^^^^^^^
} }`,
      },
    ],
    valid: [
      {
        title: "In the session policy of a user of Transfer Family",
        operation: "Transfer",
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::\${transfer:HomeBucket}",
    "Condition": { "StringLike": { "s3:prefix": ["\${transfer:HomeFolder}/*"] } } },
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::\${transfer:HOMEDIRECTORY}*" }
] }`,
      },
      {
        title: "A session policy of nobody yet",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::\${transfer:HomeBucket}" } }`,
      },
      {
        title: "Actions of the service are no variables",
        operation: "AssumeRole",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "transfer:ListUsers", "Resource": "*" } }`,
      },
    ],
  },
  *check(input, concerned) {
    const { kind, session, catalog } = input;
    if (kind === "session" && session === undefined) return;
    const known = session?.operation === "Transfer" ? catalog.sessionFacts.transferVariables : undefined;
    for (const { text, path } of textsOf(concerned)) {
      if (!transferVariable.test(text)) continue;
      for (const found of text.matchAll(new RegExp(transferVariable, "gi"))) {
        const variable = found[1]!.trim();
        const data = { variable: found[0] };
        const span = input.spanIn(path, found.index, found.index + found[0].length);
        if (known === undefined) yield { path, span, data };
        else if (!known.some((each) => each.toLowerCase() === variable.toLowerCase()))
          yield { path, span, data: { ...data, unknown: { known, meant: nearestName(variable, known) } } };
      }
    }
  },
  message({ variable, unknown }) {
    if (unknown !== undefined) {
      const advice =
        unknown.meant === undefined ? `It has ${listed(unknown.known)}.` : `Did you mean "\${${unknown.meant}}"?`;
      return `AWS Transfer Family has no variable ${quoted(variable)}, so it is not filled in. ${advice}`;
    }
    return `Only AWS Transfer Family fills in ${quoted(variable)}, in the session policies of its users. Here it has no value, and matches nothing. Write out what is meant, or set the session's "operation" to "Transfer".`;
  },
});

const transferVariable = /\$\{\s*(transfer:[^},]*)[^}]*\}/i;

/** Where variables may stand: resources and the values of conditions. */
function* textsOf(statements: readonly StatementFacts[]) {
  for (const { resources, conditions } of statements) {
    yield* resources;
    for (const { values } of conditions) yield* values;
  }
}
