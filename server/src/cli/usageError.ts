/** What the user has to change before the command can do anything: arguments, or input that cannot be read. */
export class UsageError extends Error {
  /** Whether `--help` would help. */
  readonly isAboutArguments: boolean;

  constructor(message: string, isAboutArguments = true) {
    super(message);
    this.name = "UsageError";
    this.isAboutArguments = isAboutArguments;
  }
}

/** Input that cannot be read or used. */
export function inputError(message: string): UsageError {
  return new UsageError(message, false);
}
