import { sessionBindings } from "../../access/sessionBindings.js";
import { blank, literal } from "../../regions/template.js";
import { formatParts } from "./arnFormat.js";
import type { Proposal, Proposals } from "./completion.js";
import type { Place } from "./place.js";

/** Whether the cursor stands in a policy variable that is begun: after `${` and before its `}`. */
export function isInVariable({ slot: { before, quoted } }: Place): boolean {
  return quoted && before.lastIndexOf("${") > before.lastIndexOf("}");
}

/** What can be substituted: keys with one value in the request; and what they will be in this session (V1, V2). */
export function proposeVariables(place: Place, element: string | number): Proposals {
  if (element !== "Resource" && element !== "NotResource" && element !== "Condition") return { proposals: [] };
  const { slot, catalog, model } = place;
  const from = slot.before.lastIndexOf("${") + 2;
  const closing = /^[^"${}]*\}/.exec(slot.after);
  // Without a closing brace what follows belongs to the rest of the text.
  const over = closing === null ? 0 : closing[0].length;
  const missing = model.substitutesVariables ? "" : 'needs "Version": "2012-10-17"';
  const write = (name: string, template: string, note: string, rank: number): Proposal => ({
    label: name,
    match: name,
    kind: "variable",
    note: [missing, note].filter((part) => part !== "").join(" · "),
    filling: { kind: "text", text: `${template}}`, from, over },
    rank,
  });
  const keys = catalog.globalKeys.all
    .filter(({ multivalued, type }) => !multivalued && type !== "Bool")
    .flatMap(({ key, type, presenceInSession }): readonly Proposal[] => {
      const template = formatParts(key)
        .map((part, at) => ("text" in part ? part.text : blank(at + 1, part.name)))
        .join("");
      const { note, rank } = inSessions(place, key, presenceInSession === "always");
      return [write(key, template, note === "" ? type : note, rank)];
    });
  const tags = new Set(
    place.bases.flatMap(({ session }) => [...Object.keys(session.tags ?? {}), ...Object.keys(session.roleTags ?? {})]),
  );
  const ofTags = [...tags].map((tag) => {
    const key = `aws:PrincipalTag/${tag}`;
    return write(key, literal(key), inSessions(place, key, false).note, 0);
  });
  const plain = [
    ["*", "the character *"],
    ["?", "the character ?"],
    ["$", "the character $"],
  ].map(([name, note]) => write(name!, name!, note!, 90));
  return { proposals: [...ofTags, ...keys, ...plain] };
}

/** What a variable is in the sessions that use the policy, where that is known. */
function inSessions(
  { bases, kind }: Place,
  key: string,
  always: boolean,
): { readonly note: string; readonly rank: number } {
  const rank = always ? 10 : 20;
  if (key.includes("${")) return { note: "", rank };
  const bindings = bases.map(({ session }) => sessionBindings(session).of(key.toLowerCase()));
  const values = new Set(bindings.map((binding) => (binding.state === "value" ? binding.value : binding.state)));
  const [value] = values;
  if (values.size === 1 && bindings[0]!.state === "value") return { note: `${value} in this session`, rank: 5 };
  const isAbsent =
    bindings.length > 0
      ? bindings.every(({ state }) => state === "absent")
      : kind === "session" && key === "aws:username";
  return isAbsent ? { note: "has no value in a session", rank: 80 } : { note: "", rank };
}
