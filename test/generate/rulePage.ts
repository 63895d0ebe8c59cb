import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { Finding } from "../../server/src/core/lint/finding.js";
import type { Rule, RuleExample } from "../../server/src/core/lint/rule.js";
import type { TextChange } from "../../server/src/core/text/span.js";
import { analyzeExample } from "../support/exampleAnalysis.js";
import { readCarets, writeCarets } from "../support/markedText.js";
import { asKind, kindsInWords } from "./kindNames.js";

/** A rule's page: what it says of itself, and what comes out for its examples. */
export function rulePage(rule: Rule, catalog: Catalog): string {
  const { id, summary, why, seeAlso } = rule;
  const shown = (examples: readonly RuleExample[]) => examples.filter(({ testOnly }) => testOnly !== true);
  const sections = [
    `<!-- Written by npm run generate from server/src/core/lint/rules/${id}.ts -->`,
    `# ${id}`,
    summary,
    factsTable(rule),
    `## Why, and what to do\n\n${withRuleLinks(why)}`,
    `## What is flagged\n\n${shown(rule.examples.invalid)
      .map((example) => flaggedExample(rule, example, catalog))
      .join("\n\n")}`,
    `## What is not\n\n${shown(rule.examples.valid)
      .map((example) => validExample(rule, example))
      .join("\n\n")}`,
    `## See also\n\n${seeAlso.map(({ title, url }) => `- [${title}](${url})`).join("\n")}`,
    "[All rules](README.md)",
  ];
  return `${sections.join("\n\n")}\n`;
}

function factsTable({ severity, awsIssueCode, elsewhere = [], appliesTo, since }: Rule): string {
  const codes = [awsIssueCode ?? []].flat();
  const rows = [
    ["severity", severity],
    ["applies to", kindsInWords(appliesTo)],
    ...(codes.length > 0 ? [["check of AWS's", codes.map((code) => `\`${code}\``).join(", ")]] : []),
    ...(elsewhere.length > 0
      ? [["in other linters", elsewhere.map(({ linter, check }) => `${linter} \`${check}\``).join(", ")]]
      : []),
    ["since", since],
  ];
  return `| | |\n|---|---|\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join("\n")}`;
}

function flaggedExample(rule: Rule, example: RuleExample, catalog: Catalog): string {
  const { text } = readCarets(example.policy);
  const kind = example.kind ?? rule.appliesTo[0]!;
  const { region, findings: all } = analyzeExample(text, example, kind, catalog);
  const findings = all.filter((finding) => finding.rule === rule.id);
  const shown = writeCarets(
    text,
    findings.map(({ span }) => ({ span, label: "" })),
  );
  const fix = findings[0]?.fixes[0];
  const parts = [introduction(rule, example), block("text", shown), ...distinct(findings).map(findingText)];
  if (fix !== undefined)
    parts.push(`*${fix.title}* makes of it:`, block("json", applied(text, region.write(fix.edits))));
  return parts.filter((part) => part !== "").join("\n\n");
}

function validExample(rule: Rule, example: RuleExample): string {
  return [introduction(rule, example), block("json", example.policy)].filter((part) => part !== "").join("\n\n");
}

/** What the example shows, and what stands behind the policy. */
function introduction({ appliesTo }: Rule, example: RuleExample): string {
  const title = example.title ?? "";
  const facts = [
    example.kind !== undefined && appliesTo.length > 1 && `as ${asKind(example.kind)}`,
    example.operation && `operation \`${example.operation}\``,
    example.sessionName && `session name \`${example.sessionName}\``,
    example.ofRole && "a policy of the role `S3AccessRole`",
    example.sentAs === "minified" && "sent without white space",
    example.tags && `session tags ${inlineObject(example.tags)}`,
    example.roleTags && `tags of the role ${inlineObject(example.roleTags)}`,
    example.context && `context \`${JSON.stringify(example.context)}\``,
    example.requires && `requires \`${JSON.stringify(example.requires)}\``,
    example.managedPolicies && managedPoliciesInWords(example.managedPolicies),
    example.boundary === null && "no permissions boundary",
  ].filter((fact): fact is string => typeof fact === "string");
  const heading =
    facts.length === 0 ? title : title === "" ? capital(facts.join("; ")) : `${title} (${facts.join("; ")})`;
  const behind = [
    ...(example.base ?? []).map((policy) => ["A policy of the base role", policy] as const),
    ...(example.trust === undefined ? [] : [["Its trust policy", example.trust] as const]),
    ...(typeof example.boundary === "string" ? [["Its permissions boundary", example.boundary] as const] : []),
    ...(example.serviceControlPolicies ?? []).flat().map((policy) => ["An SCP", policy] as const),
    ...(example.resourceControlPolicies ?? []).flat().map((policy) => ["An RCP", policy] as const),
    ...Object.entries(example.resources ?? {}).map(([arn, policy]) => [`The policy of \`${arn}\``, policy] as const),
  ];
  if (behind.length === 0) return heading === "" ? "" : `${heading}:`;
  const blocks = behind.map(([name, policy]) => `${name}:\n\n${block("json", policy)}`);
  return `${heading === "" ? "" : `${heading}. `}${blocks.join("\n\n")}\n\nThe policy:`;
}

/** Of many tags the first two. */
function inlineObject(tags: { readonly [key: string]: string }): string {
  const all = Object.entries(tags);
  const cut = (text: string) => (text.length > 40 ? `${text.slice(0, 30)}…` : text);
  const shown = all.slice(0, 2).map(([key, value]) => `"${cut(key)}":"${cut(value)}"`);
  const more = all.length > 2 ? ` and ${all.length - 2} more` : "";
  return `\`{${shown.join(",")}}\`${more}`;
}

function managedPoliciesInWords(arns: readonly string[]): string {
  if (arns.length === 0) return "no managed policies";
  const shown = arns.slice(0, 2).map((arn) => `\`${arn}\``);
  return `managed policies ${shown.join(", ")}${arns.length > 2 ? ` and ${arns.length - 2} more` : ""}`;
}

/** Where docs/semantics.md has the rules that begin with a letter. */
const sectionsOfRules: { readonly [letter: string]: string } = {
  M: "1-what-a-request-is",
  G: "2-what-a-valid-policy-looks-like",
  A: "actions",
  R: "resources",
  V: "variables-ug-variables",
  C: "4-conditions",
  T: "5-making-a-session",
  D: "6-the-decision-for-one-tuple",
  E: "8-the-session-policy-exceeds-the-base-role",
  Q: "11-doubtful-points",
};

/** `(R3)` in a text leads to the rule. */
function withRuleLinks(text: string): string {
  return text.replace(/\((?:[A-Z]\d{1,2}(?:, )?)+\)/g, (whole) =>
    whole.replace(/([A-Z])\d{1,2}/g, (rule, letter: string) => {
      const section = sectionsOfRules[letter];
      return section === undefined ? rule : `[${rule}](../semantics.md#${section})`;
    }),
  );
}

/** Findings that say the same are shown once. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ message }, at) => findings.findIndex((each) => each.message === message) === at);
}

function findingText({ severity, awsIssueCode, message }: Finding): string {
  const code = awsIssueCode === undefined ? "" : ` \`${awsIssueCode}\``;
  return block("text", `${severity}${code.replaceAll("`", "")}: ${message}`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** In a fence longer than any in the text. Of a long text the beginning and the end are shown. */
function block(language: string, whole: string): string {
  const text = shortened(whole);
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}${language}\n${text}\n${fence}`;
}

function shortened(text: string): string {
  const cut = (line: string) => (line.length > 400 ? `${line.slice(0, 300)}…${line.slice(-40)}` : line);
  const lines = text.split("\n").map(cut);
  return (lines.length > 40 ? [...lines.slice(0, 10), "…", ...lines.slice(-3)] : lines).join("\n");
}

function applied(text: string, changes: readonly TextChange[]): string {
  return changes.reduceRight(
    (whole, { span, newText }) => whole.slice(0, span.start) + newText + whole.slice(span.end),
    text,
  );
}
