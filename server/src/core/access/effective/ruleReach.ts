import type { Catalog } from "../../catalog/catalog.js";
import { type PolicyVariable, variablePattern } from "../evaluate/policyVariables.js";
import type { RuleNumber } from "../layers.js";
import type { Budget } from "../sets/budget.js";
import type { ResourceRegion } from "../sets/region.js";
import { doubtAbout, type ResourcePattern } from "../sets/resourcePattern.js";
import type { Rule } from "../sets/rules.js";
import { type Glob, widened } from "../sets/tokens.js";
import type { ResourceShape } from "../sets/universe.js";
import { plainNames } from "./plainNames.js";
import { isPossible, withPositive } from "./regionText.js";

/** Why it cannot be told whether a statement is about a resource. */
export interface Doubt {
  readonly why: string;
  readonly rules: readonly RuleNumber[];
}

/** Where it cannot be told. */
export interface DoubtfulRegion extends Doubt {
  readonly region: ResourceRegion;
}

interface DoubtfulEntry extends Doubt {
  /** All it may match. */
  readonly glob: Glob;
  /** What it surely matches. */
  readonly sure: Glob | undefined;
}

/**
 * Which resources a statement is about, as far as that is certain. Wildcards are read field by field where a match is
 * claimed, and as far as they may run where its absence is (Q3). A variable of unknown value stands for itself: what is
 * said of `b/${aws:PrincipalTag/team}/*` is said of whatever that is in the request.
 */
export class RuleReach {
  readonly rule: Rule;
  readonly #sure: readonly Glob[];
  readonly #whole: readonly Glob[];
  readonly #wide: readonly Glob[];
  readonly #doubtful: readonly DoubtfulEntry[];
  /** A NotResource entry may be without value, which is disputed for all that no other entry matches (Q6). */
  readonly #isValueless: boolean;

  constructor(rule: Rule, catalog: Catalog) {
    this.rule = rule;
    const entries = rule.resources.filter((entry) => !entry.matchesNothing);
    const doubts = new Map(entries.map((entry) => [entry, doubtOf(entry, rule.substitutesVariables, catalog)]));
    const certain = entries.filter((entry) => doubts.get(entry) === undefined);
    const usable = rule.negatedResources ? certain.filter((entry) => !entry.whole.hasLetter) : certain;
    this.#sure = usable.map(({ byField }) => byField);
    // What is doubtful about an entry is no variable that stands for itself: it may match all that it may match.
    this.#whole = entries.map((entry) => (doubts.get(entry) === undefined ? entry.whole : widened(entry.whole)));
    this.#wide = this.#whole.map(widened);
    this.#doubtful = entries.flatMap((entry): readonly DoubtfulEntry[] => {
      const doubt = doubts.get(entry);
      if (doubt !== undefined) return [{ ...doubt, glob: widened(entry.whole), sure: undefined }];
      return entry.readingsDiffer ? [{ ...colons, glob: widened(entry.whole), sure: entry.byField }] : [];
    });
    this.#isValueless =
      rule.negatedResources && rule.resources.some((entry) => entry.matchesNothing || entry.whole.hasLetter);
  }

  get isEverything(): boolean {
    return this.rule.everyResource;
  }

  /** The part of a region that the statement's policy is about at all. */
  #within(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    const { within } = this.rule;
    return within === undefined ? [region] : within.flatMap((glob) => withPositive(region, glob, budget));
  }

  /** The part that it is not about. */
  #beside(region: ResourceRegion): readonly ResourceRegion[] {
    return this.rule.within === undefined ? [] : [without(region, this.rule.within)];
  }

  /** What of a region the statement surely is about. */
  surelyInside(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    return this.#within(region, budget).flatMap((each) => this.#surelyInside(each, budget));
  }

  /** What of a region it surely is not about. */
  surelyOutside(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    return [
      ...this.#beside(region),
      ...this.#within(region, budget).flatMap((each) => this.#surelyOutside(each, budget)),
    ];
  }

  /** The same where variables may have any value: never too large, whatever they are. */
  outsideWhateverValues(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    return [
      ...this.#beside(region),
      ...this.#within(region, budget).flatMap((each) => this.#outsideWhateverValues(each, budget)),
    ];
  }

  /** What of a region it may be about. */
  perhapsInside(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    return this.#within(region, budget).flatMap((each) => this.#perhapsInside(each, budget));
  }

  /** What of a region it may not be about. */
  perhapsOutside(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    return [
      ...this.#beside(region),
      ...this.#within(region, budget).flatMap((each) => this.#perhapsOutside(each, budget)),
    ];
  }

  #surelyInside(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    if (this.isEverything) return [region];
    if (!this.rule.negatedResources) return this.#sure.flatMap((glob) => withPositive(region, glob, budget));
    return this.#isValueless ? [] : [without(region, this.#whole)];
  }

  #surelyOutside(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    if (this.isEverything) return [];
    if (!this.rule.negatedResources) return [without(region, this.#whole)];
    return this.#sure.flatMap((glob) => withPositive(region, glob, budget));
  }

  #outsideWhateverValues(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    if (this.isEverything) return [];
    return this.rule.negatedResources ? this.#surelyOutside(region, budget) : [without(region, this.#wide)];
  }

  #perhapsInside(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    if (this.isEverything) return [region];
    if (!this.rule.negatedResources) return this.#wide.flatMap((glob) => withPositive(region, glob, budget));
    return [without(region, this.#sure)];
  }

  #perhapsOutside(region: ResourceRegion, budget: Budget): readonly ResourceRegion[] {
    if (this.isEverything) return [];
    if (!this.rule.negatedResources)
      return [
        without(
          region,
          this.#sure.filter((glob) => !glob.hasLetter),
        ),
      ];
    if (this.#isValueless) return [region];
    return this.#wide.flatMap((glob) => withPositive(region, glob, budget));
  }

  /** Whether all resources are either surely meant or surely not. */
  get isCertain(): boolean {
    return !this.#isValueless && !this.rule.hasVariables && this.#doubtful.every(({ sure }) => sure !== undefined);
  }

  /** Where it cannot be told whether it is about a resource, on resources that can occur. */
  doubts(region: ResourceRegion, shapes: readonly ResourceShape[], budget: Budget): readonly DoubtfulRegion[] {
    return this.#within(region, budget).flatMap((each) => this.#doubts(each, shapes, budget));
  }

  #doubts(region: ResourceRegion, shapes: readonly ResourceShape[], budget: Budget): readonly DoubtfulRegion[] {
    if (this.isEverything) return [];
    const rest = without(region, this.#sure);
    const found = this.#doubtful.flatMap(({ glob, sure, why, rules }): readonly DoubtfulRegion[] => {
      const usual = sure === undefined ? shapes : shapes.map(plainNames);
      const regions = withPositive(rest, glob, budget);
      return regions.flatMap((each) => (isPossible(each, usual, budget) ? [{ region: each, why, rules }] : []));
    });
    if (this.#isValueless && isPossible(rest, shapes, budget)) {
      const name = this.rule.resources.flatMap(({ variables }) => variables)[0];
      const what = name === undefined ? "a policy variable" : `\${${name}}`;
      found.push({ region: rest, why: `${what} in a NotResource may have no value`, rules: ["Q6"] });
    }
    return found;
  }
}

const colons: Doubt = { why: "AWS does not say whether a wildcard may run past a colon here", rules: ["Q3"] };

function without(region: ResourceRegion, globs: readonly Glob[]): ResourceRegion {
  return globs.length === 0 ? region : { positives: region.positives, negatives: [...region.negatives, ...globs] };
}

/** Why what an entry matches is matched only perhaps. */
function doubtOf(pattern: ResourcePattern, substitutes: boolean, catalog: Catalog): Doubt | undefined {
  if (pattern.whole.isAll) return undefined;
  const parts = variablePattern(pattern.text, substitutes, true);
  const variables = parts.filter((part): part is PolicyVariable => typeof part === "object");
  const odd = variables.find((each) => each.kind === "malformed" || catalog.globalKeys.find(each.key)?.multivalued);
  if (odd !== undefined) {
    return {
      why: odd.kind === "malformed" ? `"${odd.text}" is no policy variable` : `\${${odd.key}} may have several values`,
      rules: ["V2"],
    };
  }
  if (pattern.isDisputed) {
    const { detail, rule } = doubtAbout(pattern);
    return { why: detail, rules: [rule] };
  }
  return undefined;
}
