import { judgeConditions } from "../../conditions/judgeConditions.js";
import type { ContextValues } from "../../layers.js";
import type { Budget } from "../budget.js";
import { coversAlone } from "../match.js";
import type { Rule } from "../rules.js";
import { entryMatchesStar, matchesStar, type Ternary } from "../starResource.js";
import type { Universe } from "../universe.js";
import type { Cell, LayerRules } from "./cell.js";
import { type CellVerdict, verdictOf, type Witness } from "./cellVerdict.js";
import { judgeReading } from "./judgeReading.js";
import { disputedResource } from "./unknownVerdicts.js";

/**
 * Actions without a resource type are checked with `*` (M2); but some services really pass an ARN of theirs. So a
 * statement that names only ARNs of the same service may or may not match (Q5): three-valued, and unknown where the
 * answer hangs on it.
 */
export function judgeWithoutResource(cell: Cell, layer: LayerRules, universe: Universe, budget: Budget): CellVerdict {
  const arns = universe.serviceArns(cell.service);
  const shape = cell.resources.patterns[0]!;
  const own =
    cell.entry === undefined
      ? matchesStar(cell.statement, arns, budget)
      : entryMatchesStar(cell.statement, cell.entry, arns, budget);
  if (own === "no") return { kind: "vacuous" };
  const applying = (rules: readonly Rule[], how: Ternary) =>
    rules.filter((rule) => matchesStar(rule, arns, budget) === how);
  const conditions = (rules: readonly Rule[]) =>
    rules.filter((rule) => rule.conditions.length > 0).map(({ guard }) => guard);
  const unconditional = (rules: readonly Rule[]) => rules.find((rule) => rule.conditions.length === 0);
  const sessionDenies = applying(cell.sessionDenies, "yes");
  if (unconditional(sessionDenies)) return { kind: "vacuous" };
  if (own === "maybe") {
    // Whatever the real resource is: if the layer allows every ARN that the session names, it is within.
    const typed: Cell = { ...cell, resources: { ...cell.resources, kind: "typed" } };
    const readings = (["byField", "whole"] as const).map((reading) =>
      judgeReading(typed, layer, reading, [{ ...shape, glob: arns }], budget),
    );
    return readings.find(({ kind }) => kind !== "within" && kind !== "vacuous") === undefined
      ? readings[0]!
      : disputedResource;
  }
  const denies = applying(layer.denies, "yes");
  const allows = applying(layer.allows, "yes");
  const denied = unconditional(denies);
  const answer = judgeConditions(
    {
      given: cell.statement.guard,
      without: conditions(sessionDenies),
      alwaysAllowed: unconditional(allows) !== undefined,
      alwaysDenied: denied !== undefined,
      allows: conditions(allows),
      denies: conditions(denies),
    },
    cell.facts,
    cell.letters,
    budget,
  );
  // A statement that may match could turn the answer round.
  if (!denied && answer.kind !== "vacuous") {
    // What the session itself denies under the same ARNs, or more, is denied whatever the real resource is.
    const covering = applying(cell.sessionDenies, "maybe");
    // A NotResource is about what it does not name.
    const isCovered = (deny: Rule) => !deny.negatedResources && coversEntries(covering, deny, budget);
    const uncovered = applying(layer.denies, "maybe").filter((deny) => !isCovered(deny));
    if (answer.kind === "within" && uncovered.length > 0) return disputedResource;
    if (answer.kind !== "within" && applying(layer.allows, "maybe").length > 0) return disputedResource;
    if (answer.kind === "exceeds" && applying(cell.sessionDenies, "maybe").length > 0) return disputedResource;
  }
  const witness = (context: ContextValues): Witness => ({ word: shape.glob.tokens, shape, context });
  // What is allowed whatever the context is lost to a Deny only.
  const deny = denied ?? (unconditional(allows) && denies[0]);
  return verdictOf(answer, witness, deny === undefined ? "not-granted" : "base-denied", deny?.ref);
}

/** Whether each of the rule's ARNs is one of the others'. */
function coversEntries(others: readonly Rule[], rule: Rule, budget: Budget): boolean {
  const outer = others
    .filter((other) => !other.negatedResources && holdsWhenever(other, rule))
    .flatMap((other) => other.resources);
  return rule.resources.every((inner) => outer.some(({ whole }) => coversAlone(whole, inner.whole, budget)));
}

/** Whether the tests of `wider` are all among those of the other: then it applies whenever the other does. */
function holdsWhenever(wider: Rule, rule: Rule): boolean {
  const written = ({ conditions, substitutesVariables }: Rule) =>
    conditions.map(({ operator, key, values }) =>
      JSON.stringify([operator, key.toLowerCase(), values, substitutesVariables]),
    );
  const tests = new Set(written(rule));
  return written(wider).every((test) => tests.has(test));
}
