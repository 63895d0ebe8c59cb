import { proposeActions } from "./actions.js";
import { type Completion, type Completions, nothing, type Proposal, type Proposals } from "./completion.js";
import { proposeConditionKeys } from "./conditionKeys.js";
import { proposeConditionValues } from "./conditionValues.js";
import { proposeDocument } from "./documents.js";
import { proposeElements, proposeTopLevel } from "./elements.js";
import { proposeEffects, proposeVersions } from "./fixedValues.js";
import { proposeOperators } from "./operators.js";
import { type CompletionInput, type Place, pathInStatement, placeAt } from "./place.js";
import { proposePrincipals, proposePrincipalTypes } from "./principals.js";
import { proposeResources } from "./resources.js";
import { proposeStatementList, proposeStatements } from "./statements.js";
import { isInVariable, proposeVariables } from "./variables.js";

/** No more proposals than a person could look through; the rest comes when more is typed. */
const most = 500;

/** What can be typed at `offset` of a document. Waits for the catalog's details of the services that are named. */
export async function completions(input: CompletionInput, offset: number): Promise<Completions> {
  const place = await placeAt(input, offset);
  if (place === undefined) return { items: [], incomplete: false };
  const { proposals, incomplete = false } = await propose(place);
  return written(place, proposals, incomplete);
}

/** Writes proposals into the slot, the first ones first. */
export function written(
  { slot }: Pick<Place, "slot">,
  proposals: readonly Proposal[],
  incomplete: boolean,
): Completions {
  const before = slot.before.toLowerCase();
  const sorted = proposals.map((proposal, at) => ({ proposal, at, likeness: likeness(proposal, before) }));
  sorted.sort((a, b) => a.likeness - b.likeness || a.proposal.rank - b.proposal.rank || a.at - b.at);
  const items = sorted.slice(0, most).flatMap(({ proposal }, order): readonly Completion[] => {
    const filled = slot.fill(proposal.filling);
    if (filled === undefined) return [];
    const { label, kind, note, match = label, goesOn = false, topic } = proposal;
    const { replaced, inserted, newText, lead, besides } = filled;
    const place = String(order).padStart(4, "0");
    return [
      {
        label,
        kind,
        note: note || undefined,
        match: lead + match,
        order: place,
        replaced,
        inserted,
        newText,
        besides,
        goesOn,
        topic,
      },
    ];
  });
  return { items, incomplete: incomplete || sorted.length > most };
}

/** How well a proposal fits what is typed, in lower case: 0 where it begins so, 1 where it holds it, 2 where it may hold its letters. */
function likeness({ filling, label, match = label }: Proposal, before: string): number {
  const typed = filling.kind === "text" ? before.slice(filling.from ?? 0) : before;
  const text = match.toLowerCase();
  return text.startsWith(typed) ? 0 : text.includes(typed) ? 1 : 2;
}

function propose(place: Place): Proposals | Promise<Proposals> {
  const { slot } = place;
  const [first, ...rest] = slot.path;
  if (slot.role === "value" && slot.path.length === 0) return proposeDocument(place);
  if (slot.role === "name" && first === undefined) return proposeTopLevel(place);
  if (slot.role === "value" && rest.length === 0) {
    if (first === "Version") return proposeVersions(place);
    return first === "Statement" ? proposeStatementList(place) : nothing;
  }
  if (first !== "Statement") return nothing;
  if (slot.role === "value" && slot.inList && rest.length === 1) return proposeStatements(place);
  const below = pathInStatement(place);
  return below === undefined ? nothing : proposeInStatement(place, below);
}

function proposeInStatement(
  place: Place,
  [element, ...below]: readonly (string | number)[],
): Proposals | Promise<Proposals> {
  const { role, inList } = place.slot;
  if (element === undefined) return role === "name" ? proposeElements(place) : nothing;
  if (role === "value" && isInVariable(place)) return proposeVariables(place, element);
  const depth = inList ? below.length - 1 : below.length;
  switch (element) {
    case "Effect":
      return role === "value" && below.length === 0 ? proposeEffects(place) : nothing;
    case "Action":
    case "NotAction":
      return role === "value" && depth === 0 ? proposeActions(place) : nothing;
    case "Resource":
    case "NotResource":
      return role === "value" && depth === 0 ? proposeResources(place) : nothing;
    case "Principal":
    case "NotPrincipal":
      if (role === "name") return below.length === 0 ? proposePrincipalTypes(place) : nothing;
      return proposePrincipals(place, below[0]);
    case "Condition":
      if (role === "name" && below.length === 0) return proposeOperators(place);
      if (role === "name" && below.length === 1) return proposeConditionKeys(place, String(below[0]));
      if (role === "value" && depth === 2) return proposeConditionValues(place, String(below[0]), String(below[1]));
      return nothing;
    default:
      return nothing;
  }
}
