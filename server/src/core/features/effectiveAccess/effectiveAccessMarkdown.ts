import { code, escaped } from "../../messages/markdown.js";
import { counted, withThousands } from "../../messages/numbers.js";
import type { Cell, EffectiveAccessTable, Outcome, ServiceRows } from "./effectiveAccessTable.js";

/** Names listed in a row; the rest is counted. */
const namesShown = 40;

/** A table as Markdown: actions of a service that fare alike in one statement share a row. */
export function effectiveAccessMarkdown(table: EffectiveAccessTable): string {
  const heading = `# Effective access of session ${escaped(table.session)}`;
  const notGiven =
    table.notGiven === "" ? "" : `Not given: ${escaped(table.notGiven)}. Nothing is claimed that depends on it.`;
  const services = table.services.flatMap((service) => [`## ${title(service)}`, rowsOf(service, table)]);
  const parts = [heading, escaped(table.summary), notGiven, ...services];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function title({ service, title: name, rows }: ServiceRows): string {
  const head =
    name === service || service === ""
      ? escaped(name === "" ? "All services" : name)
      : `${escaped(name)} (${code(service)})`;
  return `${head}, ${counted(rows.length, "action")}`;
}

function rowsOf({ rows }: ServiceRows, { columns, outcomes, entries, statements }: EffectiveAccessTable): string {
  const groups = new Map<
    string,
    { readonly outcome: Outcome; readonly statement: number; readonly actions: string[] }
  >();
  for (const { action, entry, outcome } of rows) {
    const statement = entries[entry]!.statement;
    const key = `${statement} ${JSON.stringify(outcomes[outcome])}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { outcome: outcomes[outcome]!, statement, actions: [action] });
    else group.actions.push(action);
  }
  const cellText = ({ words, statement, more }: Cell) => {
    const label = statement === undefined ? "" : statements[statement]!.label;
    const rest = more === undefined ? "" : ` and ${more} more`;
    return label === "" ? words : `${words} (${escaped(label)}${rest})`;
  };
  const lines = [...groups.values()].map(({ outcome, actions }) =>
    row([names(actions), escaped(outcome.text), ...outcome.cells.map(cellText)]),
  );
  return [row(["Action", "Result", ...columns]), `|${"---|".repeat(columns.length + 2)}`, ...lines].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function names(actions: readonly string[]): string {
  const distinct = [...new Set(actions)];
  const more = distinct.length - namesShown;
  return distinct.slice(0, namesShown).map(code).join(", ") + (more > 0 ? ` and ${withThousands(more)} more` : "");
}
