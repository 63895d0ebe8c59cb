import type { Guard } from "../../conditions/guard.js";
import { type ConditionAnswer, judgeConditions } from "../../conditions/judgeConditions.js";
import type { ContextValues, StatementRef } from "../../layers.js";
import type { Budget } from "../budget.js";
import { insideRule, outsideRule, type ResourceRegion, someWordIn, type VariableView, wordIn } from "../region.js";
import type { Reading, Rule } from "../rules.js";
import { solutions } from "../solveVariable.js";
import type { Word } from "../tokens.js";
import type { ResourceShape } from "../universe.js";
import type { Cell, LayerRules } from "./cell.js";
import { type CellVerdict, heavier, verdictOf, type Witness } from "./cellVerdict.js";
import { tiedWitness } from "./tiedWitness.js";
import { unknownVariable } from "./unknownVerdicts.js";

/** Judges the part of a cell that follows one ARN format, in one reading. */
export class ShapeJudge {
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
      const denied = applying.map(({ guard }) => guard);
      return this.#verdictOf(this.#ask(question, denied), regions, word, "base-denied", by);
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
    const left = this.#outsideAllows(free, this.#layer.allows, "letters");
    if (this.#cell.isDoubtful && this.#cell.statement.conditions.length === 0) {
      return someWordIn(left, this.#budget) ? unknownVariable(this.#cell.statement) : { kind: "within" };
    }
    const word = wordIn(left, this.#budget);
    if (word === undefined) return { kind: "within" };
    const open = this.#layer.allows.find((allow) => allow.hasVariables);
    if (open !== undefined) {
      // The variable's value may be just what is asked for.
      const surelyLeft = this.#outsideAllows(free, this.#layer.allows, "widest");
      const sure = wordIn(surelyLeft, this.#budget);
      return sure === undefined ? (this.#solved(word) ?? unknownVariable(open)) : this.#notGranted(surelyLeft, sure);
    }
    return this.#notGranted(left, word);
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
      // What a short ARN may go on with is no value that could be known, nor is what a value's wildcard may be.
      if (allow.resources.some(({ isDisputed }) => isDisputed)) continue;
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

  #notGranted(regions: readonly ResourceRegion[], word: Word): CellVerdict {
    const answer = this.#ask({ alwaysAllowed: false, alwaysDenied: false, allows: [], denies: [] });
    return this.#verdictOf(answer, regions, word, "not-granted", undefined);
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
    const without = applying.filter((rule) => sessionDenies.has(rule)).map(({ guard }) => guard);
    const allows = applying.filter((rule) => rule.allow).map(({ guard }) => guard);
    const denies = applying.filter((rule) => !rule.allow && !sessionDenies.has(rule)).map(({ guard }) => guard);
    const always = this.#layer.allows.filter((rule) => rule.conditions.length === 0);
    let verdict: CellVerdict = { kind: "vacuous" };
    const open = always.find((rule) => rule.hasVariables);
    const bare = this.#outsideAllows(regions, always, open === undefined ? "letters" : "widest");
    const word = wordIn(bare, this.#budget);
    if (word !== undefined) {
      const answer = this.#ask({ alwaysAllowed: false, alwaysDenied: false, allows, denies }, without);
      verdict = this.#verdictOf(answer, bare, word, "not-granted", undefined);
    } else if (open !== undefined && someWordIn(this.#outsideAllows(regions, always, "letters"), this.#budget)) {
      verdict = unknownVariable(open);
    }
    if (denies.length === 0) return heavier(verdict, { kind: "within" });
    for (const allow of always) {
      const allowed = this.#inside(regions, allow, "letters");
      const at = wordIn(allowed, this.#budget);
      if (at === undefined) continue;
      const answer = this.#ask({ alwaysAllowed: true, alwaysDenied: false, allows: [], denies }, without);
      const deny = applying.find((rule) => !rule.allow && !sessionDenies.has(rule));
      verdict = heavier(verdict, this.#verdictOf(answer, allowed, at, "base-denied", deny?.ref));
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
    for (const allow of allows) {
      // As a letter a variable may only grant: in a NotResource its value could be just what is asked for.
      const own = view === "letters" && allow.negatedResources ? "narrowest" : view;
      rest = this.#outside(rest, allow, own);
    }
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
    const { statement, facts, letters } = this.#cell;
    return judgeConditions({ given: statement.guard, without, ...question }, facts, letters, this.#budget);
  }

  /** @param word one of the regions' */
  #verdictOf(
    answer: ConditionAnswer,
    regions: readonly ResourceRegion[],
    word: Word,
    reason: "not-granted" | "base-denied",
    by: StatementRef | undefined,
  ): CellVerdict {
    const at = (context: ContextValues): Witness => ({ word, shape: this.#shape, context });
    if (answer.kind !== "exceeds" || answer.tied.length === 0) return verdictOf(answer, at, reason, by);
    const found = tiedWitness(regions, word, answer.context, answer.tied, this.#budget);
    // No resource agrees with the context: the excess rests on values that hang together (semantics section 8).
    if (found === undefined)
      return { kind: "depends", on: answer.tied.map(({ key }) => key), outside: at(answer.context) };
    return verdictOf(
      { ...answer, context: found.context },
      (context) => ({ word: found.word, shape: this.#shape, context }),
      reason,
      by,
    );
  }

  #inside(regions: readonly ResourceRegion[], rule: Rule, view: VariableView): readonly ResourceRegion[] {
    return insideRule(regions, rule, this.#reading, view, this.#budget);
  }

  #outside(regions: readonly ResourceRegion[], rule: Rule, view: VariableView): readonly ResourceRegion[] {
    return outsideRule(regions, rule, this.#reading, view, this.#budget);
  }
}
