import type { Budget } from "./budget.js";
import { coversAlone, differInLastField, intersects } from "./match.js";
import type { Reading, Rule } from "./rules.js";
import { findWord } from "./search.js";
import { type Glob, type Word, widened } from "./tokens.js";

/** A set of resource texts: all that every positive matches and no negative does. */
export interface ResourceRegion {
  readonly positives: readonly Glob[];
  readonly negatives: readonly Glob[];
}

/**
 * How variables of unknown value in a rule's entries are taken: as themselves, or so that the rule is as large or as small
 * as may be. `doubtful`: as small as may be, but for what is not documented: it applies even where a variable of its
 * NotResource has no value (Q6), and as far as an ARN of fewer than six fields (Q18) or a wildcard of a value (V3) may go.
 */
export type VariableView = "letters" | "widest" | "narrowest" | "doubtful";

/** The parts of `regions` that `rule` matches; overlapping parts are possible (R7 for NotResource). */
export function insideRule(
  regions: readonly ResourceRegion[],
  rule: Rule,
  reading: Reading,
  view: VariableView,
  budget: Budget,
): readonly ResourceRegion[] {
  if (rule.everyResource) return regions;
  const own = rule.within === undefined ? regions : withEachPositive(regions, rule.within, budget);
  if (isIdle(rule, view)) return [];
  const globs = entries(rule, reading, view);
  return rule.negatedResources ? withNegatives(own, globs, budget) : withEachPositive(own, globs, budget);
}

/** The parts of `regions` that `rule` does not match. */
export function outsideRule(
  regions: readonly ResourceRegion[],
  rule: Rule,
  reading: Reading,
  view: VariableView,
  budget: Budget,
): readonly ResourceRegion[] {
  if (rule.everyResource) return [];
  if (isIdle(rule, view)) return regions;
  const globs = entries(rule, reading, view);
  const outside = (own: readonly ResourceRegion[]) =>
    rule.negatedResources ? withEachPositive(own, globs, budget) : withNegatives(own, globs, budget);
  if (rule.within === undefined) return outside(regions);
  const inside = withEachPositive(regions, rule.within, budget);
  return [...withNegatives(regions, rule.within, budget), ...outside(inside)];
}

/** A shortest word of the first region that has one. */
export function wordIn(regions: readonly ResourceRegion[], budget: Budget): Word | undefined {
  for (const region of regions) {
    const word = findWord(region.positives, region.negatives, budget);
    if (word !== undefined) return word;
  }
  return undefined;
}

/** Whether some region has a word at all. */
export function someWordIn(regions: readonly ResourceRegion[], budget: Budget): boolean {
  return regions.some(({ positives, negatives }) => {
    if (negatives.length > 0 || positives.length > 2) return findWord(positives, negatives, budget) !== undefined;
    return positives.length < 2 || intersects(positives[0]!, positives[1]!, budget);
  });
}

/** Whether it may not apply at all (Q6), and is taken so. */
function isIdle(rule: Rule, view: VariableView): boolean {
  return rule.doubtsAbsence && (view === "letters" || view === "narrowest");
}

function entries(rule: Rule, reading: Reading, view: VariableView): readonly Glob[] {
  if (view === "letters" || !rule.hasVariables) return rule.globs(reading);
  if (view === "doubtful") return doubtfulEntries(rule, reading);
  // A NotResource entry makes the rule smaller, so its own size goes the other way.
  const wide = (view === "widest") !== rule.negatedResources;
  return wide ? rule.wideGlobs(reading) : rule.globs(reading).filter((glob) => !glob.hasLetter);
}

function doubtfulEntries(rule: Rule, reading: Reading): readonly Glob[] {
  return rule.resources.flatMap(({ whole, byField, isDisputed, matchesNothing }) => {
    const glob = reading === "whole" ? whole : byField;
    if (matchesNothing || (isDisputed && rule.negatedResources)) return [];
    if (isDisputed || rule.negatedResources) return [widened(glob)];
    return glob.hasLetter ? [] : [glob];
  });
}

/** The parts that none of the patterns matches. */
export function withNegatives(
  regions: readonly ResourceRegion[],
  globs: readonly Glob[],
  budget: Budget,
): readonly ResourceRegion[] {
  if (globs.length === 0) return regions;
  for (const { negatives } of regions) budget.spend(4 + ((negatives.length + globs.length) >> 2));
  return regions.map((region) => ({ positives: region.positives, negatives: [...region.negatives, ...globs] }));
}

/** The parts that one of the patterns matches; overlapping parts are possible. */
export function withEachPositive(
  regions: readonly ResourceRegion[],
  globs: readonly Glob[],
  budget: Budget,
): readonly ResourceRegion[] {
  const out: ResourceRegion[] = [];
  for (const region of regions) {
    for (const glob of globs) {
      budget.spend(6 + region.positives.length);
      const positives = meeting(region.positives, glob, budget);
      if (positives === region.positives) out.push(region);
      else if (positives !== undefined) {
        budget.spend(12 + positives.length);
        out.push({ positives, negatives: region.negatives });
      }
    }
  }
  return out;
}

/**
 * Patterns of which one more has to match, without those that match whenever another one does; undefined where no text
 * can match all of them. Where the new one adds nothing, the same list.
 */
export function meeting(positives: readonly Glob[], glob: Glob, budget: Budget): readonly Glob[] | undefined {
  if (glob.isAll && positives.length > 0) return positives;
  for (const positive of positives) {
    if (differInLastField(positive, glob)) return undefined;
    if (positive === glob || coversAlone(glob, positive, budget)) return positives;
    if (!intersects(positive, glob, budget)) return undefined;
  }
  return [...positives.filter((positive) => !coversAlone(positive, glob, budget)), glob];
}
