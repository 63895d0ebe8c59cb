import type { ExitStatus } from "./exitStatus.js";
import type { CliHost } from "./host.js";

/** A subcommand of `session-policy`. */
export interface Command {
  readonly name: string;
  /** One line, for the list of subcommands. */
  readonly summary: string;
  /** All of `--help`. */
  readonly help: string;
  /** Throws UsageError where the arguments or the input cannot be used. */
  run(args: readonly string[], host: CliHost): Promise<ExitStatus>;
}
