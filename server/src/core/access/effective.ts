import type { Catalog } from "../catalog/catalog.js";
import { modelOfValue } from "../policy/buildModel.js";
import { type AccessEngine, rulesOf } from "./accessEngine.js";
import { compileLayers } from "./compiledLayers.js";
import type { CellAccess, CellLayer, CellQuestion } from "./effective/cellAccess.js";
import { ClauseJudge } from "./effective/clauses.js";
import { ConditionalLosses } from "./effective/conditionalLosses.js";
import {
  type KnownResourcePolicies,
  knownResourcePolicies,
  withoutDecidingResources,
} from "./effective/decidingResources.js";
import { DoubtfulActions } from "./effective/doubtfulActions.js";
import { readableLayers, type UnreadableLayer } from "./effective/readableLayers.js";
import { RowCollection } from "./effective/rowCollection.js";
import { type Doubt, RuleReach } from "./effective/ruleReach.js";
import { StarCell } from "./effective/starCell.js";
import { TooManyParts } from "./effective/tooManyParts.js";
import { TypedCell } from "./effective/typedCell.js";
import type { EffectiveAccess } from "./effectiveAccess.js";
import { globMatches } from "./evaluate/globs.js";
import { sessionIdentity } from "./evaluate/sessionIdentity.js";
import type { Layer, Layers, PolicyDocument, Principal, ResourcePolicy } from "./layers.js";
import { partitionsOf } from "./partitions.js";
import { hasSay, withResourceControlAccess } from "./resourceControlLevels.js";
import { type ResourceGrants, resourceGrants } from "./resourceGrants.js";
import { everythingBut, withResourceGrants } from "./session/resourcePolicies.js";
import { bindingsOf, type SessionBindings, unknownSession } from "./sessionBindings.js";
import { type ActionCell, CatalogActions } from "./sets/actionCell.js";
import { Budget, BudgetSpent } from "./sets/budget.js";
import { Letters } from "./sets/letters.js";
import { type Rule, RuleSet } from "./sets/rules.js";
import { type StatedPolicies, statedLayers, unknownLayers } from "./statedLayers.js";

export interface EffectiveInput extends StatedPolicies {
  /** Who makes the requests; left out: a session of some role. Resource policies are read for this principal. */
  readonly principal?: Principal;
  /**
   * Stated policies of resources (D3–D5). Left out, nothing is said about any: what is told is what the session's own
   * policies come to.
   */
  readonly resourcePolicies?: Layer<readonly ResourcePolicy[]>;
  /** Whether there are no others than these: then a resource without policy is known to have none. */
  readonly resourcePoliciesComplete?: boolean;
  /** Only this statement of the session policies. */
  readonly statement?: { readonly policy: number; readonly index: number };
  /** Only actions that one of these patterns matches, as `s3:Get*`, in any letter case. */
  readonly actions?: readonly string[];
  /** Keys whose value is known for the session. */
  readonly bindings?: SessionBindings;
  /** Work units; see Budget. */
  readonly budget?: number;
}

/** Enough for `*` on `*` against the largest AWS managed policies: nobody waits for it at every keystroke. */
const effectiveBudget = 20_000_000;

/**
 * What session policies really allow under the layers above them, what takes the rest away, and what nobody can tell
 * (semantics sections 6 to 8): for the session of a role or of a federated user, all of it, or narrowed to a statement or to
 * some actions. Takes policies as layers have them; details of all services they name must be loaded. Never throws for
 * what policies say.
 *
 * What is said to be allowed is allowed, and a request of the session's that is in no row is denied: on resources of its
 * own account, and as far as resource-based policies are stated.
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
  readonly #losses = new ConditionalLosses();
  readonly #reach = new Map<Rule, RuleReach>();
  readonly #universe: ReturnType<AccessEngine["universe"]>;
  readonly #input: EffectiveInput;
  readonly #principal: Principal;
  readonly #resource: ResourceGrants | undefined;
  readonly #everythingElse: Rule | undefined;
  readonly #resourcePolicies: Layers["resourcePolicies"] | undefined;
  readonly #known: KnownResourcePolicies;

  constructor(input: EffectiveInput, engine: AccessEngine) {
    this.#engine = engine;
    const { catalog } = engine;
    this.#input = input;
    this.#principal = input.principal ?? { kind: "role-session" };
    const bindings = input.bindings ?? (input.principal === undefined ? unknownSession : bindingsOf(input.principal));
    const stated = { ...statedLayers(input), resourcePolicies: input.resourcePolicies ?? { state: "none" as const } };
    const { layers, unreadable } = readableLayers(stated);
    this.#unreadable = unreadable;
    const isHidden = input.resourcePolicies?.state === "unknown";
    this.#notGiven = [...unknownLayers(input).map(({ name }) => name), ...(isHidden ? ["resourcePolicies"] : [])];
    this.#resourcePolicies = input.resourcePolicies && layers.resourcePolicies;
    this.#budget = new Budget(input.budget ?? effectiveBudget);
    this.#letters = new Letters(engine.letters);
    const { session } = layers;
    // No session policy is no limit for a role's session, and nothing for a federated user (table 3, Q2).
    const withoutAny = this.#principal.kind === "role-session" ? [unlimited] : [];
    const documents = session.state === "given" && session.value.length > 0 ? session.value : withoutAny;
    this.#own = new RuleSet(
      "session",
      undefined,
      documents.flatMap((document, policy) => rulesOf(document, { layer: "session", policy }, bindings, this.#letters)),
    );
    const { identity, others } = compileLayers(layers, this.#principal, bindings, engine);
    const grants = withResourceControlAccess(
      identity === undefined ? others : [identity, ...others],
      layers.resourceControlPolicies,
    );
    this.#layers = grants.map((grant) => ({ grant, rules: grant.rules }));
    const hasBoundary = layers.boundary.state === "unknown" ? undefined : layers.boundary.state === "given";
    this.#resource =
      this.#resourcePolicies &&
      resourceGrants(this.#resourcePolicies, this.#principal, hasBoundary, bindings, this.#letters);
    this.#everythingElse = this.#resource && everythingBut(this.#resource.deciding, bindings.of);
    const { account } = sessionIdentity(this.#principal);
    const isComplete = input.resourcePolicies !== undefined && input.resourcePoliciesComplete === true;
    this.#known = knownResourcePolicies(this.#resourcePolicies ?? notAsked, isComplete, account);
    const sets = this.#ruleSets();
    const principalArn = this.#principal.roleArn ?? this.#principal.userArn;
    this.#universe = engine.universe(partitionsOf(principalArn, sets));
    this.#actions = new CatalogActions(this.#universe, bindings.of, this.#principal.kind);
    this.#doubtful = new DoubtfulActions(
      sets.flatMap(({ rules }) => rules),
      catalog,
    );
    this.#clauses = new ClauseJudge(this.#letters, this.#budget);
    this.#rows = new RowCollection(catalog, this.#letters, (action) => this.#resourcesOf(action), this.#budget);
  }

  run(): EffectiveAccess {
    const hidden = this.#unreadable.find(({ layer }) => layer === "session");
    if (hidden === undefined) {
      for (const rule of this.#own.rules) if (rule.allow && this.#isAsked(rule)) this.#judgeStatement(rule);
      if (this.#input.statement === undefined) this.#judgeDirectGrants();
    }
    this.#addConditionalLosses();
    // Without the session's own policies nothing can be told of any action.
    if (hidden !== undefined) this.#rows.addUnknown(["*"], [], hidden);
    return { ...this.#rows.rows(), notGiven: this.#notGiven };
  }

  #addConditionalLosses(): void {
    try {
      for (const { actions, kind, region, by } of this.#losses.left(this.#budget)) {
        this.#rows.add(actions, kind, { allowed: [], removed: [{ region, by }], unknown: [] });
      }
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
    }
  }

  /** Statements of resource policies that go around the session policies, and those that may (D3). */
  #judgeDirectGrants(): void {
    if (this.#resource === undefined) return;
    for (const rule of this.#resource.besideLimits) this.#judgeStatement(rule);
    for (const rule of this.#resource.doubtful) {
      for (const cell of this.#actions.cellsOf(rule, this.#ruleSets(), this.#budget)) {
        const names = cell.outside === undefined ? cell.names.filter((name) => this.#isAskedFor(name)) : [];
        if (names.length > 0 && cell.resources.kind !== "none") this.#rows.addUnknown(names, textsOf(rule), notNamed);
      }
    }
  }

  #ruleSets(): readonly RuleSet[] {
    return [
      this.#own,
      ...this.#layers.map(({ rules }) => rules),
      ...(this.#resource === undefined ? [] : [this.#resource.rules]),
    ];
  }

  #isAsked({ ref }: Rule): boolean {
    const { statement } = this.#input;
    return statement === undefined || (statement.policy === ref.policy && statement.index === ref.statement);
  }

  /** @param action `s3:GetObject`, or a pattern as a statement has it */
  #isAskedFor(action: string): boolean {
    const { actions } = this.#input;
    return actions === undefined || actions.some((each) => globMatches(each.toLowerCase(), action.toLowerCase()));
  }

  #judgeStatement(rule: Rule): void {
    const doubtful = this.#doubtful.namedBy(rule).filter((name) => this.#isAskedFor(name));
    if (doubtful.length > 0) this.#rows.addUnknown(doubtful, textsOf(rule), refusedPattern);
    let cells: readonly ActionCell[];
    try {
      cells = this.#actions.cellsOf(rule, this.#ruleSets(), this.#budget);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.#rows.addUnknown(rule.negatedActions ? ["*"] : rule.actionPatterns, textsOf(rule), spent);
      return;
    }
    for (const cell of cells) this.#judgeCell(rule, cell);
  }

  #judgeCell(rule: Rule, cell: ActionCell): void {
    const { catalog } = this.#engine;
    // No policy of a resource has a say where there is no resource (M2).
    if (rule.ref.layer === "resource" && cell.resources.kind === "none") return;
    const names = cell.names.filter((name) => this.#isAskedFor(name));
    this.#rows.name(names);
    // Calls that always succeed are allowed (M5); those that a session cannot make are no requests of it (M6).
    if (cell.outside === "M5" && names.length > 0) this.#rows.addAllowed(names);
    if (cell.outside !== undefined) return;
    const doubtful = names.filter((name) => this.#doubtful.has(name));
    if (doubtful.length > 0) this.#rows.addUnknown(doubtful, textsOf(rule), refusedPattern);
    this.#losses.holdUnknown(doubtful);
    const actions = names.filter((name) => !this.#doubtful.has(name));
    if (actions.length === 0) return;
    const question: CellQuestion = {
      rule,
      cell,
      sessionDenies: cell.deniesOf(this.#own),
      layers: this.#layersOn(cell, catalog),
    };
    try {
      const access = withoutDecidingResources(this.#access(question), question, this.#known, this.#budget);
      const known = this.#asFarAsKnown(access, cell);
      const isConditional = rule.conditions.length > 0;
      this.#rows.add(actions, cell.resources, this.#losses.hold(actions, cell.resources, known, isConditional));
    } catch (error) {
      this.#losses.holdUnknown(actions);
      if (error instanceof BudgetSpent) this.#rows.addUnknown(actions, textsOf(rule), spent);
      else if (error instanceof TooManyParts) this.#rows.addUnknown(actions, textsOf(rule), tooManyWays);
      else throw error;
    }
  }

  /** The layers that have a say, with what resource policies grant in their place (D3). */
  #layersOn(cell: ActionCell, catalog: Catalog): readonly CellLayer[] {
    const layers = this.#layers
      .filter(({ grant }) => hasSay(grant, cell.service, catalog))
      .map(({ grant, rules }): CellLayer => {
        const { layer, level } = grant;
        return {
          place: { layer, ...(level === undefined ? {} : { level }) },
          rules: withResourceGrants({ grant, rules: cell.rulesOf(rules) }, cell, this.#resource),
        };
      });
    if (this.#resource === undefined || this.#everythingElse === undefined || cell.resources.kind === "none") {
      return layers;
    }
    const { rules, lettingIn } = this.#resource;
    const { allows, denies } = cell.rulesOf(rules);
    const letIn = allows.filter((allow) => lettingIn.has(allow));
    return [...layers, { place: { layer: "resource" }, rules: { allows: [this.#everythingElse, ...letIn], denies } }];
  }

  #access(question: CellQuestion): CellAccess {
    const { resources, service } = question.cell;
    const reachOf = (rule: Rule) => this.#reachOf(rule);
    return resources.kind === "none"
      ? new StarCell(question, this.#universe.serviceArns(service), this.#clauses, this.#budget).access()
      : new TypedCell(question, reachOf, this.#clauses, this.#budget).access();
  }

  /** A layer that is not known may take away whatever the others allow. */
  #asFarAsKnown(access: CellAccess, cell: ActionCell): CellAccess {
    const [hidden = this.#hiddenResourcePolicy(cell)] = this.#unreadable;
    if (hidden === undefined) return access;
    const { why, rules } = hidden;
    return {
      allowed: [],
      removed: access.removed,
      unknown: [...access.unknown, ...access.allowed.map(({ region }) => ({ region, why, rules }))],
    };
  }

  /** A policy that is not known, where resources of the actions may have one. */
  #hiddenResourcePolicy({ service, resources }: ActionCell): Doubt | undefined {
    const layer = this.#resourcePolicies;
    if (layer?.state !== "unknown" || resources.kind === "none") return undefined;
    const types = [...new Set(resources.patterns.map(({ type }) => type))].filter((type) => type !== "");
    const mayHave = types.length === 0 || this.#engine.catalog.resourcePolicies.policyFor(service, types) !== undefined;
    return mayHave ? { why: layer.why, rules: ["D3"] } : undefined;
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
    const index = this.#engine.catalog.actionIndex(service, action.slice(colon + 1));
    return index < 0 ? undefined : this.#universe.resourcesOf(service, index);
  }
}

function textsOf({ negatedResources, resources }: Rule): readonly string[] {
  return negatedResources ? [] : resources.map(({ text }) => text);
}

const notAsked: Layers["resourcePolicies"] = { state: "given", value: [] };
const notNamed = { why: "whether the resource's own policy means this session isn't known", rules: ["D3"] };
const refusedPattern = { why: "AWS does not accept the action pattern that matches it", rules: ["A2"] };
const spent = { why: "the policies are too intricate to be compared in the time there is", rules: [] };
const tooManyWays = { why: "the policies allow it in too many ways to list them", rules: [] };

const unlimited: PolicyDocument = {
  name: "no session policy",
  model: modelOfValue({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } }, "session"),
};
