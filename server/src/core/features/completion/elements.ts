import type { PolicyKind } from "../../policy/model.js";
import { blank, type Template } from "../../regions/template.js";
import { memberNamed, nodeAt } from "../../syntax/navigate.js";
import type { Proposal, Proposals } from "./completion.js";
import type { Place } from "./place.js";
import { statementTemplate } from "./statementTemplate.js";

const idElement: [string, string, Template] = ["Id", "a name for the policy", blank(1)];

/** The elements of a policy that are not there yet. */
export function proposeTopLevel(place: Place): Proposals {
  const elements: [string, string, Template][] = [
    ["Version", "the version of the policy language", "2012-10-17"],
    ["Statement", "what is allowed and denied", [statementTemplate(place)]],
    ...(place.kind === "resource" ? [idElement] : []),
  ];
  return { proposals: membersOf(place, elements) };
}

/** The elements of a statement that its kind of policy knows and that it does not have yet (G2). */
export function proposeElements(place: Place): Proposals {
  const { others } = place.slot;
  const has = (...names: readonly string[]) => names.some((name) => others.includes(name));
  const elements: [string, string, Template][] = [];
  elements.push(["Effect", "Allow or Deny", blank(1, "Allow", "Deny")]);
  const { principal, resource } = grammarOf(place.kind);
  if (principal && !has("Principal", "NotPrincipal")) {
    const value = place.kind === "rcp" ? "*" : { [blank(1, "AWS", "Service", "Federated")]: blank(2) };
    elements.push(["Principal", "who may", value]);
    if (place.kind === "resource")
      elements.push(["NotPrincipal", "everyone but", { [blank(1, "AWS", "Service")]: blank(2) }]);
  }
  if (!has("Action", "NotAction")) {
    elements.push(["Action", "which actions", patterns(place, "Action")]);
    elements.push(["NotAction", "all actions but", patterns(place, "NotAction")]);
  }
  if (resource && !has("Resource", "NotResource")) {
    elements.push(["Resource", "on which resources", patterns(place, "Resource")]);
    elements.push(["NotResource", "on all resources but", patterns(place, "NotResource")]);
  }
  elements.push(["Condition", "only if", { [blank(1)]: { [blank(2)]: blank(3) } }]);
  elements.push(["Sid", "a name for the statement", blank(1)]);
  return { proposals: membersOf(place, elements) };
}

/** Which of the elements that not every kind has this kind's statements take (G2). */
function grammarOf(kind: PolicyKind): { readonly principal: boolean; readonly resource: boolean } {
  return { principal: kind === "trust" || kind === "resource" || kind === "rcp", resource: kind !== "trust" };
}

/** A string or a list of one, as the document has it elsewhere. */
export function patterns({ parsed }: Place, name: string, text = blank(1)): Template {
  const statements = nodeAt(parsed.root, ["Statement"]);
  const items = statements?.type === "array" ? statements.items : [];
  const plain = name.replace(/^Not/, "");
  for (const statement of items) {
    const value = statement.type === "object" ? memberNamed(statement, plain)?.value : undefined;
    if (value !== undefined) return value.type === "array" ? [text] : text;
  }
  return plain === "Action" ? [text] : text;
}

function membersOf({ slot }: Place, elements: readonly (readonly [string, string, Template])[]): readonly Proposal[] {
  return elements.flatMap(([name, note, value], rank): readonly Proposal[] =>
    slot.others.includes(name)
      ? []
      : [{ label: name, kind: "element", note, filling: { kind: "member", name, value }, rank, goesOn: true }],
  );
}
