import { listed } from "../../messages/lists.js";
import { counted } from "../../messages/numbers.js";
import { blank, literal } from "../../regions/template.js";
import { type FormatPart, restOfFormat } from "./arnFormat.js";
import { arnSegments } from "./arnSegments.js";
import type { Proposal, Proposals } from "./completion.js";
import { fittingResources } from "./fittingResources.js";
import type { Place } from "./place.js";
import { accountsSeen, partitionSeen, regionsSeen, resourcesHere, resourcesOfBases } from "./seenValues.js";
import { type ActionsOfService, actionsOfStatement, isOfAnyAction } from "./statementActions.js";

const ranks = { noResource: 0, ofBase: 10, here: 15, format: 20, segment: 25, everything: 30, unfit: 50 };

/** So many formats are proposed; a wildcard over a service may mean hundreds. */
const mostFormats = 80;

/** Entries of Resource and NotResource: what the roles name, and the ARNs of the resource types of the actions. */
export async function proposeResources(place: Place): Promise<Proposals> {
  const { slot } = place;
  const typed = slot.before;
  const actions = await actionsOfStatement(place);
  const services = isOfAnyAction(place) ? "any" : new Set(actions.map(({ service }) => service.service));
  const formats = formatsOf(actions);
  const needsNone = actions.length > 0 && formats.size === 0;
  const others = new Set(slot.others);
  const fits = fittingResources(actions, partitionSeen(place));
  const known = (text: string, note: string, rank: number): Proposal => ({
    label: text,
    kind: "resource",
    note,
    filling: { kind: "text", text: literal(text) },
    rank: fits(text) ? rank : ranks.unfit,
  });
  const seen = resourcesOfBases(place, services)
    .filter(({ text }) => text !== "*" && !others.has(text))
    .map(({ text, where }) => known(text, where, ranks.ofBase));
  const used = new Set(seen.map(({ label }) => label));
  const here = resourcesHere(place)
    .filter((text) => text !== "*" && !others.has(text) && !used.has(text))
    .map((text) => known(text, "in another statement", ranks.here));
  const everything: Proposal = {
    label: "*",
    kind: "resource",
    note: needsNone ? "these actions take no resource" : "every resource",
    filling: { kind: "text", text: "*" },
    rank: needsNone ? ranks.noResource : ranks.everything,
  };
  return {
    proposals: [
      ...seen,
      ...here,
      ...formatProposals(place, formats, typed),
      ...arnSegments(place, typed, services, ranks.segment),
      ...(others.has("*") ? [] : [everything]),
    ],
  };
}

/** The ARN formats of the resource types that actions take, with the types' names and the actions that take them. */
function formatsOf(actions: readonly ActionsOfService[]): ReadonlyMap<string, { type: string; actions: string[] }> {
  const formats = new Map<string, { type: string; actions: string[] }>();
  for (const { service, actions: list } of actions) {
    for (const action of list) {
      for (const { name } of action.resourceTypes) {
        for (const format of service.resourceTypes.get(name)?.arnFormats ?? []) {
          const known = formats.get(format);
          if (known === undefined) formats.set(format, { type: name, actions: [action.name] });
          else if (known.actions[known.actions.length - 1] !== action.name) known.actions.push(action.name);
        }
      }
    }
  }
  return formats;
}

/** Formats that go on from what is typed, with what is known of the session's account filled in. */
function formatProposals(
  place: Place,
  formats: ReadonlyMap<string, { readonly type: string; readonly actions: readonly string[] }>,
  typed: string,
): readonly Proposal[] {
  const fill = filler(place);
  const proposals: Proposal[] = [];
  for (const [format, { type, actions }] of formats) {
    const rest = restOfFormat(format, typed);
    if (rest === undefined || (rest.length === 0 && typed !== "")) continue;
    const text = rest.map((part, at) => fill(part, at).text).join("");
    const label = literal(typed) + rest.map((part, at) => fill(part, at).label).join("");
    const what = actions.length > 3 ? counted(actions.length, "action") : listed(actions);
    proposals.push({
      label,
      kind: "resource",
      note: `${type} · ${what}`,
      filling: { kind: "text", text: literal(typed) + text },
      rank: ranks.format,
    });
    if (proposals.length >= mostFormats) break;
  }
  return proposals;
}

/** Parts of a format as text with blanks, and as a person reads them. */
function filler(place: Place): (part: FormatPart, number: number) => { readonly text: string; readonly label: string } {
  const partition = partitionSeen(place);
  const [account] = accountsSeen(place);
  const regions = regionsSeen(place);
  return (part, number) => {
    if ("text" in part) return { text: part.text, label: part.text };
    switch (part.name) {
      case "Partition":
        return { text: partition, label: partition };
      case "Account":
        if (account !== undefined) return { text: account, label: account };
        break;
      case "Region":
        if (regions.length === 1) return { text: blank(number + 1, regions[0]!), label: regions[0]! };
        if (regions.length > 1) return { text: blank(number + 1, ...regions), label: regions[0]! };
        break;
      default:
    }
    return { text: blank(number + 1, part.name), label: `\${${part.name}}` };
  };
}
