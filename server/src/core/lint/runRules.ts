import type { Catalog } from "../catalog/catalog.js";
import { WordMemory } from "../messages/wordMemory.js";
import type { PolicyKind } from "../policy/model.js";
import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import type { Span } from "../text/span.js";
import { ConcernedRules } from "./concerns.js";
import { EntriesInAll } from "./entriesInAll.js";
import type { EntryTexts } from "./facts/entryTexts.js";
import type { StatementFacts } from "./facts/policyFacts.js";
import type { Finding, Severity } from "./finding.js";
import { type LintMemory, newStatements, type RecalledStatements } from "./lintMemory.js";
import {
  everyKind,
  type PolicyRule,
  type PolicySubject,
  type Rule,
  type RuleInput,
  type StatementRule,
} from "./rule.js";
import { ofStatements, ruleInput } from "./ruleInput.js";
import { noRules, type RuleSet } from "./ruleSet.js";
import { rules as allRules } from "./rules/index.js";

/** What the user has set for rules, by rule id. */
export type RuleLevels = { readonly [rule: string]: Severity | "off" };

export interface RunRulesOptions {
  readonly catalog: Catalog;
  /** The same text as other sessions use it; none if not given. */
  readonly others?: readonly PolicySubject[];
  /** What the entries come to in all of them; worked out if not given. */
  readonly inAll?: EntriesInAll;
  readonly levels?: RuleLevels | undefined;
  /** All rules, if not given. */
  readonly rules?: readonly Rule[];
  /** What earlier runs of the same rules have found in single statements; nothing if not given. */
  readonly memory?: LintMemory | undefined;
  /** The same text's statements, as a run of the same rules for another session has left them. */
  readonly known?: RecalledStatements | undefined;
  /** What was said of the policy's entries before; nothing if not given. */
  readonly words?: WordMemory | undefined;
}

/** A rule that broke down: a bug of ours, to be logged. The other rules' findings are not touched by it. */
export interface RuleFailure {
  readonly rule: string;
  readonly error: unknown;
}

export interface LintResult {
  /** In the order of their places, then of the rules' ids. */
  readonly findings: readonly Finding[];
  readonly failures: readonly RuleFailure[];
  /** What statements are by themselves, for other sessions that use the text; undefined where a rule broke down. */
  readonly known: RecalledStatements | undefined;
}

/**
 * Runs the rules that apply to the policy's kind: those that judge each statement by itself on the statements of which
 * nothing is known yet, the others on the policy as a whole.
 */
export function runRules(subject: PolicySubject, options: RunRulesOptions): LintResult {
  const { catalog, others = [], levels = {}, rules, memory, words = new WordMemory() } = options;
  const inAll = options.inAll ?? new EntriesInAll([subject, ...others]);
  const levelOf = (id: string) => (Object.hasOwn(levels, id) ? levels[id] : undefined);
  const off = Object.keys(levels).filter((id) => levels[id] === "off");
  const list = rules === undefined ? everyRule : listOf(rules);
  const { concerned } = list;
  const statements =
    options.known ??
    memory?.recall(subject, catalog, concerned, off.join()) ??
    newStatements(subject, catalog, concerned);
  const { all, fresh, texts } = statements;
  const whole = ruleInput(subject, others, inAll, words, all, texts);
  const unknown = ofStatements(whole, fresh);
  const concernedFresh = concernedByAny(fresh, texts);
  const concernedAll = fresh === all ? concernedFresh : concernedByAny(all, texts);
  const found: Finding[] = [];
  const foundInStatements: Finding[] = [];
  const failures: RuleFailure[] = [];
  for (const { id, place, isConcerned, needs, inStatements, inPolicy } of toRun(list, subject.kind, concernedAll)) {
    if (off.length > 0 && off.includes(id)) continue;
    try {
      // One by one: there may be more than a call takes arguments.
      if (inStatements !== undefined) {
        if (fresh.length === 0 || (isConcerned && !concernedFresh.has(place))) continue;
        const looked = isConcerned ? fresh.filter(({ concerned }) => concerned.has(place)) : fresh;
        const input = looked.length === fresh.length ? unknown : ofStatements(whole, looked);
        for (const finding of inStatements(input)) foundInStatements.push(finding);
      } else if (inPolicy !== undefined && isNeeded(needs, whole)) {
        const looked = isConcerned ? all.filter(({ concerned }) => concerned.has(place)) : all;
        for (const finding of inPolicy(whole, looked)) found.push(finding);
      }
    } catch (error) {
      failures.push({ rule: id, error });
    }
  }
  const isWhole = failures.length === 0;
  if (isWhole) statements.keep(foundInStatements);
  const inStatements = [...statements.findings, ...foundInStatements];
  const known = isWhole ? { ...statements, fresh: [], findings: inStatements, keep: () => {} } : undefined;
  const usual = settledIn(subject.parsed, [...inStatements, ...found]);
  const findings = Object.keys(levels).length === 0 ? usual : usual.map((finding) => atSetLevel(finding));
  findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || compare(a.rule, b.rule));
  return { findings, failures, known };

  function atSetLevel(finding: Finding): Finding {
    const level = levelOf(finding.rule);
    if (level === undefined || level === "off") return finding;
    const rule = (rules ?? allRules).find(({ id }) => id === finding.rule);
    return atLevel(finding, rule?.severity ?? level, level);
  }
}

/** The one rule that speaks of a string that is not closed. */
const syntaxRule = "json-syntax-error";

/** Without what is said of a string whose end is still to be typed: it is not what it will be. */
function settledIn({ text, problems }: ParsedPolicy, findings: Finding[]): Finding[] {
  if (problems.length === 0) return findings;
  const open = problems
    .filter(({ kind, span }) => kind === "syntax" && text[span.start] === '"')
    .map(({ span }) => span)
    .filter((span) => !isClosed(text, span));
  if (open.length === 0) return findings;
  const isIn = (span: Span) => open.some(({ start, end }) => start <= span.start && span.end <= end);
  return findings.filter(({ rule, span }) => rule === syntaxRule || !isIn(span));
}

/** Whether a string ends in a quote of its own: not the one that it begins with, and not an escaped one. */
function isClosed(text: string, { start, end }: Span): boolean {
  let escapes = 0;
  while (text[end - 2 - escapes] === "\\") escapes++;
  return end - start > 1 && text[end - 1] === '"' && escapes % 2 === 0;
}

/** Rules in the order in which they run. */
interface RuleList {
  readonly concerned: ConcernedRules;
  /** Those that apply to a kind. */
  readonly ofKind: ReadonlyMap<PolicyKind, RulesOfKind>;
}

interface RulesOfKind {
  /** Those that do not say which entries concern them. */
  readonly always: readonly ListedRule[];
  /** The others by their places in the list; most places are empty. */
  readonly ifConcerned: readonly (ListedRule | undefined)[];
}

/** The rules that may find something. Few of a hundred do in a policy, so the others are not even gone through. */
function toRun({ ofKind }: RuleList, kind: PolicyKind, concerned: RuleSet): readonly ListedRule[] {
  const { always, ifConcerned } = ofKind.get(kind)!;
  const rules = [...always];
  for (const place of concerned.places) {
    const rule = ifConcerned[place];
    if (rule !== undefined) rules.push(rule);
  }
  return rules;
}

/** What is asked of a rule at every run: rules themselves differ in what they have, and to look into each takes longer. */
interface ListedRule {
  readonly id: string;
  /** Its place in the list. */
  readonly place: number;
  readonly isConcerned: boolean;
  readonly needs: PolicyRule["needs"];
  readonly inStatements: StatementRule["run"] | undefined;
  readonly inPolicy: PolicyRule["run"] | undefined;
}

function listOf(rules: readonly Rule[]): RuleList {
  const listed = rules.map(
    (rule, place): ListedRule => ({
      id: rule.id,
      place,
      isConcerned: rule.concerns !== undefined,
      needs: rule.scope === "policy" ? rule.needs : undefined,
      inStatements: rule.scope === "statement" ? rule.run : undefined,
      inPolicy: rule.scope === "policy" ? rule.run : undefined,
    }),
  );
  const ofKind = everyKind.map((kind) => {
    const applies = ({ place }: ListedRule) => rules[place]!.appliesTo.includes(kind);
    const always = listed.filter((rule) => !rule.isConcerned && applies(rule));
    const ifConcerned = listed.map((rule) => (rule.isConcerned && applies(rule) ? rule : undefined));
    return [kind, { always, ifConcerned }] as const;
  });
  return { concerned: new ConcernedRules(rules), ofKind: new Map(ofKind) };
}

const everyRule = listOf(allRules);

/** The rules that some of the statements concern. */
function concernedByAny(statements: readonly StatementFacts[], { sets }: EntryTexts): RuleSet {
  let found = noRules;
  for (const { concerned } of statements) found = sets.union(found, concerned);
  return found;
}

function isNeeded(needs: PolicyRule["needs"], input: RuleInput): boolean {
  const { kind, model, parsed, session, ofRoles, required } = input;
  switch (needs) {
    case undefined:
      return true;
    case "problems":
      return model.problems.length > 0;
    case "syntax-problems":
      return parsed.problems.length > 0;
    case "any-problems":
      return model.problems.length > 0 || parsed.problems.length > 0;
    case "no-version":
      return model.version === undefined;
    case "role":
      return kind === "session" || ofRoles.length > 0;
    case "session":
      return session !== undefined;
    case "session-tags":
      return session?.tags !== undefined;
    case "trust-policy":
      return session?.trustPolicy.state === "given";
    case "requirements":
      return required.length > 0;
  }
}

/**
 * The user's level takes the place of the rule's own. A finding that the rule itself takes less seriously than usual
 * keeps the distance: it becomes milder with the level, but not more severe.
 */
function atLevel(finding: Finding, usual: Severity, level: Severity): Finding {
  const milder = weight(finding.severity) < weight(usual) && weight(finding.severity) < weight(level);
  return milder ? finding : { ...finding, severity: level };
}

function weight(severity: Severity): number {
  return ["suggestion", "warning", "security-warning", "error"].indexOf(severity);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
