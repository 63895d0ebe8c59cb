import type { AccessEngine } from "../access/accessEngine.js";
import type { PolicyDocument } from "../access/layers.js";
import type { ActionSet } from "../access/sets/actionSets.js";
import { add, type Bits, has } from "../access/sets/bits.js";
import { Budget } from "../access/sets/budget.js";
import type { Rule } from "../access/sets/rules.js";
import type { Statement } from "../policy/model.js";
import type { ActionAtoms } from "./actionAtoms.js";
import type { Draft, DraftStatement } from "./draft.js";
import { type Equal, Equality, type Unproved } from "./equality.js";
import { anySession, bare, Equivalence } from "./equivalence.js";
import { onEverything } from "./everyResource.js";
import { namedActions, splitAction } from "./namedActions.js";
import { PatternOrder } from "./patternOrder.js";
import type { PossibleRequests } from "./possibleRequests.js";
import type { Slices } from "./slices.js";

/** What is known of the role of a session. */
export interface BaseKnowledge {
  /** All its identity policies. */
  readonly identity: readonly PolicyDocument[];
  /** Whether no resource-based policy names the role, or could let its sessions in otherwise, beside `resourcePolicies`. */
  readonly resourcePoliciesComplete: boolean;
  /** Those that are stated; they count where they are all there are. */
  readonly resourcePolicies?: readonly PolicyDocument[];
  /** The role's account, 12 digits, where it is known. */
  readonly account?: string;
}

/**
 * What a session policy may say or leave out because the role does not grant it. Only of requests that no resource-based
 * policy can allow instead (E3, example 56): on resources that have none, on those of another account (D5), or, where all
 * such policies are known, of actions that none of them allows anybody.
 */
export class BaseRelative implements Equal {
  readonly #engine: AccessEngine;
  readonly #base: BaseKnowledge;
  readonly #equality: Equality;
  readonly #equivalence: Equivalence;
  readonly #order: PatternOrder;
  readonly #possible: PossibleRequests;
  readonly #rules: readonly { readonly rule: Rule; readonly statement: Statement; readonly document: PolicyDocument }[];
  readonly #resourceGrants: readonly Rule[];
  readonly #budget = new Budget(Number.POSITIVE_INFINITY);

  constructor(engine: AccessEngine, { version }: Draft, base: BaseKnowledge, possible: PossibleRequests) {
    this.#engine = engine;
    this.#base = base;
    this.#equality = new Equality(engine, { version });
    this.#equivalence = new Equivalence(engine, version);
    this.#order = new PatternOrder(version);
    this.#possible = possible;
    this.#rules = base.identity.flatMap((document, policy) => {
      const rules = engine.rulesOf(document, { layer: "identity", policy }, anySession);
      return rules.map((rule, i) => ({ rule, statement: document.model.statements[i]!, document }));
    });
    this.#resourceGrants = (base.resourcePolicies ?? [])
      .flatMap((document, policy) => engine.rulesOf(document, { layer: "resource", policy }, anySession))
      .filter(({ allow }) => allow);
  }

  /** Actions that the role is granted nowhere on what a resource entry matches, and that nothing else can allow there. */
  notGranted(resource: string, atoms: ActionAtoms): Bits {
    const bits = atoms.none();
    for (const { service, start } of atoms.segments) {
      const rules = this.#allows(service);
      const count = this.#engine.catalog.actionNames(service).length;
      for (let action = 0; action < count; action++) {
        if (this.#isRevivable(service, action, resource)) continue;
        const granting = rules.filter(({ actions }) => has(actions, action));
        if (!granting.some(({ rule }) => this.#mayMeet(rule, resource))) add(bits, start * 32 + action);
      }
    }
    return bits;
  }

  /**
   * The statements with all resources in place of theirs for those actions of which the role is granted nothing that
   * they do not name already. What is left keeps its resources.
   */
  widened(statements: readonly DraftStatement[]): readonly DraftStatement[] {
    return statements.flatMap((statement) => {
      const { actions, resources } = statement;
      if (statement.effect === "Deny" || actions.negated || resources.negated || resources.entries.includes("*")) {
        return [statement];
      }
      const { known, strange } = namedActions(actions.entries, this.#engine.catalog);
      return onEverything(
        statement,
        known.filter((name) => this.#mayBeWidened(name, statements)),
        known,
        strange,
      );
    });
  }

  *unproved(before: readonly DraftStatement[], after: readonly DraftStatement[]): Slices<Unproved> {
    const exact = yield* this.#equality.over("catalog").unproved(before, after);
    const missing: { readonly before: DraftStatement[]; readonly after: DraftStatement[] } = { before: [], after: [] };
    for (const statement of exact.before) {
      yield;
      if (!this.#isSaidBy(statement, after)) missing.before.push(statement);
    }
    for (const statement of exact.after) {
      yield;
      if (!this.#isSaidBy(statement, before)) missing.after.push(statement);
    }
    return missing;
  }

  /** Whether the others say of a statement all that can make a difference. */
  #isSaidBy(statement: DraftStatement, others: readonly DraftStatement[]): boolean {
    const { effect, actions, resources, conditionKey } = statement;
    if (effect === "Deny" || actions.negated || resources.negated) return false;
    const alike = others.filter(
      (other) => other.effect === "Allow" && (other.conditionKey === "" || other.conditionKey === conditionKey),
    );
    const { known, strange } = namedActions(actions.entries, this.#engine.catalog);
    const part = (entries: readonly string[], on: readonly string[]): DraftStatement => ({
      ...bare(statement),
      actions: { negated: false, entries },
      resources: { negated: false, entries: on },
    });
    const foreign = resources.entries.filter((resource) => this.#isForeign(resource));
    const own = resources.entries.filter((resource) => !foreign.includes(resource));
    const revivable = known.filter((name) => this.#canBeRevived(name));
    const whole = alike.map(bare);
    const exact = (entries: readonly string[], on: readonly string[], universe: "any" | "catalog") =>
      entries.length === 0 || on.length === 0 || this.#equivalence.isCovered(part(entries, on), whole, universe);
    const granted = (entries: readonly string[], on: readonly string[]) =>
      entries.length === 0 || on.length === 0 || this.#isCoveredAsGranted(entries, on, whole);
    return (
      exact(strange, resources.entries, "any") &&
      exact(revivable, own, "catalog") &&
      granted(
        known.filter((name) => !revivable.includes(name)),
        own,
      ) &&
      granted(known, foreign)
    );
  }

  /** Whether all that the role is granted of these actions on these resources is said by the others. */
  #isCoveredAsGranted(
    actions: readonly string[],
    resources: readonly string[],
    others: readonly DraftStatement[],
  ): boolean {
    // The role's own statements, cut down to these actions, and to these resources by a Deny of all others.
    const cut = this.#base.identity.map((document): PolicyDocument => {
      const statements = this.#rules
        .filter((each) => each.document === document)
        .flatMap(({ rule, statement }) => {
          const entries = actions.filter((name) => this.#matches(rule, name)).map((text) => ({ text, path: [] }));
          return entries.length === 0 ? [] : [{ ...statement, actions: { negated: false, entries } }];
        });
      return { ...document, model: { ...document.model, statements } };
    });
    if (cut.every(({ model }) => model.statements.length === 0)) return true;
    const elsewhere: DraftStatement = {
      origins: [],
      sid: undefined,
      effect: "Deny",
      actions: { negated: false, entries: ["*"] },
      resources: { negated: true, entries: resources },
      condition: undefined,
      conditionKey: "",
    };
    const isEverywhere = resources.includes("*");
    const session = isEverywhere ? cut : [...cut, this.#equivalence.document([elsewhere], true)];
    const base = [this.#equivalence.document(others)];
    return this.#equivalence.compare({ session, base, universe: "catalog" }).verdict === "within";
  }

  #allows(service: string): readonly { readonly rule: Rule; readonly actions: ActionSet }[] {
    return this.#rules
      .filter(({ rule }) => rule.allow && rule.touches(service))
      .map(({ rule }) => ({ rule, actions: rule.actions(this.#engine.catalog, service, this.#budget) }));
  }

  #matches(rule: Rule, action: string): boolean {
    const [service, name] = splitAction(action);
    if (!rule.touches(service)) return false;
    const index = this.#engine.catalog.actionIndex(service, name);
    return index >= 0 && has(rule.actions(this.#engine.catalog, service, this.#budget), index);
  }

  #mayMeet(rule: Rule, resource: string): boolean {
    if (rule.negatedResources || rule.everyResource) return true;
    return rule.resources.some(({ text }) => this.#possible.mayMeet(text, resource));
  }

  #mayBeWidened(action: string, statements: readonly DraftStatement[]): boolean {
    if (this.#canBeRevived(action)) return false;
    const granting = this.#rules.filter(({ rule }) => rule.allow && this.#matches(rule, action));
    const said = statements
      .filter(({ actions }) => actions.entries.some((entry) => this.#order.actionCovers(entry, action)))
      .flatMap(({ resources }) => resources.entries);
    return granting.every(
      ({ rule }) =>
        !rule.negatedResources &&
        rule.resources.every(({ text }) => said.some((resource) => this.#order.resourceCovers(resource, text))),
    );
  }

  #canBeRevived(action: string): boolean {
    const [service, name] = splitAction(action);
    return this.#isRevivable(service, this.#engine.catalog.actionIndex(service, name), undefined);
  }

  /** Whether a resource-based policy could allow the action on what an entry matches, though the role is not granted it. */
  #isRevivable(service: string, action: number, resource: string | undefined): boolean {
    if (resource !== undefined && this.#isForeign(resource)) return false;
    const { catalog } = this.#engine;
    if (this.#base.resourcePoliciesComplete) {
      return this.#resourceGrants.some(
        (rule) => rule.touches(service) && has(rule.actions(catalog, service, this.#budget), action),
      );
    }
    const details = catalog.details(service)?.actions.get(catalog.lowerActionNames(service)[action] ?? "");
    if (details === undefined) return true;
    const types = details.resourceTypes.map(({ name }) => name);
    return catalog.resourcePolicies.policyFor(service, types) !== undefined;
  }

  /** A resource of another account is never opened by its own policy alone (D5). */
  #isForeign(resource: string): boolean {
    const account = resource.split(":")[4] ?? "";
    return this.#base.account !== undefined && /^\d{12}$/.test(account) && account !== this.#base.account;
  }
}
