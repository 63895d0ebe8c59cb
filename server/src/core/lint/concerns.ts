import type { Catalog } from "../catalog/catalog.js";
import type { JsonNode } from "../syntax/json.js";
import type { ActionText } from "./facts/actionFacts.js";
import type { ConditionFacts } from "./facts/conditionFacts.js";
import type { PrincipalFacts } from "./facts/policyFacts.js";
import type { ResourceText } from "./facts/resourceFacts.js";

/**
 * Which entries a rule may have something to say about. In a statement without any such entry it finds nothing, and is not
 * asked. The answers hang on the entry and the catalog alone: they are given once for a text, and kept.
 */
export interface Concerns {
  /** An entry of Action or NotAction. */
  action?(action: ActionText, catalog: Catalog): boolean;
  /** An entry of Resource or NotResource. */
  resource?(resource: ResourceText, catalog: Catalog): boolean;
  condition?(condition: ConditionFacts, catalog: Catalog): boolean;
  /** The Condition element as a whole. */
  conditionBlock?(block: ConditionBlock): boolean;
  principal?(principal: PrincipalFacts, catalog: Catalog): boolean;
  /** Besides, a statement in which an action stands twice, in any letter case, or a resource does. */
  readonly repeated?: "action" | "resource";
  /** Besides, a statement with NotAction. */
  readonly notAction?: true;
  /** Besides, a statement whose Sid is empty. */
  readonly emptySid?: true;
  /** Entries of Action or Resource that stand alone in their element are of no concern after all. */
  readonly amongOthers?: true;
}

export interface ConditionBlock {
  readonly node: JsonNode;
  readonly conditions: readonly ConditionFacts[];
}

/** Rules by their places in a list, in ascending order. */
export type RulePlaces = readonly number[];

export const noRules: RulePlaces = [];

/** Asks the rules of a list which of them an entry concerns. */
export class ConcernedRules {
  readonly repeatedAction: RulePlaces;
  readonly repeatedResource: RulePlaces;
  readonly notAction: RulePlaces;
  readonly emptySid: RulePlaces;
  /** Those that entries which stand alone don't concern. */
  readonly #amongOthers: ReadonlySet<number>;
  readonly #all: readonly PlacedConcerns[];
  /** Few say anything of resources, about which all are asked at every keystroke in one. */
  readonly #ofResources: readonly PlacedConcerns[];

  constructor(rules: readonly { readonly concerns?: Concerns | undefined }[]) {
    this.#all = rules.flatMap(({ concerns }, place) => (concerns === undefined ? [] : [{ place, concerns }]));
    this.#ofResources = this.#all.filter(({ concerns }) => concerns.resource !== undefined);
    this.repeatedAction = this.#which(({ repeated }) => repeated === "action");
    this.repeatedResource = this.#which(({ repeated }) => repeated === "resource");
    this.notAction = this.#which(({ notAction }) => notAction === true);
    this.emptySid = this.#which(({ emptySid }) => emptySid === true);
    this.#amongOthers = new Set(this.#which(({ amongOthers }) => amongOthers === true));
  }

  byAction(action: ActionText, catalog: Catalog): RulePlaces {
    return this.#which((concerns) => concerns.action?.(action, catalog) === true);
  }

  byResource(resource: ResourceText, catalog: Catalog): RulePlaces {
    return this.#which((concerns) => concerns.resource!(resource, catalog), this.#ofResources);
  }

  byConditions(block: ConditionBlock, catalog: Catalog): RulePlaces {
    return this.#which(
      (concerns) =>
        concerns.conditionBlock?.(block) === true ||
        (concerns.condition !== undefined &&
          block.conditions.some((condition) => concerns.condition!(condition, catalog))),
    );
  }

  byPrincipals(principals: readonly PrincipalFacts[], catalog: Catalog): RulePlaces {
    return this.#which(
      ({ principal }) => principal !== undefined && principals.some((each) => principal(each, catalog)),
    );
  }

  /** Of those that an entry concerns, the ones that it does where it stands alone. */
  alone(concerned: RulePlaces): RulePlaces {
    return concerned.some((place) => this.#amongOthers.has(place))
      ? concerned.filter((place) => !this.#amongOthers.has(place))
      : concerned;
  }

  #which(isConcerned: (concerns: Concerns) => boolean, among = this.#all): RulePlaces {
    let found: number[] | undefined;
    for (const { place, concerns } of among) {
      if (!isConcernedOrBroken(concerns, isConcerned)) continue;
      found ??= [];
      found.push(place);
    }
    return found ?? noRules;
  }
}

interface PlacedConcerns {
  readonly place: number;
  readonly concerns: Concerns;
}

/** A rule that breaks down here is run, so that it does so where it is told of and the others go on. */
function isConcernedOrBroken(concerns: Concerns, isConcerned: (concerns: Concerns) => boolean): boolean {
  try {
    return isConcerned(concerns);
  } catch {
    return true;
  }
}
