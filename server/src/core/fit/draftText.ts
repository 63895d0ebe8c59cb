import type { JsonValue } from "../syntax/json.js";
import { countCharacters, isSupportedCharacter } from "../text/characters.js";
import { type Draft, type DraftList, type DraftStatement, plainCondition } from "./draft.js";

/** The draft as a policy: a list of one is written without brackets. */
export function draftValue({ version, id, statements }: Draft): JsonValue {
  const values = statements.map(statementValue);
  return {
    ...(version === undefined ? {} : { Version: version }),
    ...(id === undefined ? {} : { Id: id }),
    Statement: values.length === 1 ? values[0]! : values,
  };
}

export function statementValue(statement: DraftStatement): JsonValue {
  const { sid, effect, actions, resources, condition } = statement;
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    [actions.negated ? "NotAction" : "Action"]: listValue(actions),
    [resources.negated ? "NotResource" : "Resource"]: listValue(resources),
    ...(condition === undefined ? {} : { Condition: plainCondition(condition) }),
  };
}

export function listValue({ entries }: DraftList): JsonValue {
  return entries.length === 1 ? entries[0]! : entries;
}

/** The text of a policy in one line. A character that no policy may contain as such stays written as an escape (G7). */
export function oneLineText(value: JsonValue): string {
  return Array.from(JSON.stringify(value), (character) => {
    if (isSupportedCharacter(character.codePointAt(0)!)) return character;
    return Array.from({ length: character.length }, (_, i) => {
      return `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
    }).join("");
  }).join("");
}

/** Code points of the draft in one line. */
export function draftSize(draft: Draft): number {
  return countCharacters(oneLineText(draftValue(draft)));
}

/** Code points of a statement in one line, with the comma that parts it from the next. */
export function statementSize(statement: DraftStatement): number {
  return countCharacters(oneLineText(statementValue(statement))) + 1;
}
