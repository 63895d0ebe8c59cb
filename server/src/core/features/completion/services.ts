import type { ActionSet } from "../../access/sets/actionSets.js";
import { listed } from "../../messages/lists.js";
import { counted } from "../../messages/numbers.js";
import { literal } from "../../regions/template.js";
import { grantsIn } from "./actions.js";
import { identityDocuments } from "./baseStatements.js";
import type { Proposal, Proposals } from "./completion.js";
import type { Base, Place } from "./place.js";
import { hasLetters } from "./subsequence.js";

const ranks = { ofBase: 0, granted: 10, search: 15, other: 20, all: 30 };

/** Entries of the roles shown before anything is typed, and actions found by their names. */
const most = { ofBase: 40, found: 60 };

/** So many letters are looked for in the names of all actions. */
const lettersToSearch = 3;

/**
 * What an entry may begin with: what the roles' own policies name, the services, and with some letters typed the actions
 * of all services that begin so.
 */
export function proposeServices(place: Place, typed: string, hasColon: boolean): Proposals {
  const { catalog, bases, slot } = place;
  const found = hasColon || typed.length < lettersToSearch ? [] : actionsNamed(place, typed);
  const services = catalog.services.flatMap((service): readonly Proposal[] => {
    const title = catalog.title(service) ?? "";
    if (!hasLetters(`${service}: ${title}`, typed)) return [];
    const granting = bases.filter((base) => grantsAny(base, service)).map(({ name }) => name);
    const count = catalog.actionNames(service).length;
    return [
      {
        label: `${service}:`,
        match: `${service}: ${title}`,
        kind: "service",
        note: [
          title,
          granting.length > 0 ? `granted in part by ${listed(granting, 2)}` : counted(count, "action"),
        ].join(" · "),
        filling: { kind: "text", text: `${service}:` },
        rank: granting.length > 0 ? ranks.granted : ranks.other,
        goesOn: true,
      },
    ];
  });
  const own = hasColon ? [] : entriesOfBases(place);
  const all: Proposal = {
    label: "*",
    kind: "wildcard",
    note: "every action",
    filling: { kind: "text", text: "*" },
    rank: ranks.all,
  };
  const named = new Set(own.map(({ label }) => label));
  const others = found.filter(({ label }) => !named.has(label));
  return {
    proposals: [...own, ...services, ...others, ...(slot.others.includes("*") ? [] : [all])],
    incomplete: !hasColon,
  };
}

/** The entries of the roles' own Allows, as they stand there. */
function entriesOfBases({ bases, slot }: Place): readonly Proposal[] {
  const names = new Map<string, Set<string>>();
  for (const base of bases) {
    for (const { model } of identityDocuments(base)) {
      for (const { effect, actions } of model.statements) {
        if (effect !== "Allow" || actions.negated) continue;
        for (const { text } of actions.entries) {
          if (text === "*" || slot.others.includes(text)) continue;
          names.set(text, (names.get(text) ?? new Set()).add(base.name));
        }
      }
    }
  }
  // What a large role names is better looked for service by service.
  if (names.size > most.ofBase) return [];
  return [...names].map(([text, roles]) => ({
    label: text,
    kind: /[*?]/.test(text) ? "wildcard" : "action",
    note: `as in ${listed([...roles], 2)}`,
    filling: { kind: "text", text: literal(text) },
    rank: ranks.ofBase,
    ...(!/[*?]/.test(text) && { topic: { about: "action", action: text } as const }),
  }));
}

function grantsAny({ grants }: Base, service: string): boolean {
  const granted: ActionSet | undefined = grants?.(service)?.actions;
  return granted?.some((word) => word !== 0) ?? false;
}

/** Actions of any service whose names begin with what is typed, or else hold it; those that a role grants first. */
function actionsNamed({ catalog, bases }: Place, typed: string): readonly Proposal[] {
  const lower = typed.toLowerCase();
  const found: Proposal[] = [];
  for (const isFit of [
    (name: string) => name.startsWith(lower),
    (name: string) => !name.startsWith(lower) && name.includes(lower),
  ]) {
    for (const service of catalog.services) {
      if (found.length >= most.found) return found;
      const names = catalog.lowerActionNames(service);
      if (!names.some(isFit)) continue;
      const grants = grantsIn(bases, service, { catalog });
      for (const [index, name] of catalog.actionNames(service).entries()) {
        if (!isFit(names[index]!) || found.length >= most.found) continue;
        const by = grants.grantedBy(index);
        const action = `${service}:${name}`;
        found.push({
          label: action,
          kind: "action",
          note: by.length > 0 ? `granted by ${listed(by, 2)}` : (catalog.title(service) ?? ""),
          filling: { kind: "text", text: action },
          rank: by.length > 0 ? ranks.ofBase : ranks.search,
          topic: { about: "action", action },
        });
      }
    }
  }
  return found;
}
