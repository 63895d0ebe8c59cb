import type { LayerName } from "../../core/access/layers.js";
import { isLost } from "../../core/access/summarizeEntry.js";
import type { EntryAccess, PolicyAnalysis } from "../../core/analysis.js";
import type { CatalogSource } from "../../core/catalog/catalog.js";
import { entrySpan } from "../../core/features/entrySpan.js";
import type { Finding } from "../../core/lint/finding.js";
import { entryText } from "../../core/messages/entryText.js";
import type { LineIndex } from "../../core/text/lineIndex.js";
import type { Position, Span } from "../../core/text/span.js";
import type { CheckedFile } from "./checkedFile.js";
import { allFindings, tallyOf, unknownPolicies } from "./tally.js";

/** The report that scripts read: docs/cli.md states it, and its fields keep their names and meaning. */
export function jsonReport(files: readonly CheckedFile[], catalog: CatalogSource): string {
  const tally = tallyOf(allFindings(files));
  const report = {
    version: 1,
    catalog: { source: `${catalog.name} ${catalog.version}`, date: catalog.date },
    files: files.map((file) => ({
      file: file.name,
      findings: file.findings.map((finding) => findingJson(finding, file.lines)),
      policies: (file.analysis?.policies ?? []).map((policy) => policyJson(policy, file.lines)),
    })),
    summary: {
      errors: tally.error,
      securityWarnings: tally["security-warning"],
      warnings: tally.warning,
      suggestions: tally.suggestion,
      unknown: unknownPolicies(files),
    },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function policyJson(policy: PolicyAnalysis, lines: LineIndex) {
  const { kind, session, region, characters, verdict, notGiven, findings, entries } = policy;
  return {
    kind,
    session: session?.name ?? null,
    principal: session?.principalName ?? null,
    region: { start: region.span.start, end: region.span.end },
    characters: {
      sent: characters.sent,
      minified: characters.minified,
      limit: characters.limit ?? null,
      ...(characters.managedPolicyArns !== undefined && { managedPolicyArns: characters.managedPolicyArns }),
    },
    verdict,
    notGiven,
    findings: findings.map((finding) => findingJson(finding, lines)),
    actions: entries.map((entry) => ({
      path: entry.path,
      range: rangeOf(entrySpan(entry, policy), lines),
      pattern: entry.pattern,
      effect: entry.effect,
      negated: entry.negated,
      result: entry.result,
      text: entryText(entry, policy),
      decidedBy: decidedBy(entry) ?? null,
    })),
  };
}

function findingJson(finding: Finding, lines: LineIndex) {
  const { rule, severity, awsIssueCode, message, path, span, counterexample, fixes } = finding;
  return {
    rule,
    severity,
    ...(awsIssueCode !== undefined && { awsIssueCode }),
    message,
    path,
    range: rangeOf(span, lines),
    ...(counterexample !== undefined && { counterexample }),
    fixes: fixes.map(({ title }) => title),
  };
}

function rangeOf({ start, end }: Span, lines: LineIndex): { readonly start: Position; readonly end: Position } {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

/** The layer that makes the entry's result what it is; of several, the first action's. */
function decidedBy({ actions, result }: EntryAccess): LayerName | undefined {
  const lost = actions.find(isLost);
  const decisive =
    result === "partly" && lost !== undefined ? lost : actions.find((action) => action.result === result);
  return (decisive ?? lost ?? actions[0])?.decidedBy;
}
