import { applyEdits, modify } from "jsonc-parser";
import type { Rule } from "../../server/src/core/lint/rule.js";
import { topics } from "./topics.js";

/** package.json, the setting `sessionPolicy.rules` with a property for each rule. Its `properties` are generated. */
export function settingsWithRules(manifest: string, rules: readonly Rule[]): string {
  const at = ["contributes", "configuration", "properties", "sessionPolicy.rules", "properties"];
  return withValue(
    manifest,
    at,
    Object.fromEntries(rules.map(({ id, summary }) => [id, { description: plainText(summary) }])),
  );
}

/** The config's schema, with a property of `rules` for each rule. */
export function schemaWithRules(schema: string, rules: readonly Rule[]): string {
  return withValue(
    schema,
    ["properties", "rules", "properties"],
    Object.fromEntries(
      rules.map(({ id, summary }) => [id, { $ref: "#/definitions/ruleLevel", description: plainText(summary) }]),
    ),
  );
}

/** The README, with a line for each topic between the two marks. */
export function readmeWithRules(readme: string, rules: readonly Rule[]): string {
  const [begin, end] = ["<!-- rules: written by npm run generate -->", "<!-- end of rules -->"];
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has lost its marks ${begin} and ${end}`);
  const rows = Object.entries(topics).flatMap(([topic, { title, about }]) => {
    const anchor = `docs/rules/README.md#${title.toLowerCase().replaceAll(" ", "-")}`;
    return rules.some((rule) => rule.topic === topic) ? [`| [${title}](${anchor}) | ${about} |\n`] : [];
  });
  const table = `| rules about | find |\n|---|---|\n${rows.join("")}`;
  return `${readme.slice(0, from)}${begin}\n${table}${readme.slice(to)}`;
}

/** Only the one value is touched: the rest of the text keeps its form. */
function withValue(text: string, path: string[], value: unknown): string {
  const formattingOptions = { tabSize: 2, insertSpaces: true, eol: "\n" };
  return applyEdits(text, modify(text, path, value, { formattingOptions }));
}

/** Settings and schemas show no Markdown. */
function plainText(markdown: string): string {
  return markdown.replaceAll("`", '"');
}
