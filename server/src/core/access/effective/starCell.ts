import type { StatementRef } from "../layers.js";
import type { Budget } from "../sets/budget.js";
import type { Rule } from "../sets/rules.js";
import { matchesStar, type Ternary } from "../sets/starResource.js";
import type { Glob } from "../sets/tokens.js";
import { type CellAccess, type CellLayer, type CellQuestion, everywhere } from "./cellAccess.js";
import type { Clause, ClauseJudge } from "./clauses.js";
import { mostParts, TooManyParts } from "./tooManyParts.js";

/** What becomes of actions that are checked with the resource `*` (M2): three-valued, since Q5 is open. */
export class StarCell {
  readonly #question: CellQuestion;
  readonly #serviceArns: Glob;
  readonly #clauses: ClauseJudge;
  readonly #budget: Budget;

  /** @param serviceArns all ARNs of the actions' service */
  constructor(question: CellQuestion, serviceArns: Glob, clauses: ClauseJudge, budget: Budget) {
    this.#question = question;
    this.#serviceArns = serviceArns;
    this.#clauses = clauses;
    this.#budget = budget;
  }

  access(): CellAccess {
    const { rule, layers, sessionDenies } = this.#question;
    const own = this.#matches(rule);
    if (own === "no") return { allowed: [], removed: [], unknown: [] };
    const clauses = rule.conditions.length === 0 ? [] : [{ rule, unless: false }];
    const denies = [...sessionDenies, ...layers.flatMap(({ rules }) => rules.denies)];
    const removed = [
      ...layers
        .filter((layer) => this.#grants(layer, clauses).every(({ how }) => how === "no"))
        .map(({ place }) => place),
      ...denies.filter((deny) => this.#surelyDenies(deny, clauses)).map(({ ref }) => ref),
    ].map((by) => ({ region: everywhere, by }));
    if (removed.length > 0) return { allowed: [], removed: own === "yes" ? removed : [], unknown: [] };
    const isOpen =
      own === "maybe" ||
      denies.some((deny) => this.#matches(deny) === "maybe") ||
      layers.some((layer) => this.#leansOnDoubt(layer, clauses));
    const unknown = isOpen ? [{ region: everywhere, ...disputed }] : [];
    if (own === "maybe" || denies.some((deny) => this.#matches(deny) === "maybe"))
      return { allowed: [], removed: [], unknown };
    return this.#settled(this.#ways(clauses, denies), unknown);
  }

  /** The layer's Allows that can apply together with the session's condition. */
  #grants({ rules }: CellLayer, own: readonly Clause[]): readonly { readonly rule: Rule; readonly how: Ternary }[] {
    return rules.allows
      .filter((allow) => allow.conditions.length === 0 || !this.#isNever([...own, { rule: allow, unless: false }]))
      .map((rule) => ({ rule, how: this.#matches(rule) }));
  }

  /** Whether some context is left in which only a disputed match would allow it. */
  #leansOnDoubt(layer: CellLayer, own: readonly Clause[]): boolean {
    const grants = this.#grants(layer, own);
    const isSure = grants.some(({ rule, how }) => how === "yes" && rule.conditions.length === 0);
    return !isSure && grants.some(({ how }) => how === "maybe");
  }

  #surelyDenies(deny: Rule, own: readonly Clause[]): boolean {
    if (this.#matches(deny) !== "yes") return false;
    return deny.conditions.length === 0 || this.#isNever([...own, { rule: deny, unless: true }]);
  }

  #ways(own: readonly Clause[], denies: readonly Rule[]): readonly Way[] {
    let ways: readonly Way[] = [{ clauses: own, grantedBy: [] }];
    for (const layer of this.#question.layers) {
      const sure = this.#grants(layer, own)
        .filter(({ how }) => how === "yes")
        .map(({ rule }) => rule);
      const always = sure.filter((allow) => allow.conditions.length === 0);
      const isIdentity = layer.place.layer === "identity";
      const of = (rules: readonly Rule[]) => (isIdentity ? rules.map(({ ref }) => ref) : []);
      ways = ways.flatMap(({ clauses, grantedBy }) =>
        always.length > 0
          ? [{ clauses, grantedBy: [...grantedBy, ...of(always)] }]
          : sure.map((allow) => ({
              clauses: [...clauses, { rule: allow, unless: false }],
              grantedBy: [...grantedBy, ...of([allow])],
            })),
      );
      if (ways.length > mostParts) throw new TooManyParts();
    }
    const unless = denies
      .filter((deny) => deny.conditions.length > 0 && this.#matches(deny) === "yes")
      .map((rule) => ({ rule, unless: true }));
    return ways.map((way) => ({ ...way, clauses: [...way.clauses, ...unless] }));
  }

  #settled(ways: readonly Way[], open: CellAccess["unknown"]): CellAccess {
    const allowed: CellAccess["allowed"][number][] = [];
    const removed: CellAccess["removed"][number][] = [];
    const unknown = [...open];
    for (const { clauses, grantedBy } of ways) {
      const settled = this.#clauses.settle(clauses, this.#question.cell.facts);
      if (settled.kind === "needed") allowed.push({ region: everywhere, clauses: settled.clauses, grantedBy });
      else if (settled.kind === "doubtful") {
        unknown.push({ region: everywhere, why: settled.why, rules: settled.rules });
      } else {
        const { rule, unless: denied } = clauses[clauses.length - 1]!;
        const { layer, level } = rule.ref;
        removed.push({
          region: everywhere,
          by: denied ? rule.ref : { layer, ...(level === undefined ? {} : { level }) },
        });
      }
    }
    return { allowed, removed: allowed.length > 0 ? [] : removed, unknown };
  }

  #isNever(clauses: readonly Clause[]): boolean {
    return this.#clauses.settle(clauses, this.#question.cell.facts).kind === "never";
  }

  #matches(rule: Rule): Ternary {
    if (rule.everyResource) return "yes";
    const { negatedResources, resources } = rule;
    const how = matchesStar(rule, this.#serviceArns, this.#budget);
    // `?` matches the character `*`: nobody knows whether that is what AWS compares.
    if (how === "yes" && !negatedResources) return "maybe";
    if (how === "no" && negatedResources && !resources.some(({ whole }) => whole.isAll)) return "maybe";
    return how;
  }
}

/** One way in which all layers allow it. */
interface Way {
  readonly clauses: readonly Clause[];
  readonly grantedBy: readonly StatementRef[];
}

const disputed = {
  why: "AWS checks this action without a resource, and whether an ARN matches it is not documented",
  rules: ["M2", "Q5"],
};
