import { statementName } from "../../messages/statementNames.js";
import { baseStatements } from "./baseStatements.js";
import type { Proposal, Proposals } from "./completion.js";
import type { Place } from "./place.js";
import { statementTemplate, statementValue } from "./statementTemplate.js";

/** The value of `Statement`: a list of one. */
export function proposeStatementList(place: Place): Proposals {
  return { proposals: statementProposals(place, (value) => [value]) };
}

/** An item of the list of statements. */
export function proposeStatements(place: Place): Proposals {
  return { proposals: statementProposals(place, (value) => value) };
}

function statementProposals(
  place: Place,
  around: (statement: ReturnType<typeof statementTemplate>) => ReturnType<typeof statementTemplate>,
): readonly Proposal[] {
  const effects =
    place.kind === "scp" || place.kind === "rcp" ? (["Deny", "Allow"] as const) : (["Allow", "Deny"] as const);
  const own = effects.map(
    (effect, rank): Proposal => ({
      label: `${effect} …`,
      match: effect,
      kind: "snippet",
      note: "a statement",
      filling: { kind: "value", value: around(statementTemplate(place, effect)) },
      rank,
      goesOn: true,
    }),
  );
  const copies = baseStatements(place).map(({ statement, base, document }): Proposal => {
    const actions = statement.actions.entries.map(({ text }) => text);
    const name = statementName(statement.index, statement.sid);
    return {
      label: `${statement.effect} ${statement.actions.negated ? "all but " : ""}${actions.slice(0, 2).join(", ")}${actions.length > 2 ? ", …" : ""}`,
      kind: "snippet",
      note: `as in ${document.name}, ${name} (${base.name})`,
      filling: { kind: "value", value: around(statementValue(statement, false)) },
      rank: 2,
    };
  });
  return [...own, ...copies];
}
