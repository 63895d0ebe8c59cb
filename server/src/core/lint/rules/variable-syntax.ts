import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { hasVariable } from "../conditionTests.js";
import { useInstead } from "../didYouMean.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";
import { type VariableText, variableTexts } from "../variableTexts.js";

type Mistake = "brace" | "quote" | "space" | "empty";

const codes: { readonly [mistake in Mistake]: string } = {
  brace: "MISSING_BRACE_IN_VARIABLE",
  quote: "MISSING_QUOTE_IN_VARIABLE",
  space: "UNSUPPORTED_SPACE_IN_VARIABLE",
  empty: "EMPTY_VARIABLE",
};

interface Miswritten {
  readonly mistake: Mistake;
  readonly variable: string;
  /** The string that it stands in, and what that would be; undefined where nobody can tell. */
  readonly path: PolicyPath;
  readonly value: string | undefined;
}

export default defineRule<Miswritten>({
  id: "variable-syntax",
  topic: "variables",
  severity: "error",
  awsIssueCode: Object.values(codes),
  appliesTo: everyKind,
  concerns: {
    resource: ({ text }) => hasMistake(text),
    condition: ({ values }) => values.some(({ text }) => hasMistake(text)),
  },
  since: "0.1.0",
  summary: "A policy variable is not written as `${key}` or `${key, 'default'}`.",
  why: "A policy variable is a dollar sign and braces around a condition key, with a default in single quotes if need be: `${aws:PrincipalTag/team, 'none'}` (V2). What begins so and goes on otherwise is no variable, and stands for nothing that a request could have.",
  seeAlso: [references.variables, references.checks],
  examples: {
    invalid: [
      {
        title: "The brace is missing",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team/*" } }
                                                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "The default has no quotes",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team, none}/*" } }
                                                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "A space too many",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": ["\${ aws:userid}/*"] } } } }
                                                                                                                                                       ^^^^^^^^^^^^^^`,
      },
      {
        title: "Nothing in it",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${}/*" } }
                                                                                                                   ^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:userid" } }
                                                                                                                   ^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "\${aws:userid/\${aws:PrincipalTag/team}/*" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "\${aws:PrincipalTag/team, 'none}/*" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::b/\${aws:PrincipalTag/team, \\"none\\"}/*" } }
                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:userid }/*" } }
                                                                                                                   ^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team,'none'}/*" } }
                                                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${ }/*" } }
                                                                                                                   ^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": ["\${}"] } } } }
                                                                                                                                                       ^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team, 'none'}/*" } }`,
      },
      {
        title: "Characters that would be wildcards",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${*}\${?}\${$}" } }`,
      },
      {
        title: "Names of tags may have spaces",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/cost center}/*" } }`,
      },
      {
        title: "In an older version it is plain text",
        policy: `{ "Version": "2008-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${}/*" } }`,
      },
    ],
  },
  *check({ model, spanIn }, concerned) {
    if (!model.substitutesVariables) return;
    for (const { resources, conditions } of concerned) {
      for (const { text, path } of [...resources, ...conditions.flatMap(({ values }) => values)]) {
        if (!text.includes("${")) continue;
        for (const variable of variableTexts(text, path)) {
          const mistake = mistakeOf(variable);
          if (mistake === undefined) continue;
          const { start, end } = variable;
          const repaired = text.length > longestRepaired ? undefined : repairedVariable(variable, mistake);
          const data = {
            mistake,
            variable: text.slice(start, end),
            path,
            value: repaired === undefined ? undefined : text.slice(0, start) + repaired + text.slice(end),
          };
          yield { path, span: spanIn(path, start, end), data, awsIssueCode: codes[mistake] };
        }
      }
    }
  },
  message({ mistake, variable }) {
    switch (mistake) {
      case "brace":
        return `The policy variable ${quoted(variable)} has no closing brace. It stands for nothing. Close it with }.`;
      case "quote":
        return `The default of the policy variable ${quoted(variable)} is not in single quotes. Write it as \${key, 'default'}.`;
      case "space":
        return `The policy variable ${quoted(variable)} has its spaces in the wrong places, so it stands for nothing. Write it as \${key} or \${key, 'default'}: one space behind the comma, and no other.`;
      case "empty":
        return `The policy variable ${quoted(variable)} names no key. It stands for nothing. Write a condition key between the braces.`;
    }
  },
  fixes: ({ path, value }) => useInstead(path, value),
});

function hasMistake(text: string): boolean {
  return hasVariable(text) && variableTexts(text, []).some((variable) => mistakeOf(variable) !== undefined);
}

function mistakeOf({ inside, closed }: VariableText): Mistake | undefined {
  if (!closed) return "brace";
  if (inside.trim() === "") return "empty";
  if (inside === "*" || inside === "?" || inside === "$") return undefined;
  const comma = inside.indexOf(",");
  const name = comma < 0 ? inside : inside.slice(0, comma);
  if (comma >= 0 && !/^\s*'[^']*'\s*$/.test(inside.slice(comma + 1))) return "quote";
  // Behind the slash is the name of a tag, which may have spaces.
  const slash = name.indexOf("/");
  const key = slash < 0 ? name : name.slice(0, slash);
  if (/\s/.test(key) || name !== name.trim()) return "space";
  return comma >= 0 && !/^ '[^']*'$/.test(inside.slice(comma + 1)) ? "space" : undefined;
}

/** Of a text with thousands of mistakes nobody wants as many copies. */
const longestRepaired = 2048;

/** The same with spaces and quotes where they belong; undefined where it cannot be told what was meant. */
function repairedVariable({ inside }: VariableText, mistake: Mistake): string | undefined {
  if (mistake !== "space" && mistake !== "quote") return undefined;
  const comma = inside.indexOf(",");
  const key = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  if (comma < 0) return /\s/.test(key.split("/", 1)[0]!) ? undefined : `\${${key}}`;
  const text = inside.slice(comma + 1).trim();
  const plain = /^(["'])(.*)\1$/.exec(text)?.[2] ?? text;
  return /["']/.test(plain) || /\s/.test(key.split("/", 1)[0]!) ? undefined : `\${${key}, '${plain}'}`;
}
