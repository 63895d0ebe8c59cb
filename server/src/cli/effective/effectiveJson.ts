import type { EffectiveAccess, RowCondition } from "../../core/access/effectiveAccess.js";
import { conditionPhrases } from "./conditionPhrases.js";

/** Effective access as scripts read it: docs/cli.md states it. */
export function effectiveJson({ allowed, removed, unknown, notGiven }: EffectiveAccess) {
  return {
    allowed: allowed.map(({ actions, resources, except, conditions, grantedBy }) => {
      const { required, unless } = conditionPhrases(conditions);
      return {
        actions,
        resources,
        except,
        conditions: [...required, ...unless],
        when: conditions.map(exactly),
        grantedBy: grantedBy.map(({ layer, policy, statement }) => ({ layer, policy, statement })),
      };
    }),
    removed: removed.map(({ actions, resources, except, by }) => ({
      actions,
      resources,
      except,
      by: {
        layer: by.layer,
        ...(by.level !== undefined && { level: by.level }),
        ...("statement" in by && { policy: by.policy, statement: by.statement }),
      },
    })),
    unknown: unknown.map(({ actions, resources, except, why, rules }) => ({ actions, resources, except, why, rules })),
    notGiven,
  };
}

/** What the words say shortly: one statement's condition, with all its values. */
function exactly({ statement: { layer, level, policy, statement }, unless, tests }: RowCondition) {
  return {
    unless,
    tests: tests.map(({ operator, key, values }) => ({ operator, key, values })),
    statement: { layer, ...(level !== undefined && { level }), policy, statement },
  };
}
