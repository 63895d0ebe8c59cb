import { parseOperator } from "../../access/evaluate/conditionOperator.js";
import { blank, literal } from "../../regions/template.js";
import type { Proposal, Proposals } from "./completion.js";
import { familyOfKey, keyTypeOf } from "./keyTypes.js";
import type { Place } from "./place.js";
import { accountsSeen, partitionSeen, principalArns, regionsSeen, valuesOfBases } from "./seenValues.js";

const ranks = { ofBase: 0, ofSession: 5, seen: 10, known: 20, shape: 40 };

/** Values of a condition key: those of the roles' own conditions, of the session, and those that are known for the key. */
export async function proposeConditionValues(place: Place, operator: string, key: string): Promise<Proposals> {
  const { slot, catalog } = place;
  const service = key.slice(0, Math.max(0, key.indexOf(":"))).toLowerCase();
  if (catalog.hasService(service)) await catalog.load([service]);
  const type = keyTypeOf(key, catalog);
  const found = new Map<string, Proposal>();
  const add = (text: string, note: string, rank: number, template = literal(text)) => {
    if (slot.others.includes(text) || found.has(text)) return;
    found.set(text, { label: text, kind: "value", note, filling: { kind: "text", text: template }, rank });
  };
  for (const { text, where } of valuesOfBases(place, key)) add(text, where, ranks.ofBase);
  if (parseOperator(operator)?.family === "null") {
    add("true", "the key is missing", ranks.known);
    add("false", "the key is there", ranks.known);
    return { proposals: [...found.values()] };
  }
  for (const [text, note] of ofSession(place, key)) add(text, note, ranks.ofSession);
  for (const [text, note, rank] of knownFor(place, key)) add(text, note, rank);
  switch (familyOfKey(type)) {
    case "bool":
      add("true", "", ranks.known);
      add("false", "", ranks.known);
      break;
    case "ip":
      add("203.0.113.0/24", "a range of addresses", ranks.shape, blank(1, "203.0.113.0/24"));
      break;
    case "date":
      add("2030-01-01T00:00:00Z", "a moment, in UTC", ranks.shape, blank(1, "2030-01-01T00:00:00Z"));
      break;
    case "arn":
      for (const arn of principalArns(place)) add(arn, "from the config", ranks.seen);
      break;
    default:
  }
  return { proposals: [...found.values()] };
}

/** What the key will be in the sessions that use the policy. */
function ofSession({ bases }: Place, key: string): readonly (readonly [string, string])[] {
  const tag = /^aws:(?:PrincipalTag|RequestTag|ResourceTag)\/(.*)$/i.exec(key)?.[1]?.toLowerCase();
  return bases.flatMap(({ session, name }) => {
    const context = Object.entries(session.context)
      .filter(([each]) => each.toLowerCase() === key.toLowerCase())
      .flatMap(([, value]) => [value].flat())
      .map((value) => [String(value), `in the context of ${session.name}`] as const);
    const tags = [session.tags, session.roleTags].flatMap((each) =>
      Object.entries(each ?? {})
        .filter(([each]) => each.toLowerCase() === tag)
        .map(([, value]) => [value, `tag of ${name}'s session`] as const),
    );
    return [...context, ...tags];
  });
}

function knownFor(place: Place, key: string): readonly (readonly [string, string, number])[] {
  const { catalog, values } = place;
  const lower = key.toLowerCase();
  const listed = values.ofKeys.get(lower) ?? [];
  const found: (readonly [string, string, number])[] = listed.map((value) => [value, "", ranks.known]);
  if (lower === "aws:requestedregion") {
    const seen = regionsSeen(place);
    for (const region of seen) found.push([region, "seen around this policy", ranks.seen]);
    for (const region of catalog.arnFields.partitions.get(partitionSeen(place)) ?? [])
      found.push([region, "Region", ranks.known]);
  }
  if (/account$/.test(lower))
    for (const account of accountsSeen(place)) found.push([account, "seen around this policy", ranks.seen]);
  const principals = catalog.conditionChecks.servicePrincipalKeys.find((each) => each.key.toLowerCase() === lower);
  if (principals !== undefined) {
    const regions = principals.form === "plain" ? [] : [...regionsSeen(place), "*"];
    for (const principal of values.servicePrincipals) {
      if (principals.form === "plain") found.push([principal, "", ranks.known]);
      else
        for (const region of regions.slice(0, 1)) found.push([principal.replace(".", `.${region}.`), "", ranks.known]);
    }
  }
  return found;
}
