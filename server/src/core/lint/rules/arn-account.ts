import type { Catalog } from "../../catalog/catalog.js";
import { quoted } from "../../messages/quoted.js";
import { type FieldAt, fieldFixes, likelyAccounts } from "../arnRepair.js";
import { isOpen, type ResourceText } from "../facts/resourceFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface WrongAccount {
  readonly why: "invalid" | "missing" | "not-allowed";
  readonly account: string;
  readonly at: FieldAt;
  /** A format that shows how it should be. */
  readonly format?: string;
}

const codes = {
  invalid: "INVALID_ARN_ACCOUNT",
  missing: "MISSING_ARN_ACCOUNT",
  "not-allowed": "ARN_ACCOUNT_NOT_ALLOWED",
} as const;

export default defineRule<WrongAccount>({
  id: "arn-account",
  topic: "resources",
  severity: "error",
  awsIssueCode: ["INVALID_ARN_ACCOUNT", "MISSING_ARN_ACCOUNT", "ARN_ACCOUNT_NOT_ALLOWED"],
  elsewhere: [{ linter: "parliament", check: "INVALID_ARN" }],
  appliesTo: everyKind,
  concerns: { resource: (resource, catalog) => wrongAccount(resource, catalog) !== undefined },
  since: "0.1.0",
  summary: "The account of an ARN is not twelve digits, is missing, or should not be there.",
  why: "The fifth field of an ARN is an account's number of twelve digits, or empty where the resource's name is unique without it: buckets, for one. An empty field matches an empty field only (R3), so with an account too many or too few the ARN names nothing. Which resources have one is what AWS's list of ARN formats says; a `*` fits both.",
  seeAlso: [references.arns, references.checks],
  examples: {
    invalid: [
      {
        title: "A bucket's ARN has no account",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3::111122223333:example-bucket/*" } }
                                                                                       ^^^^^^^^^^^^`,
      },
      {
        title: "A table's has one",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1::table/Orders" } }
                                                                                                          |`,
      },
      {
        title: "A digit too few",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::11112222333:role/Admin" } }
                                                                                       ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": "iam:*", "NotResource": ["arn:aws:iam::1111-2222-3333:role/Admin"] } }
                                                                                    ^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-east-1:12345678901a:key/k" } }
                                                                                                                         ^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-east-1::key/1234abcd-12ab-34cd-56ef-1234567890ab" } }
                                                                                                                         |`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": ["arn:aws:ec2:us-east-1::instance/i-0abcdef1234567890"] } }
                                                                                                                                 |`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3::111122223333:example-bucket" } }
                                                                                                                 ^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:us-east-1:111122223333:image/ami-0abcdef1234567890" } }
                                                                                                                              ^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/*" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/Admin" } }`,
      },
      {
        title: "AWS's own",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:GetPolicy", "Resource": "arn:aws:iam::aws:policy/ReadOnlyAccess" } }`,
      },
      {
        title: "Images have no account",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890" } }`,
      },
    ],
  },
  *check({ catalog, spanIn }, concerned) {
    for (const { resources } of concerned) {
      for (const resource of resources) {
        const { arn, text, path } = resource;
        const wrong = wrongAccount(resource, catalog);
        if (arn === undefined || wrong === undefined) continue;
        const { account } = arn;
        yield {
          path,
          span: spanIn(path, account.start, account.end),
          data: { ...wrong, at: { path, text, field: account } },
          awsIssueCode: codes[wrong.why],
        };
      }
    }
  },
  message({ why, account, format }) {
    if (why === "missing")
      return `The account is missing in this ARN, so that it names nothing. Its form is ${format}.`;
    if (why === "not-allowed")
      return `The resource's ARN has no account, so that with ${quoted(account)} it names nothing. Leave the field empty: ${format}.`;
    return `${quoted(account)} is no account. The ARN names nothing. An account is twelve digits, without hyphens.`;
  },
  fixes({ why, account, at }, input) {
    if (why === "not-allowed") return fieldFixes(at, [""]);
    if (why === "missing") return fieldFixes(at, likelyAccounts(input));
    const digits = account.replace(/\D/g, "");
    return fieldFixes(at, digits.length === 12 ? [digits] : []);
  },
});

function wrongAccount(resource: ResourceText, { arnFields }: Catalog): Omit<WrongAccount, "at"> | undefined {
  const { arn } = resource;
  if (arn === undefined || arn.count < 6 || isOpen(arn.account.text)) return undefined;
  const account = arn.account.text;
  // A star before it may run past the colon (Q3).
  const formats = arn.region.text.includes("*") ? undefined : resource.formats;
  if (account === "") {
    const missing = formats?.allThatFit((format) => format.account === "some");
    // Where the Region is missing too, that is said already.
    const saidAlready =
      arn.region.text === "" && formats?.allThatFit((format) => format.region === "some") !== undefined;
    return missing === undefined || saidAlready ? undefined : { why: "missing", account, format: missing.text };
  }
  if (!/^\d{12}$/.test(account) && !arnFields.accounts.includes(account)) return { why: "invalid", account };
  const foreign = formats?.allThatFit((format) => format.account === "none");
  return foreign === undefined ? undefined : { why: "not-allowed", account, format: foreign.text };
}
