import type { Draft } from "./draft.js";
import { draftSize, statementSize } from "./draftText.js";

/** What takes the room in a policy that does not fit. */
export interface FitCosts {
  /** The dearest first, at most five. */
  readonly statements: readonly StatementCost[];
  /**
   * Statements that could be moved to a managed policy of the account, passed by its ARN: all session policies of a call
   * say together what one of them would (T2). Undefined where even that does not help.
   */
  readonly splitOff?: {
    /** Indexes in the result. */
    readonly statements: readonly number[];
    readonly characters: number;
    /** What would be left, with the ARN. */
    readonly remaining: number;
  };
}

export interface StatementCost {
  /** Its index in the result. */
  readonly index: number;
  readonly sid?: string;
  readonly characters: number;
}

/** `arn:aws:iam::111122223333:policy/` and a short name. */
export const managedPolicyArnLength = 60;

/** @param limit code points */
export function costsOf(draft: Draft, limit: number): FitCosts {
  const all = draft.statements.map(
    (statement, index): StatementCost => ({
      index,
      ...(statement.sid === undefined ? {} : { sid: statement.sid }),
      characters: statementSize(statement),
    }),
  );
  const dearest = [...all].sort((a, b) => b.characters - a.characters || a.index - b.index);
  const over = draftSize(draft) + managedPolicyArnLength - limit;
  const statements = dearest.slice(0, 5);
  const moved = fewestThatFree(dearest, over);
  // The session policy must keep a statement: an empty one is an error.
  if (moved === undefined || moved.length === all.length) return { statements };
  const characters = moved.reduce((sum, each) => sum + each.characters, 0);
  const indexes = moved.map(({ index }) => index).sort((a, b) => a - b);
  const remaining = draftSize(draft) - characters + managedPolicyArnLength;
  return { statements, splitOff: { statements: indexes, characters, remaining } };
}

/** The fewest statements that free so many characters; of one, the smallest that does. */
function fewestThatFree(dearest: readonly StatementCost[], over: number): readonly StatementCost[] | undefined {
  const single = [...dearest].reverse().find(({ characters }) => characters >= over);
  if (single !== undefined) return [single];
  const moved: StatementCost[] = [];
  let freed = 0;
  for (const each of dearest) {
    moved.push(each);
    freed += each.characters;
    if (freed >= over) return moved;
  }
  return undefined;
}
