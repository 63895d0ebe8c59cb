import type { LayerName, StatementRef } from "../layers.js";
import type { Budget } from "../sets/budget.js";
import { coversAlone } from "../sets/match.js";
import type { ResourceRegion } from "../sets/region.js";
import type { Rule } from "../sets/rules.js";
import type { ResourceShape } from "../sets/universe.js";
import { type CellAccess, type CellLayer, type CellQuestion, everywhere, type Remover } from "./cellAccess.js";
import type { Clause, ClauseJudge } from "./clauses.js";
import { isPossible } from "./regionText.js";
import type { DoubtfulRegion, RuleReach } from "./ruleReach.js";
import { mostParts, TooManyParts } from "./tooManyParts.js";

/** Requests that all layers looked at so far allow. */
interface Part {
  readonly region: ResourceRegion;
  readonly clauses: readonly Clause[];
  readonly grantedBy: readonly StatementRef[];
}

/** Follows the requests of an action cell whose actions take resources through the layers (D1–D3, E1, E5). */
export class TypedCell {
  readonly #question: CellQuestion;
  readonly #shapes: readonly ResourceShape[];
  readonly #reachOf: (rule: Rule) => RuleReach;
  readonly #clauses: ClauseJudge;
  readonly #budget: Budget;
  readonly #removed: { region: ResourceRegion; by: Remover }[] = [];
  readonly #doubts: DoubtfulRegion[] = [];

  constructor(question: CellQuestion, reachOf: (rule: Rule) => RuleReach, clauses: ClauseJudge, budget: Budget) {
    this.#question = question;
    this.#shapes = question.cell.resources.patterns;
    this.#reachOf = reachOf;
    this.#clauses = clauses;
    this.#budget = budget;
  }

  access(): CellAccess {
    const { rule, layers, sessionDenies } = this.#question;
    const own = this.#reachOf(rule);
    this.#doubts.push(...own.doubts(everywhere, this.#shapes, this.#budget));
    const start = own.surelyInside(everywhere, this.#budget).filter((region) => this.#isPossible(region));
    const clauses = rule.conditions.length === 0 ? [] : [{ rule, unless: false }];
    let parts = this.#fewest(start.map((region) => ({ region, clauses, grantedBy: [] })));
    const named = parts.map(({ region }) => region);
    for (const layer of layers) {
      this.#noteNotGranted(named, layer, clauses);
      parts = this.#allowedBy(parts, layer);
    }
    for (const deny of [...sessionDenies, ...layers.flatMap(({ rules }) => rules.denies)]) {
      this.#noteDenied(named, deny, clauses);
      parts = this.#notDeniedBy(parts, deny);
    }
    const allowed = this.#settled(parts);
    const unknown = this.#doubts.flatMap(({ region, why, rules }) =>
      this.#passing(region).map((each) => ({ region: each, why, rules })),
    );
    return { allowed: allowed.parts, removed: this.#removed, unknown: [...unknown, ...allowed.doubtful] };
  }

  #allowedBy(parts: readonly Part[], { place, rules }: CellLayer): readonly Part[] {
    const next: Part[] = [];
    const excluded: ResourceRegion[] = [];
    for (const part of parts) {
      for (const allow of rules.allows) {
        const clauses =
          allow.conditions.length === 0 ? part.clauses : [...part.clauses, { rule: allow, unless: false }];
        if (clauses !== part.clauses && this.#isNever(clauses)) {
          excluded.push(...this.#reachOf(allow).surelyInside(part.region, this.#budget));
          continue;
        }
        const isNew = mayGrant(place.layer, allow) && !part.grantedBy.includes(allow.ref);
        const grantedBy = isNew ? [...part.grantedBy, allow.ref] : part.grantedBy;
        for (const region of this.#reachOf(allow).surelyInside(part.region, this.#budget)) {
          if (this.#isPossible(region)) next.push({ region, clauses, grantedBy });
        }
      }
    }
    // What this layer allows only under conditions that exclude those of the layers before it, it does not allow.
    for (const region of excluded) {
      const isLeft = next.some((part) => this.#isPossible(inBoth(region, part.region)));
      if (!isLeft && this.#isPossible(region)) this.#removed.push({ region, by: place });
    }
    return this.#fewest(next);
  }

  #notDeniedBy(parts: readonly Part[], deny: Rule): readonly Part[] {
    const reach = this.#reachOf(deny);
    const next: Part[] = [];
    for (const part of parts) {
      const isTouched = reach
        .perhapsInside(part.region, this.#budget)
        .some((region) => isPossible(region, this.#shapes, this.#budget));
      if (!isTouched) {
        next.push(part);
        continue;
      }
      for (const region of reach.surelyOutside(part.region, this.#budget)) {
        if (this.#isPossible(region)) next.push({ ...part, region });
      }
      if (deny.conditions.length === 0) continue;
      // A Deny whose condition does not hold takes nothing away, wherever it may reach.
      const inside = reach.isCertain ? reach.surelyInside(part.region, this.#budget) : [part.region];
      const clauses = [...part.clauses, { rule: deny, unless: true }];
      for (const region of inside) if (this.#isPossible(region)) next.push({ ...part, region, clauses });
    }
    return this.#fewest(next);
  }

  /** What no Allow of the layer reaches, whatever the context. */
  #noteNotGranted(named: readonly ResourceRegion[], { place, rules }: CellLayer, own: readonly Clause[]): void {
    let rest = named;
    for (const allow of rules.allows) {
      if (allow.conditions.length > 0 && this.#isNever([...own, { rule: allow, unless: false }])) continue;
      rest = rest.flatMap((region) => this.#reachOf(allow).outsideWhateverValues(region, this.#budget));
    }
    for (const region of rest) if (this.#isPossible(region)) this.#removed.push({ region, by: place });
    for (const allow of rules.allows) {
      const reach = this.#reachOf(allow);
      for (const region of named) this.#doubts.push(...this.#notAllowedAnyway(reach, region, rules.allows));
    }
  }

  /** Doubts about an Allow, where no other one of its layer settles them. */
  #notAllowedAnyway(reach: RuleReach, region: ResourceRegion, allows: readonly Rule[]): readonly DoubtfulRegion[] {
    return reach.doubts(region, this.#shapes, this.#budget).flatMap((doubt) => {
      let rest: readonly ResourceRegion[] = [doubt.region];
      for (const allow of allows) {
        if (allow.conditions.length > 0) continue;
        rest = rest.flatMap((each) => this.#reachOf(allow).perhapsOutside(each, this.#budget));
      }
      return rest.filter((each) => this.#isPossible(each)).map((each) => ({ ...doubt, region: each }));
    });
  }

  #noteDenied(named: readonly ResourceRegion[], deny: Rule, own: readonly Clause[]): void {
    const reach = this.#reachOf(deny);
    const isConditional = deny.conditions.length > 0;
    for (const region of named) {
      // A conditional Deny shows in what is allowed, unless it always applies.
      if (isConditional && !this.#isNever([...own, { rule: deny, unless: true }])) continue;
      for (const inside of reach.surelyInside(region, this.#budget)) {
        if (this.#isPossible(inside)) this.#removed.push({ region: inside, by: deny.ref });
      }
      if (!isConditional) this.#doubts.push(...reach.doubts(region, this.#shapes, this.#budget));
    }
  }

  /** Parts with the conditions that are needed, and those whose conditions nobody can tell. */
  #settled(parts: readonly Part[]): { readonly parts: readonly Part[]; readonly doubtful: readonly DoubtfulRegion[] } {
    const kept: Part[] = [];
    const doubtful: DoubtfulRegion[] = [];
    for (const part of parts) {
      const settled = this.#clauses.settle(part.clauses, this.#question.cell.facts);
      if (settled.kind === "needed") kept.push({ ...part, clauses: settled.clauses });
      else if (settled.kind === "doubtful") doubtful.push({ ...settled, region: part.region });
      else {
        const { rule, unless } = part.clauses[part.clauses.length - 1]!;
        const { layer, level } = rule.ref;
        const by = unless ? rule.ref : { layer, ...(level === undefined ? {} : { level }) };
        this.#removed.push({ region: part.region, by });
      }
    }
    return { parts: this.#fewest(kept), doubtful };
  }

  /** What of a doubtful region every layer may let pass: the rest is denied however the doubt is settled. */
  #passing(region: ResourceRegion): readonly ResourceRegion[] {
    const { rule, layers, sessionDenies } = this.#question;
    const possible = (regions: readonly ResourceRegion[]) => regions.filter((each) => this.#isPossible(each));
    let regions: readonly ResourceRegion[] = this.#reachOf(rule).perhapsInside(region, this.#budget);
    for (const { rules } of layers) {
      regions = regions.flatMap((each) =>
        rules.allows.flatMap((allow) => this.#reachOf(allow).perhapsInside(each, this.#budget)),
      );
      regions = possible(regions);
      if (regions.length > mostParts) throw new TooManyParts();
    }
    for (const deny of [...sessionDenies, ...layers.flatMap(({ rules }) => rules.denies)]) {
      if (deny.conditions.length > 0) continue;
      regions = regions.flatMap((each) => this.#reachOf(deny).perhapsOutside(each, this.#budget));
    }
    return possible(regions);
  }

  #isNever(clauses: readonly Clause[]): boolean {
    return this.#clauses.settle(clauses, this.#question.cell.facts).kind === "never";
  }

  #isPossible(region: ResourceRegion): boolean {
    return isPossible(region, this.#shapes, this.#budget);
  }

  /** Leaves out what is in another part under the same conditions or fewer. */
  #fewest(parts: readonly Part[]): readonly Part[] {
    const kept: Part[] = [];
    for (const part of parts) {
      const larger = kept.findIndex((other) => this.#covers(other, part));
      if (larger >= 0) {
        if (this.#covers(part, kept[larger]!)) kept[larger] = withGrants(kept[larger]!, part.grantedBy);
        continue;
      }
      for (let i = kept.length - 1; i >= 0; i--) if (this.#covers(part, kept[i]!)) kept.splice(i, 1);
      kept.push(part);
      if (kept.length > mostParts) throw new TooManyParts();
    }
    return kept;
  }

  #covers(outer: Part, inner: Part): boolean {
    this.#budget.spend(2);
    const covers = (one: ResourceRegion, other: ResourceRegion) =>
      one.positives.every((glob) => other.positives.some((each) => coversAlone(glob, each, this.#budget))) &&
      one.negatives.every((glob) => other.negatives.some((each) => coversAlone(each, glob, this.#budget)));
    return (
      outer.clauses.every((clause) =>
        inner.clauses.some((each) => each.rule === clause.rule && each.unless === clause.unless),
      ) && covers(outer.region, inner.region)
    );
  }
}

function inBoth(a: ResourceRegion, b: ResourceRegion): ResourceRegion {
  return { positives: [...a.positives, ...b.positives], negatives: [...a.negatives, ...b.negatives] };
}

/** The layers that can grant (table 3); what stands for all other resources is no statement. */
function mayGrant(layer: LayerName, { ref }: Rule): boolean {
  return layer === "identity" || (layer === "resource" && ref.statement >= 0);
}

function withGrants(part: Part, more: readonly StatementRef[]): Part {
  const missing = more.filter((ref) => !part.grantedBy.includes(ref));
  return missing.length === 0 ? part : { ...part, grantedBy: [...part.grantedBy, ...missing] };
}
