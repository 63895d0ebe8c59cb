import type { Analysis, PolicyAnalysis } from "../analysis.js";
import type { Finding } from "../lint/finding.js";
import { listed } from "../messages/lists.js";
import type { Region } from "../regions/region.js";

/** A finding as an editor shows it. */
export interface ShownFinding {
  readonly finding: Finding;
  /** Where its fixes are written; undefined for what belongs to no policy. */
  readonly region: Region | undefined;
}

/**
 * All findings of a document, each once. A file may be analyzed for several sessions: what they agree on is shown once,
 * and what only some of them say names those sessions. A fix is kept only if every session of the file offers it, since
 * it changes the text for all of them.
 */
export function shownFindings(analysis: Analysis): readonly ShownFinding[] {
  const shown: ShownFinding[] = analysis.findings.map((finding) => ({ finding, region: analysis.config }));
  for (const policies of byRegion(analysis.policies)) shown.push(...ofRegion(policies));
  return shown.sort((a, b) => a.finding.span.start - b.finding.span.start || a.finding.span.end - b.finding.span.end);
}

function byRegion(policies: readonly PolicyAnalysis[]): readonly (readonly PolicyAnalysis[])[] {
  const starts = [...new Set(policies.map(({ region }) => region.span.start))];
  return starts.map((start) => policies.filter(({ region }) => region.span.start === start));
}

function ofRegion(policies: readonly PolicyAnalysis[]): readonly ShownFinding[] {
  const { region, findings } = policies[0]!;
  if (policies.length === 1) return findings.map((finding) => ({ finding, region }));
  const groups = new Map<string, { finding: Finding; sessions: string[] }>();
  for (const policy of policies) {
    for (const finding of policy.findings) {
      const key = JSON.stringify([finding.rule, finding.span, finding.severity, finding.message, finding.path]);
      const group = groups.get(key);
      const name = policy.session?.name ?? "";
      if (group === undefined) groups.set(key, { finding, sessions: [name] });
      else group.sessions.push(name);
    }
  }
  return [...groups.values()].map(({ finding, sessions }) => {
    if (sessions.length === policies.length) return { finding, region };
    const names = listed(
      sessions.map((name) => `session ${name}`),
      3,
    );
    const { unnecessary, ...rest } = finding;
    const everywhere = (id: string, edits: unknown) =>
      policies.every((policy) =>
        policy.findings.some(
          (other) =>
            other.rule === finding.rule &&
            other.fixes.some((fix) => fix.id === id && JSON.stringify(fix.edits) === JSON.stringify(edits)),
        ),
      );
    return {
      region,
      finding: {
        ...rest,
        message: `${finding.message}\n\nThis is so in ${names}.`,
        ...(unnecessary === true && flaggedInAll(finding, policies) && { unnecessary }),
        fixes: finding.fixes.filter((fix) => everywhere(fix.id, fix.edits)),
      },
    };
  });
}

function flaggedInAll(finding: Finding, policies: readonly PolicyAnalysis[]): boolean {
  return policies.every((policy) =>
    policy.findings.some(
      (other) => other.rule === finding.rule && other.unnecessary === true && other.span.start === finding.span.start,
    ),
  );
}
