import type { Catalog } from "../catalog/catalog.js";
import type { Finding, Severity } from "./finding.js";
import { type LintMemory, newStatements } from "./lintMemory.js";
import type { PolicySubject, Rule, RuleInput, RuleNeed } from "./rule.js";
import { ruleInput } from "./ruleInput.js";
import { rules as allRules } from "./rules/index.js";

/** What the user has set for rules, by rule id. */
export type RuleLevels = { readonly [rule: string]: Severity | "off" };

export interface RunRulesOptions {
  readonly catalog: Catalog;
  /** The same text as other sessions use it; none if not given. */
  readonly others?: readonly PolicySubject[];
  readonly levels?: RuleLevels;
  /** All rules, if not given. */
  readonly rules?: readonly Rule[];
  /** What earlier runs of the same rules have found in single statements; nothing if not given. */
  readonly memory?: LintMemory | undefined;
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
}

/**
 * Runs the rules that apply to the policy's kind: those that judge each statement by itself on the statements of which
 * nothing is known yet, the others on the policy as a whole.
 */
export function runRules(subject: PolicySubject, options: RunRulesOptions): LintResult {
  const { catalog, others = [], levels = {}, rules = allRules, memory } = options;
  const levelOf = (id: string) => (Object.hasOwn(levels, id) ? levels[id] : undefined);
  const off = Object.keys(levels).filter((id) => levels[id] === "off");
  const statements = memory?.recall(subject, catalog, off.join()) ?? newStatements(subject, catalog);
  const { all, fresh, arnShapes } = statements;
  const whole = ruleInput(subject, catalog, others, all, all.length, arnShapes);
  const unknown = fresh === all ? whole : ruleInput(subject, catalog, others, fresh, all.length, arnShapes);
  const found: Finding[] = [];
  const foundInStatements: Finding[] = [];
  const failures: RuleFailure[] = [];
  for (const rule of rules) {
    if (!rule.appliesTo.includes(subject.kind) || levelOf(rule.id) === "off") continue;
    const input = rule.scope === "statement" ? unknown : whole;
    if (rule.needs !== undefined && !hasAny(rule.needs, input)) continue;
    try {
      (rule.scope === "statement" ? foundInStatements : found).push(...rule.run(input));
    } catch (error) {
      failures.push({ rule: rule.id, error });
    }
  }
  if (failures.length === 0) statements.keep(foundInStatements);
  const findings = [...statements.findings, ...foundInStatements, ...found].map((finding) => {
    const level = levelOf(finding.rule);
    if (level === undefined || level === "off") return finding;
    return atLevel(finding, rules.find(({ id }) => id === finding.rule)?.severity ?? level, level);
  });
  findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || compare(a.rule, b.rule));
  return { findings, failures };
}

function hasAny(need: RuleNeed, input: RuleInput): boolean {
  switch (need) {
    case "conditions":
      return input.conditions.length > 0;
    case "principals":
      return input.statements.some(({ principals }) => principals.length > 0);
    case "problems":
      return input.model.problems.length > 0;
    case "session":
      return input.session !== undefined;
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
