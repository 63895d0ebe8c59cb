import { type AccessEngine, rulesOf } from "./accessEngine.js";
import { AskedOnEverything } from "./askedOnEverything.js";
import { CheckSpace, type GrantRules } from "./checkSpace.js";
import { compileLayers, type GrantLayer } from "./compiledLayers.js";
import { KnownCells } from "./knownCells.js";
import type { ContextValues, LayerName, Principal } from "./layers.js";
import { partitionsOf } from "./partitions.js";
import { withResourceControlAccess } from "./resourceControlLevels.js";
import { bindingsOf, type SessionBindings, unknownSession } from "./sessionBindings.js";
import { type ActionCell, CatalogActions } from "./sets/actionCell.js";
import { Budget, BudgetSpent, unitsFor } from "./sets/budget.js";
import { type CellVerdict, heavier } from "./sets/cells/cellVerdict.js";
import { spent, unproved } from "./sets/cells/unknownVerdicts.js";
import { Letters } from "./sets/letters.js";
import { type Rule, RuleSet } from "./sets/rules.js";
import { type ServiceActions, sortedNames } from "./sets/sortedNames.js";
import { SymbolicActions } from "./sets/symbolicActions.js";
import { type StatedPolicies, statedLayers, unknownLayers } from "./statedLayers.js";
import type { Counterexample, Unknown } from "./verdict.js";

export interface CompareInput extends StatedPolicies {
  /** `catalog`: requests that can occur today. `any`: every text, as a purely symbolic check has it. */
  readonly universe?: "catalog" | "any";
  /** Whose session it is; left out: that of some role. */
  readonly principal?: Principal;
  /** Keys whose value is known for the session; left out, what follows from the principal. */
  readonly bindings?: SessionBindings;
  /** Work units; see Budget. */
  readonly budget?: number;
}

const someRole: Principal = { kind: "role-session" };

export type VerdictKind = "within" | "exceeds" | "depends" | "unknown";

export interface ComparedStatement {
  readonly policy: number;
  /** The statement's index in its document. */
  readonly index: number;
  readonly verdict: VerdictKind;
  readonly reasons: readonly ("not-granted" | "base-denied")[];
  readonly counterexample?: Counterexample;
  /** Condition keys it hangs on, sorted. */
  readonly dependsOn: readonly string[];
  readonly rules: readonly string[];
  /** For `unknown`: why. */
  readonly unknown?: Unknown;
  /** In the catalog's casing, sorted; undefined in the universe `any`. */
  readonly exceedingActions?: readonly string[];
}

export interface Comparison {
  readonly verdict: VerdictKind;
  readonly universe: "catalog" | "any";
  readonly ceiling: readonly LayerName[];
  /** The Allow statements of the session policies. */
  readonly statements: readonly ComparedStatement[];
}

/**
 * Whether session policies stay within what the layers above them allow (semantics section 8), net of the session's
 * own Denies (E5), statement by statement. The base is complete by contract. A layer that is not known can only take away
 * from what the others allow: what exceeds without it exceeds, and nothing else can be told.
 */
export function compare(input: CompareInput, engine: AccessEngine): Comparison {
  const { universe = "catalog" } = input;
  const letters = new Letters(engine.letters);
  const principal = input.principal ?? someRole;
  const bindings = input.bindings ?? (input.principal === undefined ? unknownSession : bindingsOf(input.principal));
  const arn = principal.roleArn ?? principal.userArn;
  const { session, ...layers } = statedLayers(input);
  const documents = session.state === "given" ? session.value : [];
  const { identity, others } = compileLayers(layers, principal, bindings, engine);
  const grants = withResourceControlAccess(
    identity === undefined ? others : [identity, ...others],
    layers.resourceControlPolicies,
  );
  const own = new RuleSet(
    "session",
    undefined,
    documents.flatMap((document, policy) => rulesOf(document, { layer: "session", policy }, bindings, letters)),
  );
  const shapes = engine.universe(partitionsOf(arn, [own, ...grants.map((grant) => grant.rules)]));
  const space = new CheckSpace({
    catalog: engine.catalog,
    own,
    grants,
    universe: shapes,
    actions:
      universe === "any"
        ? new SymbolicActions(engine.catalog, bindings.of, principal.kind)
        : new CatalogActions(shapes, bindings.of, principal.kind),
    letters,
    extracts: engine.extracts,
    once: (_question, _rules, _besides, work) => work(),
    budget: new Budget(input.budget ?? unitsFor(documents.map(({ model }) => model))),
    account: arn?.split(":")[4] || "111122223333",
    replayLayers: {
      session: { state: "given", value: documents },
      layers,
      principal,
      known: bindings.context,
    },
  });
  const unknown = unknownLayers(input).map(({ why }) => why);
  const known = new KnownCells(space);
  const statements = own.rules
    .filter((rule) => rule.allow)
    .map((rule) => compareStatement(rule, space, known, own, universe))
    .map((statement) => (unknown.length === 0 ? statement : lessCertain(statement, unknown.join("; "))));
  // Session policies that are not known have no statements to be asked about.
  const verdict = session.state === "unknown" ? "unknown" : heaviest(statements);
  return { verdict, universe, ceiling: ceilingOf(grants), statements };
}

function lessCertain(statement: ComparedStatement, detail: string): ComparedStatement {
  if (statement.verdict === "exceeds") return statement;
  const { policy, index } = statement;
  const unknown: Unknown = { why: "layer-not-given", detail, rules: [] };
  return { policy, index, verdict: "unknown", reasons: [], dependsOn: [], rules: [], unknown };
}

/** What is said where the units of the check are gone. */
function undecided({ ref }: Rule, universe: "catalog" | "any"): ComparedStatement {
  const { policy, statement: index } = ref;
  const { rules } = spent;
  const none = universe === "any" ? {} : { exceedingActions: [] };
  return { policy, index, verdict: "unknown", reasons: [], dependsOn: [], rules, unknown: spent, ...none };
}

function compareStatement(
  rule: Rule,
  space: CheckSpace,
  known: KnownCells,
  own: RuleSet,
  universe: "catalog" | "any",
): ComparedStatement {
  const perStatement = 60;
  // There may be thousands after the one that took the last units.
  if (space.budget.left < perStatement) return undecided(rule, universe);
  let worst: CellVerdict = { kind: "vacuous" };
  const reasons = new Set<"not-granted" | "base-denied">();
  const exceeding: ServiceActions[] = [];
  let counterexample: Counterexample | undefined;
  let tried = 0;
  const asked = new AskedOnEverything(rule, space.input.letters, space.budget);
  const judge = (actions: ActionCell): void => {
    const layers = space.grantRules(actions);
    const sessionDenies = actions.deniesOf(own);
    space.budget.spend(20);
    const context = sessionDenies.length === 0 ? asked.contextOf(actions, layers) : undefined;
    if (context !== undefined) {
      judgeAlike(actions, layers, context);
      return;
    }
    space.budget.spend(60 + 120 * layers.length);
    const cells = space.cells(rule, actions, sessionDenies).filter((cell) => space.isLive(cell));
    let exceeds = false;
    for (const layer of layers) {
      const verdict = cells.length === 0 ? worst : space.judge(cells, layer, actions.firstName);
      if (verdict.kind === "exceeds") {
        exceeds = true;
        for (const reason of verdict.reasons) reasons.add(reason);
        // Where so many are not borne out by a replay, the next will not be either.
        if (counterexample === undefined && tried++ < mostTried) {
          counterexample = space.example(verdict.witness, actions.firstName, layer.grant);
        }
      }
      worst = heavier(worst, verdict);
    }
    addExceeding(actions, exceeds);
    // As long as no example was found it is gone on looking.
    const isSettled = (worst.kind !== "exceeds" || counterexample !== undefined) && worst.kind !== "unknown";
    if (sessionDenies.length === 0 && cells.length > 0 && isSettled) asked.keep(actions, layers);
  };
  const judgeAlike = (actions: ActionCell, layers: readonly GrantRules[], context: ContextValues): void => {
    let exceeds = false;
    for (const { grant, rules } of layers) {
      if (rules.allows.length > 0) continue;
      const witness = () => space.witnessOnEverything(rule, actions, { context, tied: [] });
      if (space.proves(witness, actions.firstName, grant)) exceeds = true;
    }
    addExceeding(actions, exceeds);
  };
  const addExceeding = ({ service, actions }: ActionCell, exceeds: boolean): void => {
    if (exceeds && actions !== undefined) exceeding.push({ service, actions });
  };
  try {
    // What no policy has a say in is no excess (M5, M6).
    space.budget.spend(perStatement);
    for (const actions of known.of(rule)) if (actions.outside === undefined) judge(actions);
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    worst = heavier(worst, spent);
  }
  // No excess without a request that shows it.
  const isUnproved = worst.kind === "exceeds" && counterexample === undefined;
  if (isUnproved) worst = unproved;
  const verdict = worst.kind === "vacuous" ? "within" : worst.kind;
  return {
    policy: rule.ref.policy,
    index: rule.ref.statement,
    verdict,
    reasons: isUnproved ? [] : [...reasons].sort().reverse(),
    ...(counterexample === undefined ? {} : { counterexample }),
    dependsOn: worst.kind === "depends" ? worst.on : [],
    rules: worst.kind === "unknown" ? worst.rules : ["E2"],
    ...(worst.kind === "unknown" ? { unknown: worst } : {}),
    ...(universe === "any" ? {} : { exceedingActions: isUnproved ? [] : exceedingNames(exceeding, space) }),
  };
}

/** Without those that a layer names in a way that IAM refuses: whether it grants them cannot be told. */
function exceedingNames(groups: readonly ServiceActions[], { input, isRefusedAbove }: CheckSpace): readonly string[] {
  const names = sortedNames(groups, input.universe);
  return isRefusedAbove === undefined ? names : names.filter((name) => !isRefusedAbove(name));
}

const mostTried = 50;

const weights: { readonly [kind in VerdictKind]: number } = { within: 0, depends: 1, unknown: 2, exceeds: 3 };

function heaviest(statements: readonly ComparedStatement[]): VerdictKind {
  return statements.reduce<VerdictKind>(
    (worst, { verdict }) => (weights[verdict] > weights[worst] ? verdict : worst),
    "within",
  );
}

function ceilingOf(grants: readonly GrantLayer[]): readonly LayerName[] {
  return [...new Set(grants.map((grant) => grant.layer))];
}
