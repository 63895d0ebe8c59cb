import type { ConditionFacts } from "../conditions/conditionFacts.js";
import type { Guard } from "../conditions/guard.js";
import { type ConditionAnswer, judgeConditions } from "../conditions/judgeConditions.js";
import type { KeptOptions } from "../conditions/keyOptions.js";
import type { ContextValues, StatementRef } from "../layers.js";
import type { Unknown } from "../verdict.js";
import { type Budget, BudgetSpent } from "./budget.js";
import type { Letters } from "./letters.js";
import { coversAlone, intersects } from "./match.js";
import { insideRule, outsideRule, type ResourceRegion, someWordIn, type VariableView, wordIn } from "./region.js";
import type { Reading, Rule } from "./rules.js";
import { solutions } from "./solveVariable.js";
import { anyStar, type Glob, globOf, isLetter, type Word } from "./tokens.js";
import type { ActionResources, ResourceShape, Universe } from "./universe.js";

/** Requests of a session statement that all statements in sight treat alike in the action: a group of actions on one entry. */
export interface Cell {
  readonly service: string;
  readonly resources: ActionResources;
  /** The session statement, and which of its resource entries; undefined for NotResource: all but the entries. */
  readonly statement: Rule;
  readonly entry: number | undefined;
  /** The session's Denies that match the actions (E5). */
  readonly sessionDenies: readonly Rule[];
  readonly facts: ConditionFacts;
  readonly letters: Letters;
  /**
   * How variables of unknown value in the entry are taken: at their widest, as all questions need whose "no" leads to a
   * claim; or as letters, which only an Allow's own pattern may be compared with.
   */
  readonly view?: "letters";
  /** Shared by all cells of a check. */
  readonly keptOptions: KeptOptions;
}

/** What a layer's statements that match the actions are. */
export interface LayerRules {
  readonly allows: readonly Rule[];
  readonly denies: readonly Rule[];
}

/** A resource, as found by the search: symbols, and the ARN format they follow. */
export interface Witness {
  readonly word: Word;
  readonly shape: ResourceShape;
  readonly context: ContextValues;
}

export type CellVerdict =
  /** The pair can't occur (M3), or the session's own Denies take all of it. */
  | { readonly kind: "vacuous" }
  | { readonly kind: "within" }
  | {
      readonly kind: "exceeds";
      readonly reason: "not-granted" | "base-denied";
      /** All that are true of some request; `reason` is that of the witness. */
      readonly reasons: readonly ("not-granted" | "base-denied")[];
      readonly by?: StatementRef;
      readonly witness: Witness;
    }
  | { readonly kind: "depends"; readonly on: readonly string[]; readonly inside?: Witness; readonly outside?: Witness }
  | ({ readonly kind: "unknown" } & Unknown);

const weight = { vacuous: 0, within: 1, depends: 2, unknown: 3, exceeds: 4 } as const;

/** The heavier of two verdicts, in the order exceeds, unknown, depends, within (semantics section 8). */
export function heavier(a: CellVerdict, b: CellVerdict): CellVerdict {
  if (a.kind === "depends" && b.kind === "depends") return { ...a, on: [...new Set([...a.on, ...b.on])].sort() };
  if (a.kind === "exceeds" && b.kind === "exceeds") {
    return a.reason === b.reason ? a : { ...a, reasons: ["not-granted", "base-denied"] };
  }
  return weight[b.kind] > weight[a.kind] ? b : a;
}

/**
 * How a cell stands to what a layer allows: E2 net of the session's own Denies (E5), on requests that can occur (M2,
 * M3). Both readings of wildcards are computed where they may differ; if they disagree the answer is unknown (Q3, Q18).
 */
export function judgeCell(cell: Cell, layer: LayerRules, universe: Universe, budget: Budget): CellVerdict {
  const own = cell.entry === undefined ? undefined : cell.statement.resources[cell.entry]!;
  if (own?.isOpen && cell.resources.kind !== "none") {
    return judgeOpenCell(cell, layer, universe, budget);
  }
  const verdict = judgeClosedCell(cell, layer, universe, budget);
  const isSure = own !== undefined || !cell.statement.hasVariables || cell.resources.kind === "none";
  // A NotResource with an open entry was taken at its largest: what it has too much it may not have.
  return isSure || verdict.kind === "within" || verdict.kind === "vacuous" ? verdict : unknownVariable(cell.statement);
}

/**
 * A session entry with a variable of unknown value. It is within if one Allow takes it whatever the value is and no
 * Deny comes near it, or if even `*` in the variable's place would be. It exceeds if nothing of the kind is granted.
 * Otherwise it hangs on the value.
 */
function judgeOpenCell(cell: Cell, layer: LayerRules, universe: Universe, budget: Budget): CellVerdict {
  try {
    const shapes = cell.resources.patterns;
    const denied = layer.denies.some((deny) => meetsRule(cell, deny, budget));
    const asLetters: Cell = { ...cell, view: "letters", sessionDenies: [] };
    const allowing: LayerRules = { allows: layer.allows, denies: [] };
    const covered = (reading: Reading) => coveredAtOnce(asLetters, allowing, reading, shapes, budget);
    if (!denied && covered("byField") && covered("whole")) return { kind: "within" };
    const widest = judgeClosedCell(cell, layer, universe, budget);
    if (widest.kind === "within" || widest.kind === "vacuous") return widest;
    const granted = layer.allows.some((allow) => meetsRule(cell, allow, budget));
    if (granted || widest.kind !== "exceeds") return unknownVariable(cell.statement);
    // What nothing grants is not granted for any value; the witness has the variable in it.
    const excess = judgeClosedCell({ ...cell, view: "letters" }, layer, universe, budget);
    return excess.kind === "exceeds" ? excess : unknownVariable(cell.statement);
  } catch (error) {
    if (error instanceof BudgetSpent) return spent;
    throw error;
  }
}

/** Whether a rule may match some request of the cell, by any reading and whatever variables stand for. */
function meetsRule(cell: Cell, rule: Rule, budget: Budget): boolean {
  const readings: readonly Reading[] = ["byField", "whole"];
  return readings.some((reading) => {
    const own = ownRegion({ ...cell, sessionDenies: [] }, reading);
    if (own === undefined) return false;
    const region =
      own.positives.length === 0
        ? { ...own, positives: cell.resources.patterns.map(({ glob }) => glob).slice(0, 1) }
        : own;
    return someWordIn(insideRule([region], rule, reading, "widest", budget), budget);
  });
}

function judgeClosedCell(cell: Cell, layer: LayerRules, universe: Universe, budget: Budget): CellVerdict {
  try {
    if (cell.resources.kind === "none") return judgeWithoutResource(cell, layer, universe, budget);
    const byField = judgeReading(cell, layer, "byField", cell.resources.patterns, budget);
    if (!readingsMayDiffer(cell, layer)) return byField;
    const whole = judgeReading(cell, layer, "whole", cell.resources.patterns, budget);
    if (byField.kind === whole.kind) return byField;
    // Whatever the one reading adds is allowed too.
    if (byField.kind === "vacuous" && whole.kind === "within") return byField;
    // Nothing is in the cell by one reading: what the other finds there may not exist.
    return hasShortArn(cell, layer)
      ? unknown("disputed-rule", "AWS does not say what an ARN of fewer than six fields matches", ["Q18"])
      : unknown("disputed-rule", "AWS does not say whether a wildcard may run past a colon here", ["Q3"]);
  } catch (error) {
    if (error instanceof BudgetSpent) return spent;
    throw error;
  }
}

/** Whether the statement's own conditions are true in no request of the cell's actions. Throws BudgetSpent. */
export function neverApplies(cell: Cell, budget: Budget): boolean {
  const given = guardOf(cell.statement);
  if (given.tests.length === 0) return false;
  const question = { given, without: [], alwaysAllowed: true, alwaysDenied: false, allows: [], denies: [] };
  return judgeConditions(question, cell.facts, cell.letters, budget, cell.keptOptions).kind === "vacuous";
}

/** The resources of the cell that can occur and that no unconditional Deny of the session takes: empty where none. */
export function cellRegions(
  cell: Cell,
  reading: Reading,
  shapes: readonly ResourceShape[],
  budget: Budget,
): readonly (readonly [ResourceShape, readonly ResourceRegion[]])[] {
  const own = ownRegion(cell, reading);
  if (own === undefined) return [];
  const out: (readonly [ResourceShape, readonly ResourceRegion[]])[] = [];
  for (const shape of shapes) {
    const region = restrict(own, shape.glob, budget);
    if (region === undefined) continue;
    let regions: readonly ResourceRegion[] = [region];
    for (const deny of cell.sessionDenies) {
      if (deny.conditions.length === 0) regions = outsideRule(regions, deny, reading, "narrowest", budget);
    }
    if (regions.length > 0) out.push([shape, regions]);
  }
  return out;
}

function ownRegion(cell: Cell, reading: Reading): ResourceRegion | undefined {
  const { statement, entry } = cell;
  if (entry === undefined) {
    // A session's NotResource entry with an unknown variable may match nothing: the statement is then larger.
    return { positives: [], negatives: statement.globs(reading).filter((glob) => !glob.hasLetter) };
  }
  const pattern = statement.resources[entry]!;
  if (pattern.matchesNothing) return undefined;
  const own = reading === "whole" ? pattern.whole : pattern.byField;
  if (own === undefined) return undefined;
  const glob = own.hasLetter && cell.view !== "letters" ? widened(own) : own;
  return { positives: glob.isAll ? [] : [glob], negatives: [] };
}

function restrict(region: ResourceRegion, shape: Glob, budget: Budget): ResourceRegion | undefined {
  if (!region.positives.every((positive) => intersects(positive, shape, budget))) return undefined;
  if (shape.isAll && region.positives.length > 0) return region;
  return { positives: [...region.positives, shape], negatives: region.negatives };
}

function judgeReading(
  cell: Cell,
  layer: LayerRules,
  reading: Reading,
  shapes: readonly ResourceShape[],
  budget: Budget,
): CellVerdict {
  if (coveredAtOnce(cell, layer, reading, shapes, budget)) return { kind: "within" };
  let verdict: CellVerdict = { kind: "vacuous" };
  for (const [shape, regions] of cellRegions(cell, reading, shapes, budget)) {
    verdict = heavier(verdict, new ShapeJudge(cell, layer, reading, shape, budget).judge(regions));
  }
  return verdict;
}

/**
 * The everyday case: nothing in sight denies, and one unconditional Allow takes the whole entry. That the pair can occur
 * the caller has found out.
 */
function coveredAtOnce(
  cell: Cell,
  layer: LayerRules,
  reading: Reading,
  shapes: readonly ResourceShape[],
  budget: Budget,
): boolean {
  const own = ownRegion(cell, reading);
  if (own === undefined || layer.denies.length > 0) return false;
  if (cell.sessionDenies.length > 0) return false;
  // Only an entry whose readings differ may be empty in this one.
  const mayBeEmpty = cell.entry !== undefined && cell.statement.resources[cell.entry]!.readingsDiffer;
  const meets = (shape: ResourceShape) => own.positives.every((positive) => intersects(positive, shape.glob, budget));
  if (mayBeEmpty && !shapes.some(meets)) return false;
  return layer.allows.some((rule) => {
    if (rule.conditions.length > 0) return false;
    if (rule.everyResource) return true;
    if (rule.negatedResources || own.positives.length !== 1) return false;
    return rule.globs(reading).some((glob) => coversAlone(glob, own.positives[0]!, budget));
  });
}

/** Judges the part of a cell that follows one ARN format, in one reading. */
class ShapeJudge {
  readonly #cell: Cell;
  readonly #layer: LayerRules;
  readonly #reading: Reading;
  readonly #shape: ResourceShape;
  readonly #budget: Budget;

  constructor(cell: Cell, layer: LayerRules, reading: Reading, shape: ResourceShape, budget: Budget) {
    this.#cell = cell;
    this.#layer = layer;
    this.#reading = reading;
    this.#shape = shape;
    this.#budget = budget;
  }

  judge(regions: readonly ResourceRegion[]): CellVerdict {
    if (!someWordIn(regions, this.#budget)) return { kind: "vacuous" };
    let verdict = this.#judgeDenied(regions);
    let rest = regions;
    for (const deny of this.#layer.denies) {
      // Where a Deny with a variable of unknown value may reach was judged above; the rest is surely free of it.
      if (deny.conditions.length === 0) rest = this.#outside(rest, deny, "widest");
    }
    verdict = heavier(verdict, this.#judgeNotGranted(rest));
    if (verdict.kind === "exceeds" || !this.#hasConditions()) return verdict;
    return heavier(verdict, this.#judgeConditional(rest));
  }

  #hasConditions(): boolean {
    const conditional = (rule: Rule) => rule.conditions.length > 0;
    return (
      this.#layer.allows.some(conditional) ||
      this.#layer.denies.some(conditional) ||
      this.#cell.sessionDenies.some(conditional)
    );
  }

  /** What the layer denies unconditionally: with variables taken at their widest, a hit may be none (unknown). */
  #judgeDenied(regions: readonly ResourceRegion[]): CellVerdict {
    let verdict: CellVerdict = { kind: "vacuous" };
    for (const deny of this.#layer.denies) {
      if (deny.conditions.length > 0) continue;
      const word = wordIn(this.#inside(regions, deny, "widest"), this.#budget);
      if (word === undefined) continue;
      const sure = deny.hasVariables ? wordIn(this.#inside(regions, deny, "narrowest"), this.#budget) : word;
      if (sure === undefined) {
        verdict = heavier(verdict, unknownVariable(deny));
        continue;
      }
      const hit = this.#inside(regions, deny, "narrowest");
      verdict = heavier(verdict, this.#splitDenied(hit, this.#conditionalSessionDenies(), 0, [], deny.ref));
      if (verdict.kind === "exceeds") break;
    }
    return verdict;
  }

  /**
   * Resources that the layer denies, by every choice of the session's own conditional Denies that apply there: the one
   * in which none does comes first.
   */
  #splitDenied(
    regions: readonly ResourceRegion[],
    rules: readonly Rule[],
    at: number,
    applying: readonly Rule[],
    by: StatementRef,
  ): CellVerdict {
    this.#budget.spend(4);
    const word = wordIn(regions, this.#budget);
    if (word === undefined) return { kind: "vacuous" };
    const rule = rules[at];
    if (rule === undefined) {
      const question = { alwaysAllowed: false, alwaysDenied: true, allows: [], denies: [] };
      return this.#verdictOf(this.#ask(question, applying.map(guardOf)), word, "base-denied", by);
    }
    const judge = (part: readonly ResourceRegion[], also: readonly Rule[]) =>
      this.#splitDenied(part, rules, at + 1, [...applying, ...also], by);
    let verdict = judge(this.#outside(regions, rule, "widest"), []);
    if (verdict.kind === "exceeds") return verdict;
    verdict = heavier(verdict, judge(this.#inside(regions, rule, "narrowest"), [rule]));
    if (verdict.kind === "exceeds" || !rule.hasVariables) return verdict;
    // Where only a variable of unknown value decides whether the session denies it too.
    const open = judge(this.#outside(this.#inside(regions, rule, "widest"), rule, "narrowest"), []);
    return open.kind === "vacuous" ? verdict : heavier(verdict, unknownVariable(rule));
  }

  /** What no Allow reaches in any context. */
  #judgeNotGranted(regions: readonly ResourceRegion[]): CellVerdict {
    const free = this.#outsideConditionalSessionDenies(regions);
    const word = wordIn(this.#outsideAllows(free, this.#layer.allows, "letters"), this.#budget);
    if (word === undefined) return { kind: "within" };
    const open = this.#layer.allows.find((allow) => allow.hasVariables);
    if (open !== undefined) {
      // The variable's value may be just what is asked for.
      const sure = wordIn(this.#outsideAllows(free, this.#layer.allows, "widest"), this.#budget);
      return sure === undefined ? (this.#solved(word) ?? unknownVariable(open)) : this.#notGranted(sure);
    }
    return this.#notGranted(word);
  }

  /**
   * Where the session's entry lies outside only for a variable of unknown value, a value under which a base entry takes
   * all of it: then it depends on that key (case 46).
   */
  #solved(word: Word): CellVerdict | undefined {
    const { statement, entry, letters } = this.#cell;
    const own = entry === undefined ? undefined : statement.resources[entry]!;
    const wanted = this.#reading === "whole" ? own?.whole : own?.byField;
    if (wanted === undefined || statement.conditions.length > 0) return undefined;
    for (const allow of this.#layer.allows) {
      if (allow.negatedResources || allow.conditions.length > 0) continue;
      for (const glob of allow.globs(this.#reading)) {
        for (const { letter, value } of solutions(glob, wanted, this.#budget)) {
          const key = letters.nameOf(letter);
          const text = String.fromCharCode(...value);
          const at = (context: ContextValues): Witness => ({ word, shape: this.#shape, context });
          return { kind: "depends", on: [key], inside: at({ [key]: text }), outside: at({ [key]: `not-${text}` }) };
        }
      }
    }
    return undefined;
  }

  #notGranted(word: Word): CellVerdict {
    const answer = this.#ask({ alwaysAllowed: false, alwaysDenied: false, allows: [], denies: [] });
    return this.#verdictOf(answer, word, "not-granted", undefined);
  }

  /**
   * Cells on which a conditional statement applies: every choice of which of them match, as far as some resource is
   * left, and for each the question whether the conditions of the session imply the layer's.
   */
  #judgeConditional(regions: readonly ResourceRegion[]): CellVerdict {
    const conditional = [...this.#cell.sessionDenies, ...this.#layer.denies, ...this.#layer.allows].filter(
      (rule) => rule.conditions.length > 0 && someWordIn(this.#inside(regions, rule, "widest"), this.#budget),
    );
    const open = conditional.find((rule) => rule.hasVariables);
    if (open !== undefined) return unknownVariable(open);
    return this.#split(regions, conditional, 0, []);
  }

  #split(
    regions: readonly ResourceRegion[],
    rules: readonly Rule[],
    at: number,
    applying: readonly Rule[],
  ): CellVerdict {
    this.#budget.spend(4);
    if (regions.length === 0) return { kind: "vacuous" };
    const rule = rules[at];
    if (rule === undefined) return applying.length === 0 ? { kind: "vacuous" } : this.#judgeLeaf(regions, applying);
    const inside = this.#inside(regions, rule, "letters");
    let verdict: CellVerdict = { kind: "vacuous" };
    if (someWordIn(inside, this.#budget)) verdict = this.#split(inside, rules, at + 1, [...applying, rule]);
    if (verdict.kind === "exceeds") return verdict;
    const outside = this.#outside(regions, rule, "letters");
    if (someWordIn(outside, this.#budget)) {
      verdict = heavier(verdict, this.#split(outside, rules, at + 1, applying));
    }
    return verdict;
  }

  #judgeLeaf(regions: readonly ResourceRegion[], applying: readonly Rule[]): CellVerdict {
    const sessionDenies = new Set(this.#cell.sessionDenies);
    const without = applying.filter((rule) => sessionDenies.has(rule)).map(guardOf);
    const allows = applying.filter((rule) => rule.allow).map(guardOf);
    const denies = applying.filter((rule) => !rule.allow && !sessionDenies.has(rule)).map(guardOf);
    const always = this.#layer.allows.filter((rule) => rule.conditions.length === 0);
    let verdict: CellVerdict = { kind: "vacuous" };
    const bare = wordIn(this.#outsideAllows(regions, always, "letters"), this.#budget);
    const open = always.find((rule) => rule.hasVariables);
    if (
      bare !== undefined &&
      open !== undefined &&
      wordIn(this.#outsideAllows(regions, always, "widest"), this.#budget) === undefined
    ) {
      verdict = unknownVariable(open);
    } else if (bare !== undefined) {
      const answer = this.#ask({ alwaysAllowed: false, alwaysDenied: false, allows, denies }, without);
      verdict = this.#verdictOf(answer, bare, "not-granted", undefined);
    }
    if (denies.length === 0) return heavier(verdict, { kind: "within" });
    for (const allow of always) {
      const word = wordIn(this.#inside(regions, allow, "letters"), this.#budget);
      if (word === undefined) continue;
      const answer = this.#ask({ alwaysAllowed: true, alwaysDenied: false, allows: [], denies }, without);
      const deny = applying.find((rule) => !rule.allow && !sessionDenies.has(rule));
      verdict = heavier(verdict, this.#verdictOf(answer, word, "base-denied", deny?.ref));
    }
    return verdict;
  }

  #conditionalSessionDenies(): readonly Rule[] {
    return this.#cell.sessionDenies.filter((rule) => rule.conditions.length > 0);
  }

  #outsideConditionalSessionDenies(regions: readonly ResourceRegion[]): readonly ResourceRegion[] {
    let rest = regions;
    for (const deny of this.#conditionalSessionDenies()) rest = this.#outside(rest, deny, "widest");
    return rest;
  }

  #outsideAllows(
    regions: readonly ResourceRegion[],
    allows: readonly Rule[],
    view: VariableView,
  ): readonly ResourceRegion[] {
    let rest = regions;
    for (const allow of allows) rest = this.#outside(rest, allow, view);
    return rest;
  }

  #ask(
    question: {
      alwaysAllowed: boolean;
      alwaysDenied: boolean;
      allows: readonly Guard[];
      denies: readonly Guard[];
    },
    without: readonly Guard[] = [],
  ): ConditionAnswer {
    const { statement, facts, letters, keptOptions } = this.#cell;
    return judgeConditions(
      { given: guardOf(statement), without, ...question },
      facts,
      letters,
      this.#budget,
      keptOptions,
    );
  }

  #verdictOf(
    answer: ConditionAnswer,
    word: Word,
    reason: "not-granted" | "base-denied",
    by: StatementRef | undefined,
  ): CellVerdict {
    return verdictOf(answer, (context) => ({ word, shape: this.#shape, context }), reason, by);
  }

  #inside(regions: readonly ResourceRegion[], rule: Rule, view: VariableView): readonly ResourceRegion[] {
    return insideRule(regions, rule, this.#reading, view, this.#budget);
  }

  #outside(regions: readonly ResourceRegion[], rule: Rule, view: VariableView): readonly ResourceRegion[] {
    return outsideRule(regions, rule, this.#reading, view, this.#budget);
  }
}

/**
 * Actions without a resource type are checked with `*` (M2); but some services really pass an ARN of theirs. So a
 * statement that names only ARNs of the same service may or may not match (Q5): three-valued, and unknown where the
 * answer hangs on it.
 */
function judgeWithoutResource(cell: Cell, layer: LayerRules, universe: Universe, budget: Budget): CellVerdict {
  const arns = universe.serviceArns(cell.service);
  const shape = cell.resources.patterns[0]!;
  const own =
    cell.entry === undefined
      ? matchesStar(cell.statement, arns, budget)
      : entryMatchesStar(cell.statement, cell.entry, arns, budget);
  if (own === "no") return { kind: "vacuous" };
  const applying = (rules: readonly Rule[], how: Ternary) =>
    rules.filter((rule) => matchesStar(rule, arns, budget) === how);
  const conditions = (rules: readonly Rule[]) => rules.filter((rule) => rule.conditions.length > 0).map(guardOf);
  const unconditional = (rules: readonly Rule[]) => rules.find((rule) => rule.conditions.length === 0);
  const sessionDenies = applying(cell.sessionDenies, "yes");
  if (unconditional(sessionDenies)) return { kind: "vacuous" };
  if (own === "maybe") {
    // Whatever the real resource is: if the layer allows every ARN that the session names, it is within.
    const typed: Cell = { ...cell, resources: { ...cell.resources, kind: "typed" } };
    const asArn = judgeReading(typed, layer, "byField", [{ ...shape, glob: arns }], budget);
    return asArn.kind === "within" || asArn.kind === "vacuous" ? asArn : disputedResource;
  }
  const denies = applying(layer.denies, "yes");
  const allows = applying(layer.allows, "yes");
  const denied = unconditional(denies);
  const answer = judgeConditions(
    {
      given: guardOf(cell.statement),
      without: conditions(sessionDenies),
      alwaysAllowed: unconditional(allows) !== undefined,
      alwaysDenied: denied !== undefined,
      allows: conditions(allows),
      denies: conditions(denies),
    },
    cell.facts,
    cell.letters,
    budget,
    cell.keptOptions,
  );
  // A statement that may match could turn the answer round.
  if (!denied && answer.kind !== "vacuous") {
    // What the session itself denies under the same ARNs, or more, is denied whatever the real resource is.
    const covering = applying(cell.sessionDenies, "maybe");
    const uncovered = applying(layer.denies, "maybe").filter((deny) => !coversEntries(covering, deny, budget));
    if (answer.kind === "within" && uncovered.length > 0) return disputedResource;
    if (answer.kind !== "within" && applying(layer.allows, "maybe").length > 0) return disputedResource;
    if (answer.kind === "exceeds" && applying(cell.sessionDenies, "maybe").length > 0) return disputedResource;
  }
  const witness = (context: ContextValues): Witness => ({ word: shape.glob.tokens, shape, context });
  return verdictOf(answer, witness, denied === undefined ? "not-granted" : "base-denied", denied?.ref);
}

/** What an answer about conditions makes of a cell's verdict. */
function verdictOf(
  answer: ConditionAnswer,
  witness: (context: ContextValues) => Witness,
  reason: "not-granted" | "base-denied",
  by: StatementRef | undefined,
): CellVerdict {
  switch (answer.kind) {
    case "vacuous":
    case "within":
      return { kind: answer.kind };
    case "exceeds":
      return {
        kind: "exceeds",
        reason,
        reasons: [reason],
        ...(by === undefined ? {} : { by }),
        witness: witness(answer.context),
      };
    case "depends":
      return {
        kind: "depends",
        on: answer.on,
        ...(answer.inside === undefined ? {} : { inside: witness(answer.inside) }),
        ...(answer.outside === undefined ? {} : { outside: witness(answer.outside) }),
      };
    case "unknown":
      return answer;
  }
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

function guardOf(rule: Rule): Guard {
  return {
    tests: rule.conditions,
    substitutesVariables: rule.substitutesVariables,
    effect: rule.allow ? "Allow" : "Deny",
  };
}

export type Ternary = "yes" | "no" | "maybe";

/** Whether a statement matches the resource `*` of an action of this service (M2, R7). */
export function matchesStar(rule: Rule, serviceArns: Glob, budget: Budget): Ternary {
  if (rule.everyResource) return "yes";
  let found: Ternary = "no";
  for (let i = 0; i < rule.resources.length; i++) {
    const one = entryMatchesStar(rule, i, serviceArns, budget);
    if (one === "yes") return rule.negatedResources ? "no" : "yes";
    if (one === "maybe") found = "maybe";
  }
  if (rule.doubtsAbsence) return "maybe";
  return rule.negatedResources ? "yes" : found;
}

export function entryMatchesStar(rule: Rule, entry: number, serviceArns: Glob, budget: Budget): Ternary {
  const pattern = rule.resources[entry]!;
  if (pattern.matchesNothing) return "no";
  if (coversAlone(pattern.whole, starWord, budget)) return "yes";
  return intersects(pattern.whole, serviceArns, budget) ? "maybe" : "no";
}

const starWord: Glob = {
  tokens: Int32Array.of(42),
  generic: Int32Array.of(42),
  hasOne: false,
  hasStar: false,
  hasRestricted: false,
  hasLetter: false,
  hasCaseless: false,
  isAligned: false,
  isAll: false,
};

/** A pattern with `*` in place of every variable. */
function widened(glob: Glob): Glob {
  return globOf(glob.tokens.map((token) => (isLetter(token) ? anyStar : token)));
}

function readingsMayDiffer(cell: Cell, layer: LayerRules): boolean {
  const own =
    cell.entry === undefined ? cell.statement.readingsDiffer : cell.statement.resources[cell.entry]!.readingsDiffer;
  const differ = (rule: Rule) => rule.readingsDiffer;
  return own || layer.allows.some(differ) || layer.denies.some(differ) || cell.sessionDenies.some(differ);
}

function hasShortArn(cell: Cell, layer: LayerRules): boolean {
  const short = (rule: Rule) => rule.resources.some((resource) => resource.byField === undefined);
  return (
    short(cell.statement) || layer.allows.some(short) || layer.denies.some(short) || cell.sessionDenies.some(short)
  );
}

const spent: CellVerdict = {
  kind: "unknown",
  why: "budget",
  detail: "the policies are too intricate to be compared in the time there is",
  rules: [],
};

const disputedResource: CellVerdict = {
  kind: "unknown",
  why: "disputed-rule",
  detail: "AWS checks this action without a resource, and whether an ARN matches it is not documented",
  rules: ["M2", "Q5"],
};

function unknown(why: Unknown["why"], detail: string, rules: readonly string[]): CellVerdict {
  return { kind: "unknown", why, detail, rules };
}

function unknownVariable(rule: Rule): CellVerdict {
  const name = rule.resources.flatMap((resource) => resource.variables)[0] ?? "";
  if (rule.doubtsAbsence) {
    return unknown("disputed-rule", `whether NotResource applies where \${${name}} has no value is not clear`, ["Q6"]);
  }
  if (name === "")
    return unknown("disputed-rule", "AWS does not say what an ARN of fewer than six fields matches", ["Q18"]);
  return unknown("variable", `\${${name}} isn't known`, ["V4"]);
}
