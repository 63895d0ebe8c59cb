import type { EntryAccess, PolicyAnalysis } from "../analysis.js";
import type { Catalog } from "../catalog/catalog.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { PolicyModel, Statement } from "../policy/model.js";
import type { AccessEngine } from "./accessEngine.js";
import { CheckSpace } from "./checkSpace.js";
import type { GrantLayer } from "./compiledLayers.js";
import { KnownCells } from "./knownCells.js";
import type { PolicyDocument } from "./layers.js";
import { partitionsOf } from "./partitions.js";
import { AllowJudge } from "./session/allowJudge.js";
import { DenyJudge, type JudgedDeny } from "./session/denyJudge.js";
import { entriesOf } from "./session/entriesOf.js";
import { type GroupAccess, type JudgedGroup, outsideAccess, spentGroup, vacuous } from "./session/groupAccess.js";
import type { SessionScope } from "./session/sessionScope.js";
import type { SessionBindings } from "./sessionBindings.js";
import { type ActionCell, CatalogActions } from "./sets/actionCell.js";
import { keyOf } from "./sets/bits.js";
import { Budget, BudgetSpent } from "./sets/budget.js";
import { type CellVerdict, heavier } from "./sets/cells/cellVerdict.js";
import { Letters } from "./sets/letters.js";
import { Rule, RuleSet } from "./sets/rules.js";
import type { RememberedStatement, StatementMemory } from "./statementMemory.js";

/** What a session policy does in its session. */
export interface SessionAccess {
  readonly verdict: PolicyAnalysis["verdict"];
  readonly entries: readonly EntryAccess[];
  /** Work units that it took. */
  readonly units: number;
}

/**
 * Computes, for each action entry of a session policy, what of it takes effect: role ∩ boundary ∩ SCPs ∩ RCPs, less
 * all Denies, exactly, with a counterexample for what does not (semantics sections 6 and 8).
 */
export class SessionAccessCheck {
  readonly #policy: PolicyModel;
  readonly #scope: SessionScope;
  readonly #allows: AllowJudge;
  readonly #denies: DenyJudge;
  readonly #cells: KnownCells;
  readonly #memory: StatementMemory;
  /** Stands for the Denies of the session. */
  readonly #deniesId: number;

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
    this.#denies = new DenyJudge(this.#scope);
    this.#cells = new KnownCells(this.#scope.space);
    const denies = this.#scope.own.rules.filter(({ allow }) => !allow);
    this.#deniesId = this.#memory.idOfText(`denies ${denies.map((rule) => this.#memory.idOf(rule)).join()}`);
  }

  run(): SessionAccess {
    const entries: EntryAccess[] = [];
    let worst: CellVerdict = vacuous;
    // Rules of the policy in hand come first, in the order of its statements.
    const { rules } = this.#scope.own;
    for (const [at, statement] of this.#policy.statements.entries()) {
      const judged =
        statement.effect === "Allow" ? this.#allow(statement, rules[at]!) : this.#deny(statement, rules[at]!);
      if (statement.effect === "Allow") worst = heavier(worst, judged.identityVerdict);
      entries.push(...judged.entries);
    }
    const { budget } = this.#scope;
    return { verdict: this.#verdict(worst), entries, units: budget.used + Math.min(0, budget.left) };
  }

  #verdict(worst: CellVerdict): PolicyAnalysis["verdict"] {
    if (this.#scope.layers.identity === undefined) return "no-base";
    if (!this.#policy.complete) return "unknown";
    return worst.kind === "vacuous" ? "within" : worst.kind;
  }

  /** An Allow's result hangs on the session's Denies, besides what is around the policy. */
  #allow(statement: Statement, rule: Rule): RememberedStatement {
    const { budget, surroundings } = this.#scope;
    if (budget.left < 0) {
      return { identityVerdict: spentGroup.access.identityVerdict, entries: this.#entriesOf(statement, undefined) };
    }
    let isSpent = false;
    return this.#memory.statements.once(
      `${surroundings} ${this.#deniesId} ${this.#memory.idOf(rule)}`,
      budget,
      () => {
        this.#scope.space.startStatement();
        const groups = this.#groupsOf(rule, () => {
          isSpent = true;
        });
        let identityVerdict: CellVerdict = vacuous;
        for (const { access } of groups ?? [spentGroup]) {
          identityVerdict = heavier(identityVerdict, access.identityVerdict);
        }
        return { identityVerdict, entries: this.#entriesOf(statement, groups) };
      },
      () => !isSpent,
    );
  }

  #entriesOf(statement: Statement, groups: readonly JudgedGroup[] | undefined): EntryAccess[] {
    const { universe, space } = this.#scope;
    return entriesOf(statement, groups, universe, space.isRefusedAbove);
  }

  /** Undefined where the budget does not even last for parting the actions. */
  #groupsOf(rule: Rule, onSpent: () => void): readonly JudgedGroup[] | undefined {
    const whileItLasts = <T>(work: () => T, spent: T): T => {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof BudgetSpent)) throw error;
        onSpent();
        return spent;
      }
    };
    const cells = whileItLasts(() => {
      // For all that is put together of a statement, however little there is to it.
      this.#scope.budget.spend(1500);
      return this.#cells.of(rule);
    }, undefined);
    const { budget } = this.#scope;
    const accessOf = (cell: ActionCell): GroupAccess => {
      if (cell.outside !== undefined) return outsideAccess(rule, cell.outside);
      // There may be thousands after the one that took the last units, and each would throw.
      if (budget.left < 0) {
        onSpent();
        return spentGroup.access;
      }
      return whileItLasts(() => this.#allows.judge(rule, cell), spentGroup.access);
    };
    return cells?.map(
      (cell): JudgedGroup => ({ service: cell.service, actions: cell.actions!, access: accessOf(cell) }),
    );
  }

  /** A Deny's result hangs on all Allows; what each of them adds to it is kept, and the words for what comes out. */
  #deny(statement: Statement, rule: Rule): RememberedStatement {
    const { budget } = this.#scope;
    let judged: JudgedDeny | undefined;
    try {
      judged = this.#denies.judge(rule);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
    }
    if (judged === undefined || judged.isSpent) {
      return { identityVerdict: vacuous, entries: this.#entriesOf(statement, judged?.groups) };
    }
    const { groups } = judged;
    const outcome = groups.map(
      ({ service, actions, access }) => `${service} ${access.access?.result} ${keyOf(actions)}`,
    );
    return this.#memory.statements.once(
      `${this.#scope.surroundings} ${this.#memory.idOf(rule)}\n${outcome.join("\n")}`,
      budget,
      () => ({ identityVerdict: vacuous, entries: this.#entriesOf(statement, groups) }),
    );
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
  const { catalog, statements: memory } = engine;
  const budget = new Budget(units);
  const prepared = engine.prepared.of(session);
  const { bindings, layers, resource } = prepared;
  const inHand: PolicyDocument = { name: session.name, model: policy };
  const managed = limits === undefined ? managedPoliciesOf(session) : [];
  const managedRules = managed.flatMap((document, i) =>
    engine.rulesOf(document, { layer: "session", policy: i + 1 }, bindings),
  );
  const letters = new Letters(engine.letters);
  const inHandRules = engine.ownRules.all(policy, bindings, letters);
  const own = new RuleSet("session", undefined, [...inHandRules, ...managedRules]);
  const grants = limits === undefined ? prepared.grants : [...prepared.grants, sessionLayer(limits, bindings, letters)];
  const principalArn = session.principal.roleArn ?? session.principal.userArn;
  const ownAccount = principalArn?.split(":")[4];
  const universe = engine.universe(partitionsOf(principalArn, [own, ...grants.map((grant) => grant.rules)]));
  const actions = new CatalogActions(universe, bindings.of, session.principal.kind);
  const surroundings = memory.idOfText(
    [
      memory.idOf(prepared),
      limits?.map(({ model }) => memory.idOf(model)).join() ?? "",
      universe.partitions.join(),
      // Details that are not loaded yet may be later.
      servicesOf(own, catalog)
        .filter((service) => catalog.details(service) === undefined)
        .join(),
    ].join("\n"),
  );
  const once = <T>(question: string, rules: readonly Rule[], besides: string, work: () => T): T => {
    const ids = rules.map((rule) => memory.idOf(rule)).join();
    return memory.questions.once(`${surroundings} ${question} ${ids} ${besides}`, budget, work);
  };
  const space = new CheckSpace({
    catalog,
    own,
    grants,
    resource: resource?.rules,
    universe,
    actions,
    letters,
    extracts: engine.extracts,
    budget,
    once,
    account: ownAccount || "111122223333",
    replayLayers: {
      session: { state: "given", value: [asRead(inHand), ...managed] },
      layers: session.layers,
      principal: session.principal,
      limits: limits === undefined ? undefined : { state: "given", value: limits },
      known: bindings.context,
    },
  });
  return {
    session,
    ownAccount,
    catalog,
    budget,
    layers,
    own,
    universe,
    actions,
    space,
    surroundings,
    bindings,
    limits,
    resource,
  };
}

/**
 * What is still to be typed can only take away more of what has no effect, or add something else: answers are those of
 * what can be read.
 */
function asRead(document: PolicyDocument): PolicyDocument {
  return document.model.complete ? document : { ...document, model: { ...document.model, complete: true } };
}

function servicesOf(own: RuleSet, catalog: Catalog): readonly string[] {
  const named = new Set<string>();
  for (const { services } of own.rules) {
    if (services === undefined) return catalog.services;
    for (const service of services) named.add(service);
  }
  return [...named];
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
