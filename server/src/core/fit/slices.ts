/**
 * Work that may take long, done in slices: it yields after each, so that whoever runs it can let others have their turn,
 * or stop. What it gives is the same however it is run.
 */
export type Slices<T> = Generator<void, T, void>;

/** All slices at once. */
export function inOneGo<T>(slices: Slices<T>): T {
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
  }
}

/**
 * One slice after the other.
 * @param pause is waited for between slices; what it throws ends the work
 */
export async function withPauses<T>(slices: Slices<T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
    await pause();
  }
}
