import type { PatternList, Statement } from "./model.js";

/**
 * Whether a statement says "whatever the role may do": an unconditioned `Allow * on *`, usually beside Denies that
 * then take something away. It claims nothing of its own, so it can't claim too much.
 */
export function isPassThrough(statement: Statement): boolean {
  return (
    statement.effect === "Allow" &&
    statement.conditions.length === 0 &&
    isEverything(statement.actions) &&
    statement.resources !== undefined &&
    isEverything(statement.resources)
  );
}

function isEverything(list: PatternList): boolean {
  return !list.negated && list.entries.some(({ text }) => text === "*");
}
