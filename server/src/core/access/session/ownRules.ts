import type { PatternList, PolicyModel, Statement } from "../../policy/model.js";
import { UsedAgain } from "../../text/usedAgain.js";
import type { SessionBindings } from "../sessionBindings.js";
import type { Letters } from "../sets/letters.js";
import { Rule } from "../sets/rules.js";

/**
 * Statements of session policies made ready, by what they say: a keystroke changes one of them. One with a variable of
 * unknown value is not kept, since its letter goes with the check.
 */
export class OwnRules {
  readonly #kept = new UsedAgain<Rule>(capacity);
  /** The same for statements that are the very objects they were: their text need not be put together. */
  readonly #ofStatement = new UsedAgain<KeptRule, Statement>(capacity);

  /** The statements of a policy. Of one with so many that hardly any is found again their texts are not put together. */
  all({ statements, substitutesVariables }: PolicyModel, bindings: SessionBindings, letters: Letters): readonly Rule[] {
    return statements.map((statement) =>
      statements.length > mostByText
        ? ruleOf(statement, substitutesVariables, bindings, letters)
        : this.#of(statement, substitutesVariables, bindings, letters),
    );
  }

  #of(statement: Statement, substitutesVariables: boolean, bindings: SessionBindings, letters: Letters): Rule {
    const known = this.#ofStatement.find(statement);
    if (known !== undefined && known.substitutesVariables === substitutesVariables)
      if (known.fingerprint === undefined || known.fingerprint === bindings.fingerprint) return known.rule;
    const text = textOf(statement);
    const fingerprint = substitutesVariables && text.includes("${") ? bindings.fingerprint : undefined;
    const key = `${substitutesVariables} ${fingerprint ?? ""}\n${text}`;
    const same = this.#kept.find(key);
    const rule = same ?? ruleOf(statement, substitutesVariables, bindings, letters);
    if (rule.hasVariables) return rule;
    if (same === undefined) this.#kept.keep(key, rule);
    this.#ofStatement.keep(statement, { rule, substitutesVariables, fingerprint });
    return rule;
  }
}

interface KeptRule {
  readonly rule: Rule;
  readonly substitutesVariables: boolean;
  /** Of the session's known values; undefined where the statement has no variable. */
  readonly fingerprint: string | undefined;
}

/** All that a statement says, and where. Not as JSON, which takes three times as long; it is asked for at every keystroke. */
function textOf({ index, path, sid, effect, actions, resources, principals, conditions }: Statement): string {
  let text = `${index} ${path.length} ${effect} ${sid?.length} ${sid}${textOfList(actions)}`;
  if (resources !== undefined) text += textOfList(resources);
  if (principals !== undefined) text += JSON.stringify(principals);
  return conditions.length === 0 ? text : text + JSON.stringify(conditions);
}

/** With the lengths of the entries, so that no other list has the same text. A single entry stands in no list. */
function textOfList({ negated, entries }: PatternList): string {
  let text = `\n${negated} ${entries.length} ${entries[0]?.path.length}`;
  for (const entry of entries) text += ` ${entry.text.length} ${entry.text}`;
  return text;
}

function ruleOf(
  statement: Statement,
  substitutesVariables: boolean,
  bindings: SessionBindings,
  letters: Letters,
): Rule {
  const { index, effect } = statement;
  const reading = { bindings: bindings.of, letters, substitutesVariables };
  return new Rule(statement, { layer: "session", policy: 0, statement: index, effect }, reading);
}

/** Of statements that are no longer the same objects: those of policies that are put together to be compared. */
const capacity = 64;

const mostByText = 512;
