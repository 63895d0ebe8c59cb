import type { LayerAnswer } from "../../analysis.js";
import type { GrantRules } from "../checkSpace.js";
import type { GrantLayer } from "../compiledLayers.js";
import type { StatementRef } from "../layers.js";
import type { Budget } from "../sets/budget.js";
import type { Cell, LayerRules } from "../sets/cells/cell.js";
import type { CellVerdict } from "../sets/cells/cellVerdict.js";
import { coversAlone, intersects } from "../sets/match.js";
import type { Rule } from "../sets/rules.js";
import type { Glob } from "../sets/tokens.js";

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
  return rules.allows.filter((allow) => isAbout(allow, cells, budget)).map((allow) => allow.ref);
}

/** On what cells hang that are allowed under conditions. */
export interface Hanging {
  readonly keys: readonly string[];
  /** The statements that apply under a condition, of all layers that have a say in it. */
  readonly statements: readonly StatementRef[];
  /** Whether all of the cells hangs on all of these: none is about a part of them, and nothing else allows a part. */
  readonly isWhole: boolean;
}

/** What layers that decide by conditions hang on, all of them together. */
export function hangingOn(judged: readonly Deciding[], cells: readonly Cell[], budget: Budget): Hanging {
  const keys = new Map<string, string>();
  const statements: StatementRef[] = [];
  let isWhole = true;
  for (const { rules, verdict } of judged) {
    if (verdict.kind !== "depends") continue;
    for (const key of verdict.on) if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
    const about = [...rules.allows, ...rules.denies].filter((rule) => isAbout(rule, cells, budget));
    const conditional = about.filter((rule) => rule.conditions.length > 0);
    statements.push(...conditional.map(({ ref }) => ref));
    isWhole &&= conditional.every((rule) => isAboutAll(rule, cells, budget));
    isWhole &&=
      !conditional.some(({ allow }) => allow) || about.every((rule) => !rule.allow || conditional.includes(rule));
  }
  return { keys: [...keys.values()], statements, isWhole };
}

/** Whether a rule may be about something of the cells. */
function isAbout(rule: Rule, cells: readonly Cell[], budget: Budget): boolean {
  if (rule.everyResource) return true;
  if (rule.negatedResources) return !takeAll(globsOf(rule), cells, budget);
  return cells.some((cell) => {
    const own = ownGlob(cell);
    return own === undefined || rule.resources.some((resource) => intersects(resource.whole, own, budget));
  });
}

/** Whether a rule is surely about all of the cells. */
function isAboutAll(rule: Rule, cells: readonly Cell[], budget: Budget): boolean {
  if (rule.everyResource) return true;
  if (rule.negatedResources || (rule.within !== undefined && !takeAll(rule.within, cells, budget))) return false;
  return takeAll(globsOf(rule), cells, budget);
}

/** Whether each cell surely lies in one of the patterns. */
function takeAll(globs: readonly Glob[], cells: readonly Cell[], budget: Budget): boolean {
  return cells.every((cell) => {
    const own = ownGlob(cell);
    return own !== undefined && globs.some((glob) => !glob.hasLetter && coversAlone(glob, own, budget));
  });
}

function globsOf(rule: Rule): readonly Glob[] {
  return rule.resources.map((resource) => resource.whole);
}

/** Undefined where the statement's NotResource is meant. */
function ownGlob({ entry, statement }: Cell): Glob | undefined {
  return entry === undefined ? undefined : statement.resources[entry]!.whole;
}
