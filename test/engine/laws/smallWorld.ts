import fc from "fast-check";
import type { VerdictKind } from "../../../server/src/core/access/compare.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { ContextValues, Decision, Layers, PolicyDocument } from "../../../server/src/core/access/layers.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { joinNames } from "../../../server/src/core/catalog/joinedNames.js";
import type { PolicyKind } from "../../../server/src/core/policy/model.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { documentOf } from "../../support/policyNotation.js";
import {
  actionNamed,
  conditionHolds,
  type LiteralCondition,
  type LiteralContext,
  type LiteralPolicy,
  type LiteralReading,
  type LiteralStatement,
  resourceNamed,
  testHolds,
} from "./literalAccess.js";

/** The ways in which a key may be in a request; `undefined`: absent. */
export type KeyValues = readonly (string | readonly string[] | undefined)[];

/** Requests few enough to try them all. */
export interface SmallWorld {
  /** Each action with all its resources. */
  readonly resources: ReadonlyMap<string, readonly string[]>;
  readonly keys: { readonly [key: string]: KeyValues };
}

/** All words over an alphabet, shortest first. */
export function wordsOver(alphabet: string, least: number, most: number): readonly string[] {
  let last = [""];
  const words = least === 0 ? [""] : [];
  for (let length = 1; length <= most; length++) {
    last = last.flatMap((word) => Array.from(alphabet, (character) => word + character));
    if (length >= least) words.push(...last);
  }
  return words;
}

/**
 * The fake catalog as if there were these services only, so that `*` stands for a few actions.
 * @param withoutResource whether the actions that have no resource type are there (M2)
 */
export function catalogOf(services: readonly string[], withoutResource = false): Catalog {
  const all = fakeCatalog();
  const kept = new Map(
    services.map((service) => {
      const details = all.details(service)!;
      const actions = [...details.actions].filter(([, each]) => withoutResource || each.resourceTypes.length > 0);
      return [service, { ...details, actions: new Map(actions) }] as const;
    }),
  );
  const names = (service: string) =>
    [...(kept.get(service.toLowerCase())?.actions.values() ?? [])].map(({ name }) => name).sort();
  return {
    ...all,
    services: [...services].sort(),
    hasService: (service) => kept.has(service.toLowerCase()),
    details: (service) => kept.get(service.toLowerCase()),
    actionNames: names,
    lowerActionNames: (service) => names(service).map((name) => name.toLowerCase()),
    joinedActionNames: (service) => joinNames(names(service).map((name) => name.toLowerCase())),
    actionIndex: (service, name) => names(service).findIndex((each) => each.toLowerCase() === name.toLowerCase()),
    canonicalAction: (service, name) => kept.get(service.toLowerCase())?.actions.get(name.toLowerCase())?.name,
  };
}

/** A cell of the world: requests that all statements in sight treat alike but for the context. */
interface LiteralCell {
  readonly action: string;
  readonly resource: string;
  readonly matching: ReadonlySet<LiteralStatement>;
}

/** What trying everything says of one session statement. */
export interface LiteralVerdict {
  readonly kind: Exclude<VerdictKind, "unknown">;
  /** Some request of the statement stays in. */
  readonly staysIn: boolean;
}

export interface LiteralQuestion {
  readonly session: readonly LiteralPolicy[];
  /** Layers that must all allow; each is a union of documents. */
  readonly layers: readonly (readonly LiteralPolicy[])[];
}

/**
 * The verdict on each Allow statement of the session by its definition (semantics section 8): for each layer and each
 * pair of action and resource whether some, or every, context that the session lets through is not let through.
 * @param fixed values of keys that policy variables stand for
 */
export function literalVerdicts(
  { session, layers }: LiteralQuestion,
  world: SmallWorld,
  reading: LiteralReading,
  fixed: LiteralContext = new Map(),
): readonly LiteralVerdict[] {
  const own = statementsOf(session);
  const bases = layers.map(statementsOf);
  const all = [own, ...bases].flat();
  const contexts = contextsFor(all, world, fixed);
  const holding = new Map(
    all.map(({ statement, version }) => [
      statement,
      contexts.map((context) => conditionHolds(statement.Condition, version, context)),
    ]),
  );
  const cells = cellsOf(all, world, reading, fixed);
  const denied = (statements: readonly Versioned[], cell: LiteralCell, i: number) =>
    statements.some(({ statement }) => statement.Effect === "Deny" && applies(statement, cell, i));
  const applies = (statement: LiteralStatement, cell: LiteralCell, i: number) =>
    cell.matching.has(statement) && holding.get(statement)![i]!;
  return own
    .filter(({ statement }) => statement.Effect === "Allow")
    .map(({ statement }): LiteralVerdict => {
      let kind: LiteralVerdict["kind"] = "within";
      let staysIn = false;
      for (const cell of cells) {
        if (!cell.matching.has(statement)) continue;
        const possible = contexts.flatMap((_, i) => (applies(statement, cell, i) && !denied(own, cell, i) ? [i] : []));
        if (possible.length === 0) continue;
        for (const base of bases) {
          const inside = possible.filter(
            (i) =>
              base.some((each) => each.statement.Effect === "Allow" && applies(each.statement, cell, i)) &&
              !denied(base, cell, i),
          );
          if (inside.length > 0) staysIn = true;
          if (inside.length === 0) kind = "exceeds";
          else if (inside.length < possible.length && kind === "within") kind = "depends";
        }
      }
      return { kind, staysIn };
    });
}

interface Versioned {
  readonly statement: LiteralStatement;
  readonly version: string | undefined;
}

function statementsOf(documents: readonly LiteralPolicy[]): readonly Versioned[] {
  return documents.flatMap(({ Statement, Version }) => Statement.map((statement) => ({ statement, version: Version })));
}

/** One context for each way in which the tests can come out, as far as the world has values for it. */
function contextsFor(
  statements: readonly Versioned[],
  world: SmallWorld,
  fixed: LiteralContext,
): readonly LiteralContext[] {
  const tests = new Map<string, (readonly [string, readonly string[], string | undefined])[]>();
  for (const { statement, version } of statements) {
    for (const [operator, byKey] of Object.entries(statement.Condition ?? {})) {
      for (const [key, values] of Object.entries(byKey)) {
        tests.set(key, [...(tests.get(key) ?? []), [operator, values, version]]);
      }
    }
  }
  let contexts: readonly LiteralContext[] = [fixed];
  for (const [key, ofKey] of tests) {
    if (fixed.has(key)) continue;
    const distinct = new Map<string, KeyValues[number]>();
    for (const value of world.keys[key]!) {
      const context = withValue(fixed, key, value);
      const truth = ofKey.map(([operator, values, version]) => testHolds(operator, key, values, version, context));
      const name = truth.map(Number).join("");
      if (!distinct.has(name)) distinct.set(name, value);
    }
    contexts = contexts.flatMap((context) => [...distinct.values()].map((value) => withValue(context, key, value)));
  }
  return contexts;
}

function withValue(context: LiteralContext, key: string, value: KeyValues[number]): LiteralContext {
  return value === undefined ? context : new Map([...context, [key, value]]);
}

function cellsOf(
  statements: readonly Versioned[],
  world: SmallWorld,
  reading: LiteralReading,
  fixed: LiteralContext,
): readonly LiteralCell[] {
  const cells = new Map<string, LiteralCell>();
  const seen = new Map<readonly string[], Set<string>>();
  for (const [action, resources] of world.resources) {
    const named = statements.filter(({ statement }) => actionNamed(statement, action));
    const group = named.map((each) => statements.indexOf(each)).join();
    if (seen.get(resources)?.has(group)) continue;
    seen.set(resources, (seen.get(resources) ?? new Set()).add(group));
    const columns = named.map(
      (each) => [statements.indexOf(each), whereNamed(each, resources, reading, fixed)] as const,
    );
    resources.forEach((resource, i) => {
      const matching = columns.filter(([, column]) => column[i]).map(([index]) => index);
      const name = matching.join();
      if (cells.has(name)) return;
      cells.set(name, { action, resource, matching: new Set(matching.map((index) => statements[index]!.statement)) });
    });
  }
  return [...cells.values()];
}

const kept = new WeakMap<readonly string[], Map<string, readonly boolean[]>>();

/** Which of the resources a statement names; the same lists come up again and again. */
function whereNamed(
  { statement, version }: Versioned,
  resources: readonly string[],
  reading: LiteralReading,
  fixed: LiteralContext,
): readonly boolean[] {
  const { Resource, NotResource } = statement;
  const name = JSON.stringify([Resource, NotResource, version, reading, [...fixed]]);
  const known = kept.get(resources) ?? new Map<string, readonly boolean[]>();
  kept.set(resources, known);
  let column = known.get(name);
  if (column === undefined) {
    column = resources.map((resource) => resourceNamed(statement, version, resource, fixed, reading));
    known.set(name, column);
  }
  return column;
}

/** One action with a resource for each cell of the world. */
export function literalPairs(
  { session, layers }: LiteralQuestion,
  world: SmallWorld,
  reading: LiteralReading,
  fixed: LiteralContext = new Map(),
): readonly (readonly [action: string, resource: string])[] {
  const all = [session, ...layers].flatMap(statementsOf);
  return cellsOf(all, world, reading, fixed).map(({ action, resource }) => [action, resource]);
}

export const account = "111122223333";

const none = { state: "none" } as const;

/** What `evaluate` says of a request under these documents alone. */
export function decisionUnder(
  documents: readonly PolicyDocument[],
  [action, resource]: readonly [string, string],
  context: ContextValues,
  catalog: Catalog,
): Decision {
  const layers: Layers = {
    identity: { state: "given", value: documents },
    session: none,
    boundary: none,
    serviceControlPolicies: none,
    resourceControlPolicies: none,
    resourcePolicies: none,
  };
  const arn = context["aws:PrincipalArn"];
  const roleArn = typeof arn === "string" ? arn : `arn:aws:iam::${account}:role/r`;
  const principal = { kind: "role-session", roleArn } as const;
  const resourceAccount = roleArn.split(":")[4]!;
  return evaluate({ principal, action, resource, resourceAccount, context, contextIsComplete: true }, layers, catalog);
}

export function contextValues(context: LiteralContext): ContextValues {
  return Object.fromEntries(context);
}

export function literalContext(context: ContextValues): LiteralContext {
  return new Map(
    Object.entries(context).map(([key, value]) => [key, typeof value === "object" ? value.map(String) : String(value)]),
  );
}

export function documentsOf(kind: PolicyKind, policies: readonly LiteralPolicy[]): readonly PolicyDocument[] {
  return policies.map((policy, i) => documentOf(kind, policy as unknown as JsonValue, `${kind}${i}`));
}

/** A policy in the notation of policyNotation.ts, or near to it: what a failure shows. */
export function shownPolicy({ Version, Statement }: LiteralPolicy): string {
  const list = (plain: readonly string[] | undefined, negated: readonly string[] | undefined) =>
    plain === undefined ? `!${negated!.join()}` : plain.join();
  const condition = (tests: LiteralCondition) =>
    Object.entries(tests)
      .flatMap(([operator, byKey]) =>
        Object.entries(byKey).map(([key, values]) => `${operator} ${key}=${values.join()}`),
      )
      .join(" & ");
  const texts = Statement.map(
    (each) =>
      `${each.Effect === "Allow" ? "+" : "-"}${list(each.Action, each.NotAction)} @ ${list(each.Resource, each.NotResource)}` +
      (each.Condition === undefined ? "" : ` ? ${condition(each.Condition)}`),
  );
  return `${Version === "2012-10-17" ? "" : `(${Version}) `}${texts.join(" ; ")}`.replaceAll("arn:aws:s3:::", "");
}

export interface PolicyShapes {
  readonly actions: fc.Arbitrary<string>;
  readonly resources: fc.Arbitrary<string>;
  readonly conditions?: fc.Arbitrary<LiteralCondition>;
  /** Without it all are of version 2012-10-17. */
  readonly versions?: fc.Arbitrary<string | undefined>;
  readonly mostStatements?: number;
}

/** Small policies of these parts, Denies and Not-elements among them. */
export function smallPolicy({
  actions,
  resources,
  conditions,
  versions,
  mostStatements = 3,
}: PolicyShapes): fc.Arbitrary<LiteralPolicy> {
  const part = (name: "Action" | "Resource", item: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.nat(3), fc.array(item, { minLength: 1, maxLength: 2 }))
      .map(([negated, list]) => ({ [negated === 3 ? `Not${name}` : name]: list }));
  const statement = fc
    .tuple(
      fc.constantFrom("Allow", "Allow", "Deny"),
      part("Action", actions),
      part("Resource", resources),
      conditions === undefined ? fc.constant(undefined) : fc.option(conditions, { nil: undefined, freq: 2 }),
    )
    .map(
      ([Effect, action, resource, Condition]) =>
        ({ Effect, ...action, ...resource, ...(Condition && { Condition }) }) as LiteralStatement,
    );
  return fc
    .tuple(versions ?? fc.constant("2012-10-17"), fc.array(statement, { minLength: 1, maxLength: mostStatements }))
    .map(([Version, Statement]) => ({ ...(Version === undefined ? {} : { Version }), Statement }));
}
