import type { PolicyAnalysis } from "../analysis.js";
import { withThousands } from "../messages/numbers.js";

/** The counter in the status bar. */
export interface SizeSummary {
  /** `231 / 2,048`; over the limit `2,310 / 2,048 (1,204 minified)`. */
  readonly text: string;
  readonly tooltip: string;
  readonly state: "fits" | "fits-minified" | "too-long";
}

/** The size of a policy against its limit; undefined for a kind of document whose size nobody checks. */
export function sizeSummary(policy: Pick<PolicyAnalysis, "characters" | "session" | "kind">): SizeSummary | undefined {
  const { sent, minified, limit } = policy.characters;
  if (limit === undefined) return undefined;
  const counter = `${withThousands(sent)} / ${withThousands(limit)}`;
  const counting = "White space counts: it is sent as it is written.";
  const notes = besidesText(policy);
  if (sent <= limit) {
    const rest = `${withThousands(limit - sent)} characters are left of the ${withThousands(limit)} that a policy of this kind may have.`;
    return {
      text: counter,
      tooltip: `${rest} ${sentMinified(policy) ? "It is sent minified." : counting}${notes}`,
      state: "fits",
    };
  }
  const over = `${withThousands(sent - limit)} characters too long for the limit of ${withThousands(limit)}.`;
  const text = minified < sent ? `${counter} (${withThousands(minified)} minified)` : counter;
  if (minified <= limit) {
    const way = "“Copy as One Line” gives it without white space, and that fits.";
    return { text, tooltip: `${over} ${counting} ${way}${notes}`, state: "fits-minified" };
  }
  const still = `Without white space it has ${withThousands(minified)}, still ${withThousands(minified - limit)} too many.`;
  return {
    text,
    tooltip: `${over} ${still} “Fit into 2,048…” looks for a shorter policy that says the same.${notes}`,
    state: "too-long",
  };
}

/** What else takes room, and what no count of characters can tell (T1, Q12). */
function besidesText({ characters: { managedPolicyArns } }: Pick<PolicyAnalysis, "characters">): string {
  const arns =
    managedPolicyArns === undefined
      ? ""
      : ` The ARNs of the managed policies passed along take ${withThousands(managedPolicyArns)} of the limit.`;
  return `${arns} AWS also packs policies and session tags into a form with a limit of its own; how is not published.`;
}

function sentMinified({ session }: Pick<PolicyAnalysis, "session">): boolean {
  return session?.sentAs === "minified";
}
