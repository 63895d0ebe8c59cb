import { parseOperator } from "../../access/evaluate/conditionOperator.js";
import type { GlobalKey } from "../../catalog/globalKeys.js";
import { blank, literal } from "../../regions/template.js";
import { formatParts } from "./arnFormat.js";
import type { Proposal, Proposals } from "./completion.js";
import { familyOfKey, keyTypeOf } from "./keyTypes.js";
import type { Place } from "./place.js";
import { type ActionsOfService, actionsOfStatement } from "./statementActions.js";

const ranks = { ofActions: 0, ofBase: 0, always: 10, global: 20, never: 90, unfit: 200 };

/** Keys under an operator: those of the statement's actions and the global ones; what the operator fits comes first. */
export async function proposeConditionKeys(place: Place, operator: string): Promise<Proposals> {
  const { slot, catalog } = place;
  const parsed = parseOperator(operator);
  const actions = await actionsOfStatement(place);
  const own = keysOf(actions);
  const found = new Map<string, Proposal>();
  const add = (key: string, type: string | undefined, note: string, rank: number) => {
    const family = familyOfKey(type);
    const fits = parsed === undefined || family === undefined || isFit(parsed.family, family);
    const wantsSet = parsed !== undefined && (type?.startsWith("ArrayOf") ?? false) !== (parsed.qualifier !== "none");
    if (slot.others.includes(key) || found.has(key.toLowerCase())) return;
    found.set(key.toLowerCase(), {
      label: key,
      kind: "key",
      note: [type, note].filter((part) => part !== undefined && part !== "").join(" · "),
      filling: { kind: "member", name: nameOf(key), value: valueFor(type) },
      rank: rank + (fits ? 0 : ranks.unfit) + (fits && wantsSet && parsed.family !== "null" ? 5 : 0),
      goesOn: true,
      topic: { about: "key", key, service: key.startsWith("aws:") ? actions[0]?.service.service : key.split(":")[0] },
    });
  };
  for (const [key, count] of own) {
    if (catalog.globalKeys.find(key) !== undefined) continue;
    const total = actions.reduce((sum, { actions: list }) => sum + list.length, 0);
    add(key, keyTypeOf(key, catalog), count === total ? "" : `of ${count} of ${total} actions`, ranks.ofActions);
  }
  for (const global of catalog.globalKeys.all) {
    add(global.key, global.type, presenceOf(global, place), rankOf(global, place, own.has(global.key)));
  }
  return { proposals: [...found.values()] };
}

/** Keys that any of the actions can be asked about, with the number of the actions. */
function keysOf(services: readonly ActionsOfService[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { service, actions } of services) {
    for (const action of actions) {
      const keys = new Set(action.conditionKeys);
      for (const { name, conditionKeys } of action.resourceTypes) {
        for (const key of conditionKeys) keys.add(key);
        for (const key of service.resourceTypes.get(name)?.conditionKeys ?? []) keys.add(key);
      }
      for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** Whether an operator compares what the key holds; texts of all kinds can be compared as strings. */
function isFit(operator: string, key: string): boolean {
  return operator === "null" || operator === key || (operator === "string" && (key === "arn" || key === "date"));
}

function presenceOf(global: GlobalKey, { kind }: Place): string {
  const presence = kind === "session" ? global.presenceInSession : global.presence;
  if (presence === "always") return "in every request";
  return presence === "never" ? "never there in a session" : "not always there";
}

function rankOf(global: GlobalKey, { kind }: Place, isOwn: boolean): number {
  const presence = kind === "session" ? global.presenceInSession : global.presence;
  if (presence === "never") return ranks.never;
  if (isOwn) return ranks.ofActions;
  return presence === "always" ? ranks.always : ranks.global;
}

/** The key with blanks for its free parts: `aws:PrincipalTag/` and the tag's key. */
function nameOf(key: string): string {
  return formatParts(key)
    .map((part, at) => ("text" in part ? literal(part.text) : blank(at + 1, part.name)))
    .join("");
}

function valueFor(type: string | undefined) {
  if (type === "Bool") return blank(9, "true", "false");
  return type?.startsWith("ArrayOf") ? [blank(9)] : blank(9);
}
