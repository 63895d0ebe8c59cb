/** How a run ended; docs/cli.md explains it to the user. Where several hold, the first in this order is given. */
export const exitStatus = {
  /** Unusable arguments, or input that cannot be read. */
  unusable: 2,
  /** Findings that matter, access that exceeds, a policy that does not fit. */
  found: 1,
  /** The answer is not known. */
  unknown: 3,
  fine: 0,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** The one that is given of several. */
export function firstThatApplies(statuses: Iterable<ExitStatus>): ExitStatus {
  const all = new Set(statuses);
  return [exitStatus.unusable, exitStatus.found, exitStatus.unknown].find((status) => all.has(status)) ?? 0;
}
