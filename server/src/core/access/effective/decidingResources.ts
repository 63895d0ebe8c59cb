import type { Layers, ResourcePolicy } from "../layers.js";
import { decidedBy, decidingPatterns } from "../resourceGrants.js";
import type { Budget } from "../sets/budget.js";
import { Letters } from "../sets/letters.js";
import type { ResourceRegion } from "../sets/region.js";
import { resourcePattern } from "../sets/resourcePattern.js";
import { anyStar, type Glob, globOf, literalGlob } from "../sets/tokens.js";
import { noBindings } from "../sets/variableBindings.js";
import type { CellAccess, CellQuestion } from "./cellAccess.js";
import { isPossible, withPositive } from "./regionText.js";
import type { Doubt } from "./ruleReach.js";

/** What is known of the policies of resources themselves. */
export interface KnownResourcePolicies {
  /** Resources whose policy is stated: it was judged with the other layers. */
  readonly stated: readonly Glob[];
  /** Resources that have a policy nobody knows. */
  readonly hidden: readonly (Doubt & { readonly glob: Glob })[];
  /** Other resources have none. */
  readonly isComplete: boolean;
  /** The session's account, where it is known. */
  readonly account: string | undefined;
}

/** @param isComplete other resources than these have no policy */
export function knownResourcePolicies(
  layer: Layers["resourcePolicies"],
  isComplete: boolean,
  account: string | undefined,
): KnownResourcePolicies {
  const policies = layer.state === "given" ? layer.value : [];
  const globs = (resource: ResourcePolicy) => {
    const isForeign = account !== undefined && resource.account !== undefined && resource.account !== account;
    return decidedBy(resource, isForeign).map(patternOf);
  };
  return {
    stated: policies.flatMap((each) => (each.policy.state === "unknown" ? [] : globs(each))),
    hidden: policies.flatMap((each) => {
      const { policy } = each;
      return policy.state === "unknown" ? globs(each).map((glob) => ({ glob, why: policy.why, rules: [] })) : [];
    }),
    isComplete: isComplete || layer.state === "none",
    account,
  };
}

/** An ARN, or all that is below it. */
function patternOf(text: string): Glob {
  return text.endsWith("/*") ? globOf([...literalGlob(text.slice(0, -1)).tokens, anyStar]) : literalGlob(text);
}

/**
 * KMS keys, roles that are to be assumed (D4), and resources of another account (D5) have to let the session in by their
 * own policy whatever its identity policies say. Where that is not stated, what would be allowed on such resources is not
 * known; where it is known that there is none, it is denied.
 */
export function withoutDecidingResources(
  access: CellAccess,
  { cell }: CellQuestion,
  known: KnownResourcePolicies,
  budget: Budget,
): CellAccess {
  if (cell.resources.kind === "none") return access;
  const { patterns } = cell.resources;
  const possible = (regions: readonly ResourceRegion[]) =>
    regions.filter((region) => isPossible(region, patterns, budget));
  const without = ({ positives, negatives }: ResourceRegion, globs: readonly Glob[]): ResourceRegion => ({
    positives,
    negatives: [...negatives, ...globs],
  });
  const deciding = decidingOf.get(cell.service);
  const allowed: CellAccess["allowed"][number][] = [];
  const removed = [...access.removed];
  const unknown = [...access.unknown];
  for (const part of access.allowed) {
    const hidden = known.hidden.map(({ glob }) => glob);
    for (const { glob, ...doubt } of known.hidden) {
      for (const region of possible(withPositive(part.region, glob, budget))) unknown.push({ region, ...doubt });
    }
    const open = hidden.length === 0 ? part.region : without(part.region, hidden);
    const isForeign = isOfOther(open, known.account);
    if (deciding === undefined && !isForeign) {
      allowed.push(...(hidden.length === 0 ? [part] : possible([open]).map((region) => ({ ...part, region }))));
      continue;
    }
    const free = isForeign || deciding === undefined ? [] : [without(open, [deciding])];
    const letIn = known.stated.flatMap((glob) => withPositive(open, glob, budget));
    for (const region of possible([...free, ...letIn])) allowed.push({ ...part, region });
    const shut = isForeign || deciding === undefined ? [open] : [...withPositive(open, deciding, budget)];
    for (const region of possible(shut.map((each) => without(each, known.stated)))) {
      if (known.isComplete) removed.push({ region, by: { layer: "resource" } });
      else unknown.push({ region, ...(isForeign ? foreignNotGiven : notGiven) });
    }
  }
  return { allowed, removed, unknown };
}

const notGiven = {
  why: "the policy of the key or role itself has to let the session in, and it is not given",
  rules: ["D4"],
};

const foreignNotGiven = {
  why: "the resource is another account's: its own policy has to let the session in, and it is not given",
  rules: ["D5"],
};

/** Whether a region names another account than the session's. */
function isOfOther({ positives }: ResourceRegion, account: string | undefined): boolean {
  if (account === undefined) return false;
  return positives.some((glob) => {
    const owner = accountField(glob);
    return owner !== undefined && owner !== account;
  });
}

/** The account that an ARN pattern spells out. */
function accountField({ tokens }: Glob): string | undefined {
  const colons: number[] = [];
  for (let i = 0; i < tokens.length && colons.length < 5; i++) if (tokens[i] === 58) colons.push(i);
  if (colons.length < 5) return undefined;
  const field = tokens.subarray(colons[3]! + 1, colons[4]);
  const text = field.every((token) => token >= 0) ? String.fromCharCode(...field) : "";
  return /^\d{12}$/.test(text) ? text : undefined;
}

const decidingOf: ReadonlyMap<string, Glob> = new Map(
  Array.from(decidingPatterns, ([service, { pattern }]) => [
    service,
    resourcePattern(pattern, { substitutesVariables: false, bindings: noBindings, letters: new Letters() }).byField,
  ]),
);
