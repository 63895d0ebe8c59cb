import { LatelyUsed } from "../access/sets/latelyUsed.js";
import type { Catalog } from "../catalog/catalog.js";
import { policyFacts, type StatementFacts } from "./facts/policyFacts.js";
import type { Finding } from "./finding.js";
import { ArnShapes } from "./resourceFit.js";
import type { PolicySubject } from "./rule.js";

/** A policy's statements, and what was found in some of them before. */
export interface RecalledStatements {
  readonly all: readonly StatementFacts[];
  /** Those of which nothing is known, in order; `all` itself where that is all of them. */
  readonly fresh: readonly StatementFacts[];
  /** What the rules that judge a statement by itself have found in the others. */
  readonly findings: readonly Finding[];
  /** Keeps what these rules find in the fresh ones. */
  keep(findings: readonly Finding[]): void;
  readonly arnShapes: ArnShapes;
}

/** The statements of a policy where nothing is kept. */
export function newStatements(
  { parsed, model }: PolicySubject,
  catalog: Catalog,
  arnShapes = new ArnShapes(catalog),
): RecalledStatements {
  const all = policyFacts(parsed.root, model, catalog, arnShapes);
  return { all, fresh: all, findings: [], keep: () => {}, arnShapes };
}

/**
 * What is kept of statements between runs of the rules: a keystroke changes one of them. It never changes a finding.
 * Goes with one set of rules.
 */
export class LintMemory {
  #kept: KeptForCatalog | undefined;

  /** @param off rules that are not run, as one text */
  recall(subject: PolicySubject, catalog: Catalog, off: string): RecalledStatements {
    const { kind, parsed, model } = subject;
    if (this.#kept?.catalog !== catalog)
      this.#kept = {
        catalog,
        arnShapes: new ArnShapes(catalog),
        statements: new LatelyUsed(keptText, (key) => key.length),
      };
    const { arnShapes, statements } = this.#kept;
    // Where text is missing or stands twice, a statement's own text does not say all.
    if (parsed.problems.length > 0) return newStatements(subject, catalog, arnShapes);
    const surroundings = `${kind} ${model.version} ${catalog.loadedServices} ${off}`;
    const findings: Finding[] = [];
    const fresh: StatementFacts[] = [];
    const keys = new Map<StatementFacts, string>();
    const all = policyFacts(parsed.root, model, catalog, arnShapes, (place, read) => {
      const { start, end } = place.node.span;
      const key = `${place.path.join()} of ${place.count} ${surroundings}\n${parsed.text.slice(start, end)}`;
      const known = statements.find(key);
      const facts = read(known?.facts);
      if (known === undefined) {
        fresh.push(facts);
        if (end - start <= longestKept) keys.set(facts, key);
      } else {
        for (const finding of known.findings) findings.push(moved(finding, start - known.start));
      }
      return facts;
    });
    const keep = (found: readonly Finding[]) => {
      const byStatement = new Map<number, Finding[]>();
      for (const finding of found) {
        const index = typeof finding.path[1] === "number" ? finding.path[1] : 0;
        const same = byStatement.get(index);
        if (same === undefined) byStatement.set(index, [finding]);
        else same.push(finding);
      }
      for (const [facts, key] of keys) {
        const { index, node } = facts;
        statements.keep(key, { start: node.span.start, facts, findings: byStatement.get(index) ?? [] });
      }
    };
    return { all, fresh: fresh.length === all.length ? all : fresh, findings, keep, arnShapes };
  }
}

interface KeptForCatalog {
  readonly catalog: Catalog;
  readonly arnShapes: ArnShapes;
  readonly statements: LatelyUsed<LintedStatement>;
}

interface LintedStatement {
  /** Where it stood: its findings move along with it. */
  readonly start: number;
  readonly facts: StatementFacts;
  readonly findings: readonly Finding[];
}

/** In UTF-16 units: some dozens of open session policies; at most twice as much is kept. */
const keptText = 100_000;

/** In UTF-16 units. A statement as long as this is no session policy's. */
const longestKept = 10_000;

function moved(finding: Finding, by: number): Finding {
  if (by === 0) return finding;
  return { ...finding, span: { start: finding.span.start + by, end: finding.span.end + by } };
}
