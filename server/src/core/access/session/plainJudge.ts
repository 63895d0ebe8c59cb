import type { GrantRules } from "../checkSpace.js";
import { kindsOfKeys } from "../conditions/conditionFacts.js";
import { judgeConditions, type TiedValue } from "../conditions/judgeConditions.js";
import type { ContextValues } from "../layers.js";
import { grantsAllOrNothing, isOnEverything } from "../plainRules.js";
import { decidingPatterns } from "../resourceGrants.js";
import type { ActionCell } from "../sets/actionCell.js";
import type { Cell } from "../sets/cells/cell.js";
import type { CellVerdict, Witness } from "../sets/cells/cellVerdict.js";
import type { Rule } from "../sets/rules.js";
import { noColonFirst, noColonStar } from "../sets/tokens.js";
import { typesOf } from "../sets/universe.js";
import { type GroupAccess, neverTrue, type Outcome, unfit, vacuous } from "./groupAccess.js";
import type { Deciding } from "./layerAnswer.js";
import { isGoneAround, knowsAllResourcePolicies } from "./resourcePolicies.js";
import type { SessionScope } from "./sessionScope.js";
import type { Found } from "./sharedOutcomes.js";

/** Layers each of which grants everything, or nothing, of some groups; always, and without a Deny. */
interface PlainLayers {
  readonly judged: readonly Deciding[];
  /** Those that grant nothing. */
  readonly lacking: readonly GrantRules[];
  /** What all groups have in common of which everything is granted. */
  allowed: GroupAccess | undefined;
  /** What becomes of the others, by whether a resource-based policy could still allow it. */
  readonly lost: Map<boolean, Outcome>;
}

/** The context in which a statement's condition holds, with the values in it that the ARN has to agree with. */
interface PlainContext {
  readonly context: ContextValues;
  readonly tied: readonly TiedValue[];
}

/** Or that the condition never holds, that it cannot be told whether it does, or that it is not that plain. */
type Contexts = PlainContext | "never" | "doubtful" | "intricate";

/**
 * Judges groups where all is about every resource: the statement, and what each layer says of them. A statement on
 * everything has thousands of such groups, and the same comes out for most. It says what the general way says, and
 * nothing where that has more to look at.
 */
export class PlainJudge {
  readonly #scope: SessionScope;
  readonly #outcomeOf: (rule: Rule, group: ActionCell, found: Found) => Outcome;
  #rule: Rule | undefined;
  readonly #byLayers = new Map<readonly GrantRules[], PlainLayers | undefined>();
  readonly #contexts = new Map<string, Contexts>();

  /** @param outcomeOf puts together what was found out; takes no units */
  constructor(scope: SessionScope, outcomeOf: (rule: Rule, group: ActionCell, found: Found) => Outcome) {
    this.#scope = scope;
    this.#outcomeOf = outcomeOf;
  }

  /** Undefined: it is not that plain. Throws BudgetSpent. */
  judge(rule: Rule, group: ActionCell, layers: readonly GrantRules[]): GroupAccess | undefined {
    const { own, resource, space } = this.#scope;
    if (!isOnEverything(rule) || resource !== undefined || decidingPatterns.has(group.service)) return undefined;
    if (group.resources.patterns.length === 0 || group.deniesOf(own).length > 0) return undefined;
    if (own.hasRefusedDeny) return undefined;
    // With another statement it starts anew, so that what a statement takes does not hang on those before it.
    if (this.#rule !== rule) {
      this.#rule = rule;
      this.#byLayers.clear();
      this.#contexts.clear();
    }
    const plain = this.#plainLayers(layers, () => space.witnessOnEverything(rule, group, noContext));
    if (plain === undefined) return undefined;
    this.#scope.budget.spend(20);
    const context = this.#contextOf(rule, group);
    if (context === "doubtful") return undefined;
    if (context === "never") return group.resources.kind === "none" ? unfit : neverTrue(rule);
    const [deciding] = plain.lacking;
    if (deciding === undefined) {
      plain.allowed ??= {
        identityVerdict: identityOf(plain)?.verdict ?? vacuous,
        access: this.#outcomeOf(rule, group, foundOf(plain, undefined, false)),
      };
      return plain.allowed;
    }
    if (context === "intricate" || !mayAgree(group, context)) return undefined;
    this.#scope.budget.spend(20);
    let made: Witness | undefined;
    const witness = () => {
      made ??= space.witnessOnEverything(rule, group, context);
      return made;
    };
    // What is replayed at once and not borne out is for the general way to tell.
    if (!space.provesAll(witness, group.firstName, plain.lacking)) return undefined;
    const isRevivable = this.#isRevivable(group, plain);
    let access = plain.lost.get(isRevivable);
    if (access === undefined) {
      access = this.#outcomeOf(rule, group, foundOf(plain, deciding, isRevivable));
      plain.lost.set(isRevivable, access);
    }
    const identityVerdict = identityOf(plain)?.verdict ?? vacuous;
    if (access.result === "unknown") return { identityVerdict, access };
    const { later } = space;
    return {
      identityVerdict,
      exampleFor: (action, units) => space.exampleLater(witness(), action, deciding.grant, later, units),
      access,
    };
  }

  #plainLayers(layers: readonly GrantRules[], witness: () => Witness): PlainLayers | undefined {
    if (!this.#byLayers.has(layers)) this.#byLayers.set(layers, this.#readLayers(layers, witness));
    return this.#byLayers.get(layers);
  }

  #readLayers(layers: readonly GrantRules[], witness: () => Witness): PlainLayers | undefined {
    const { budget } = this.#scope;
    let read = 0;
    let isPlain = true;
    for (let at = 0; isPlain && at < layers.length; at++) {
      const { rules } = layers[at]!;
      read += 10 + rules.allows.length;
      isPlain = grantsAllOrNothing(rules);
    }
    budget.spend(read);
    if (!isPlain) return undefined;
    budget.spend(80 + 120 * layers.length);
    const lacking = layers.filter(({ rules }) => rules.allows.length === 0);
    const judged = layers.map(
      ({ grant, rules }): Deciding => ({
        grant,
        rules,
        verdict: rules.allows.length > 0 ? within : notGranted(witness()),
      }),
    );
    return { judged, lacking, allowed: undefined, lost: new Map() };
  }

  #contextOf(rule: Rule, { facts, service, resources }: ActionCell): Contexts {
    if (rule.conditions.length === 0) return noContext;
    const { space, budget } = this.#scope;
    const kinds = kindsOfKeys(rule.conditions, facts);
    budget.spend(4 + (kinds.length >> 2));
    let context = this.#contexts.get(kinds);
    if (context === undefined) {
      const { letters } = space.input;
      const cell: Cell = { facts, letters, service, resources, statement: rule, entry: 0, sessionDenies: [] };
      if (space.neverApplies(cell)) context = "never";
      else if (space.conditionDoubt(cell) !== undefined) context = "doubtful";
      else {
        const question = { alwaysAllowed: false, alwaysDenied: false, without: [], allows: [], denies: [] };
        const answer = judgeConditions({ given: rule.guard, ...question }, facts, letters, budget);
        context = answer.kind === "exceeds" ? answer : "intricate";
      }
      this.#contexts.set(kinds, context);
    }
    return context;
  }

  /** Whether a resource-based policy that is not stated could still allow it (E3). */
  #isRevivable({ service, resources }: ActionCell, { judged, lacking }: PlainLayers): boolean {
    const { session, catalog } = this.#scope;
    if (knowsAllResourcePolicies(session)) return false;
    if (catalog.resourcePolicies.policyFor(service, typesOf(resources)) === undefined) return false;
    return (resources.kind === "none" ? judged : lacking).every(({ grant }) => isGoneAround(grant));
  }
}

function identityOf({ judged }: PlainLayers): Deciding | undefined {
  return judged.find(({ grant }) => grant.layer === "identity");
}

function foundOf(plain: PlainLayers, deciding: GrantRules | undefined, revivable: boolean): Found {
  const { judged } = plain;
  return {
    judged,
    identity: identityOf(plain),
    deciding: judged.find(({ grant }) => grant === deciding?.grant),
    revivable,
    partly: false,
    left: false,
  };
}

function notGranted(witness: Witness): CellVerdict {
  return { kind: "exceeds", reason: "not-granted", reasons: ["not-granted"], witness };
}

/** Whether some ARN of the first format surely agrees with the context: its fields in question are empty, or free. */
function mayAgree({ resources }: ActionCell, { tied }: PlainContext): boolean {
  if (resources.kind === "none") return true;
  const { tokens } = resources.patterns[0]!.glob;
  return tied.every(({ field }) => {
    let at = 0;
    for (let colons = 0; colons < field; at++) {
      if (at === tokens.length) return false;
      if (tokens[at] === colon) colons++;
    }
    return (
      tokens[at] === colon ||
      (tokens[at] === noColonFirst && tokens[at + 1] === noColonStar && tokens[at + 2] === colon)
    );
  });
}

const colon = 58;

const noContext: PlainContext = { context: {}, tied: [] };

const within: CellVerdict = { kind: "within" };
