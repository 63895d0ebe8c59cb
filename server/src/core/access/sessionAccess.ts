import type { EntryAccess, PolicyAnalysis } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { PolicyModel, Statement } from "../policy/model.js";
import { type AccessEngine, rulesOf } from "./accessEngine.js";
import { CheckSpace } from "./checkSpace.js";
import { compileLayers, type GrantLayer } from "./compiledLayers.js";
import type { PolicyDocument } from "./layers.js";
import { partitionsOf } from "./partitions.js";
import { withResourceControlAccess } from "./resourceControlLevels.js";
import { resourceGrants } from "./resourceGrants.js";
import { AllowJudge } from "./session/allowJudge.js";
import { entriesOf } from "./session/entriesOf.js";
import { budgetSpent, type GroupAccess, type JudgedGroup, spentGroup, unknownAccess } from "./session/groupAccess.js";
import { judgeDeny } from "./session/judgeDeny.js";
import type { SessionScope } from "./session/sessionScope.js";
import { type SessionBindings, sessionBindings } from "./sessionBindings.js";
import { type ActionCell, CatalogActions } from "./sets/actionCell.js";
import { Budget, BudgetSpent } from "./sets/budget.js";
import { type CellVerdict, heavier } from "./sets/cells/cellVerdict.js";
import { Letters } from "./sets/letters.js";
import { Rule, RuleSet } from "./sets/rules.js";
import type { RememberedStatement, StatementMemory } from "./statementMemory.js";

/** What a session policy does in its session. */
export interface SessionAccess {
  readonly verdict: PolicyAnalysis["verdict"];
  /** Without their places in the text. */
  readonly entries: readonly Omit<EntryAccess, "span">[];
}

/**
 * Computes, for each action entry of a session policy, what of it takes effect: role ∩ boundary ∩ SCPs ∩ RCPs, less
 * all Denies, exactly, with a counterexample for what does not (semantics sections 6 and 8).
 */
export class SessionAccessCheck {
  readonly #policy: PolicyModel;
  readonly #scope: SessionScope;
  readonly #allows: AllowJudge;
  readonly #memory: StatementMemory;
  /** Stands for all that a statement's result hangs on outside of the policy in hand. */
  readonly #surroundings: string;
  #allStatements: string | undefined;
  #denies: string | undefined;
  #isSpent = false;

  /**
   * @param limits session policies that `policy` is put to as to one more layer, instead of being one of them: for
   * asking what of something wanted the session lets through
   */
  constructor(
    engine: AccessEngine,
    policy: PolicyModel,
    session: SessionContext,
    units: number,
    limits?: readonly PolicyDocument[],
  ) {
    this.#policy = policy;
    this.#memory = engine.statements;
    this.#scope = scopeOf(engine, policy, session, units, limits);
    this.#allows = new AllowJudge(this.#scope);
    this.#surroundings = this.#describeSurroundings(policy);
  }

  #describeSurroundings(policy: PolicyModel): string {
    const { session, own, catalog, bindings, universe, limits } = this.#scope;
    const { layers, managedPolicies, principal, resourcePoliciesComplete } = session;
    const idOf = (document: PolicyDocument) => this.#memory.idOf(document.model);
    const services = new Set(own.rules.flatMap((rule) => rule.services ?? catalog.services));
    return JSON.stringify(
      [
        layers,
        managedPolicies,
        principal,
        resourcePoliciesComplete,
        limits,
        bindings.fingerprint,
        universe.partitions,
        policy.substitutesVariables,
        [...services].filter((service) => catalog.details(service) === undefined),
      ],
      (_, value: unknown) => (isDocument(value) ? idOf(value) : value),
    );
  }

  run(): SessionAccess {
    const entries: Omit<EntryAccess, "span">[] = [];
    let worst: CellVerdict = { kind: "vacuous" };
    for (const statement of this.#policy.statements) {
      const judged = this.#remembered(statement);
      if (statement.effect === "Allow") worst = heavier(worst, judged.identityVerdict);
      entries.push(...judged.entries);
    }
    return { verdict: this.#verdict(worst), entries };
  }

  #remembered(statement: Statement): RememberedStatement {
    const key = `${this.#surroundings}\n${this.#sessionSide(statement)}\n${JSON.stringify(statement)}`;
    const known = this.#memory.get(key);
    if (known !== undefined && known.cost <= this.#scope.budget.left) {
      this.#scope.budget.spend(known.cost);
      return known;
    }
    const before = this.#scope.budget.left;
    this.#isSpent = false;
    const found = this.#judge(statement);
    const judged = { ...found, cost: before - this.#scope.budget.left };
    // What was cut short hangs on how much was left.
    if (!this.#isSpent && this.#scope.budget.left >= 0) this.#memory.set(key, judged);
    return judged;
  }

  /** What of the session's own policies has a say in a statement's result. */
  #sessionSide(statement: Statement): string {
    if (statement.effect === "Deny") {
      this.#allStatements ??= JSON.stringify(this.#policy.statements);
      return this.#allStatements;
    }
    this.#denies ??= JSON.stringify(this.#policy.statements.filter(({ effect }) => effect === "Deny"));
    return this.#denies;
  }

  #judge(statement: Statement): Omit<RememberedStatement, "cost"> {
    const rule = this.#scope.own.rules.find((each) => each.ref.policy === 0 && each.ref.statement === statement.index)!;
    this.#scope.space.startStatement();
    const groups = this.#judgeStatement(rule);
    let identityVerdict: CellVerdict = { kind: "vacuous" };
    for (const { access } of groups ?? [spentGroup]) identityVerdict = heavier(identityVerdict, access.identityVerdict);
    return { identityVerdict, entries: entriesOf(statement, groups) };
  }

  #verdict(worst: CellVerdict): PolicyAnalysis["verdict"] {
    if (this.#scope.layers.identity === undefined) return "no-base";
    if (!this.#policy.complete) return "unknown";
    return worst.kind === "vacuous" ? "within" : worst.kind;
  }

  /** Undefined where the budget does not even last for parting the actions. */
  #judgeStatement(rule: Rule): readonly JudgedGroup[] | undefined {
    try {
      return this.#scope.space.actionCells(rule).map((group) => ({ group, access: this.#judgeGroup(rule, group) }));
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.#isSpent = true;
      return undefined;
    }
  }

  #judgeGroup(rule: Rule, group: ActionCell): GroupAccess {
    try {
      return rule.allow ? this.#allows.judge(rule, group) : judgeDeny(rule, group, this.#scope);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.#isSpent = true;
      return unknownAccess(budgetSpent);
    }
  }
}

/** Makes ready what the statements are judged with. */
function scopeOf(
  engine: AccessEngine,
  policy: PolicyModel,
  session: SessionContext,
  units: number,
  limits: readonly PolicyDocument[] | undefined,
): SessionScope {
  const budget = new Budget(units);
  const bindings = sessionBindings(session);
  const layers = compileLayers(session.layers, session.principal, bindings, engine);
  const letters = new Letters(engine.letters);
  const inHand: PolicyDocument = { name: session.name, model: policy };
  const managed = limits === undefined ? managedPoliciesOf(session) : [];
  const own = new RuleSet("session", undefined, [
    ...rulesOf(inHand, { layer: "session", policy: 0 }, bindings, letters),
    ...managed.flatMap((document, i) => engine.rulesOf(document, { layer: "session", policy: i + 1 }, bindings)),
  ]);
  const above = [
    ...(layers.identity === undefined ? [] : [layers.identity]),
    ...layers.others,
    ...(limits === undefined ? [] : [sessionLayer(limits, bindings, letters)]),
  ];
  const grants = withResourceControlAccess(above, session.layers.resourceControlPolicies);
  const hasBoundary =
    session.layers.boundary.state === "unknown" ? undefined : session.layers.boundary.state === "given";
  const resource = resourceGrants(session.layers.resourcePolicies, session.principal, hasBoundary, bindings, letters);
  const principalArn = session.principal.roleArn ?? session.principal.userArn;
  const universe = engine.universe(partitionsOf(principalArn, [own, ...grants.map((grant) => grant.rules)]));
  const space = new CheckSpace({
    catalog: engine.catalog,
    own,
    grants,
    resource: resource?.rules,
    universe,
    actions: new CatalogActions(universe, bindings.of),
    letters,
    extracts: engine.extracts,
    budget,
    account: principalArn?.split(":")[4] || "111122223333",
    replayLayers: {
      session: { state: "given", value: [inHand, ...managed] },
      layers: session.layers,
      principal: session.principal,
      limits: limits === undefined ? undefined : { state: "given", value: limits },
      known: bindings.context,
    },
  });
  return { session, catalog: engine.catalog, budget, layers, own, universe, space, bindings, limits, resource };
}

/** The managed policies passed along whose documents are known. */
export function managedPoliciesOf({ managedPolicies }: SessionContext): readonly PolicyDocument[] {
  return managedPolicies.flatMap(({ document }) => (document.state === "given" ? [document.value] : []));
}

/** Session policies as a layer that has to allow a request: one union of Allows (T2). */
function sessionLayer(documents: readonly PolicyDocument[], bindings: SessionBindings, letters: Letters): GrantLayer {
  const rules = documents.flatMap(({ model }, policy) => {
    const reading = { bindings: bindings.of, letters, substitutesVariables: model.substitutesVariables, isLimit: true };
    return model.statements.map((statement) => {
      const { index, effect } = statement;
      return new Rule(statement, { layer: "session", policy, statement: index, effect }, reading);
    });
  });
  return { layer: "session", level: undefined, rules: new RuleSet("session", undefined, rules) };
}

function isDocument(value: unknown): value is PolicyDocument {
  return typeof value === "object" && value !== null && "model" in value;
}
