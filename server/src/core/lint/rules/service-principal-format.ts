import type { Catalog } from "../../catalog/catalog.js";
import { quoted } from "../../messages/quoted.js";
import { conditionsOf, hasVariable } from "../conditionTests.js";
import type { ConditionFacts, ConditionValueFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

type Form = "plain" | "in-region";

export default defineRule<{ readonly text: string; readonly form: Form }>({
  id: "service-principal-format",
  topic: "principals",
  severity: "error",
  awsIssueCode: "INVALID_SERVICE_PRINCIPAL_FORMAT",
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition(condition, catalog) {
      const form = formOf(condition, catalog);
      const { servicePrincipalSuffixes } = catalog.conditionChecks;
      return form !== undefined && faultyValues(condition, form, servicePrincipalSuffixes).length > 0;
    },
    principal: ({ type }) => type === "Service",
  },
  since: "0.1.0",
  summary: "A service principal is not written like one.",
  why: "Services are named by their principal, in lower case: `ec2.amazonaws.com`. For `kms:ViaService` the Region stands in it: `s3.us-east-1.amazonaws.com`. Nothing else ever matches.",
  seeAlso: [references.principal, references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "ec2" } } } }
                                                                                                                                                                ^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": { "StringEquals": { "kms:ViaService": "s3.amazonaws.com" } } } }
                                                                                                                                                          ^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "EC2.amazonaws.com" }, "Action": "sts:AssumeRole" } }
                                                                                       ^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws:CalledVia": ["athena"] } } } }
                                                                                                                                                                       ^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": { "StringLike": { "kms:ViaService": "s3.*.amazonaws.com" } } } }`,
      },
      {
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": ["ec2.amazonaws.com", "edgelambda.lambda.amazonaws.com"] }, "Action": "sts:AssumeRole" } }`,
      },
    ],
  },
  *check(input) {
    const { servicePrincipalSuffixes } = input.catalog.conditionChecks;
    for (const { condition } of conditionsOf(input)) {
      const form = formOf(condition, input.catalog);
      if (form === undefined) continue;
      for (const { text, path } of faultyValues(condition, form, servicePrincipalSuffixes))
        yield { path, data: { text, form } };
    }
    for (const { principals } of input.statements) {
      for (const { type, text, path } of principals) {
        if (type !== "Service" || hasVariable(text) || /[*?]/.test(text)) continue;
        if (!isServicePrincipal(text, "plain", servicePrincipalSuffixes)) yield { path, data: { text, form: "plain" } };
      }
    }
  },
  message: ({ text, form }) => {
    const right = form === "plain" ? "ec2.amazonaws.com" : "s3.us-east-1.amazonaws.com";
    const hint = text !== text.toLowerCase() ? "Letter case counts. " : "";
    return `${quoted(text)} is no service principal, so it never matches. ${hint}Write it as in ${quoted(right)}.`;
  },
});

function isServicePrincipal(text: string, form: Form, suffixes: readonly string[]): boolean {
  const suffix = suffixes.find((each) => text.endsWith(`.${each}`));
  if (suffix === undefined) return false;
  const labels = text.slice(0, -suffix.length - 1).split(".");
  if (!labels.every((label) => /^[a-z0-9][a-z0-9_-]*$/.test(label))) return false;
  return form === "plain" || labels.length > 1;
}

/** How the values of a condition are to be written; undefined where it is not about service principals. */
function formOf({ operator, lowerKey }: ConditionFacts, { conditionChecks }: Catalog): Form | undefined {
  if (operator?.family !== "string") return undefined;
  return conditionChecks.servicePrincipalKeys.find(({ key }) => key.toLowerCase() === lowerKey)?.form;
}

function faultyValues(
  { operator, values }: ConditionFacts,
  form: Form,
  suffixes: readonly string[],
): readonly ConditionValueFacts[] {
  return values.filter(({ text }) => {
    if (hasVariable(text) || /[*?]/.test(text)) return false;
    const written = operator?.base === "StringEqualsIgnoreCase" ? text.toLowerCase() : text;
    return !isServicePrincipal(written, form, suffixes);
  });
}
