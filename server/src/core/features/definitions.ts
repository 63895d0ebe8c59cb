import type { LayerName, StatementRef } from "../access/layers.js";
import { referredStatement } from "../access/referredStatement.js";
import type { Analysis, EntryAccess, PolicyAnalysis } from "../analysis.js";
import type { PolicyPath } from "../syntax/json.js";
import { type Span, spanContains } from "../text/span.js";
import { entrySpan } from "./entrySpan.js";

/** A statement in another document. */
export interface StatementPlace {
  readonly uri: string;
  readonly path: PolicyPath;
}

export interface Definitions {
  /** The action that was asked about, in host offsets. */
  readonly span: Span;
  readonly statements: readonly StatementPlace[];
}

/**
 * The statements that grant, or deny, what the action at `offset` of a session policy names: those of the identity
 * policies, and of other layers where one of them decides. Without documents that are no file.
 */
export function definitionsAt({ policies }: Analysis, offset: number): Definitions | undefined {
  const found = policies.flatMap((policy) =>
    policy.entries
      .map((entry) => ({ policy, entry, span: entrySpan(entry, policy) }))
      .filter(({ span }) => spanContains(span, offset)),
  );
  const [first] = found;
  if (first === undefined) return undefined;
  const statements = new Map<string, StatementPlace>();
  for (const { policy, entry } of found) {
    for (const ref of statementsBehind(entry)) {
      const place = placeOf(ref, policy);
      if (place !== undefined) statements.set(`${place.uri} ${place.path.join(" ")}`, place);
    }
  }
  return { span: first.span, statements: [...statements.values()] };
}

/** All statements outside of the session policy that have a say in an entry. */
export function statementsBehind({ actions }: EntryAccess): readonly StatementRef[] {
  const isOutside = (layer: LayerName) => layer !== "session";
  return actions.flatMap(({ decidedBy, statements, layers }) => [
    ...layers.filter(({ layer }) => layer === "identity").flatMap((answer) => answer.statements),
    ...(isOutside(decidedBy) ? statements : []),
  ]);
}

export function placeOf(ref: StatementRef, { session }: PolicyAnalysis): StatementPlace | undefined {
  const referred = session === undefined ? undefined : referredStatement(ref, session);
  const uri = referred?.document?.uri;
  const path = referred?.statement?.path;
  return uri === undefined || path === undefined ? undefined : { uri, path };
}
