import type { AccessEngine } from "../access/accessEngine.js";
import type { PolicyModel } from "../policy/model.js";
import type { JsonValue } from "../syntax/json.js";
import { minify } from "../syntax/minify.js";
import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import { valueOfNode } from "../syntax/values.js";
import { countCharacters } from "../text/characters.js";
import { type FoldStyle, PatternLibrary } from "./actionPatterns.js";
import { type BaseKnowledge, BaseRelative } from "./baseRelative.js";
import { type Draft, type DraftStatement, draftOf } from "./draft.js";
import { draftSize, draftValue, oneLineText } from "./draftText.js";
import { type Equal, Equality } from "./equality.js";
import { Equivalence } from "./equivalence.js";
import { EveryResource } from "./everyResource.js";
import { costsOf, type FitCosts } from "./fitCosts.js";
import { type FitStep, stepsBetween } from "./fitSteps.js";
import { PatternOrder } from "./patternOrder.js";
import { PossibleRequests } from "./possibleRequests.js";
import { type ShortenOptions, shorten } from "./shorten.js";
import type { Slices } from "./slices.js";

/** What a shorter policy may lean on: see docs/fit.md. */
export type Reliance = "nothing" | "catalog" | "base";

export interface FitInput {
  readonly parsed: ParsedPolicy;
  readonly model: PolicyModel;
  readonly engine: AccessEngine;
  /** Code points. */
  readonly limit: number;
  readonly reliesOn: Reliance;
  /** What is known of the role; for `base`. */
  readonly base?: BaseKnowledge;
  /** Whether names of statements may go. */
  readonly dropSids?: boolean;
  readonly style?: FoldStyle;
  /** How many moves of statements are tried. */
  readonly steps?: number;
}

export interface FitResult {
  /** The shortest policy that was found. */
  readonly policy: JsonValue;
  /** In one line. */
  readonly text: string;
  /** For each statement, which statements of the document went into it; undefined where nothing but white space went. */
  readonly statements: readonly DraftStatement[] | undefined;
  /** Code points: as written, without white space, and of `text`. */
  readonly characters: {
    readonly before: number;
    readonly minified: number;
    readonly after: number;
    readonly limit: number;
  };
  readonly fits: boolean;
  readonly steps: readonly FitStep[];
  readonly proof: FitProof;
  /** Why nothing but white space could go, as a sentence. */
  readonly untouched?: string;
  /** What takes the room, where it does not fit. */
  readonly costs?: FitCosts;
}

/** Both directions are always certain: what could not be proved was thrown away. */
export interface FitProof {
  readonly forward: "within";
  readonly backward: "within";
  readonly universe: "any" | "catalog";
  readonly relativeToBase: boolean;
  readonly resourcePoliciesComplete: boolean;
}

/** No call takes nearly as much; what is larger would take minutes. */
const mostCharacters = 40_000;
const mostStatements = 200;

/** Each round makes it shorter, so there is an end; this is where nobody waits any longer. */
const mostRounds = 5;

/** So many moves are tried; see docs/performance.md. */
export const defaultFitSteps = 8_000;

/**
 * The smallest policy found that says the same: for every request whatsoever, for the requests that today's catalog
 * knows, or for what the session may do under its role as the role is today. Nothing that the engine does not prove in
 * both directions is kept. Undefined for a text that is no JSON.
 */
export function* fit(input: FitInput): Slices<FitResult | undefined> {
  const { parsed, model, engine, limit, reliesOn, base } = input;
  const minified = minify(parsed);
  if (minified === undefined || parsed.root === undefined) return undefined;
  const before = countCharacters(parsed.text);
  const sizes = { before, minified: minified.characters, limit };
  const isHuge = minified.characters > mostCharacters || model.statements.length > mostStatements;
  const draft = isHuge ? undefined : draftOf(parsed, model);
  if (draft === undefined) {
    const saved = before - minified.characters;
    return {
      policy: valueOfNode(parsed.root),
      text: minified.text,
      statements: undefined,
      characters: { ...sizes, after: minified.characters },
      fits: minified.characters <= limit,
      steps: saved > 0 ? [{ kind: "minify", text: "Removed white space", saved, reliesOn: "nothing" }] : [],
      proof: { ...same, universe: "any" },
      untouched: isHuge
        ? "The policy is too large for anything but its white space to be looked at."
        : "AWS rejects the policy as it is: correct what is reported in it, then more can be done.",
    };
  }
  const steps: FitStep[] = [];
  let now = withoutRepeats(draft);
  const saved = before - draftSize(now);
  const minifying = "Removed white space, brackets around single values, and what a list says twice";
  if (saved > 0) steps.push({ kind: "minify", text: minifying, saved, reliesOn: "nothing" });
  if (input.dropSids === true) {
    const nameless = withoutSids(now);
    steps.push(...stepsBetween(now, nameless, "nothing", draftSize(now) - draftSize(nameless)));
    now = nameless;
  }
  const order = new PatternOrder(draft.version);
  const equality = new Equality(engine, draft);
  const stages = (["nothing", "catalog", "base"] as const).filter((stage) => {
    if (stage === "catalog") return reliesOn !== "nothing";
    return stage === "nothing" || (reliesOn === "base" && base !== undefined);
  });
  const catalog = catalogKnowledge(input, draft);
  const used = new Set<Reliance>();
  // One step may make room for another, of whatever kind: until nothing changes any more.
  for (let round = 0; round < mostRounds; round++) {
    const start = now;
    // In the first round each result is compared with the document itself; later ones add equals to what is equal.
    const compared = round === 0 ? draft : start;
    for (const stage of stages) {
      const relative = stage === "base" ? new BaseRelative(engine, draft, base!, catalog!.possible) : undefined;
      const options: ShortenOptions = {
        order,
        catalog: stage === "nothing" ? undefined : catalog,
        steps: input.steps ?? defaultFitSteps,
        relative,
      };
      const against = stage === "nothing" && used.size > 0 ? now : compared;
      const proof: Equal = relative ?? equality.over(stage === "nothing" ? "any" : "catalog");
      const next = yield* shorten(now, against, proof, options);
      if (draftSize(next) >= draftSize(now)) continue;
      steps.push(...stepsBetween(now, next, stage, draftSize(now) - draftSize(next)));
      now = next;
      if (stage !== "nothing") used.add(stage);
    }
    if (now === start) break;
  }
  const policy = draftValue(now);
  const text = oneLineText(policy);
  const after = countCharacters(text);
  const fits = after <= limit;
  return {
    policy,
    text,
    statements: now.statements,
    characters: { ...sizes, after },
    fits,
    steps,
    proof: {
      ...same,
      universe: used.size > 0 ? "catalog" : "any",
      relativeToBase: used.has("base"),
      resourcePoliciesComplete: used.has("base") && base!.resourcePoliciesComplete,
    },
    ...(fits ? {} : { costs: costsOf(now, limit) }),
  };
}

function catalogKnowledge({ engine, style = "shortest" }: FitInput, draft: Draft): ShortenOptions["catalog"] {
  const entries = draft.statements.flatMap(({ actions }) => actions.entries);
  const partitions = partitionsIn(draft);
  return {
    possible: new PossibleRequests(engine, draft.version, partitions),
    everyResource: new EveryResource(engine, new Equivalence(engine, draft.version), partitions),
    library: new PatternLibrary(engine.catalog, style, entries),
  };
}

const same = {
  forward: "within",
  backward: "within",
  relativeToBase: false,
  resourcePoliciesComplete: false,
} as const;

function withoutSids(draft: Draft): Draft {
  return { ...draft, statements: draft.statements.map((statement) => ({ ...statement, sid: undefined })) };
}

/** The same entry twice in one list, once. */
function withoutRepeats(draft: Draft): Draft {
  return {
    ...draft,
    statements: draft.statements.map((statement) => {
      const byName = new Map([...statement.actions.entries].reverse().map((entry) => [entry.toLowerCase(), entry]));
      return {
        ...statement,
        actions: { ...statement.actions, entries: [...byName.values()].reverse() },
        resources: { ...statement.resources, entries: [...new Set(statement.resources.entries)] },
      };
    }),
  };
}

/** Partitions that the policy names: a session lives in one of them; where none is named, in `aws`. */
function partitionsIn({ statements }: Draft): readonly string[] {
  const named = new Set<string>();
  for (const { resources } of statements) {
    for (const entry of resources.entries) {
      const [arn, partition] = entry.split(":");
      if (arn === "arn" && partition !== undefined && /^[a-z-]+$/.test(partition)) named.add(partition);
    }
  }
  return named.size === 0 ? ["aws"] : [...named].sort();
}
