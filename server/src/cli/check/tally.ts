import type { Finding, Severity } from "../../core/lint/finding.js";
import { type ExitStatus, exitStatus } from "../exitStatus.js";
import type { CheckedFile } from "./checkedFile.js";

/** Severities, the gravest first. */
export const severities = ["error", "security-warning", "warning", "suggestion"] as const satisfies readonly Severity[];

/** From which severity on findings make the run fail. */
export type FailOn = Severity | "never";

/** How many findings there are of each severity. */
export type Tally = { readonly [severity in Severity]: number };

export function tallyOf(findings: Iterable<Pick<Finding, "severity">>): Tally {
  const tally = { error: 0, "security-warning": 0, warning: 0, suggestion: 0 };
  for (const { severity } of findings) tally[severity]++;
  return tally;
}

/** All findings, those of a policy that several sessions use once for each. */
export function allFindings(files: readonly CheckedFile[]): readonly Finding[] {
  return files.flatMap(({ findings, analysis }) => [
    ...findings,
    ...(analysis?.policies ?? []).flatMap((policy) => policy.findings),
  ]);
}

/** How many policies nothing can be said of as a whole. */
export function unknownPolicies(files: readonly CheckedFile[]): number {
  return files.flatMap(({ analysis }) => analysis?.policies ?? []).filter(({ verdict }) => verdict === "unknown")
    .length;
}

export function checkStatus(files: readonly CheckedFile[], failOn: FailOn): ExitStatus {
  const tally = tallyOf(allFindings(files));
  const failing = failOn === "never" ? [] : severities.slice(0, severities.indexOf(failOn) + 1);
  if (failing.some((severity) => tally[severity] > 0)) return exitStatus.found;
  return unknownPolicies(files) > 0 ? exitStatus.unknown : exitStatus.fine;
}
