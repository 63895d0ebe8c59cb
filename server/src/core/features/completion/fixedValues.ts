import type { Proposal, Proposals } from "./completion.js";
import type { Place } from "./place.js";

/** `Allow` and `Deny`. */
export function proposeEffects({ kind }: Place): Proposals {
  // An RCP can only deny, but for the statement that AWS attaches to everything (D2).
  const effects = kind === "rcp" ? ["Deny", "Allow"] : ["Allow", "Deny"];
  const notes: { readonly [effect: string]: string } = {
    Allow: kind === "session" ? "as far as the role grants it" : "",
    Deny: "wins over every Allow",
  };
  return {
    proposals: effects.map(
      (label, rank): Proposal => ({
        label,
        kind: "keyword",
        ...(notes[label] !== "" && { note: notes[label]! }),
        filling: { kind: "text", text: label },
        rank,
      }),
    ),
  };
}

/** The two versions of the policy language (G6). */
export function proposeVersions(_place: Place): Proposals {
  return {
    proposals: [
      {
        label: "2012-10-17",
        kind: "keyword",
        note: "the current one",
        filling: { kind: "text", text: "2012-10-17" },
        rank: 0,
      },
      {
        label: "2008-10-17",
        kind: "keyword",
        note: "the old one, without policy variables",
        filling: { kind: "text", text: "2008-10-17" },
        rank: 1,
      },
    ],
  };
}
