/** A piece of work that is timed. */
export interface Job<Input> {
  readonly name: string;
  run(input: Input): unknown;
}

export interface RoundOptions<Input> {
  readonly rounds: number;
  /** Rounds before them that don't count. */
  readonly warmUp: number;
  /** What one round works on: every job the same, one after the other. */
  inputs(): readonly Input[];
}

/**
 * Microseconds of each job, one number a round. The rounds are interleaved: a machine that is slow for a while is slow
 * for all jobs, so the ratios of one round are worth more than its times.
 */
export function timeRounds<Input>(
  jobs: readonly Job<Input>[],
  { rounds, warmUp, inputs }: RoundOptions<Input>,
): ReadonlyMap<string, readonly number[]> {
  const times = new Map(jobs.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < warmUp + rounds; round++) {
    const texts = inputs();
    for (const job of jobs) {
      const start = performance.now();
      for (const text of texts) job.run(text);
      const took = ((performance.now() - start) * 1000) / texts.length;
      if (round >= warmUp) times.get(job.name)!.push(took);
    }
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** The median of a job's rounds, each divided by another job's time in the same round. */
export function medianRatio(times: ReadonlyMap<string, readonly number[]>, job: string, by: string): number {
  const below = times.get(by)!;
  return median(times.get(job)!.map((time, round) => time / below[round]!));
}

/** Milliseconds that `work` takes. */
export function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
