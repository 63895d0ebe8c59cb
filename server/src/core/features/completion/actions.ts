import { globMatches, globOf } from "../../access/evaluate/globs.js";
import { emptyActionSet } from "../../access/sets/actionSets.js";
import { has } from "../../access/sets/bits.js";
import { listed } from "../../messages/lists.js";
import { counted, withThousands } from "../../messages/numbers.js";
import { quoted } from "../../messages/quoted.js";
import type { Proposal, Proposals } from "./completion.js";
import type { Base, Place } from "./place.js";
import { proposeServices } from "./services.js";
import { hasLetters } from "./subsequence.js";
import { wildcardsOf } from "./wildcards.js";

/** Ranks of actions: what the role grants first, what the list says already last. */
const ranks = { granted: 10, onCondition: 15, wildcard: 20, other: 40, idleWildcard: 45, notGranted: 50, covered: 90 };

/** Entries of Action or NotAction: services until the colon is typed, then the service's actions and wildcards. */
export async function proposeActions(place: Place): Promise<Proposals> {
  const { before, after } = place.slot;
  const colon = before.indexOf(":");
  if (colon < 0) return proposeServices(place, before, `${before}${after}`.includes(":"));
  const service = before.slice(0, colon).toLowerCase();
  const { catalog } = place;
  if (!catalog.hasService(service)) return { proposals: [] };
  await catalog.load([service]);
  const typed = before.slice(colon + 1);
  const covers = coveringEntries(place.slot.others);
  const grants = grantsIn(place.bases, service, place);
  return {
    proposals: [
      ...wildcardProposals(place, service, typed, grants, covers),
      ...actionProposals(place, service, typed, grants, covers),
    ],
  };
}

/** Who grants actions of a service: names of roles, by the action's place among the service's actions. */
export interface ServiceGrants {
  /** Some role is linked whose policies are known. */
  readonly known: boolean;
  isGranted(index: number): boolean;
  grantedBy(index: number): readonly string[];
  /** Granted by the policies of these, which a boundary, an SCP or an RCP lets come to nothing. */
  heldBackFrom(index: number): readonly string[];
  /** Granted by all of them only under conditions. */
  onCondition(index: number): boolean;
}

export function grantsIn(bases: readonly Base[], service: string, { catalog }: Pick<Place, "catalog">): ServiceGrants {
  const known = bases.flatMap(({ name, grants: grantsOf }) => {
    const grants = grantsOf?.(service);
    return grants === undefined ? [] : [{ name, grants }];
  });
  const none = emptyActionSet(catalog, service);
  const plain = none.slice();
  const granted = none.slice();
  for (const { grants } of known) {
    for (let w = 0; w < plain.length; w++) {
      plain[w]! |= grants.actions[w]! & ~grants.conditional[w]!;
      granted[w]! |= grants.actions[w]!;
    }
  }
  return {
    known: known.length > 0,
    isGranted: (index) => has(granted, index),
    grantedBy: (index) => known.flatMap(({ name, grants }) => (has(grants.actions, index) ? [name] : [])),
    heldBackFrom: (index) => known.flatMap(({ name, grants }) => (has(grants.heldBack, index) ? [name] : [])),
    onCondition: (index) => !has(plain, index),
  };
}

function actionProposals(
  { catalog, bases, slot }: Place,
  service: string,
  typed: string,
  grants: ServiceGrants,
  covers: (action: string) => string | undefined,
): readonly Proposal[] {
  const details = catalog.details(service);
  const lowerNames = catalog.lowerActionNames(service);
  const others = new Set(slot.others);
  const proposals: Proposal[] = [];
  for (const [index, name] of catalog.actionNames(service).entries()) {
    const action = `${service}:${name}`;
    if (!hasLetters(name, typed) || others.has(action)) continue;
    const level = details?.actions.get(lowerNames[index]!)?.accessLevel ?? "";
    const { remark, rank } = standingOf(index, covers(action), grants, bases);
    proposals.push({
      label: action,
      kind: "action",
      note: level !== "" && remark !== "" ? `${level} · ${remark}` : level + remark,
      filling: { kind: "text", text: action },
      rank,
      topic: { about: "action", action },
    });
  }
  return proposals;
}

/** What is to be said of an action beside its access level, and where that puts it. */
function standingOf(
  index: number,
  covering: string | undefined,
  grants: ServiceGrants,
  bases: readonly Base[],
): { readonly remark: string; readonly rank: number } {
  if (covering !== undefined) return { remark: `already in ${quoted(covering)}`, rank: ranks.covered };
  if (!grants.known) return { remark: "", rank: ranks.other };
  if (grants.isGranted(index)) {
    const by = listed(grants.grantedBy(index), 2);
    if (grants.onCondition(index)) return { remark: `granted on a condition by ${by}`, rank: ranks.onCondition };
    return { remark: `granted by ${by}`, rank: ranks.granted };
  }
  const held = listed(grants.heldBackFrom(index), 2);
  if (held !== "") return { remark: `granted by ${held}, but held back by another layer`, rank: ranks.notGranted };
  return { remark: `not granted by ${bases.length === 1 ? bases[0]!.name : "these roles"}`, rank: ranks.notGranted };
}

function wildcardProposals(
  place: Place,
  service: string,
  typed: string,
  grants: ServiceGrants,
  covers: (action: string) => string | undefined,
): readonly Proposal[] {
  const { catalog } = place;
  const found = wildcardsOf(catalog.actionNames(service), catalog.lowerActionNames(service), typed);
  return found.flatMap(({ pattern, indexes }): readonly Proposal[] => {
    const action = `${service}:${pattern}`;
    if (place.slot.others.includes(action)) return [];
    const covering = covers(action);
    const granted = grants.known ? indexes.filter(grants.isGranted).length : undefined;
    return [
      {
        label: action,
        kind: "wildcard",
        note: covering === undefined ? countNote(indexes.length, granted) : `already in ${quoted(covering)}`,
        filling: { kind: "text", text: action },
        rank: covering !== undefined ? ranks.covered : granted === 0 ? ranks.idleWildcard : ranks.wildcard,
      },
    ];
  });
}

/** `59 actions, 16 granted`. */
function countNote(all: number, granted: number | undefined): string {
  const count = counted(all, "action");
  if (granted === undefined) return count;
  if (granted === all) return `${count}, all granted`;
  return `${count}, ${granted === 0 ? "none" : withThousands(granted)} granted`;
}

/** Which of the list's other entries stands for an action or all that a wildcard stands for. */
function coveringEntries(others: readonly string[]): (action: string) => string | undefined {
  if (others.length === 0) return () => undefined;
  const entries = others.map((entry) => {
    const pattern = entry.toLowerCase();
    return { entry, beginning: pattern.slice(0, pattern.search(/[*?]|$/)), glob: globOf(pattern) };
  });
  return (action) => {
    const lower = action.toLowerCase();
    // A star of the wildcard's is one more letter to the pattern, which only a star takes.
    return entries.find(({ beginning, glob }) => lower.startsWith(beginning) && globMatches(glob, lower))?.entry;
  };
}
