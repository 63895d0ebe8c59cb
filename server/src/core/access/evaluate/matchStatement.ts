import type { Statement } from "../../policy/model.js";
import { type Answer, and, yes } from "./answer.js";
import type { ContextFacts } from "./contextFacts.js";
import { actionMatches } from "./matchAction.js";
import { conditionsHold } from "./matchCondition.js";
import { resourceMatches } from "./matchResource.js";
import type { RequestedResource } from "./requestedResource.js";

/** The request as statements see it, whoever makes it. */
export interface RequestedAccess {
  /** Lower-cased, `s3:getobject`. */
  readonly action: string;
  readonly resource: RequestedResource;
}

/** Whether a statement's action, resource and condition match; principals apart. */
export function statementMatches(
  statement: Statement,
  substitutesVariables: boolean,
  access: RequestedAccess,
  facts: ContextFacts,
): Answer {
  const reached = statementReaches(statement, substitutesVariables, access, facts);
  if (reached.value === false) return reached;
  return and([reached, conditionsHold(statement.conditions, substitutesVariables, statement.effect, facts)]);
}

/** Whether its action and resource match. */
export function statementReaches(
  statement: Statement,
  substitutesVariables: boolean,
  access: RequestedAccess,
  facts: ContextFacts,
): Answer {
  const action = actionMatches(statement.actions, access.action);
  if (action.value === false) return action;
  // Without a Resource the policy speaks of what it is attached to (G2).
  const resource =
    statement.resources === undefined
      ? yes
      : resourceMatches(statement.resources, substitutesVariables, access.resource, facts);
  return and([action, resource]);
}
