import { referredStatement } from "../access/referredStatement.js";
import type { ActionAccess } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { ConditionTest, Statement } from "../policy/model.js";
import { conditionWords } from "./conditionWords.js";
import { listed } from "./lists.js";

/**
 * On what a result hangs: `Only if aws:SourceIp is in 203.0.113.0/24` where one test decides, and otherwise the keys.
 * The longest wording first.
 */
export function dependsWordings(
  actions: readonly ActionAccess[],
  own: Statement | undefined,
  session: SessionContext,
): readonly string[] {
  const keys = keysOf(actions);
  const byKeys =
    keys.length === 0
      ? ["Depends on a condition"]
      : [keys.length, 2, 1].map((most) => `Depends on ${listed(keys, most)}`).concat("Depends on conditions");
  const test = onlyTest(actions, keys, own, session);
  const words = test && conditionWords(test.test);
  return test === undefined || words === undefined
    ? byKeys
    : [`${test.denies ? "Unless" : "Only if"} ${words}`, ...byKeys];
}

/** All keys that the results hang on, each once whatever its letter case (C2). */
function keysOf(actions: readonly ActionAccess[]): readonly string[] {
  const keys = new Map<string, string>();
  for (const { dependsOn } of actions) {
    for (const key of dependsOn) if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
  }
  return [...keys.values()];
}

/** The one test behind the only key, if there is just one among the statements that decide. */
function onlyTest(
  actions: readonly ActionAccess[],
  keys: readonly string[],
  own: Statement | undefined,
  session: SessionContext,
): { readonly test: ConditionTest; readonly denies: boolean } | undefined {
  if (keys.length !== 1) return undefined;
  const statements = new Set<Statement>(own === undefined ? [] : [own]);
  for (const action of actions) {
    for (const ref of action.statements) {
      const statement = referredStatement(ref, session)?.statement;
      if (statement !== undefined) statements.add(statement);
      // A statement of the policy in hand that is not the entry's own: its tests are not at hand here.
      else if (ref.layer !== "session" || ref.statement !== own?.index) return undefined;
    }
  }
  const key = keys[0]!.toLowerCase();
  const found: { test: ConditionTest; denies: boolean }[] = [];
  for (const statement of statements) {
    for (const test of statement.conditions) {
      if (test.key.toLowerCase() === key)
        found.push({ test, denies: statement !== own && statement.effect === "Deny" });
    }
  }
  // Another condition in the same statements would make "only if" say too little.
  const conditions = [...statements].reduce((sum, statement) => sum + statement.conditions.length, 0);
  return found.length === 1 && conditions === 1 ? found[0] : undefined;
}
