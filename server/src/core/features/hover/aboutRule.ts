import { rules } from "../../lint/rules/index.js";
import { code, escaped, link } from "../../messages/markdown.js";

/** A rule that has found something here, with the page that explains it. */
export function aboutRule(id: string): string {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) return "";
  const [first] = rule.seeAlso;
  const page = first === undefined ? "" : ` · ${link(first.title, first.url)}`;
  return `Rule ${code(id)}: ${escaped(rule.summary)}${page}`;
}
