import type { AccessEngine } from "../access/accessEngine.js";
import type { SessionContext } from "../context/sessionContext.js";
import { modelOfValue } from "../policy/buildModel.js";
import type { Statement } from "../policy/model.js";

/**
 * Which action entries of a statement have an action that can be called on a resource (M2, M3), by their indexes. In
 * doubt (Q3, Q5) an entry is among them.
 */
export function fittingActions(statement: Statement, resource: string, engine: AccessEngine): ReadonlySet<number> {
  const Statement = statement.actions.entries.map(({ text }) => ({
    Effect: "Allow",
    Action: text,
    Resource: resource,
  }));
  const policy = modelOfValue({ Version: "2012-10-17", Statement }, "session");
  const { entries } = engine.sessionAccess(policy, everythingAllowed);
  return new Set(entries.filter(({ actions }) => actions.length > 0).map((entry) => entry.statement));
}

const none = { state: "none" } as const;

/** A role that may do everything: what it can't do with a statement's resource, nobody can. */
const everythingAllowed: SessionContext = {
  name: "",
  principalName: undefined,
  principal: { kind: "role-session" },
  operation: "AssumeRole",
  sentAs: "file",
  layers: {
    identity: {
      state: "given",
      value: [
        {
          name: "",
          model: modelOfValue(
            { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
            "identity",
          ),
        },
      ],
    },
    boundary: none,
    serviceControlPolicies: none,
    resourceControlPolicies: none,
    resourcePolicies: none,
  },
  managedPolicies: [],
  trustPolicy: none,
  tags: undefined,
  roleTags: undefined,
  context: {},
  requires: [],
  resourcePoliciesComplete: true,
};
