import type { Rule } from "../../server/src/core/lint/rule.js";
import { awsChecks, inPart, notChecked } from "./awsChecks.js";
import { kindsInWords } from "./kindNames.js";
import { otherwise } from "./otherLinters.js";
import { topics } from "./topics.js";

/** The table of all rules, and the one that finds them by AWS's issue code. */
export function rulesOverview(rules: readonly Rule[]): string {
  const byTopic = Object.entries(topics).flatMap(([topic, { title }]) => {
    const own = rules.filter((rule) => rule.topic === topic);
    return own.length === 0 ? [] : [`## ${title}\n\n${tableOf(own)}`];
  });
  const sections = [
    "<!-- Written by npm run generate from server/src/core/lint/rules -->",
    "# Rules",
    `Each rule has a page with examples of what it flags and what it does not. How loud a rule is can be set in \`session-policy.config.json\` (\`"rules": { "missing-version": "off" }\`) or in VS Code's settings (\`sessionPolicy.rules\`): \`error\`, \`security-warning\`, \`warning\`, \`suggestion\` or \`off\`.`,
    ...byTopic,
    awsSection(rules),
    ...elsewhereSection(rules),
  ];
  return `${sections.join("\n\n")}\n`;
}

function tableOf(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, severity, appliesTo, summary }) =>
      `| ${linkTo(id)} | ${severity} | ${kindsInWords(appliesTo)} | ${summary} |`,
  );
  return `| rule | severity | applies to | |\n|---|---|---|---|\n${rows.join("\n")}`;
}

function awsSection(rules: readonly Rule[]): string {
  const rows = Object.entries(awsChecks)
    .flatMap(([severity, codes]) => codes.map((code) => ({ severity, code })))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ severity, code }) => {
      const own = rules.filter(({ awsIssueCode }) => [awsIssueCode ?? []].flat().includes(code)).map(({ id }) => id);
      const answer = own.length > 0 ? own.map(linkTo).join(", ") : (notChecked[code] ?? "not yet");
      const part = inPart[code] === undefined ? "" : `; ${inPart[code]}`;
      return `| \`${code}\` | ${severity} | ${answer}${part} |`;
    });
  return `## By AWS's issue code

What Access Analyzer's [ValidatePolicy](https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html) reports, with AWS's own class, and the rule that reports it here. *In part* means that AWS decides it by a table that it does not publish, or by what the file does not say.

| code | AWS's class | rule |
|---|---|---|
${rows.join("\n")}`;
}

function elsewhereSection(rules: readonly Rule[]): readonly string[] {
  const pairs = rules.flatMap(({ id, elsewhere = [] }) => elsewhere.map((each) => ({ ...each, id })));
  if (pairs.length === 0) return [];
  const names = new Set(pairs.map(({ linter, check }) => `${linter}\n${check}`));
  for (const [linter, checks] of Object.entries(otherwise)) {
    for (const check of Object.keys(checks)) names.add(`${linter}\n${check}`);
  }
  const rows = [...names].sort().map((name) => {
    const [linter = "", check = ""] = name.split("\n");
    const own = pairs.filter((pair) => pair.linter === linter && pair.check === check).map(({ id }) => linkTo(id));
    const besides = linked(otherwise[linter]?.[check] ?? "", rules);
    const answer = [own.join(", "), besides].filter((part) => part !== "").join(besides.startsWith("[") ? ", " : "; ");
    return `| ${linter} | \`${check}\` | ${answer} |`;
  });
  return [
    `## By the names that other linters use

| linter | its check | rule |
|---|---|---|
${rows.join("\n")}`,
  ];
}

/** Names of rules in a text as links. */
function linked(text: string, rules: readonly Rule[]): string {
  return text.replace(/`([a-z-]+)`/g, (whole, id: string) =>
    rules.some((rule) => rule.id === id) ? linkTo(id) : whole,
  );
}

function linkTo(id: string): string {
  return `[\`${id}\`](${id}.md)`;
}
