import { modelOfValue } from "../policy/buildModel.js";
import { type AccessEngine, rulesOf } from "./accessEngine.js";
import { compileLayers } from "./compiledLayers.js";
import type { CellAccess, CellQuestion } from "./effective/cellAccess.js";
import { ClauseJudge } from "./effective/clauses.js";
import { withoutDecidingResources } from "./effective/decidingResources.js";
import { DoubtfulActions } from "./effective/doubtfulActions.js";
import { readableLayers, type UnreadableLayer } from "./effective/readableLayers.js";
import { RowCollection } from "./effective/rowCollection.js";
import { RuleReach } from "./effective/ruleReach.js";
import { StarCell } from "./effective/starCell.js";
import { TooManyParts } from "./effective/tooManyParts.js";
import { TypedCell } from "./effective/typedCell.js";
import type { EffectiveAccess } from "./effectiveAccess.js";
import { decideOutsidePolicies } from "./evaluate/outsidePolicies.js";
import type { PolicyDocument } from "./layers.js";
import { partitionsOf } from "./partitions.js";
import { hasSay, withResourceControlAccess } from "./resourceControlLevels.js";
import { type SessionBindings, unknownSession } from "./sessionBindings.js";
import { type ActionCell, CatalogActions } from "./sets/actionCell.js";
import { Budget, BudgetSpent } from "./sets/budget.js";
import { Letters } from "./sets/letters.js";
import { type Rule, RuleSet } from "./sets/rules.js";
import { type StatedPolicies, statedLayers, unknownLayers } from "./statedLayers.js";

export interface EffectiveInput extends StatedPolicies {
  /** Keys whose value is known for the session. */
  readonly bindings?: SessionBindings;
  /** Work units; see Budget. */
  readonly budget?: number;
}

/** Enough for `*` on `*` against the largest AWS managed policies: nobody waits for it at every keystroke. */
const effectiveBudget = 20_000_000;

/**
 * What session policies really allow under the layers above them, what takes the rest away, and what nobody can tell
 * (semantics sections 6 to 8): for a role's session, on resources of its own account, without resource-based policies.
 * What is said to be allowed is allowed, and a request of the session's that is in no row is denied.
 */
export function effective(input: EffectiveInput, engine: AccessEngine): EffectiveAccess {
  return new EffectiveSearch(input, engine).run();
}

class EffectiveSearch {
  readonly #engine: AccessEngine;
  readonly #budget: Budget;
  readonly #letters: Letters;
  readonly #own: RuleSet;
  readonly #layers: readonly { readonly rules: RuleSet; readonly grant: Parameters<typeof hasSay>[0] }[];
  readonly #actions: CatalogActions;
  readonly #doubtful: DoubtfulActions;
  readonly #unreadable: readonly UnreadableLayer[];
  readonly #notGiven: readonly string[];
  readonly #clauses: ClauseJudge;
  readonly #rows: RowCollection;
  readonly #reach = new Map<Rule, RuleReach>();
  readonly #universe: ReturnType<AccessEngine["universe"]>;

  constructor(input: EffectiveInput, engine: AccessEngine) {
    this.#engine = engine;
    const { catalog } = engine;
    const bindings = input.bindings ?? unknownSession;
    const { layers, unreadable } = readableLayers(statedLayers(input));
    this.#unreadable = unreadable;
    this.#notGiven = unknownLayers(input).map(({ name }) => name);
    this.#budget = new Budget(input.budget ?? effectiveBudget);
    this.#letters = new Letters(engine.letters);
    const { session } = layers;
    // No session policy is no limit (table 3).
    const documents = session.state === "given" && session.value.length > 0 ? session.value : [unlimited];
    this.#own = new RuleSet(
      "session",
      undefined,
      documents.flatMap((document, policy) => rulesOf(document, { layer: "session", policy }, bindings, this.#letters)),
    );
    const { identity, others } = compileLayers(layers, { kind: "role-session" }, bindings, engine);
    const grants = withResourceControlAccess(
      identity === undefined ? others : [identity, ...others],
      layers.resourceControlPolicies,
    );
    this.#layers = grants.map((grant) => ({ grant, rules: grant.rules }));
    const sets = [this.#own, ...grants.map(({ rules }) => rules)];
    this.#universe = engine.universe(partitionsOf(undefined, sets));
    this.#actions = new CatalogActions(this.#universe, bindings.of, "role-session");
    this.#doubtful = new DoubtfulActions(
      sets.flatMap(({ rules }) => rules),
      catalog,
    );
    this.#clauses = new ClauseJudge(this.#letters, this.#budget);
    this.#rows = new RowCollection(catalog, this.#letters, (action) => this.#resourcesOf(action), this.#budget);
  }

  run(): EffectiveAccess {
    const hidden = this.#unreadable.find(({ layer }) => layer === "session");
    if (hidden === undefined) for (const rule of this.#own.rules) if (rule.allow) this.#judgeStatement(rule);
    // Without the session's own policies nothing can be told of any action.
    if (hidden !== undefined) this.#rows.addUnknown(["*"], [], hidden);
    return { ...this.#rows.rows(), notGiven: this.#notGiven };
  }

  #judgeStatement(rule: Rule): void {
    const doubtful = this.#doubtful.namedBy(rule);
    if (doubtful.length > 0) this.#rows.addUnknown(doubtful, textsOf(rule), refusedPattern);
    let cells: readonly ActionCell[];
    try {
      cells = this.#actions.cellsOf(rule, [this.#own, ...this.#layers.map(({ rules }) => rules)], this.#budget);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.#rows.addUnknown(rule.negatedActions ? ["*"] : rule.actionPatterns, textsOf(rule), spent);
      return;
    }
    for (const cell of cells) this.#judgeCell(rule, cell);
  }

  #judgeCell(rule: Rule, cell: ActionCell): void {
    const { catalog } = this.#engine;
    this.#rows.name(cell.names);
    const doubtful = cell.names.filter((name) => this.#doubtful.has(name));
    if (doubtful.length > 0) this.#rows.addUnknown(doubtful, textsOf(rule), refusedPattern);
    const actions = cell.names.filter((name) => !this.#doubtful.has(name) && this.#hangsOnPolicies(name));
    if (actions.length === 0) return;
    const question: CellQuestion = {
      rule,
      cell,
      sessionDenies: cell.rulesOf(this.#own).denies,
      layers: this.#layers
        .filter(({ grant }) => hasSay(grant, cell.service, catalog))
        .map(({ grant: { layer, level }, rules }) => ({
          place: { layer, ...(level === undefined ? {} : { level }) },
          rules: cell.rulesOf(rules),
        })),
    };
    try {
      const access = withoutDecidingResources(this.#access(question), question, this.#budget);
      this.#rows.add(actions, cell.resources, this.#asFarAsKnown(access));
    } catch (error) {
      if (error instanceof BudgetSpent) this.#rows.addUnknown(actions, textsOf(rule), spent);
      else if (error instanceof TooManyParts) this.#rows.addUnknown(actions, textsOf(rule), tooManyWays);
      else throw error;
    }
  }

  #access(question: CellQuestion): CellAccess {
    const { resources, service } = question.cell;
    const reachOf = (rule: Rule) => this.#reachOf(rule);
    return resources.kind === "none"
      ? new StarCell(question, this.#universe.serviceArns(service), this.#clauses, this.#budget).access()
      : new TypedCell(question, reachOf, this.#clauses, this.#budget).access();
  }

  /** A layer that is not known may take away whatever the others allow. */
  #asFarAsKnown(access: CellAccess): CellAccess {
    if (this.#unreadable.length === 0) return access;
    const [{ why, rules }] = this.#unreadable as readonly [UnreadableLayer];
    return {
      allowed: [],
      removed: access.removed,
      unknown: [...access.unknown, ...access.allowed.map(({ region }) => ({ region, why, rules }))],
    };
  }

  /** Calls that always succeed are allowed (M5); those that a session cannot make are no requests of it (M6). */
  #hangsOnPolicies(action: string): boolean {
    const decision = decideOutsidePolicies({ kind: "role-session" }, action.toLowerCase());
    if (decision?.decision === "allow") this.#rows.addAllowed([action]);
    return decision === undefined;
  }

  #reachOf(rule: Rule): RuleReach {
    let reach = this.#reach.get(rule);
    if (reach === undefined) {
      reach = new RuleReach(rule, this.#engine.catalog);
      this.#reach.set(rule, reach);
    }
    return reach;
  }

  #resourcesOf(action: string) {
    const colon = action.indexOf(":");
    const service = action.slice(0, colon);
    const index = this.#engine.catalog.lowerActionNames(service).indexOf(action.slice(colon + 1).toLowerCase());
    return index < 0 ? undefined : this.#universe.resourcesOf(service, index);
  }
}

function textsOf({ negatedResources, resources }: Rule): readonly string[] {
  return negatedResources ? [] : resources.map(({ text }) => text);
}

const refusedPattern = { why: "AWS does not accept the action pattern that matches it", rules: ["A2"] };
const spent = { why: "the policies are too intricate to be compared in the time there is", rules: [] };
const tooManyWays = { why: "the policies allow it in too many ways to list them", rules: [] };

const unlimited: PolicyDocument = {
  name: "no session policy",
  model: modelOfValue({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } }, "session"),
};
