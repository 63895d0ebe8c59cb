import type { Catalog } from "../catalog/catalog.js";
import type { Finding, Severity } from "./finding.js";
import type { PolicySubject, Rule } from "./rule.js";
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

/** Runs the rules that apply to the policy's kind. */
export function runRules(subject: PolicySubject, options: RunRulesOptions): LintResult {
  const { catalog, others = [], levels = {}, rules = allRules } = options;
  const input = ruleInput(subject, catalog, others);
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  for (const rule of rules) {
    const level = Object.hasOwn(levels, rule.id) ? levels[rule.id] : undefined;
    if (level === "off" || !rule.appliesTo.includes(subject.kind)) continue;
    try {
      for (const finding of rule.run(input)) findings.push(atLevel(finding, rule.severity, level));
    } catch (error) {
      failures.push({ rule: rule.id, error });
    }
  }
  findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || compare(a.rule, b.rule));
  return { findings, failures };
}

/**
 * The user's level takes the place of the rule's own. A finding that the rule itself takes less seriously than usual
 * keeps the distance: it becomes milder with the level, but not more severe.
 */
function atLevel(finding: Finding, usual: Severity, level: Severity | undefined): Finding {
  if (level === undefined) return finding;
  const milder = weight(finding.severity) < weight(usual) && weight(finding.severity) < weight(level);
  return milder ? finding : { ...finding, severity: level };
}

function weight(severity: Severity): number {
  return ["suggestion", "warning", "security-warning", "error"].indexOf(severity);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
