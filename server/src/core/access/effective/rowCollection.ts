import type { Catalog } from "../../catalog/catalog.js";
import type { AllowedRow, EffectiveAccess, RemovedRow, RequestPatterns, UnknownRow } from "../effectiveAccess.js";
import { foldActions } from "../foldActions.js";
import type { StatementRef } from "../layers.js";
import { patternText } from "../patternText.js";
import { type Budget, BudgetSpent } from "../sets/budget.js";
import type { Letters } from "../sets/letters.js";
import { intersects } from "../sets/match.js";
import type { ResourceRegion } from "../sets/region.js";
import { anyStar, type Glob, globOf } from "../sets/tokens.js";
import type { ActionResources } from "../sets/universe.js";
import type { CellAccess, Remover } from "./cellAccess.js";
import type { Clause } from "./clauses.js";
import { regionPatterns } from "./regionText.js";

/** Which actions can be called on which resources, by name as `s3:GetObject`. */
export type ResourcesOf = (action: string) => ActionResources | undefined;

/** The patterns that a row's resources are, by their texts. */
type Patterns = ReadonlyMap<string, Glob>;

interface Row<Saying> {
  readonly actions: ReadonlySet<string>;
  /** Where the actions can be called. */
  readonly kinds: ReadonlySet<ActionResources>;
  readonly resources: Patterns;
  readonly except: Patterns;
  /** What is said of the requests. */
  readonly saying: Saying;
}

/** Rows that say the same are one. */
class Rows<Saying> {
  readonly #rows = new Map<string, Row<Saying>>();
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  add(saying: Saying, named: string, row: Omit<Row<Saying>, "saying">): void {
    const key = JSON.stringify([named, [...row.resources.keys()], [...row.except.keys()]]);
    const known = this.#rows.get(key);
    this.#rows.set(key, known === undefined ? { ...row, saying } : { ...known, ...united(known, row) });
  }

  /** With rows put together whose actions have nothing to do with each other's resources. */
  merged(nameOf: (saying: Saying) => string): readonly Row<Saying>[] {
    const groups = new Map<string, Row<Saying>[]>();
    for (const row of this.#rows.values()) {
      const name = nameOf(row.saying);
      const group = groups.get(name) ?? [];
      groups.set(name, group);
      const at = group.findIndex((other) => this.#isHarmlessUnion(other, row));
      if (at < 0) group.push(row);
      else group[at] = { ...group[at]!, ...united(group[at]!, row) };
    }
    return [...groups.values()].flat();
  }

  #isHarmlessUnion(a: Row<Saying>, b: Row<Saying>): boolean {
    // Rows of two services would be read as if each action were for all resources.
    if (servicesOf(a) !== servicesOf(b)) return false;
    return this.#isUntouched(a, b) && this.#isUntouched(b, a);
  }

  /** Whether what another row has more of is nothing to the actions of this one. */
  #isUntouched({ kinds, resources, except }: Row<Saying>, other: Row<Saying>): boolean {
    const more = [...other.resources].filter(([text]) => !resources.has(text)).map(([, glob]) => glob);
    const fewer = [...other.except].filter(([text]) => !except.has(text)).map(([, glob]) => glob);
    // Of which nothing is known but the names.
    if (kinds.size === 0) return false;
    return [...kinds].every((kind) => [...more, ...fewer].every((glob) => !canBeCalledOn(kind, glob, this.#budget)));
  }
}

function servicesOf({ actions }: Row<unknown>): string {
  return [...new Set([...actions].map(serviceOf))].sort().join(" ");
}

function united<Saying>(a: Omit<Row<Saying>, "saying">, b: Omit<Row<Saying>, "saying">): Omit<Row<Saying>, "saying"> {
  return {
    actions: new Set([...a.actions, ...b.actions]),
    kinds: new Set([...a.kinds, ...b.kinds]),
    resources: new Map([...a.resources, ...b.resources]),
    except: new Map([...a.except, ...b.except]),
  };
}

/** Whether some request of such actions is on what a pattern matches; so it is held to be where the units are gone. */
function canBeCalledOn(kind: ActionResources, glob: Glob, budget: Budget): boolean {
  if (kind.kind === "none") return glob.isAll;
  try {
    return kind.patterns.some((shape) => intersects(shape.glob, glob, budget));
  } catch (error) {
    if (error instanceof BudgetSpent) return true;
    throw error;
  }
}

interface Grant {
  readonly clauses: readonly Clause[];
  readonly grantedBy: readonly StatementRef[];
}

interface Why {
  readonly why: string;
  readonly rules: readonly string[];
}

/** Gathers what is found cell by cell, and writes it with few rows. */
export class RowCollection {
  readonly #catalog: Catalog;
  readonly #letters: Letters;
  readonly #budget: Budget;
  readonly #resourcesOf: ResourcesOf;
  readonly #allowed: Rows<Grant>;
  readonly #removed: Rows<Remover>;
  readonly #unknown: Rows<Why>;
  /** What the session's Allow statements name. */
  readonly #named = new Set<string>();

  constructor(catalog: Catalog, letters: Letters, resourcesOf: ResourcesOf, budget: Budget) {
    this.#catalog = catalog;
    this.#letters = letters;
    this.#budget = budget;
    this.#resourcesOf = resourcesOf;
    this.#allowed = new Rows(budget);
    this.#removed = new Rows(budget);
    this.#unknown = new Rows(budget);
  }

  /** Actions of the session that are harmless in a pattern where they have nothing to do with its resources. */
  name(actions: readonly string[]): void {
    for (const action of actions) this.#named.add(action);
  }

  add(actions: readonly string[], kind: ActionResources, { allowed, removed, unknown }: CellAccess): void {
    for (const { region, clauses, grantedBy } of allowed) {
      const saying: Grant = { clauses, grantedBy: [...grantedBy].sort(byPlace) };
      this.#write(this.#allowed, saying, grantName(saying), actions, kind, region);
    }
    for (const { region, by } of removed) {
      this.#write(this.#removed, by, JSON.stringify(by), actions, kind, region);
    }
    for (const { region, why, rules } of unknown) {
      const saying = { why, rules };
      this.#write(this.#unknown, saying, JSON.stringify(saying), actions, kind, region);
    }
  }

  /** Actions that no policy has a say in. */
  addAllowed(actions: readonly string[]): void {
    const saying: Grant = { clauses: [], grantedBy: [] };
    const kinds = new Set(actions.flatMap((action) => this.#resourcesOf(action) ?? []));
    const resources = new Map([["*", everything]]);
    this.#allowed.add(saying, grantName(saying), { actions: new Set(actions), kinds, resources, except: new Map() });
  }

  /** What is known of actions whatever the resource is. */
  addUnknown(actions: readonly string[], resources: readonly string[], saying: Why): void {
    const texts = new Map((resources.length === 0 ? ["*"] : resources).map((text) => [text, everything]));
    const row = { actions: new Set(actions), kinds: new Set<ActionResources>(), resources: texts, except: new Map() };
    this.#unknown.add(saying, JSON.stringify(saying), row);
  }

  rows(): Omit<EffectiveAccess, "notGiven"> {
    return {
      allowed: sorted(
        withGrantsTogether(
          this.#allowed.merged(grantName).map(
            (row): AllowedRow => ({
              ...this.#patterns(row),
              conditions: row.saying.clauses.map(({ rule, unless }) => ({
                statement: rule.ref,
                unless,
                tests: rule.conditions,
              })),
              grantedBy: row.saying.grantedBy,
            }),
          ),
        ),
      ),
      removed: sorted(
        this.#removed.merged(JSON.stringify).map((row): RemovedRow => ({ ...this.#patterns(row), by: row.saying })),
      ),
      unknown: sorted(
        this.#unknown.merged(JSON.stringify).map((row): UnknownRow => ({ ...this.#patterns(row), ...row.saying })),
      ),
    };
  }

  #write<Saying>(
    rows: Rows<Saying>,
    saying: Saying,
    name: string,
    actions: readonly string[],
    kind: ActionResources,
    region: ResourceRegion,
  ): void {
    const written = regionPatterns(region, kind.patterns, this.#budget);
    if ("together" in written) {
      const texts = written.together.map((glob) => this.#text(glob));
      const together = `what ${texts.map((text) => `"${text}"`).join(" and ")} have in common`;
      const why: Why =
        written.letter === undefined
          ? { why: `${together} can't be said with few patterns`, rules: [] }
          : {
              why: `${together} hangs on \${${this.#letters.nameOf(written.letter)}}, which isn't known`,
              rules: ["V4"],
            };
      this.addUnknown(actions, texts.slice(0, 1), why);
      return;
    }
    if (written.resources.length === 0) return;
    const texts = (globs: readonly Glob[]): Patterns =>
      new Map([...globs].map((glob) => [this.#text(glob), glob] as const).sort(([a], [b]) => order(a, b)));
    rows.add(saying, name, {
      actions: new Set(actions),
      kinds: new Set([kind]),
      resources: texts(written.resources),
      except: texts(written.except),
    });
  }

  #text(glob: Glob): string {
    return patternText(glob, this.#letters);
  }

  #patterns({ actions, resources, except }: Row<unknown>): RequestPatterns {
    const texts = (patterns: Patterns) => [...patterns.keys()].sort(order);
    return {
      actions: this.#fold(actions, [...resources.values()]),
      resources: texts(resources),
      except: texts(except),
    };
  }

  #fold(actions: ReadonlySet<string>, resources: readonly Glob[]): readonly string[] {
    const names = [...actions].sort(order);
    if (names.includes("*")) return ["*"];
    const services = new Set(names.map(serviceOf));
    const kept = new Map<ActionResources, boolean>();
    const isHarmless = (action: string): boolean => {
      const kind = this.#resourcesOf(action);
      if (kind === undefined) return false;
      let harmless = kept.get(kind);
      if (harmless === undefined) {
        harmless = !resources.some((glob) => canBeCalledOn(kind, glob, this.#budget));
        kept.set(kind, harmless);
      }
      return harmless;
    };
    const harmless = new Set(
      [...this.#named].filter((name) => !actions.has(name) && services.has(serviceOf(name)) && isHarmless(name)),
    );
    return [...foldActions(names, this.#catalog, { harmless })].sort(order);
  }
}

const everything: Glob = globOf([anyStar]);

/** Rows that differ in nothing but the statements that grant them are one. */
function withGrantsTogether(rows: readonly AllowedRow[]): readonly AllowedRow[] {
  const merged = new Map<string, AllowedRow>();
  for (const row of rows) {
    const { grantedBy, conditions, ...patterns } = row;
    const key = JSON.stringify([patterns, conditions.map(({ unless, tests }) => [unless, testsName(tests)])]);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, row);
    else {
      const refs = new Map([...known.grantedBy, ...grantedBy].map((ref) => [JSON.stringify(ref), ref]));
      merged.set(key, { ...known, grantedBy: [...refs.values()].sort(byPlace) });
    }
  }
  return [...merged.values()];
}

/** Equal for conditions that say the same, whichever statement they stand in. */
function grantName({ clauses, grantedBy }: Grant): string {
  return JSON.stringify([
    clauses.map(({ rule, unless }) => [unless, rule.substitutesVariables, testsName(rule.conditions)]),
    grantedBy,
  ]);
}

function testsName(tests: AllowedRow["conditions"][number]["tests"]): unknown {
  return tests.map(({ operator, key, values }) => [operator, key, values]);
}

function sorted<T extends RequestPatterns>(rows: readonly T[]): readonly T[] {
  const key = ({ actions, resources }: T) => `${actions.join(" ")} ${resources.join(" ")}`;
  return [...rows].sort((a, b) => order(key(a), key(b)));
}

function byPlace(a: StatementRef, b: StatementRef): number {
  return order(a.layer, b.layer) || a.policy - b.policy || a.statement - b.statement;
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
