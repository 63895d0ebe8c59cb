import type { ActionAccess, EntryAccess, LayerAnswer, PolicyAnalysis } from "../analysis.js";
import type { Catalog } from "../catalog/catalog.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { PolicyModel, Statement } from "../policy/model.js";
import { type AccessEngine, rulesOf } from "./accessEngine.js";
import { CheckSpace, type GrantRules } from "./checkSpace.js";
import { type CompiledLayers, compileLayers, type GrantLayer } from "./compiledLayers.js";
import type { PolicyDocument, StatementRef } from "./layers.js";
import { partitionsOf } from "./partitions.js";
import { withResourceControlAccess } from "./resourceControlLevels.js";
import { type ResourceGrants, resourceGrants } from "./resourceGrants.js";
import { type SessionBindings, sessionBindings } from "./sessionBindings.js";
import { type ActionCell, CatalogActions } from "./sets/actionCell.js";
import { Budget, BudgetSpent } from "./sets/budget.js";
import type { Cell, LayerRules } from "./sets/cells/cell.js";
import { type CellVerdict, heavier } from "./sets/cells/cellVerdict.js";
import { neverApplies } from "./sets/cells/ruleGuard.js";
import { Letters } from "./sets/letters.js";
import { coversAlone, intersects, matches } from "./sets/match.js";
import { Rule, RuleSet } from "./sets/rules.js";
import { matchesStar } from "./sets/starResource.js";
import { globOf, literalGlob, plainTokens } from "./sets/tokens.js";
import type { Universe } from "./sets/universe.js";
import type { RememberedStatement, StatementMemory } from "./statementMemory.js";
import { summarizeEntry } from "./summarizeEntry.js";
import type { Counterexample, Unknown } from "./verdict.js";

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
  readonly #session: SessionContext;
  readonly #catalog: Catalog;
  readonly #budget: Budget;
  readonly #layers: CompiledLayers;
  readonly #own: RuleSet;
  readonly #universe: Universe;
  readonly #space: CheckSpace;
  readonly #bindings: SessionBindings;
  readonly #memory: StatementMemory;
  /** Stands for all that a statement's result hangs on outside of the policy in hand. */
  readonly #surroundings: string;
  #allStatements: string | undefined;
  #denies: string | undefined;
  #isSpent = false;
  readonly #resource: ResourceGrants | undefined;
  readonly #limits: readonly PolicyDocument[] | undefined;

  /**
   * @param limits session policies that `policy` is put to as to one more layer, instead of being one of them: for
   * asking what of something wanted the session lets through
   */
  constructor(
    engine: AccessEngine,
    policy: PolicyModel,
    session: SessionContext,
    budget: number,
    limits?: readonly PolicyDocument[],
  ) {
    this.#limits = limits;
    this.#policy = policy;
    this.#session = session;
    this.#catalog = engine.catalog;
    this.#budget = new Budget(budget);
    const bindings = sessionBindings(session);
    this.#bindings = bindings;
    this.#memory = engine.statements;
    this.#layers = compileLayers(session.layers, session.principal, bindings, engine);
    const letters = new Letters(engine.letters);
    const { identity, others } = this.#layers;
    const inHand: PolicyDocument = { name: session.name, model: policy };
    const managed = limits === undefined ? managedPoliciesOf(session) : [];
    this.#own = new RuleSet("session", undefined, [
      ...rulesOf(inHand, { layer: "session", policy: 0 }, bindings, letters),
      ...managed.flatMap((document, i) => engine.rulesOf(document, { layer: "session", policy: i + 1 }, bindings)),
    ]);
    const above = [
      ...(identity === undefined ? [] : [identity]),
      ...others,
      ...(limits === undefined ? [] : [sessionLayer(limits, bindings, letters)]),
    ];
    const grants = withResourceControlAccess(above, session.layers.resourceControlPolicies);
    const hasBoundary =
      session.layers.boundary.state === "unknown" ? undefined : session.layers.boundary.state === "given";
    this.#resource = resourceGrants(session.layers.resourcePolicies, session.principal, hasBoundary, bindings, letters);
    const principalArn = session.principal.roleArn ?? session.principal.userArn;
    this.#universe = engine.universe(partitionsOf(principalArn, [this.#own, ...grants.map((grant) => grant.rules)]));
    this.#surroundings = this.#describeSurroundings(policy);
    this.#space = new CheckSpace({
      catalog: engine.catalog,
      own: this.#own,
      grants,
      resource: this.#resource?.rules,
      universe: this.#universe,
      actions: new CatalogActions(this.#universe, bindings.of),
      letters,
      extracts: engine.extracts,
      budget: this.#budget,
      account: principalArn?.split(":")[4] || "111122223333",
      replayLayers: {
        session: { state: "given", value: [inHand, ...managed] },
        layers: session.layers,
        principal: session.principal,
        limits: limits === undefined ? undefined : { state: "given", value: limits },
        known: bindings.context,
      },
    });
  }

  /** Stands for the resources whose own policies need not let the session in. */
  #everythingBut(resources: readonly string[]): Rule {
    const entries = (texts: readonly string[]) => texts.map((text) => ({ text, path: [] }));
    const rest =
      resources.length === 0
        ? { negated: false, entries: entries(["*"]) }
        : { negated: true, entries: entries(resources) };
    const actions = { negated: false, entries: entries(["*"]) };
    return new Rule(
      {
        index: -1,
        path: [],
        sid: undefined,
        effect: "Allow",
        actions,
        resources: rest,
        principals: undefined,
        conditions: [],
      },
      { layer: "resource", policy: -1, statement: -1, effect: "Allow" },
      { bindings: this.#bindings.of, letters: new Letters(), substitutesVariables: false },
    );
  }

  #describeSurroundings(policy: PolicyModel): string {
    const { layers, managedPolicies, principal, resourcePoliciesComplete } = this.#session;
    const idOf = (document: PolicyDocument) => this.#memory.idOf(document.model);
    const services = new Set(this.#own.rules.flatMap((rule) => rule.services ?? this.#catalog.services));
    return JSON.stringify(
      [
        layers,
        managedPolicies,
        principal,
        resourcePoliciesComplete,
        this.#limits,
        this.#bindings.fingerprint,
        this.#universe.partitions,
        policy.substitutesVariables,
        [...services].filter((service) => this.#catalog.details(service) === undefined),
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
    if (known !== undefined && known.cost <= this.#budget.left) {
      this.#budget.spend(known.cost);
      return known;
    }
    const before = this.#budget.left;
    this.#isSpent = false;
    const found = this.#judge(statement);
    const judged = { ...found, cost: before - this.#budget.left };
    // What was cut short hangs on how much was left.
    if (!this.#isSpent && this.#budget.left >= 0) this.#memory.set(key, judged);
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
    const rule = this.#own.rules.find((each) => each.ref.policy === 0 && each.ref.statement === statement.index)!;
    this.#space.startStatement();
    const groups = this.#judgeStatement(rule);
    let identityVerdict: CellVerdict = { kind: "vacuous" };
    for (const { access } of groups ?? [spentGroup]) identityVerdict = heavier(identityVerdict, access.identityVerdict);
    return { identityVerdict, entries: this.#entriesOf(statement, groups) };
  }

  #verdict(worst: CellVerdict): PolicyAnalysis["verdict"] {
    if (this.#layers.identity === undefined) return "no-base";
    if (!this.#policy.complete) return "unknown";
    return worst.kind === "vacuous" ? "within" : worst.kind;
  }

  /** Undefined where the budget does not even last for parting the actions. */
  #judgeStatement(rule: Rule): readonly JudgedGroup[] | undefined {
    try {
      return this.#space.actionCells(rule).map((group) => ({ group, access: this.#judgeGroup(rule, group) }));
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.#isSpent = true;
      return undefined;
    }
  }

  #judgeGroup(rule: Rule, group: ActionCell): GroupAccess {
    try {
      return rule.allow ? this.#judgeAllow(rule, group) : this.#judgeDeny(rule, group);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      this.#isSpent = true;
      return unknownAccess(budgetSpent);
    }
  }

  #judgeAllow(rule: Rule, group: ActionCell): GroupAccess {
    const sessionDenies = group.rulesOf(this.#own).denies;
    const cells = this.#space.cells(rule, group, sessionDenies);
    if (cells.length === 0) return unfit;
    const layers = this.#space.grantRules(group);
    const action = group.names[0]!;
    const disputed = this.#space.disputed(rule, group, cells);
    if (disputed !== undefined) {
      const identity = layers.find(({ grant }) => grant.layer === "identity");
      const identityVerdict = identity === undefined ? vacuous : this.#space.judge(cells, identity, action);
      return { ...unknownAccess(disputed), identityVerdict, disputed: true };
    }
    if (neverApplies(cells[0]!, this.#budget)) return neverTrue(rule);
    const live = cells.filter((cell) => this.#space.isLive(cell));
    if (live.length === 0) return this.#deniedBySession(sessionDenies, layers);
    const judged = [
      ...layers.map((layer) => this.#judgeLayer(live, layer, group)),
      ...this.#judgeResourcePolicies(live, group),
    ];
    const partly =
      judged.some(({ verdict }) => verdict.kind === "exceeds") &&
      live.some((cell) =>
        this.#space.someAllowed(
          cell,
          judged.map(({ rules }) => rules),
        ),
      );
    return this.#lessOwnDenies(this.#combine(rule, group, live, judged, partly), live, sessionDenies);
  }

  /** Names the session's Denies that take away a part of what is otherwise allowed. */
  #lessOwnDenies(found: GroupAccess, cells: readonly Cell[], denies: readonly Rule[]): GroupAccess {
    if (found.access === undefined || denies.length === 0) return found;
    const touching = denies.filter((deny) =>
      cells.some((cell) =>
        cell.resources.kind === "none"
          ? matchesStar(deny, this.#universe.serviceArns(cell.service), this.#budget) !== "no"
          : this.#space.someAllowed({ ...cell, sessionDenies: [] }, [{ allows: [deny], denies: [] }]),
      ),
    );
    if (touching.length === 0) return found;
    const lessDenied = touching.map((deny) => deny.ref);
    const layers: readonly LayerAnswer[] = [
      ...found.access.layers,
      { layer: "session", answer: "denies-part", statements: lessDenied },
    ];
    return { ...found, access: { ...found.access, lessDenied, layers } };
  }

  /** A layer's verdict; where it lacks something, with what stated resource-based policies grant in its place (D3). */
  #judgeLayer(cells: readonly Cell[], layer: GrantRules, group: ActionCell): Deciding {
    const action = group.names[0]!;
    const alone = { ...layer, verdict: this.#space.judge(cells, layer, action) };
    const beside =
      layer.grant.layer === "identity"
        ? this.#resource?.besideIdentity
        : layer.grant.layer === "boundary" || layer.grant.layer === "session"
          ? this.#resource?.besideLimits
          : undefined;
    if (alone.verdict.kind === "within" || alone.verdict.kind === "vacuous" || !beside?.size) return alone;
    const more = group.rulesOf(this.#resource!.rules).allows.filter((rule) => beside.has(rule));
    if (more.length === 0) return alone;
    const rules = { allows: [...layer.rules.allows, ...more], denies: layer.rules.denies };
    const together = this.#space.judgeUnproved(cells, rules);
    return { ...layer, rules, verdict: together, byResource: together.kind === "within" };
  }

  /**
   * What stated resource-based policies take away: by an explicit Deny (D1), and where a key, a role or a resource of
   * another account has to let the session in and does not (D4, D5).
   */
  #judgeResourcePolicies(cells: readonly Cell[], group: ActionCell): readonly Deciding[] {
    if (this.#resource === undefined) return [];
    const { rules: set, deciding, lettingIn } = this.#resource;
    const { allows, denies } = group.rulesOf(set);
    if (denies.length === 0 && deciding.length === 0) return [];
    const rules: LayerRules = {
      allows: [this.#everythingBut(deciding), ...allows.filter((rule) => lettingIn.has(rule))],
      denies,
    };
    const verdict = this.#space.judgeUnproved(cells, rules);
    if (verdict.kind === "within" || verdict.kind === "vacuous") return [];
    return [{ grant: { layer: "resource", level: undefined, rules: set }, rules, verdict }];
  }

  #deniedBySession(denies: readonly Rule[], layers: readonly GrantRules[]): GroupAccess {
    const refs = denies.filter((deny) => deny.conditions.length === 0).map((deny) => deny.ref);
    return {
      identityVerdict: { kind: "vacuous" },
      access: {
        result: "no-effect",
        decidedBy: "session",
        statements: refs,
        denied: true,
        revivable: false,
        dependsOn: [],
        layers: [
          ...layers.map(({ grant, rules }) => answerOf(grant, rules, { kind: "vacuous" }, false)),
          { layer: "session", answer: "denies", statements: refs },
        ],
      },
    };
  }

  #combine(
    rule: Rule,
    group: ActionCell,
    cells: readonly Cell[],
    judged: readonly Deciding[],
    partly: boolean,
  ): GroupAccess {
    const identity = judged.find(({ grant }) => grant.layer === "identity");
    const layers: LayerAnswer[] = judged.map(({ grant, rules, verdict }) => answerOf(grant, rules, verdict, partly));
    if (this.#limits === undefined) layers.push({ layer: "session", answer: "allows", statements: [rule.ref] });
    const identityVerdict = judged.find(({ grant }) => grant.layer === "identity")?.verdict ?? { kind: "vacuous" };
    const deciding = decidingLayer(judged);
    const types = [...new Set(group.resources.patterns.map((shape) => shape.type))].filter((type) => type !== "");
    const revivable = this.#isRevivable(deciding, group, types) && !cells.every((cell) => this.#isForeign(cell));
    const base = { denied: false, revivable, dependsOn: [] as readonly string[], layers };
    if (identity === undefined && (deciding === undefined || partly || deciding.verdict.kind !== "exceeds")) {
      const why = this.#layers.unknown.find(({ layer }) => layer === "identity")?.why;
      const detail = why ?? "the base role's policies are not given";
      const unknown: Unknown = { why: "layer-not-given", detail, rules: [] };
      return {
        identityVerdict,
        access: { ...base, result: "unknown", decidedBy: "identity", statements: [], unknown },
      };
    }
    const unread = this.#session.managedPolicies.find(({ document }) => document.state === "unknown");
    if (deciding === undefined && unread !== undefined) {
      // Its Denies would count (T2).
      const detail = `the managed policy ${unread.arn} that is passed along isn't known`;
      const unknown: Unknown = { why: "layer-not-given", detail, rules: ["T2"] };
      return { identityVerdict, access: { ...base, result: "unknown", decidedBy: "session", statements: [], unknown } };
    }
    if (deciding === undefined) {
      const granting = judged.find(({ byResource }) => byResource) ?? identity;
      const refs = granting === undefined ? [] : grantingRefs(granting.rules, cells, this.#budget);
      const statements = granting?.byResource ? refs.filter(({ layer }) => layer === "resource") : refs;
      const decidedBy = granting?.byResource ? "resource" : "identity";
      // Of several resources the statement names, those that the action can be called on.
      const fitting = cells.flatMap(({ entry }) => (entry === undefined ? [] : [rule.resources[entry]!.text]));
      const some = fitting.length > 0 && fitting.length < rule.resources.length && group.resources.kind === "typed";
      const allowedOn = some ? { allowedOn: fitting } : {};
      return { identityVerdict, access: { ...base, result: "allowed", decidedBy, statements, ...allowedOn } };
    }
    const { grant, rules, verdict } = deciding;
    switch (verdict.kind) {
      case "unknown":
        return {
          identityVerdict,
          access: { ...base, result: "unknown", decidedBy: grant.layer, statements: [], unknown: verdict },
        };
      case "depends":
        return {
          identityVerdict,
          access: {
            ...base,
            result: "depends",
            decidedBy: grant.layer,
            statements: conditionalRefs(rules),
            dependsOn: verdict.on,
          },
        };
      case "exceeds": {
        const denied = verdict.reason === "base-denied";
        const allowedOn = partly
          ? this.#allowedOn(
              rule,
              judged.map((each) => each.rules),
            )
          : undefined;
        return {
          identityVerdict,
          exampleFor: (action) => this.#space.exampleLater(verdict.witness, action, grant),
          access: {
            ...base,
            result: partly ? "partly" : revivable ? "not-granted" : "no-effect",
            decidedBy: grant.layer,
            statements: verdict.by === undefined ? [] : [verdict.by],
            denied,
            ...(allowedOn === undefined ? {} : { allowedOn }),
          },
        };
      }
      default:
        return { identityVerdict, access: { ...base, result: "allowed", decidedBy: "identity", statements: [] } };
    }
  }

  /**
   * Whether a resource-based policy that is not stated could still allow it (E3): one can be attached to a resource of
   * these types, nothing denies, and the missing layer is one that such a policy goes around (D3).
   */
  #isRevivable(deciding: Deciding | undefined, group: ActionCell, types: readonly string[]): boolean {
    if (deciding === undefined || deciding.verdict.kind !== "exceeds" || deciding.verdict.reason === "base-denied")
      return false;
    const { layer } = deciding.grant;
    if (layer !== "identity" && layer !== "boundary" && layer !== "session") return false;
    if (this.#knowsAllResourcePolicies()) return false;
    return this.#catalog.resourcePolicies.policyFor(group.service, types) !== undefined;
  }

  /** Whether the resource is surely another account's, so that the identity policies must allow whatever it says (D5). */
  #isForeign({ statement, entry }: Cell): boolean {
    if (entry === undefined) return false;
    const { text } = statement.resources[entry]!;
    const own = (this.#session.principal.roleArn ?? this.#session.principal.userArn)?.split(":")[4];
    const account = text.split(":")[4] ?? "";
    if (own !== undefined && /^\d{12}$/.test(account)) return account !== own;
    return this.#resource?.foreign.some((arn) => text === arn || text.startsWith(`${arn}/`)) ?? false;
  }

  /** What is stated was judged; whether it is all there is. */
  #knowsAllResourcePolicies(): boolean {
    const { layers, resourcePoliciesComplete } = this.#session;
    if (layers.resourcePolicies.state !== "given") return layers.resourcePolicies.state === "none";
    return resourcePoliciesComplete && layers.resourcePolicies.value.every(({ policy }) => policy.state !== "unknown");
  }

  /** The base's own patterns where they lie within the statement's, or the statement's where they lie within the base's. */
  #allowedOn(rule: Rule, layers: readonly LayerRules[]): readonly string[] | undefined {
    if (rule.negatedResources || layers.length !== 1 || layers[0]!.denies.length > 0) return undefined;
    const out = new Set<string>();
    for (const own of rule.resources) {
      for (const allow of layers[0]!.allows) {
        if (allow.negatedResources || allow.conditions.length > 0) return undefined;
        for (const base of allow.resources) {
          if (coversAlone(own.whole, base.whole, this.#budget)) out.add(base.text);
          else if (coversAlone(base.whole, own.whole, this.#budget)) out.add(own.text);
          else if (intersects(base.whole, own.whole, this.#budget)) return undefined;
        }
      }
    }
    return [...out];
  }

  /** What a Deny takes away from what would be allowed without it. "Nothing" only where nobody could allow it. */
  #judgeDeny(rule: Rule, group: ActionCell): GroupAccess {
    const cells = this.#space.cells(rule, group, []);
    if (cells.length === 0) return unfit;
    const own = group.rulesOf(this.#own);
    const granting = this.#space.grantRules(group).map(({ rules }) => rules);
    const layers: LayerRules[] = [{ allows: own.allows, denies: [] }, ...granting];
    const arns = this.#universe.serviceArns(group.service);
    const removes =
      group.resources.kind === "none"
        ? layers.every((layer) => layer.allows.some((allow) => matchesStar(allow, arns, this.#budget) !== "no"))
        : cells.some((cell) => this.#space.someAllowed(cell, layers));
    const shared = {
      decidedBy: "session" as const,
      statements: [rule.ref],
      denied: false,
      revivable: false,
      dependsOn: [],
      layers: [],
    };
    if (removes) return { identityVerdict: { kind: "vacuous" }, access: { ...shared, result: "removes" } };
    const types = group.resources.patterns.map((shape) => shape.type).filter((type) => type !== "");
    if (
      !this.#knowsAllResourcePolicies() &&
      this.#catalog.resourcePolicies.policyFor(group.service, types) !== undefined
    ) {
      const detail = "a resource policy that is not given may allow it";
      return {
        identityVerdict: { kind: "vacuous" },
        access: { ...shared, result: "unknown", unknown: { why: "layer-not-given", detail, rules: ["D3"] } },
      };
    }
    return { identityVerdict: { kind: "vacuous" }, access: { ...shared, result: "removes-nothing" } };
  }

  #entriesOf(statement: Statement, groups: readonly JudgedGroup[] | undefined): Omit<EntryAccess, "span">[] {
    const { negated, entries } = statement.actions;
    const { effect } = statement;
    const shared = { statement: statement.index, effect, negated };
    const patterns = negated
      ? [
          {
            path: [...statement.path, "NotAction"],
            text: entries.map(({ text }) => text).join(", "),
            matches: undefined,
          },
        ]
      : entries.map(({ path, text }) => ({ path, text, matches: text.toLowerCase() }));
    if (groups === undefined) {
      return patterns.map(({ path, text: pattern }) => ({
        ...shared,
        path,
        pattern,
        actions: [],
        unfit: [],
        result: "unknown" as const,
      }));
    }
    const index = new JudgedActions(groups);
    return patterns.map(({ path, text: pattern, matches: lower }) => {
      const { actions, unfit: unfitNames } = this.#actionsOf(index, lower);
      return {
        ...shared,
        path,
        pattern,
        actions,
        unfit: unfitNames,
        result: summarizeEntry(effect, actions, unfitNames),
      };
    });
  }

  /** @param pattern lower-cased; undefined: all actions */
  #actionsOf(
    index: JudgedActions,
    pattern: string | undefined,
  ): { actions: readonly ActionAccess[]; unfit: readonly string[] } {
    const actions: ActionAccess[] = [];
    const unfitNames: string[] = [];
    const isWildcard = pattern === undefined || /[*?]/.test(pattern);
    for (const { action, access } of index.matching(pattern ?? "*")) {
      // What AWS may check in another way is told of an action that is named, not of each that a wildcard catches.
      if (access.access === undefined || (access.disputed && isWildcard)) unfitNames.push(action);
      else actions.push(this.#ofAction(action, access));
    }
    actions.sort((a, b) => (a.action < b.action ? -1 : 1));
    return { actions, unfit: unfitNames.sort() };
  }

  #ofAction(action: string, { access, exampleFor }: GroupAccess): ActionAccess {
    if (exampleFor === undefined) return { action, ...access! };
    return {
      action,
      ...access!,
      // Few of them are ever looked at, and each is replayed first.
      get counterexample(): Counterexample | undefined {
        return exampleFor(action);
      },
    };
  }
}

interface GroupAccess {
  readonly identityVerdict: CellVerdict;
  /** Undefined: the actions don't fit the statement's resources. */
  readonly access: Omit<ActionAccess, "action" | "counterexample"> | undefined;
  /** The request that shows a loss, by its action; undefined where nothing is lost. */
  readonly exampleFor?: (action: string) => Counterexample | undefined;
  /** Whether the actions have anything to do with the statement's resources is not documented (Q3, Q5). */
  readonly disputed?: boolean;
}

interface JudgedAction {
  readonly action: string;
  readonly lower: string;
  readonly access: GroupAccess;
}

/** A statement's actions with what was found out about them, found by pattern. */
class JudgedActions {
  readonly #sorted: readonly JudgedAction[];

  constructor(groups: readonly JudgedGroup[]) {
    const all = groups.flatMap(({ group, access }) =>
      group.names.map((action): JudgedAction => ({ action, lower: action.toLowerCase(), access })),
    );
    this.#sorted = all.sort((a, b) => (a.lower < b.lower ? -1 : 1));
  }

  /** @param pattern lower-cased; what is neither `*` nor has exactly one colon matches nothing (A1) */
  matching(pattern: string): readonly JudgedAction[] {
    if (pattern === "*") return this.#sorted;
    if (pattern.split(":").length !== 2) return [];
    const wildcard = pattern.search(/[*?]/);
    const prefix = wildcard < 0 ? pattern : pattern.slice(0, wildcard);
    const found: JudgedAction[] = [];
    const glob = wildcard < 0 ? undefined : globOf(plainTokens(pattern)).tokens;
    // What is matched here was matched, and metered, when the statement was read.
    const free = new Budget(Number.POSITIVE_INFINITY);
    for (let i = this.#firstAt(prefix); i < this.#sorted.length; i++) {
      const each = this.#sorted[i]!;
      if (!each.lower.startsWith(prefix)) break;
      const isMatch =
        glob === undefined
          ? each.lower === pattern
          : wildcard === pattern.length - 1 && pattern.endsWith("*")
            ? true
            : matches(literalGlob(each.lower).tokens, glob, free);
      if (isMatch) found.push(each);
    }
    return found;
  }

  #firstAt(prefix: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]!.lower < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
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

interface JudgedGroup {
  readonly group: ActionCell;
  readonly access: GroupAccess;
}

type Deciding = GrantRules & {
  readonly verdict: CellVerdict;
  /** Only a stated resource-based policy makes it so. */
  readonly byResource?: boolean;
};

const unfit: GroupAccess = { identityVerdict: { kind: "vacuous" }, access: undefined };

/** The statement's own condition holds in no request: it allows nothing. */
function neverTrue(rule: Rule): GroupAccess {
  const statements = [rule.ref];
  return {
    identityVerdict: vacuous,
    access: {
      result: "no-effect",
      decidedBy: "session",
      statements,
      denied: false,
      revivable: false,
      dependsOn: [],
      layers: [{ layer: "session", answer: "does-not-allow", statements }],
    },
  };
}

const vacuous: CellVerdict = { kind: "vacuous" };

const budgetSpent: Unknown = {
  why: "budget",
  detail: "the policies are too intricate to be compared in the time there is",
  rules: [],
};

const spentGroup: { readonly access: GroupAccess } = { access: unknownAccess(budgetSpent) };

function unknownAccess(unknown: Unknown): GroupAccess {
  return {
    identityVerdict: { kind: "unknown", ...unknown },
    access: {
      result: "unknown",
      decidedBy: "identity",
      statements: [],
      denied: false,
      revivable: false,
      dependsOn: [],
      unknown,
      layers: [],
    },
  };
}

/** The layer that an explanation names: a Deny before a missing grant, a certain loss before doubt, doubt before conditions. */
function decidingLayer(judged: readonly Deciding[]): Deciding | undefined {
  const first = (test: (verdict: CellVerdict) => boolean) => judged.find(({ verdict }) => test(verdict));
  return (
    first((verdict) => verdict.kind === "exceeds" && verdict.reason === "base-denied") ??
    first((verdict) => verdict.kind === "exceeds") ??
    first((verdict) => verdict.kind === "unknown") ??
    first((verdict) => verdict.kind === "depends")
  );
}

function answerOf(grant: GrantLayer, rules: LayerRules, verdict: CellVerdict, partly: boolean): LayerAnswer {
  const place = { layer: grant.layer, ...(grant.level === undefined ? {} : { level: grant.level }) };
  const refs = (of: readonly Rule[]) => of.map((rule) => rule.ref);
  switch (verdict.kind) {
    case "vacuous":
    case "within":
      return { ...place, answer: "allows", statements: refs(rules.allows) };
    case "depends":
      return { ...place, answer: "depends", statements: conditionalRefs(rules) };
    case "unknown":
      return { ...place, answer: "unknown", statements: [] };
    case "exceeds":
      if (verdict.reason === "base-denied") {
        return {
          ...place,
          answer: partly ? "denies-part" : "denies",
          statements: verdict.by === undefined ? [] : [verdict.by],
        };
      }
      return {
        ...place,
        answer: partly ? "allows-part" : "does-not-allow",
        statements: partly ? refs(rules.allows) : [],
      };
  }
}

function conditionalRefs(rules: LayerRules): readonly StatementRef[] {
  return [...rules.allows, ...rules.denies].filter((rule) => rule.conditions.length > 0).map((rule) => rule.ref);
}

/** The statements of a layer that allow something of the cells. */
function grantingRefs(rules: LayerRules, cells: readonly Cell[], budget: Budget): readonly StatementRef[] {
  return rules.allows
    .filter(
      (allow) =>
        allow.everyResource ||
        allow.negatedResources ||
        cells.some(
          (cell) =>
            cell.entry === undefined ||
            allow.resources.some((resource) =>
              intersects(resource.whole, cell.statement.resources[cell.entry!]!.whole, budget),
            ),
        ),
    )
    .map((allow) => allow.ref);
}
