import type { LayerAnswer } from "../../analysis.js";
import type { GrantRules } from "../checkSpace.js";
import type { GrantLayer } from "../compiledLayers.js";
import type { StatementRef } from "../layers.js";
import type { Budget } from "../sets/budget.js";
import type { Cell, LayerRules } from "../sets/cells/cell.js";
import type { CellVerdict } from "../sets/cells/cellVerdict.js";
import { intersects } from "../sets/match.js";

/** A layer with its verdict on the cells of a group. */
export type Deciding = GrantRules & {
  readonly verdict: CellVerdict;
  /** Only a stated resource-based policy makes it so. */
  readonly byResource?: boolean;
};

/** The layer that an explanation names: a Deny before a missing grant, a certain loss before doubt, doubt before conditions. */
export function decidingLayer(judged: readonly Deciding[]): Deciding | undefined {
  const first = (test: (verdict: CellVerdict) => boolean) => judged.find(({ verdict }) => test(verdict));
  return (
    first((verdict) => verdict.kind === "exceeds" && verdict.reason === "base-denied") ??
    first((verdict) => verdict.kind === "exceeds") ??
    first((verdict) => verdict.kind === "unknown") ??
    first((verdict) => verdict.kind === "depends")
  );
}

/**
 * A layer's own answer, for the hover.
 * @param granting the statements that allow something of what is asked; all Allows of the layer if not given
 */
export function answerOf(
  grant: GrantLayer,
  rules: LayerRules,
  verdict: CellVerdict,
  partly: boolean,
  granting: () => readonly StatementRef[] = () => rules.allows.map((rule) => rule.ref),
): LayerAnswer {
  const { layer, level } = grant;
  const of = (
    answer: LayerAnswer["answer"],
    statements: readonly StatementRef[],
    granted?: readonly StatementRef[],
  ): LayerAnswer => ({ layer, level, answer, statements, granting: granted });
  switch (verdict.kind) {
    case "vacuous":
    case "within":
      return of("allows", granting());
    case "depends":
      return of("depends", conditionalRefs(rules), granting());
    case "unknown":
      return of("unknown", []);
    case "exceeds": {
      if (verdict.reason !== "base-denied") {
        return of(partly ? "allows-part" : "does-not-allow", partly ? granting() : []);
      }
      const by = verdict.by === undefined ? [] : [verdict.by];
      return partly ? of("denies-part", by, granting()) : of("denies", by);
    }
  }
}

/** The statements of a layer that apply under a condition only. */
export function conditionalRefs(rules: LayerRules): readonly StatementRef[] {
  return [...rules.allows, ...rules.denies].filter((rule) => rule.conditions.length > 0).map((rule) => rule.ref);
}

/** The statements of a layer that allow something of the cells. */
export function grantingRefs(rules: LayerRules, cells: readonly Cell[], budget: Budget): readonly StatementRef[] {
  return rules.allows
    .filter(
      (allow) =>
        allow.everyResource ||
        allow.negatedResources ||
        cells.some(
          (cell) =>
            cell.entry === undefined ||
            allow.resources.some((resource) =>
              intersects(resource.whole, cell.statement.resources[cell.entry!]!.whole, budget),
            ),
        ),
    )
    .map((allow) => allow.ref);
}
