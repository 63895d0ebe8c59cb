import type { Severity } from "../lint/finding.js";
import { withThousands } from "../messages/numbers.js";
import type { ShownFinding } from "./shownFindings.js";

/**
 * At most so many findings of one rule, the most severe ones and of these the first: an editor stops at a number of its own
 * (VS Code at 1,000 a file), and thousands that say the same keep it from all others. The last of a rule says how many
 * more there are.
 */
export function fewerFindings(found: readonly ShownFinding[], most = mostOfOneRule): readonly ShownFinding[] {
  if (found.length <= most) return found;
  const byRule = new Map<string, ShownFinding[]>();
  for (const each of found) {
    const { rule } = each.finding;
    const known = byRule.get(rule);
    if (known === undefined) byRule.set(rule, [each]);
    else known.push(each);
  }
  const shown = new Map<ShownFinding, number>();
  for (const all of byRule.values()) {
    const kept = new Set([...all].sort((a, b) => ranks[a.finding.severity] - ranks[b.finding.severity]).slice(0, most));
    const last = all.filter((each) => kept.has(each)).at(-1);
    for (const each of kept) shown.set(each, each === last ? all.length - kept.size : 0);
  }
  return found.flatMap((each) => {
    const more = shown.get(each);
    if (more === undefined) return [];
    return more === 0
      ? [each]
      : [{ ...each, finding: { ...each.finding, message: withMore(each.finding.message, more) } }];
  });
}

function withMore(message: string, more: number): string {
  const what = more === 1 ? "There is 1 more finding" : `There are ${withThousands(more)} more findings`;
  return `${message}\n\n${what} of this rule here; the command line shows all.`;
}

const mostOfOneRule = 200;

const ranks: { readonly [severity in Severity]: number } = {
  error: 0,
  "security-warning": 1,
  warning: 2,
  suggestion: 3,
};
