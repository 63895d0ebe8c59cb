import type { SessionContext } from "../context/sessionContext.js";
import type { Statement } from "../policy/model.js";
import { statementAt } from "../policy/statementAt.js";
import type { Layer, PolicyDocument, StatementRef } from "./layers.js";

/** A statement and the document it stands in. `document` undefined: the session policy in hand. */
export interface ReferredStatement {
  readonly document: PolicyDocument | undefined;
  readonly statement: Statement | undefined;
}

/**
 * What a reference points to. In the session layer the policy in hand comes first, then the managed policies passed
 * along with it.
 */
export function referredStatement(ref: StatementRef, session: SessionContext): ReferredStatement | undefined {
  if (ref.layer === "session" && ref.policy === 0) return { document: undefined, statement: undefined };
  const document = documentOf(ref, session);
  if (document === undefined) return undefined;
  return { document, statement: statementAt(document.model, ref.statement) };
}

function documentOf(ref: StatementRef, { layers, managedPolicies }: SessionContext): PolicyDocument | undefined {
  switch (ref.layer) {
    case "identity":
      return given(layers.identity)?.[ref.policy];
    case "boundary":
      return given(layers.boundary)?.[ref.policy];
    case "scp":
      return given(layers.serviceControlPolicies)?.[ref.level ?? 0]?.[ref.policy];
    case "rcp":
      return given(layers.resourceControlPolicies)?.[ref.level ?? 0]?.[ref.policy];
    case "session": {
      const managed = managedPolicies[ref.policy - 1];
      return managed && given(managed.document);
    }
    case "resource": {
      const resource = given(layers.resourcePolicies)?.[ref.policy];
      return resource && given(resource.policy);
    }
  }
}

function given<T>(layer: Layer<T>): T | undefined {
  return layer.state === "given" ? layer.value : undefined;
}
