import type { SessionContext } from "../context/sessionContext.js";
import { modelOfValue } from "../policy/buildModel.js";
import { applyEdits } from "../syntax/applyEdits.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import { valueOfNode } from "../syntax/values.js";
import { type ProvedEffect, proveEffect } from "./accessEffect.js";
import { addCondition } from "./offers/addCondition.js";
import { expandWildcard } from "./offers/expandWildcard.js";
import { foldActionList } from "./offers/foldActionList.js";
import { keepReadOnly } from "./offers/keepReadOnly.js";
import { mergeStatements } from "./offers/mergeStatements.js";
import { narrowResource } from "./offers/narrowResource.js";
import { removeRedundant } from "./offers/removeRedundant.js";
import { replaceNotAction } from "./offers/replaceNotAction.js";
import { splitStatement } from "./offers/splitStatement.js";
import type { Draft, Refactoring, RefactorPlace } from "./refactoring.js";

const offers: readonly ((place: RefactorPlace) => readonly Draft[])[] = [
  narrowResource,
  addCondition,
  keepReadOnly,
  replaceNotAction,
  removeRedundant,
  mergeStatements,
  splitStatement,
  foldActionList,
  expandWildcard,
];

/**
 * The rewritings offered at a place, each with what the engine proved of it. What cannot be proved is not offered, nor is
 * anything for a policy that no call takes by far: each offer takes a proof of the whole.
 */
export function refactoringsAt(place: RefactorPlace): readonly Refactoring[] {
  if (place.policies[0]!.characters.minified > longestRewritten) return [];
  return offers.flatMap((offer) =>
    offer(place).flatMap((draft): readonly Refactoring[] => {
      const proved = provedEffect(place, draft.edits);
      if (proved === undefined || !draft.wanted.includes(proved.access)) return [];
      if (draft.onlyWithoutEffect && !proved.withoutEffect) return [];
      const { id, title, edits } = draft;
      return [{ id, title, edits, access: proved.access }];
    }),
  );
}

/** In characters without white space. */
const longestRewritten = 40_000;

/** What `edits` do to the access of the place's policy; undefined where nothing can be proved. */
export function provedEffect(
  { policies, engine }: Pick<RefactorPlace, "policies" | "engine">,
  edits: readonly PolicyEdit[],
): ProvedEffect | undefined {
  const { parsed, model, kind } = policies[0]!;
  const after = parsed.root && applyEdits(valueOfNode(parsed.root), edits);
  if (after === undefined) return undefined;
  const sessions = policies.map(({ session }) => session).filter((each): each is SessionContext => each !== undefined);
  return proveEffect(model, modelOfValue(after, kind), sessions, engine);
}
