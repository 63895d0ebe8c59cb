import { globOf, globsMeet } from "../../access/evaluate/globs.js";
import type { ArnFormat } from "../../catalog/arnFormat.js";
import { quoted } from "../../messages/quoted.js";
import { nearestName } from "../../text/nearestName.js";
import { type FieldAt, fieldFixes } from "../arnRepair.js";
import { didYouMean } from "../didYouMean.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface WrongResource {
  readonly resource: string;
  readonly service: string;
  /** Formats that the service has. */
  readonly formats: readonly string[];
  /** What it may have been meant to be. */
  readonly meant: string | undefined;
  readonly at: FieldAt;
}

export default defineRule<WrongResource>({
  id: "arn-resource",
  topic: "resources",
  severity: "error",
  awsIssueCode: "INVALID_ARN_RESOURCE",
  elsewhere: [{ linter: "parliament", check: "RESOURCE_MISMATCH" }],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { resource: ({ formats }) => formats?.someFits() === false },
  since: "0.1.0",
  summary: "The last part of an ARN fits no resource of the service.",
  why: "Each service has its own forms of ARNs. One that has none of them names nothing: a word such as `table/` is missing, misspelled, or followed by the wrong character. What is known is a copy of AWS's list, whose date the message gives.",
  seeAlso: [references.arns, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:Orders" } }
                                                                                                                       ^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:roles/Admin" } }
                                                                                                    ^^^^^^^^^^^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/Admin" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": "kms:*", "NotResource": ["arn:aws:kms:us-east-1:111122223333:key:*"] } }
                                                                                                          ^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:*" } }`,
      },
      {
        title: "Any text may be a queue's name",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" } }`,
      },
    ],
  },
  *check({ statements, catalog, spanIn }) {
    const heads = new Map<string, string | undefined>();
    for (const { resources } of statements) {
      for (const resource of resources) {
        const { arn } = resource;
        if (arn === undefined || resource.formats?.someFits() !== false) continue;
        const { path } = resource;
        const { text, start, end } = arn.resource;
        const service = arn.service.text;
        const known = catalog.arnFormats(service);
        const data = {
          resource: text,
          service,
          formats: known.map((format) => format.text),
          meant: resourceMeant(text, known, heads),
          at: { path, text: resource.text, field: arn.resource },
        };
        yield { path, span: spanIn(path, start, end), data };
      }
    }
  },
  message({ resource, service, formats, meant }, { catalog }) {
    const some = meant === undefined && formats.length <= 3 ? ` It has ${formats.join(", ")}.` : "";
    const what = resource === "" ? "This ARN has no resource" : `${quoted(resource)} has the form of no resource`;
    return `${what} of ${catalog.title(service) ?? service} (AWS's list of ${catalog.source.date}). The ARN names nothing.${some} ${didYouMean(meant, "Look the form up in the Service Authorization Reference.")}`;
  },
  fixes: ({ meant, at }) => (meant === undefined ? [] : fieldFixes(at, [meant])),
});

/**
 * The same with the word in front corrected, or the character behind it, if that fits a format: `role/a` for `roles/a`.
 * @param heads beginnings that were corrected before
 */
function resourceMeant(
  text: string,
  formats: readonly ArnFormat[],
  heads: Map<string, string | undefined>,
): string | undefined {
  const head = headOf(text);
  const [first] = formats;
  if (head === "" || first === undefined || text.length > longestCorrected) return undefined;
  const key = `${first.service} ${head}`;
  if (!heads.has(key)) heads.set(key, headMeant(head, formats));
  const meant = heads.get(key);
  if (meant === undefined || meant === head) return undefined;
  const corrected = meant + text.slice(head.length);
  const plain = globOf(corrected.replace(/\$\{[^}]*\}/g, "*"));
  return formats.some(({ resource }) => globsMeet(plain, globOf(resource))) ? corrected : undefined;
}

/** `role/` for `roles/`, `function:` for `function/`. */
function headMeant(head: string, formats: readonly ArnFormat[]): string | undefined {
  const word = head.slice(0, -1);
  const known = formats.map(({ resource }) => headOf(resource)).filter((each) => each !== "");
  const names = known.map((each) => each.slice(0, -1));
  const meant = names.includes(word) ? word : nearestName(word, names);
  const fitting = known.filter((each) => each.slice(0, -1) === meant);
  return fitting.find((each) => each.endsWith(head.slice(-1))) ?? fitting[0];
}

/** The word that a resource begins with, and the character behind it; empty where it begins otherwise. */
function headOf(resource: string): string {
  return /^[A-Za-z][A-Za-z0-9-]*[/:]/.exec(resource)?.[0] ?? "";
}

/** No name that AWS gives is as long, and comparing takes time. */
const longestCorrected = 1000;
