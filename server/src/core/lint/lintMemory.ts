import type { Catalog } from "../catalog/catalog.js";
import type { Statement } from "../policy/model.js";
import { statementOf } from "../policy/statementAt.js";
import { UsedAgain } from "../text/usedAgain.js";
import { ArnShapes } from "./arnShapes.js";
import type { ConcernedRules } from "./concerns.js";
import { EntryTexts } from "./facts/entryTexts.js";
import { policyFacts, type StatementFacts } from "./facts/policyFacts.js";
import type { Finding } from "./finding.js";
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
  readonly texts: EntryTexts;
}

/** The statements of a policy where nothing is kept. */
export function newStatements(subject: PolicySubject, catalog: Catalog, rules: ConcernedRules): RecalledStatements {
  return statementsIn(subject, new EntryTexts(catalog, new ArnShapes(catalog), rules, 0));
}

function statementsIn({ parsed, model }: PolicySubject, texts: EntryTexts): RecalledStatements {
  const all = policyFacts(parsed, model, texts);
  return { all, fresh: all, findings: [], keep: () => {}, texts };
}

export interface LintMemoryOptions {
  /** Whether what was found in a statement is kept: not, where every document is linted once. True if not given. */
  readonly keepsStatements?: boolean;
  /** How much text of single entries is kept, in UTF-16 units; at most twice as much. That of an open editor if not given. */
  readonly entryText?: number;
}

/**
 * What is kept between runs of the rules: what is known of entries by their text, and of statements what was found in them,
 * since a keystroke changes one of them. It never changes a finding.
 */
export class LintMemory {
  readonly #options: LintMemoryOptions;
  #kept: KeptForCatalog | undefined;

  constructor(options: LintMemoryOptions = {}) {
    this.#options = options;
  }

  /**
   * @param rules what is kept of others is forgotten
   * @param off rules that are not run, as one text
   */
  recall(subject: PolicySubject, catalog: Catalog, rules: ConcernedRules, off: string): RecalledStatements {
    const { kind, parsed, model } = subject;
    const { texts, statements } = this.#keptFor(catalog, rules);
    // Where text is missing or stands twice, a statement's own text does not say all.
    if (statements === undefined || parsed.problems.length > 0) return statementsIn(subject, texts);
    const besides = `${kind} ${model.version} ${catalog.loadedServices} ${off}`;
    const findings: Finding[] = [];
    const fresh: StatementFacts[] = [];
    let count = 0;
    const all = policyFacts(parsed, model, texts, (place, statement, read) => {
      count = place.count;
      const { start } = place.node.span;
      const found = statement && statements.find(statement);
      const known = found?.besides === besides && found.count === count ? found : undefined;
      const facts = read(known?.facts);
      if (known === undefined) fresh.push(facts);
      else for (const finding of known.findings) findings.push(moved(finding, start - known.start));
      return facts;
    });
    const keep = (found: readonly Finding[]) => {
      const byStatement = new Map<number, Finding[]>();
      for (const finding of found) {
        const index = statementOf(finding.path);
        const same = byStatement.get(index);
        if (same === undefined) byStatement.set(index, [finding]);
        else same.push(finding);
      }
      for (const facts of fresh) {
        const { index, node, statement } = facts;
        const { start, end } = node.span;
        // What cannot be read is no statement that could be found again.
        if (statement === undefined || end - start > longestKept) continue;
        statements.keep(statement, { besides, count, start, facts, findings: byStatement.get(index) ?? [] });
      }
    };
    return { all, fresh: fresh.length === all.length ? all : fresh, findings, keep, texts };
  }

  #keptFor(catalog: Catalog, rules: ConcernedRules): KeptForCatalog {
    const { keepsStatements = true, entryText = usualEntryText } = this.#options;
    let kept = this.#kept;
    if (kept?.texts.catalog !== catalog || kept.texts.rules !== rules) {
      const statements = keepsStatements ? newStatementsMemory() : undefined;
      const texts = new EntryTexts(catalog, new ArnShapes(catalog), rules, entryText);
      kept = { texts, statements };
    }
    this.#kept = kept;
    return kept;
  }
}

interface KeptForCatalog {
  readonly texts: EntryTexts;
  readonly statements: UsedAgain<LintedStatement, Statement> | undefined;
}

function newStatementsMemory(): UsedAgain<LintedStatement, Statement> {
  return new UsedAgain(keptStatements);
}

interface LintedStatement {
  /** All that its findings hang on besides the statement, which is the same object only if it is written as it was. */
  readonly besides: string;
  readonly count: number;
  /** Where it stood: its findings move along with it. */
  readonly start: number;
  readonly facts: StatementFacts;
  readonly findings: readonly Finding[];
}

/** Of some dozens of open session policies; at most twice as many are kept. */
const keptStatements = 256;

/** In UTF-16 units. A statement as long as this is no session policy's. */
const longestKept = 10_000;

/** In UTF-16 units: some hundreds of entries. */
const usualEntryText = 100_000;

function moved(finding: Finding, by: number): Finding {
  if (by === 0) return finding;
  return { ...finding, span: { start: finding.span.start + by, end: finding.span.end + by } };
}
