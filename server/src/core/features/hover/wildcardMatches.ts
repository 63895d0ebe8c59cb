import { Budget } from "../../access/sets/budget.js";
import type { ActionAccess, EntryAccess } from "../../analysis.js";
import type { AccessLevel, Catalog, ServiceDetails } from "../../catalog/catalog.js";
import { matchesOfText } from "../../lint/facts/actionFacts.js";
import { hasWildcard, serviceOf, shortAction } from "../../messages/actionNames.js";
import { code, link } from "../../messages/markdown.js";
import { counted, withThousands } from "../../messages/numbers.js";
import { referencePage } from "../../messages/referencePage.js";

/** Names listed of each group. */
const namesShown = 24;

const levels: readonly AccessLevel[] = ["List", "Read", "Write", "Permissions management", "Tagging"];

/** The heading of a wildcard, or of an item of NotAction, with the number of actions it stands for. */
export function matchesHeading(
  pattern: string,
  negated: boolean,
  entry: EntryAccess | undefined,
  catalog: Catalog,
): string {
  const parts = [`**${code(pattern)}**`];
  if (negated) parts.push("NotAction: all but what it names");
  else if (entry !== undefined) parts.push(`wildcard for ${counted(entry.actions.length, "action")}`);
  const title = negated ? undefined : catalog.title(serviceOf(pattern));
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

/** The actions of one service that a pattern matches, by access level, where no session tells what comes of them. */
export function describePattern(pattern: string, catalog: Catalog): string {
  const budget = new Budget(budgetOfActions);
  const matches = matchesOfText(pattern, catalog, { budget });
  const [found, ...others] = [...(matches ?? [])];
  if (found === undefined || others.length > 0) return "";
  const [service, actions] = found;
  const rows = byLevel(actions, (name) => name, catalog.details(service)).map(([level, group]) =>
    row(level, shortList(group.map(code))),
  );
  return [row("Access level", "Actions"), "|---|---|", ...rows].join("\n");
}

/** Plenty for all actions of the largest service. */
const budgetOfActions = 1_000_000;

function levelTable({ actions, effect }: EntryAccess, catalog: Catalog): string {
  const service = serviceOf(actions[0]!.action);
  // A column in which nothing stands would only take room.
  const columns = [
    { title: effect === "Deny" ? "Removed" : "Takes effect", holds: takesEffect },
    { title: effect === "Deny" ? "Not removed" : "Does not", holds: (action: ActionAccess) => !takesEffect(action) },
  ].filter(({ holds }) => actions.some(holds));
  const groups = byLevel(actions, ({ action }) => shortAction(action), catalog.details(service));
  const rows = groups.map(([level, group]) => row(level, ...columns.map(({ holds }) => names(group.filter(holds)))));
  const titles = columns.map(({ title }) => title);
  return [row("Access level", ...titles), `|---|${"---|".repeat(titles.length)}`, ...rows].join("\n");
}

/** In the order of the reference's levels; those without an action are left out. */
function byLevel<T>(
  actions: readonly T[],
  nameOf: (action: T) => string,
  details: ServiceDetails | undefined,
): readonly (readonly [string, readonly T[]])[] {
  const groups = new Map<string, T[]>([...levels, "Other"].map((level) => [level, []]));
  for (const action of actions) {
    groups.get(details?.actions.get(nameOf(action).toLowerCase())?.accessLevel ?? "Other")!.push(action);
  }
  return [...groups].filter(([, group]) => group.length > 0);
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function takesEffect({ result }: ActionAccess): boolean {
  return result === "allowed" || result === "partly" || result === "depends" || result === "removes";
}

function names(actions: readonly ActionAccess[]): string {
  return shortList(actions.map(({ action, result }) => `${code(shortAction(action))}${remark(result)}`));
}

function shortList(items: readonly string[]): string {
  const more = items.length - namesShown;
  return items.slice(0, namesShown).join(", ") + (more > 0 ? ` and ${withThousands(more)} more` : "");
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
