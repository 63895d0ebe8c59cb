import { referredStatement } from "../access/referredStatement.js";
import type { ActionAccess } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { Statement } from "../policy/model.js";
import { conditionWords } from "./conditionWords.js";
import { listed } from "./lists.js";

/**
 * On what a result hangs, in all layers and the entry's own statement:
 * `Only if aws:SourceIp is in 203.0.113.0/24 and aws:SecureTransport is true, unless aws:PrincipalTag/team is red` where
 * that is the whole truth, and otherwise the keys. The longest wording first.
 * @param own the statement that the entry stands in
 */
export function dependsWordings(
  actions: readonly ActionAccess[],
  own: Statement | undefined,
  session: SessionContext,
): readonly string[] {
  const keys = keysOf(actions, own);
  const byKeys =
    keys.length === 0
      ? ["Depends on a condition"]
      : [keys.length, 2, 1].map((most) => `Depends on ${listed(keys, most)}`).concat("Depends on conditions");
  const whole = wholeCondition(actions, keys, own, session);
  return whole === undefined ? byKeys : [whole, ...byKeys];
}

/** All keys that the results hang on, those of the entry's own statement first, each once whatever its letter case (C2). */
function keysOf(actions: readonly ActionAccess[], own: Statement | undefined): readonly string[] {
  const keys = new Map<string, string>();
  const add = (key: string) => {
    if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
  };
  for (const { key } of own?.conditions ?? []) add(key);
  for (const { dependsOn } of actions) dependsOn.forEach(add);
  return [...keys.values()];
}

/** Undefined where it cannot be said in one sentence, or would be true of a part only. */
function wholeCondition(
  actions: readonly ActionAccess[],
  keys: readonly string[],
  own: Statement | undefined,
  session: SessionContext,
): string | undefined {
  const first = actions[0];
  if (first === undefined || !actions.every((action) => action.hangsWholly && hangsAlike(action, first)))
    return undefined;
  const known = new Set(keys.map((key) => key.toLowerCase()));
  const conditions = new Set<string>();
  const exceptions: (readonly string[])[] = [];
  const allowing = new Set<string>();
  const wordsOf = ({ conditions: tests }: Statement): readonly string[] | undefined => {
    const words = tests.map((test) => (known.has(test.key.toLowerCase()) ? conditionWords(test) : undefined));
    return words.every((each) => each !== undefined) ? words : undefined;
  };
  const statements = first.statements.map((ref) => ({ ref, statement: referredStatement(ref, session)?.statement }));
  for (const { ref, statement } of statements) {
    const words = statement && wordsOf(statement);
    if (words === undefined) return undefined;
    if (ref.effect === "Deny") exceptions.push(words);
    else {
      // Any of several would do: "and" would say too much.
      const layer = `${ref.layer} ${ref.level}`;
      if (allowing.has(layer)) return undefined;
      allowing.add(layer);
      for (const each of words) conditions.add(each);
    }
  }
  const ownWords = own === undefined ? [] : wordsOf(own);
  if (ownWords === undefined || statements.length === 0) return undefined;
  if (exceptions.length > 1 && exceptions.some((words) => words.length > 1)) return undefined;
  const onlyIf = allOf([...new Set([...ownWords, ...conditions])]);
  const unless = exceptions.length === 1 ? allOf(exceptions[0]!) : exceptions.map(([only]) => only).join(" or ");
  if (unless === "") return `Only if ${onlyIf}`;
  return onlyIf === "" ? `Unless ${unless}` : `Only if ${onlyIf}, unless ${unless}`;
}

/** The comma keeps an "or" within a part from being read as one between parts. */
function allOf(words: readonly string[]): string {
  return words.join(words.some((each) => each.includes(" or ")) ? ", and " : " and ");
}

function hangsAlike({ statements }: ActionAccess, first: ActionAccess): boolean {
  return statements === first.statements || JSON.stringify(statements) === JSON.stringify(first.statements);
}
