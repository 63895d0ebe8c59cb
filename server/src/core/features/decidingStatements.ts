import type { StatementRef } from "../access/layers.js";
import { referredStatement } from "../access/referredStatement.js";
import type { Analysis } from "../analysis.js";
import { statementAt } from "../policy/statementAt.js";
import type { PolicyPath } from "../syntax/json.js";
import { touchesEntry } from "./entrySpan.js";

/** A statement in a file. */
export interface StatementPlace {
  readonly uri: string;
  readonly path: PolicyPath;
}

/**
 * The statements that decide what the action entry at `offset` does: those that grant it, or those that deny it, of all
 * sessions of the document. Where nothing grants it, there is no statement to show, and the documents that lack it stand
 * for it.
 */
export function decidingStatements(analysis: Analysis, offset: number): readonly StatementPlace[] {
  const found = new Map<string, StatementPlace>();
  const add = (place: StatementPlace) => found.set(JSON.stringify(place), place);
  for (const policy of analysis.policies) {
    const { entries, session, model } = policy;
    const entry = entries.find((each) => touchesEntry({ start: offset, end: offset }, each, policy));
    if (entry === undefined || session === undefined) continue;
    const refs = new Map<string, StatementRef>();
    for (const action of entry.actions)
      for (const ref of action.statements) if (refs.size < mostStatements) refs.set(JSON.stringify(ref), ref);
    for (const ref of refs.values()) {
      if (ref.layer === "session" && ref.policy === 0) {
        const own = statementAt(model, ref.statement);
        if (own !== undefined) add({ uri: analysis.context.uri, path: own.path });
        continue;
      }
      const referred = referredStatement(ref, session);
      const uri = referred?.document?.uri;
      if (uri !== undefined) add({ uri, path: referred?.statement?.path ?? [] });
    }
    if (refs.size > 0 || session.layers.identity.state !== "given") continue;
    for (const { uri } of session.layers.identity.value) if (uri !== undefined) add({ uri, path: [] });
  }
  return [...found.values()];
}

const mostStatements = 50;
