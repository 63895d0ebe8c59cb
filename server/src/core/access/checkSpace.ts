import type { Catalog } from "../catalog/catalog.js";
import type { Statement } from "../policy/model.js";
import type { GrantLayer } from "./compiledLayers.js";
import { canHold, independentParts, type Together, textOf } from "./conditions/canHold.js";
import { kindsOfKeys } from "./conditions/conditionFacts.js";
import { arnField } from "./conditions/correlatedKeys.js";
import { judgeConditions, type TiedValue } from "./conditions/judgeConditions.js";
import type { ContextValues, Layer, PolicyDocument } from "./layers.js";
import { refusedAction } from "./refusedActions.js";
import { type ReplayLayers, replays } from "./replay.js";
import { hasSay } from "./resourceControlLevels.js";
import type { ServiceExtracts } from "./serviceExtracts.js";
import type { ActionCell, ActionSpace } from "./sets/actionCell.js";
import { Budget, BudgetSpent } from "./sets/budget.js";
import type { Cell, LayerRules } from "./sets/cells/cell.js";
import { cellRegions } from "./sets/cells/cellRegions.js";
import { type CellVerdict, heavier, type Witness } from "./sets/cells/cellVerdict.js";
import { judgeCell } from "./sets/cells/judgeCell.js";
import { type CanHold, someAllowed, someAllowedOnStar } from "./sets/cells/someAllowed.js";
import { tiedWitness } from "./sets/cells/tiedWitness.js";
import { doubtfulArn, unproved } from "./sets/cells/unknownVerdicts.js";
import type { Letters } from "./sets/letters.js";
import { matches } from "./sets/match.js";
import { someWordIn } from "./sets/region.js";
import { type Reading, type Rule, RuleSet } from "./sets/rules.js";
import { findWord } from "./sets/search.js";
import { entryMatchesStar, matchesStar } from "./sets/starResource.js";
import type { Glob } from "./sets/tokens.js";
import { literalGlob, widened } from "./sets/tokens.js";
import type { ActionResources, ResourceShape, Universe } from "./sets/universe.js";
import { unusedCharacter, witnessText } from "./sets/witnessText.js";
import type { Counterexample, ExampleUnits, Unknown } from "./verdict.js";

/** Whether there is but one way to read a cell and its Denies, whatever the context is. */
function isPlain({ statement, entry, resources, sessionDenies }: Cell): boolean {
  const own = entry === undefined ? statement : statement.resources[entry]!;
  const isOpen = entry === undefined ? statement.hasVariables : statement.resources[entry]!.isOpen;
  if (resources.kind === "none" || own.readingsDiffer || isOpen) return false;
  return sessionDenies.every((deny) => deny.conditions.length === 0 && !deny.readingsDiffer && !deny.hasVariables);
}

/** With thousands of entries, and no Denies at all, a copy of each cell is not made. */
function withoutDenies(cell: Cell): Cell {
  return cell.sessionDenies.length === 0 ? cell : { ...cell, sessionDenies: [] };
}

/** Everything that a comparison of session policies with the layers above them needs. */
export interface CheckSpaceInput {
  readonly catalog: Catalog;
  /** The session policies passed together. */
  readonly own: RuleSet;
  /** Layers that must allow a request. */
  readonly grants: readonly GrantLayer[];
  /** Statements of stated resource-based policies, which cells are to be parted by as well. */
  readonly resource?: RuleSet | undefined;
  readonly universe: Universe;
  readonly actions: ActionSpace;
  readonly letters: Letters;
  readonly budget: Budget;
  readonly replayLayers: ReplayLayers;
  readonly extracts: ServiceExtracts;
  /** Answers a question about some statements, or gives the answer that is kept; see WorkMemory. */
  readonly once: <T>(question: string, rules: readonly Rule[], besides: string, work: () => T) => T;
  /** 12 digits, for counterexamples. */
  readonly account: string;
}

/** A session policy's statements as replays need them. */
interface StatementsOfPolicy {
  readonly byIndex: ReadonlyMap<number, Statement>;
  readonly denies: readonly Statement[];
}

interface PaidExample {
  readonly example: Counterexample | undefined;
  readonly units: number;
}

/** Whether a statement's own conditions are ever true; or why that cannot be told. */
type Applies = "never" | "sometimes" | Unknown;

/** A layer's rules for one action cell. */
export interface GrantRules {
  readonly grant: GrantLayer;
  readonly rules: LayerRules;
}

/** Judges the requests of session statements, cell by cell. */
export class CheckSpace {
  readonly input: CheckSpaceInput;
  /** Whether a layer names an action in a way that IAM refuses; undefined where none does so. */
  readonly isRefusedAbove: ((action: string) => boolean) | undefined;
  /** What actions of a statement are parted by: another Allow of the session has no say in what this one may do. */
  readonly #parting: readonly RuleSet[];
  /** A character that stands in no statement that is put to a layer's test. */
  readonly #unused = new Map<RuleSet, string>();
  /** The statement that a witness is a request of. */
  readonly #statements = new WeakMap<Witness, Rule>();
  /** By the witness, by the layer that it was put to, and by action. */
  readonly #examples = new Map<Witness, Map<GrantLayer, Map<string, Counterexample | undefined>>>();
  /** Those that were paid from shared units, with what they took. */
  readonly #paid = new Map<Witness, Map<string, PaidExample>>();
  /** What a counterexample to a statement is replayed with, for the session's side. */
  readonly #sessions = new Map<Rule, Layer<readonly PolicyDocument[]>>();
  readonly #grantRules = new WeakMap<object, readonly GrantRules[]>();
  #ownStatements: readonly StatementsOfPolicy[] | undefined;
  #replayed = 0;
  #later = new Budget(unitsForLater);

  /** A keystroke in a statement's resources leaves the conditions around it as they are. */
  readonly #holds: CanHold = (together, cell) => {
    this.budget.spend(4 * (1 + together.also.length + together.without.length));
    return independentParts(together).every((part) => this.#partHolds(part, cell));
  };

  #partHolds(together: Together, { facts, letters }: Cell): boolean {
    const { budget, once } = this.input;
    const text = textOf(together, facts);
    if (text === undefined) return canHold(together, facts, letters, budget);
    budget.spend(4 + (text.length >> 3));
    return once("can hold", [], text, () => canHold(together, facts, letters, budget));
  }

  constructor(input: CheckSpaceInput) {
    this.input = input;
    const { own, grants, resource } = input;
    const above = [...grants.map((grant) => grant.rules), ...(resource === undefined ? [] : [resource])];
    this.isRefusedAbove = refusedAction(above);
    this.#parting = [
      new RuleSet(
        own.layer,
        own.level,
        own.rules.filter(({ allow }) => !allow),
      ),
      ...above,
    ];
  }

  /** The first excesses of each statement are replayed whether they are shown or not. */
  startStatement(): void {
    this.#replayed = 0;
    this.#later = new Budget(unitsForLater);
  }

  /** Units for the examples of the statement in hand that are asked for when the check is over. */
  get later(): Budget {
    return this.#later;
  }

  get budget(): Budget {
    return this.input.budget;
  }

  /** The actions of a statement, parted by all statements that have a say in it. Throws BudgetSpent. */
  actionCells(rule: Rule): readonly ActionCell[] {
    return this.input.actions.cellsOf(rule, this.#parting, this.budget);
  }

  /** The same list for cells that the same rules match. */
  grantRules(actions: ActionCell): readonly GrantRules[] {
    let found = this.#grantRules.get(actions.matching);
    if (found === undefined) {
      found = this.#findGrantRules(actions);
      this.#grantRules.set(actions.matching, found);
    }
    return found;
  }

  #findGrantRules(actions: ActionCell): readonly GrantRules[] {
    const { grants, catalog } = this.input;
    const having = grants.every((grant) => hasSay(grant, actions.service, catalog))
      ? grants
      : grants.filter((grant) => hasSay(grant, actions.service, catalog));
    return having.map((grant) => ({ grant, rules: actions.rulesOf(grant.rules) }));
  }

  /**
   * The statement's resource entries on which the actions can be called at all (M2, M3). In doubt about how wildcards
   * are read an entry is among them.
   */
  cells(rule: Rule, actions: ActionCell, sessionDenies: readonly Rule[]): readonly Cell[] {
    const { letters } = this.input;
    const { service, resources, facts } = actions;
    const cells: Cell[] = [];
    const add = (entry: number | undefined) => {
      const cell: Cell = { facts, letters, service, resources, statement: rule, entry, sessionDenies };
      const fit = resources.kind === "none" ? this.#fitsStar(cell) : this.#fit(cell);
      if (fit !== false) cells.push(fit === "disputed" ? { ...cell, isDisputed: true } : cell);
    };
    if (rule.negatedResources) add(undefined);
    else for (let entry = 0; entry < rule.resources.length; entry++) add(entry);
    return cells;
  }

  /** Whether there are such entries at all. */
  fits(rule: Rule, actions: ActionCell): boolean {
    // Whatever the format of an ARN is, some text follows it.
    if (rule.everyResource && actions.resources.kind !== "none") return actions.resources.patterns.length > 0;
    return this.cells(rule, actions, []).length > 0;
  }

  /** The same for actions that are checked with the resource `*`. */
  #fitsStar(cell: Cell): boolean {
    const { statement, entry, service } = cell;
    const arns = this.input.universe.serviceArns(service);
    const matches =
      entry === undefined
        ? matchesStar(statement, arns, this.budget)
        : entryMatchesStar(statement, entry, arns, this.budget);
    if (matches === "no") return false;
    if (matches === "yes") return !this.neverApplies(cell);
    return judgeCell(withoutDenies(cell), noRules, this.input.universe, this.budget).kind !== "vacuous";
  }

  /** Whether the statement's own conditions are true in no request of the cell's actions. */
  neverApplies(cell: Pick<Cell, "statement" | "facts" | "letters">): boolean {
    return this.#applies(cell) === "never";
  }

  /** Why it cannot be told whether the statement's own conditions ever hold, whatever the values of its variables are. */
  conditionDoubt(cell: Pick<Cell, "statement" | "facts" | "letters">): Unknown | undefined {
    const applies = this.#applies(cell);
    return typeof applies === "object" ? applies : undefined;
  }

  #applies({ statement, facts, letters }: Pick<Cell, "statement" | "facts" | "letters">): Applies {
    if (statement.conditions.length === 0) return "sometimes";
    // Of the actions nothing counts but what kind of keys these are; which hardly ever differs between services.
    const kinds = kindsOfKeys(statement.conditions, facts);
    return this.input.once("applies", [statement], kinds, () => {
      const nothing = { without: [], allows: [], denies: [], alwaysAllowed: false, alwaysDenied: true };
      const answer = judgeConditions({ given: statement.guard, ...nothing }, facts, letters, this.budget);
      if (answer.kind === "vacuous") return "never";
      return answer.kind === "unknown" && answer.why !== "variable" ? answer : "sometimes";
    });
  }

  /** Whether an entry and the ARNs of some actions have anything in common, or would have if a wildcard ran past a colon. */
  #fit(cell: Cell): boolean | "disputed" {
    const { statement, entry, resources } = cell;
    // Whatever the format of an ARN is, some text follows it.
    const pattern = entry === undefined ? undefined : statement.resources[entry]!;
    if (pattern?.whole.isAll && !pattern.matchesNothing) return resources.patterns.length > 0;
    if (pattern === undefined && isOfOtherService(statement, resources, this.budget)) return true;
    return this.budget.once(resources, pattern ?? statement, () => {
      const alone = withoutDenies(cell);
      return this.#hasRequests(alone, "byField") || (this.#hasRequests(alone, "whole") && "disputed");
    });
  }

  /** Whether the session's own Denies leave something of the cell, in some context and by some reading (E5). */
  isLive(cell: Cell): boolean {
    return this.leftOf(cell) !== "nothing";
  }

  /** What they leave of it; or why it cannot be told whether that is anything. */
  leftOf(cell: Cell): "something" | "nothing" | Unknown {
    if (cell.sessionDenies.length === 0) return "something";
    if (isPlain(cell)) return this.#hasRequests(cell, "byField") ? "something" : "nothing";
    if (this.#passesDenies(cell)) return "something";
    const verdict = judgeCell(cell, noRules, this.input.universe, this.budget);
    // Nothing is within a layer without rules.
    if (verdict.kind === "vacuous" || verdict.kind === "within") return "nothing";
    return verdict.kind === "unknown" && verdict.why === "disputed-rule" ? verdict : "something";
  }

  /** Whether in some context that can surely be none of its Denies applies, whatever the resource is: the everyday case. */
  #passesDenies({ statement, sessionDenies, facts, letters }: Cell): boolean {
    if (sessionDenies.some((deny) => deny.conditions.length === 0)) return false;
    const { budget, once } = this.input;
    const together = { given: statement.guard, also: [], without: sessionDenies.map(({ guard }) => guard) };
    const text = textOf(together, facts);
    if (text === undefined) return false;
    budget.spend(4 + (text.length >> 3));
    return once("passes Denies", [], text, () => {
      const question = { ...together, allows: [], denies: [], alwaysAllowed: false, alwaysDenied: true };
      return judgeConditions(question, facts, letters, budget).kind === "exceeds";
    });
  }

  #hasRequests(cell: Cell, reading: Reading): boolean {
    for (const [, regions] of cellRegions(cell, reading, cell.resources.patterns, this.budget)) {
      if (someWordIn(regions, this.budget)) return true;
    }
    return false;
  }

  /**
   * Why it is not documented whether these actions have anything to do with the statement's resources: an action without
   * resource type beside ARNs of its service (Q5), ARNs that fit only if a wildcard runs past a colon (Q3), or nothing but
   * ARNs that may match nothing (Q4, Q18).
   */
  disputed(rule: Rule, actions: ActionCell, cells: readonly Cell[]): Unknown | undefined {
    if (actions.resources.kind === "none") {
      const matches = matchesStar(rule, this.input.universe.serviceArns(actions.service), this.budget);
      return matches === "maybe" ? disputedResource : undefined;
    }
    const doubtful = rule.resources.filter(
      ({ isDoubtful }, entry) => isDoubtful && (rule.negatedResources || cells.some((cell) => cell.entry === entry)),
    );
    // In a NotResource it may take away all that there is.
    if (doubtful.length > 0 && (rule.negatedResources || doubtful.length === cells.length))
      return doubtfulArn(doubtful);
    const differs = cells.every(({ entry }) => entry !== undefined && rule.resources[entry]!.readingsDiffer);
    const fits = (cell: Cell) => this.#hasRequests(withoutDenies(cell), "byField");
    return differs && !cells.some(fits) ? disputedWildcard : undefined;
  }

  /**
   * The heaviest verdict of a layer on some cells of one action cell; an excess only where its counterexample replays.
   * A statement on everything has thousands of action cells: of those after the first ones, each counterexample is
   * replayed when somebody asks for it.
   */
  judge(cells: readonly Cell[], { grant, rules }: GrantRules, action: string): CellVerdict {
    const verdict = this.judgeUnproved(cells, rules);
    return verdict.kind !== "exceeds" || this.proves(() => verdict.witness, action, grant) ? verdict : unproved;
  }

  /** Counts one more excess of the statement in hand: false where it is replayed at once and not borne out. */
  proves(witness: () => Witness, action: string, grant: GrantLayer): boolean {
    // No replay can bear that out.
    if (this.isRefusedAbove?.(action)) return false;
    return ++this.#replayed > replayedAtOnce || this.example(witness(), action, grant) !== undefined;
  }

  /** The same for several layers; where one is not borne out nothing is counted, since it is judged in another way again. */
  provesAll(witness: () => Witness, action: string, layers: readonly GrantRules[]): boolean {
    const before = this.#replayed;
    const holds = layers.every(({ grant }) => this.proves(witness, action, grant));
    if (!holds) this.#replayed = before;
    return holds;
  }

  /**
   * Some request of a statement on every resource, in a context in which it applies.
   * @param tied values of the context that the ARN has to agree with; for that it has to be free, or empty, in these fields
   */
  witnessOnEverything(
    statement: Rule,
    { resources }: ActionCell,
    { context, tied }: { readonly context: ContextValues; readonly tied: readonly TiedValue[] },
  ): Witness {
    return this.#witnessIn(resources.patterns.slice(0, 1), statement, resources, context, tied);
  }

  /** The same in the context of another action's request, with whose Region and account the ARN has to agree. */
  witnessLike({ context }: Witness, statement: Rule, { resources }: ActionCell): Witness {
    const tied = Object.entries(context).flatMap(([key, value]): TiedValue[] => {
      const field = arnField(key.toLowerCase());
      if (field === undefined || typeof value !== "string") return [];
      return [{ key, field, value, accepts: (text) => text === value }];
    });
    return this.#witnessIn(resources.patterns, statement, resources, context, tied);
  }

  /** Of the first of some ARN formats that can agree with the values; of the first, if none can. */
  #witnessIn(
    shapes: readonly ResourceShape[],
    statement: Rule,
    { kind }: ActionResources,
    context: ContextValues,
    tied: readonly TiedValue[],
  ): Witness {
    // It may be asked for when the units of the check are gone, and takes none.
    const free = new Budget(Number.POSITIVE_INFINITY);
    const agreeing = (shape: ResourceShape, values: readonly TiedValue[]): Witness | undefined => {
      if (kind === "none") return { word: shape.glob.tokens, context, shape };
      const region = { positives: [shape.glob], negatives: [] };
      const word = findWord(region.positives, region.negatives, free)!;
      const found = tiedWitness([region], word, context, values, free);
      return found && { ...found, shape };
    };
    let witness: Witness | undefined;
    for (const shape of shapes) {
      witness = agreeing(shape, tied);
      if (witness !== undefined) break;
    }
    witness ??= agreeing(shapes[0]!, [])!;
    this.#statements.set(witness, statement);
    return witness;
  }

  /** The same without replays: for layers that are put together of several. */
  judgeUnproved(cells: readonly Cell[], rules: LayerRules): CellVerdict {
    const judge = (cell: Cell): CellVerdict => {
      const verdict = judgeCell(cell, rules, this.input.universe, this.budget);
      if (verdict.kind === "exceeds") this.#statements.set(verdict.witness, cell.statement);
      return verdict;
    };
    // Of entries that name their own kinds of resources almost all cells are disputed; what is so never exceeds.
    const judged: CellVerdict[] = [];
    let verdict: CellVerdict = { kind: "vacuous" };
    for (const cell of cells) {
      if (cell.isDisputed) continue;
      const own = judge(cell);
      judged.push(own);
      verdict = heavier(verdict, own);
      // Nothing is heavier, and without Denies there is one reason for it.
      if (verdict.kind === "exceeds" && rules.denies.length === 0) break;
    }
    if (verdict.kind === "exceeds" || judged.length === cells.length) return verdict;
    verdict = { kind: "vacuous" };
    let at = 0;
    for (const cell of cells) {
      if (cell.isDisputed && verdict.kind === "unknown") continue;
      verdict = heavier(verdict, cell.isDisputed ? judge(cell) : judged[at++]!);
    }
    return verdict;
  }

  /** Whether some request of the cell may be allowed by all layers, in some context and by some reading (Q3). */
  someAllowed(cell: Cell, layers: readonly LayerRules[]): boolean {
    if (cell.resources.kind === "none" || layers.some(({ allows }) => allows.length === 0)) return false;
    const { budget } = this.input;
    const holds = this.#holds;
    return someAllowed(cell, layers, "byField", holds, budget) || someAllowed(cell, layers, "whole", holds, budget);
  }

  /** The same, whatever kind of resource the actions have; with fewer layers for a question about a part of them. */
  canBeAllowed(cell: Cell, layers: readonly LayerRules[]): boolean {
    if (cell.resources.kind !== "none") return this.someAllowed(cell, layers);
    return someAllowedOnStar(
      cell,
      layers,
      this.input.universe.serviceArns(cell.service),
      this.#holds,
      this.input.budget,
    );
  }

  /** The witness as a request of this action, replayed; undefined where the replay does not bear it out. */
  example(witness: Witness, action: string, grant: GrantLayer): Counterexample | undefined {
    return this.#example(witness, action, grant, this.budget);
  }

  /**
   * The same when somebody looks at it, long after the check: with units that are there for the statement's later
   * examples. Where they don't last, the example of another action that everything treats alike.
   * @param shared units that it has to be paid from besides
   */
  exampleLater(
    witness: Witness,
    action: string,
    grant: GrantLayer,
    later: Budget,
    shared?: ExampleUnits,
  ): Counterexample | undefined {
    if (shared === undefined) return this.#exampleLater(witness, action, grant, later);
    if (shared.left <= 0) return undefined;
    let byAction = this.#paid.get(witness);
    if (byAction === undefined) {
      byAction = new Map();
      this.#paid.set(witness, byAction);
    }
    let paid = byAction.get(action);
    if (paid === undefined) {
      const { used, left } = later;
      const example = this.#exampleLater(witness, action, grant, later);
      // What is not there is not worked with.
      paid = { example, units: Math.min(later.used - used, Math.max(0, left)) };
      byAction.set(action, paid);
    }
    shared.left -= paid.units;
    return paid.example;
  }

  #exampleLater(witness: Witness, action: string, grant: GrantLayer, later: Budget): Counterexample | undefined {
    const others = () => [...this.#examplesOf(witness, grant).values()].find((example) => example !== undefined);
    try {
      return this.#example(witness, action, grant, later) ?? others();
    } catch (error) {
      if (error instanceof BudgetSpent) return others();
      throw error;
    }
  }

  #example(witness: Witness, action: string, grant: GrantLayer, budget: Budget): Counterexample | undefined {
    const byAction = this.#examplesOf(witness, grant);
    if (!byAction.has(action)) {
      const [known] = byAction.values();
      const alike = known === undefined ? undefined : { ...known, action };
      const holds = alike !== undefined && this.#replays(witness, alike, grant, budget);
      byAction.set(action, holds ? alike : this.#findExample(witness, action, grant, budget));
    }
    return byAction.get(action);
  }

  #examplesOf(witness: Witness, grant: GrantLayer): Map<string, Counterexample | undefined> {
    let byGrant = this.#examples.get(witness);
    if (byGrant === undefined) {
      byGrant = new Map();
      this.#examples.set(witness, byGrant);
    }
    let byAction = byGrant.get(grant);
    if (byAction === undefined) {
      byAction = new Map();
      byGrant.set(grant, byAction);
    }
    return byAction;
  }

  #findExample(witness: Witness, action: string, grant: GrantLayer, budget: Budget): Counterexample | undefined {
    const { letters, account } = this.input;
    const facts = { account, region: "us-east-1", character: this.#unusedCharacter(grant.rules) };
    // Turning it into text is no search: it must not fail for want of units.
    const free = new Budget(Number.POSITIVE_INFINITY);
    for (const plain of [false, true]) {
      const { resource, variables } = witnessText(witness.word, witness.shape, letters, { plain, ...facts }, free);
      const example: Counterexample = { action, resource, context: { ...variables, ...witness.context } };
      if (this.#isNamed(witness, resource) && this.#replays(witness, example, grant, budget)) return example;
    }
    return undefined;
  }

  #unusedCharacter(grant: RuleSet): string {
    let character = this.#unused.get(grant);
    if (character === undefined) {
      const texts = [...this.input.own.rules, ...grant.rules].flatMap((rule) =>
        rule.resources.flatMap(({ text, plain }) => (text.includes("${") ? [text, literalsOf(plain)] : [text])),
      );
      character = unusedCharacter(texts);
      this.#unused.set(grant, character);
    }
    return character;
  }

  /** Whether the very statement names it: the session as a whole may let more through. */
  #isNamed(witness: Witness, resource: string): boolean {
    const statement = this.#statements.get(witness);
    if (statement === undefined || resource === "*") return true;
    // Which value a variable of a NotResource has was settled when the word was found.
    if (statement.negatedResources && statement.hasVariables) return true;
    const { tokens } = literalGlob(resource);
    const free = new Budget(Number.POSITIVE_INFINITY);
    // A short ARN surely names nothing (Q18).
    const sure = statement.resources.filter(({ isDoubtful }) => !isDoubtful);
    const isListed = sure.some(({ byField }) => matches(tokens, widened(byField).tokens, free));
    return isListed !== statement.negatedResources;
  }

  #replays(witness: Witness, example: Counterexample, grant: GrantLayer, budget: Budget): boolean {
    const { replayLayers, catalog, extracts } = this.input;
    const { layer, level } = grant;
    const session = this.#sessionOf(this.#statements.get(witness));
    return replays(example, { ...replayLayers, session }, { layer, level }, catalog, extracts, budget);
  }

  /**
   * The session policies with one Allow only: what it lets through past all their Denies, they let through with the others
   * too (D1). So a session of thousands of statements is not gone through for each of them.
   */
  #sessionOf(allow: Rule | undefined): Layer<readonly PolicyDocument[]> {
    const { session } = this.input.replayLayers;
    if (allow === undefined || session.state !== "given") return session;
    let known = this.#sessions.get(allow);
    if (known === undefined) {
      this.#ownStatements ??= session.value.map(({ model: { statements } }) => ({
        byIndex: new Map(statements.map((statement) => [statement.index, statement])),
        denies: statements.filter(({ effect }) => effect === "Deny"),
      }));
      const value = session.value.map((document, policy) => {
        const { byIndex, denies } = this.#ownStatements![policy]!;
        const own = policy === allow.ref.policy ? byIndex.get(allow.ref.statement) : undefined;
        const statements = own === undefined ? denies : [own, ...denies];
        return { ...document, model: { ...document.model, statements } };
      });
      known = { state: "given", value };
      this.#sessions.set(allow, known);
    }
    return known;
  }
}

/** Whether some ARN format is of a service that no entry of a NotResource is about: read field by field, all of it is left. */
function isOfOtherService({ resources }: Rule, { patterns }: ActionResources, budget: Budget): boolean {
  budget.spend(4 + patterns.length * (1 + (resources.length >> 3)));
  return patterns.some(
    ({ service }) =>
      service !== undefined && resources.every((entry) => entry.service !== undefined && entry.service !== service),
  );
}

/** The characters that a pattern spells out, the values of its variables among them. */
function literalsOf({ tokens }: Glob): string {
  return String.fromCharCode(...tokens.filter((token) => token >= 0));
}

const disputedResource: Unknown = {
  why: "disputed-rule",
  detail: "AWS checks this action without a resource, and whether an ARN matches it is not documented",
  rules: ["M2", "Q5"],
};

const disputedWildcard: Unknown = {
  why: "disputed-rule",
  detail: "the resource fits this action only if a wildcard runs past a colon, and whether it does is not documented",
  rules: ["Q3"],
};

/** So many excesses of one statement are replayed whether they are shown or not. */
const replayedAtOnce = 16;

/** Enough for some dozens under the largest of the AWS managed policies. */
const unitsForLater = 500_000;

const noRules: LayerRules = { allows: [], denies: [] };
