import type { Catalog } from "../../catalog/catalog.js";
import type { ConditionTest, Statement } from "../../policy/model.js";
import { type Guard, StatementGuard } from "../conditions/guard.js";
import type { LayerName, StatementRef } from "../layers.js";
import {
  type ActionSet,
  addMatching,
  emptyActionSet,
  fullActionSet,
  isRefusedPattern,
  literalService,
} from "./actionSets.js";
import type { Budget } from "./budget.js";
import { type ResourcePattern, type ResourceReading, resourcePattern } from "./resourcePattern.js";
import { type Glob, widened } from "./tokens.js";
import { noBindings } from "./variableBindings.js";

/** The two ways to read wildcards in the first five fields of an ARN (Q3). */
export type Reading = "byField" | "whole";

/** A statement made ready: which actions it names, service by service, and which resources. */
export class Rule {
  readonly ref: StatementRef;
  readonly allow: boolean;
  readonly conditions: readonly ConditionTest[];
  readonly negatedActions: boolean;
  readonly actionPatterns: readonly string[];
  readonly negatedResources: boolean;
  readonly resources: readonly ResourcePattern[];
  /** Applies to every resource: `Resource: "*"`. */
  readonly everyResource: boolean;
  /** Some entry has a variable of unknown value in it. */
  readonly hasVariables: boolean;
  /** Some entry's wildcards can be read in two ways (Q3). */
  readonly readingsDiffer: boolean;
  readonly substitutesVariables: boolean;
  /** The resources that the policy hangs on, where the statement names others as well: it is about these only. */
  readonly within: readonly Glob[] | undefined;
  /** Those of its action patterns that have a wildcard in their service, which IAM refuses (A2). */
  readonly refusedActions: readonly string[];
  /** Its action patterns but for refused ones that are left out. */
  readonly takenActions: readonly string[];
  /** It takes any action, and says so with one `*`. */
  readonly isEveryAction: boolean;
  readonly #globs: { byField?: readonly Glob[]; whole?: readonly Glob[] } = {};
  readonly #wideGlobs: { byField?: readonly Glob[]; whole?: readonly Glob[] } = {};
  readonly #byService = new Map<string, string[]>();
  readonly #anyService: string[] = [];
  #services: readonly string[] | undefined;
  #readWidest: (() => Rule) | undefined;
  #widest: Rule | undefined;
  #doubtsAbsence = false;
  #guard: Guard | undefined;
  #sets: Map<string, { readonly set: ActionSet; readonly cost: number }> | undefined;

  constructor(statement: Statement, ref: StatementRef, reading: ResourceReading) {
    this.ref = ref;
    this.allow = statement.effect === "Allow";
    this.conditions = statement.conditions;
    this.substitutesVariables = reading.substitutesVariables;
    this.negatedActions = statement.actions.negated;
    this.actionPatterns = statement.actions.entries.map((entry) => entry.text.toLowerCase());
    this.negatedResources = statement.resources?.negated ?? false;
    this.resources = statement.resources?.entries.map((entry) => this.#readResource(entry.text, reading)) ?? [
      resourcePattern("*", reading),
    ];
    this.hasVariables = this.resources.some(({ isOpen }) => isOpen);
    this.readingsDiffer = this.resources.some(({ readingsDiffer }) => readingsDiffer);
    this.within = reading.within?.map((text) => resourcePattern(text, reading).whole);
    const isEverything = this.negatedResources
      ? this.resources.length === 0
      : this.resources.some(({ whole, matchesNothing }) => whole.isAll && !matchesNothing);
    this.everyResource = isEverything && this.within === undefined;
    // IAM refuses a wildcard in the service (A2): where it would make the layer larger, or the session smaller, the
    // pattern is left out, so that nothing certain rests on it. What it might have allowed is made unknown where it is told.
    const enlarges = ref.layer === "session" && !reading.isLimit ? !this.allow : this.allow;
    this.refusedActions = this.actionPatterns.filter(isRefusedPattern);
    const isLeftOut = (pattern: string) => enlarges !== this.negatedActions && isRefusedPattern(pattern);
    this.takenActions =
      this.refusedActions.length === 0
        ? this.actionPatterns
        : this.actionPatterns.filter((pattern) => !isLeftOut(pattern));
    this.isEveryAction = !this.negatedActions && this.takenActions.length === 1 && this.takenActions[0] === "*";
    for (const pattern of this.takenActions) {
      const service = literalService(pattern);
      if (service === undefined) {
        this.#anyService.push(pattern);
        continue;
      }
      const list = this.#byService.get(service);
      if (list === undefined) this.#byService.set(service, [pattern]);
      else list.push(pattern);
    }
    if (this.refusedActions.length > 0)
      this.#readWidest = () => new Rule(statement, ref, { ...reading, isLimit: true });
  }

  /**
   * Whether a NotResource entry whose variable has no value matches nothing, so that the statement applies, is doubtful
   * (Q6): such a variable is taken as one of unknown value, and one of unknown value as one that may have none.
   */
  #readResource(text: string, reading: ResourceReading): ResourcePattern {
    const pattern = resourcePattern(text, reading);
    if (!this.negatedResources) return pattern;
    this.#doubtsAbsence ||= pattern.matchesNothing || pattern.mayMatchNothing;
    if (!pattern.matchesNothing) return pattern;
    return resourcePattern(text, { ...reading, bindings: noBindings });
  }

  /** Its conditions, as a question about conditions takes them. */
  get guard(): Guard {
    this.#guard ??= new StatementGuard(this.conditions, this.substitutesVariables, this.allow ? "Allow" : "Deny");
    return this.#guard;
  }

  /** Entries as patterns in one reading (Q3); entries that match nothing are left out (V4). */
  globs(reading: Reading): readonly Glob[] {
    this.#globs[reading] ??= this.#compileGlobs(reading, false);
    return this.#globs[reading];
  }

  /** The same with every variable of unknown value replaced by `*`: never too small. */
  wideGlobs(reading: Reading): readonly Glob[] {
    this.#wideGlobs[reading] ??= this.#compileGlobs(reading, true);
    return this.#wideGlobs[reading];
  }

  #compileGlobs(reading: Reading, wide: boolean): readonly Glob[] {
    const globs: Glob[] = [];
    for (const resource of this.resources) {
      const glob = reading === "whole" ? resource.whole : resource.byField;
      if (resource.matchesNothing) continue;
      globs.push(wide ? widened(glob) : glob);
    }
    return globs;
  }

  /** A NotResource entry's variable has no value, or may have none: what the statement then means is doubtful (Q6). */
  get doubtsAbsence(): boolean {
    return this.#doubtsAbsence;
  }

  /** A Deny of the session with all actions that it may be about: those as well that it names in a way that IAM refuses. */
  get denyAtWidest(): Rule {
    this.#widest ??= this.#readWidest?.() ?? this;
    return this.#widest;
  }

  /** Whether the rule may match an action of this service at all. */
  touches(service: string): boolean {
    return this.negatedActions || this.#anyService.length > 0 || this.#byService.has(service);
  }

  /** Services it names; undefined: any. */
  get services(): readonly string[] | undefined {
    if (this.negatedActions || this.#anyService.length > 0) return undefined;
    this.#services ??= [...this.#byService.keys()];
    return this.#services;
  }

  /**
   * The service's actions it matches (A1–A3). Kept once computed, together with its cost: every reader is charged the
   * same, so that no answer hangs on what was asked before.
   */
  actions(catalog: Catalog, service: string, budget: Budget): ActionSet {
    const kept = this.#sets?.get(service);
    if (kept !== undefined) {
      budget.spend(kept.cost);
      return kept.set;
    }
    const before = budget.used;
    const set = this.#findActions(catalog, service, budget);
    this.#sets ??= new Map();
    this.#sets.set(service, { set, cost: budget.used - before });
    return set;
  }

  #findActions(catalog: Catalog, service: string, budget: Budget): ActionSet {
    const set = this.isEveryAction ? fullActionSet(catalog, service) : emptyActionSet(catalog, service);
    budget.spend(8 + set.length);
    if (this.isEveryAction) return set;
    for (const pattern of this.#byService.get(service) ?? []) addMatching(catalog, service, pattern, set, budget);
    for (const pattern of this.#anyService) addMatching(catalog, service, pattern, set, budget);
    if (this.negatedActions) {
      const all = fullActionSet(catalog, service);
      // Such a statement has a set for every service there is.
      budget.spend(16 + set.length);
      for (let w = 0; w < set.length; w++) set[w] = all[w]! & ~set[w]!;
    }
    return set;
  }
}

/** Statements of one layer (one level of it), Allows and Denies apart, found by service. */
export class RuleSet {
  readonly layer: LayerName;
  readonly level: number | undefined;
  readonly rules: readonly Rule[];
  readonly #byService = new Map<string, { readonly allows: readonly Rule[]; readonly denies: readonly Rule[] }>();
  #refusedActions: readonly string[] | undefined;
  #hasRefusedDeny: boolean | undefined;

  constructor(layer: LayerName, level: number | undefined, rules: readonly Rule[]) {
    this.layer = layer;
    this.level = level;
    this.rules = rules;
  }

  /** Action patterns that IAM refuses, in lower case. */
  get refusedActions(): readonly string[] {
    this.#refusedActions ??= this.rules.flatMap((rule) => rule.refusedActions);
    return this.#refusedActions;
  }

  /** Whether a Deny names actions in a way that IAM refuses. */
  get hasRefusedDeny(): boolean {
    this.#hasRefusedDeny ??= this.rules.some((rule) => !rule.allow && rule.refusedActions.length > 0);
    return this.#hasRefusedDeny;
  }

  on(service: string): { readonly allows: readonly Rule[]; readonly denies: readonly Rule[] } {
    let found = this.#byService.get(service);
    if (found === undefined) {
      const touching = this.rules.filter((rule) => rule.touches(service));
      found = { allows: touching.filter((rule) => rule.allow), denies: touching.filter((rule) => !rule.allow) };
      this.#byService.set(service, found);
    }
    return found;
  }
}
