import { statementName } from "../../messages/statementNames.js";
import type { PatternList, Statement } from "../../policy/model.js";
import type { PolicyEdit } from "../../syntax/policyEdit.js";
import type { Draft, RefactorPlace } from "../refactoring.js";
import { isInList, oneOrList } from "../statementEdits.js";

/** One statement in place of two that agree in all but their actions, or in all but their resources. */
export function mergeStatements({ policies, statement }: RefactorPlace): readonly Draft[] {
  if (!isInList(statement)) return [];
  const others = policies[0]!.model.statements.filter((each) => each !== statement && each.effect === statement.effect);
  return others.flatMap((other) => draftOf(statement, other)).slice(0, mostOffers);
}

function draftOf(statement: Statement, other: Statement): readonly Draft[] {
  if (!sameConditions(statement, other)) return [];
  const [first, second] = statement.index < other.index ? [statement, other] : [other, statement];
  const { actions, resources } = first;
  if (resources === undefined || second.resources === undefined) return [];
  const edits: PolicyEdit[] = [{ kind: "remove", path: second.path }];
  if (sameList(resources, second.resources) && !actions.negated && !second.actions.negated) {
    edits.push(
      setList(
        first,
        "Action",
        union(actions, second.actions, (text) => text.toLowerCase()),
      ),
    );
  } else if (sameList(actions, second.actions) && !resources.negated && !second.resources.negated) {
    edits.push(setList(first, "Resource", union(resources, second.resources)));
  } else return [];
  const title = `Merge with ${statementName(other.index, other.sid)}`;
  return [{ id: "merge-statements", title, edits, wanted: ["same"] }];
}

function setList({ path }: Statement, key: string, texts: readonly string[]): PolicyEdit {
  return { kind: "set", path, key, value: oneOrList(texts) };
}

function union(a: PatternList, b: PatternList, fold = (text: string) => text): readonly string[] {
  const byMeaning = new Map<string, string>();
  for (const { text } of [...a.entries, ...b.entries]) if (!byMeaning.has(fold(text))) byMeaning.set(fold(text), text);
  return [...byMeaning.values()];
}

function sameList(a: PatternList, b: PatternList): boolean {
  const texts = (list: PatternList) => JSON.stringify([list.negated, list.entries.map(({ text }) => text).sort()]);
  return texts(a) === texts(b);
}

function sameConditions(a: Statement, b: Statement): boolean {
  const tests = ({ conditions }: Statement) =>
    JSON.stringify(conditions.map(({ operator, key, values }) => JSON.stringify([operator, key, values])).sort());
  return tests(a) === tests(b);
}

const mostOffers = 3;
