import { excludedCharacters, formatGlobs } from "../../access/sets/arnFormats.js";
import { Budget, BudgetSpent } from "../../access/sets/budget.js";
import { intersects } from "../../access/sets/match.js";
import { anyStar, globOf, plainTokens } from "../../access/sets/tokens.js";
import type { ActionAccess, PolicyAnalysis } from "../../analysis.js";
import type { Catalog } from "../../catalog/catalog.js";
import { type ArnParts, arnParts } from "../../lint/facts/resourceFacts.js";
import { shortActions } from "../../messages/actionNames.js";
import { code, escaped } from "../../messages/markdown.js";
import { withThousands } from "../../messages/numbers.js";
import type { HoverPlace } from "./hoverPlace.js";

/** A text to compare a format with is a line at most; this is plenty for all formats of the largest service. */
const budgetOfTypes = 5_000_000;

/** An entry of Resource or NotResource: its parts, and the types of resource that it can stand for. */
export function aboutResource(
  { text, negated }: { readonly text: string; readonly negated: boolean },
  { statement }: HoverPlace,
  catalog: Catalog,
): readonly string[] {
  const but = negated ? " · NotResource: all but this" : "";
  if (text === "*") {
    return [
      `**${code(text)}** · any resource${but}`,
      "Also the only one that fits actions which take no resource, such as `s3:ListAllMyBuckets`.",
    ];
  }
  const arn = arnParts(text);
  if (arn === undefined) return [`**${code(text)}**`, "This is no ARN. A resource is `*`, or begins with `arn:`."];
  if (arn.count < 6) {
    return [
      `**${code(text)}**`,
      "An ARN has six parts, with `:` between them: `arn:partition:service:region:account:resource`.",
    ];
  }
  const service = arn.service.text.toLowerCase();
  const title = catalog.title(service);
  const types = typesOf(text, arn, catalog);
  const named = new Set(statement?.actions.entries.flatMap((entry) => typesOfAction(entry.text, catalog)) ?? []);
  const fitting = types.filter((type) => named.has(type));
  const shown = (fitting.length > 0 ? fitting : types).slice(0, 4).map(code);
  const more = (fitting.length > 0 ? fitting : types).length - shown.length;
  const kind = shown.length === 0 ? "" : ` · ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return [
    `**${code(text)}**${kind}${but}`,
    partsOf(arn, title),
    title !== undefined && types.length === 0 ? `${escaped(title)} has no type of resource with such an ARN.` : "",
    noteOn(arn),
  ];
}

function partsOf(arn: ArnParts, title: string | undefined): string {
  const part = (name: string, text: string, meaning = "") =>
    `| ${name} | ${text === "" ? "none" : `${code(text)}${meaning}`} |`;
  const wild = (text: string, all: string) => (text === "*" ? `, ${all}` : "");
  return [
    "| Part of the ARN | |",
    "|---|---|",
    part("Service", arn.service.text, title === undefined ? "" : `, ${escaped(title)}`),
    part("Region", arn.region.text, wild(arn.region.text, "any")),
    part("Account", arn.account.text, wild(arn.account.text, "any")),
    part("Resource", arn.resource.text),
    ...(arn.partition.text === "aws" ? [] : [part("Partition", arn.partition.text)]),
  ].join("\n");
}

/** What people trip over (R4, R5, R6). */
function noteOn({ service, resource }: ArnParts): string {
  const isBucket = service.text === "s3" && resource.text !== "" && !/[/*:]/.test(resource.text);
  if (isBucket) return `The bucket itself, not its objects: those are ${code(`arn:aws:s3:::${resource.text}/*`)}.`;
  return resource.text.includes("*") ? "`*` stands for any characters, `/` and `:` among them." : "";
}

/** The service's resource types that the text can be an ARN of. */
function typesOf(text: string, arn: ArnParts, catalog: Catalog): readonly string[] {
  const details = catalog.details(arn.service.text.toLowerCase());
  if (details === undefined) return [];
  const excluded = excludedCharacters(details);
  const partition = /[*?$]/.test(arn.partition.text) ? "aws" : arn.partition.text;
  const budget = new Budget(budgetOfTypes);
  const pattern = globOf(
    text.split(/\$\{[^}]*\}/).flatMap((part, at) => [...(at > 0 ? [anyStar] : []), ...plainTokens(part)]),
  );
  try {
    return [...details.resourceTypes.values()]
      .filter(({ arnFormats }) =>
        arnFormats.some((format) =>
          formatGlobs(format, excluded, [partition]).some((glob) => intersects(glob, pattern, budget)),
        ),
      )
      .map(({ name }) => name);
  } catch (error) {
    if (error instanceof BudgetSpent) return [];
    throw error;
  }
}

function typesOfAction(action: string, catalog: Catalog): readonly string[] {
  const [service = "", name = ""] = action.toLowerCase().split(":");
  return (
    catalog
      .details(service)
      ?.actions.get(name)
      ?.resourceTypes.map((type) => type.name) ?? []
  );
}

/** What the statement lets this session do to one of its resources. */
export function resourceInSession(text: string, policy: PolicyAnalysis, { statement }: HoverPlace): string {
  if (policy.session === undefined || statement?.resources === undefined || statement.resources.negated) return "";
  if (statement.effect === "Deny") return "";
  const actions = policy.entries
    .filter((entry) => entry.statement === statement.index)
    .flatMap((entry) => entry.actions);
  const groups = new Map<string, Set<string>>();
  for (const action of actions) {
    const word = resultOn(text, action, statement.conditions.length > 0);
    if (word === undefined) continue;
    const group = groups.get(word);
    if (group === undefined) groups.set(word, new Set([action.action]));
    else group.add(action.action);
  }
  if (groups.size === 0) return "**In this session**: none of the statement's actions applies to it.";
  const rows = order.filter((word) => groups.has(word)).map((word) => `| ${word} | ${names([...groups.get(word)!])} |`);
  return ["| In this session | |", "|---|---|", ...rows].join("\n");
}

const underCondition = "allowed under the statement's condition";

const order = [
  "allowed",
  underCondition,
  "allowed in part",
  "on a condition",
  "can't tell",
  "not granted",
  "no effect",
];

/** Undefined where the action has nothing to do with the resource, as far as that is known. */
function resultOn(
  text: string,
  { result, allowedOn, lessDenied }: ActionAccess,
  hasCondition: boolean,
): string | undefined {
  const allowed = lessDenied !== undefined ? "allowed in part" : hasCondition ? underCondition : "allowed";
  switch (result) {
    case "allowed":
      return allowedOn === undefined || allowedOn.includes(text) ? allowed : undefined;
    case "partly":
      return allowedOn?.includes(text) ? allowed : "allowed in part";
    case "depends":
      return "on a condition";
    case "not-granted":
      return "not granted";
    case "no-effect":
      return "no effect";
    default:
      return "can't tell";
  }
}

const namesShown = 20;

function names(actions: readonly string[]): string {
  const sorted = shortActions([...actions].sort());
  const more = sorted.length - namesShown;
  return sorted.slice(0, namesShown).map(code).join(", ") + (more > 0 ? ` and ${withThousands(more)} more` : "");
}
