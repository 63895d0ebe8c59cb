import type { ActionAccess, EntryAccess } from "../analysis.js";
import type { AccessLevel, Catalog } from "../catalog/catalog.js";
import { hasWildcard, serviceOf, shortAction } from "../messages/actionNames.js";
import { code, link } from "../messages/markdown.js";
import { counted, withThousands } from "../messages/numbers.js";
import { referencePage } from "../messages/referencePage.js";

/** Names listed of each group. */
const namesShown = 24;

const levels: readonly AccessLevel[] = ["List", "Read", "Write", "Permissions management", "Tagging"];

/** The heading of a wildcard, or of an item of NotAction, with the number of actions it stands for. */
export function matchesHeading(pattern: string, entry: EntryAccess | undefined, catalog: Catalog): string {
  const parts = [`**${code(pattern)}**`];
  if (entry?.negated) parts.push("NotAction: all but what it names");
  else if (entry !== undefined) parts.push(`wildcard for ${counted(entry.actions.length, "action")}`);
  const title = entry?.negated ? undefined : catalog.title(serviceOf(pattern));
  if (title !== undefined) parts.push(link("AWS reference", referencePage(title)));
  return parts.join(" · ");
}

/**
 * The actions that a wildcard stands for, by access level, those that take effect apart from the others. Nothing for a
 * pattern over several services: that would be a table of all of AWS.
 */
export function describeMatches(entry: EntryAccess, catalog: Catalog): string {
  if (entry.negated || !hasWildcard(entry.pattern)) return "";
  const services = new Set(entry.actions.map(({ action }) => serviceOf(action)));
  const table = services.size === 1 ? levelTable(entry, catalog) : "";
  return [table, entry.unfit.length > 0 ? unfitLine(entry) : ""].filter((part) => part !== "").join("\n\n");
}

function levelTable({ actions, effect }: EntryAccess, catalog: Catalog): string {
  const service = serviceOf(actions[0]!.action);
  const details = catalog.details(service);
  const byLevel = new Map<string, ActionAccess[]>();
  for (const action of actions) {
    const level = details?.actions.get(shortAction(action.action).toLowerCase())?.accessLevel ?? "Other";
    byLevel.set(level, [...(byLevel.get(level) ?? []), action]);
  }
  // A column in which nothing stands would only take room.
  const columns = [
    { title: effect === "Deny" ? "Removed" : "Takes effect", holds: takesEffect },
    { title: effect === "Deny" ? "Not removed" : "Does not", holds: (action: ActionAccess) => !takesEffect(action) },
  ].filter(({ holds }) => actions.some(holds));
  const rows = [...levels, "Other"].flatMap((level) => {
    const group = byLevel.get(level) ?? [];
    return group.length === 0 ? [] : [row(level, ...columns.map(({ holds }) => names(group.filter(holds))))];
  });
  const titles = columns.map(({ title }) => title);
  return [row("Access level", ...titles), `|---|${"---|".repeat(titles.length)}`, ...rows].join("\n");
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function takesEffect({ result }: ActionAccess): boolean {
  return result === "allowed" || result === "partly" || result === "depends" || result === "removes";
}

function names(actions: readonly ActionAccess[]): string {
  const shown = actions
    .slice(0, namesShown)
    .map(({ action, result }) => `${code(shortAction(action))}${remark(result)}`);
  const more = actions.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${withThousands(more)} more` : "");
}

function remark(result: ActionAccess["result"]): string {
  switch (result) {
    case "partly":
      return " (in part)";
    case "depends":
      return " (on a condition)";
    case "unknown":
      return " (can't tell)";
    default:
      return "";
  }
}

/** M3: pairs that can't occur are told here and nowhere else. */
function unfitLine({ unfit }: EntryAccess): string {
  const shown = unfit.slice(0, 6).map((action) => code(shortAction(action)));
  const more = unfit.length - shown.length;
  const tail = more > 0 ? ` and ${withThousands(more)} more` : "";
  const verb = unfit.length === 1 ? "matches too, but does" : "match too, but do";
  return `${counted(unfit.length, "action")} ${verb} not apply to these resources: ${shown.join(", ")}${tail}.`;
}
