import { withThousands } from "./numbers.js";

/** `A`, `A and B`, `A, B and C`; with more than `most` items `A, B and 3 more`. */
export function listed(items: readonly string[], most = items.length): string {
  return joined(items, most, "and");
}

/** The same with "or". */
export function alternatives(items: readonly string[], most = items.length): string {
  return joined(items, most, "or");
}

/** All but the last parts shown of a list too long to show: `A, B` of `A, B and 3 more`. */
function joined(items: readonly string[], most: number, word: "and" | "or"): string {
  if (items.length <= 1) return items[0] ?? "";
  if (items.length > most) {
    const shown = items.slice(0, Math.max(1, most));
    return `${shown.join(", ")} ${word} ${withThousands(items.length - shown.length)} more`;
  }
  return `${items.slice(0, -1).join(", ")} ${word} ${items[items.length - 1]}`;
}
