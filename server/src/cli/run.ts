import { CatalogError } from "../core/catalog/catalogError.js";
import { nearestName } from "../core/text/nearestName.js";
import { commands } from "./commands.js";
import { type ExitStatus, exitStatus } from "./exitStatus.js";
import type { CliHost } from "./host.js";
import { harmless } from "./output/harmless.js";
import { UsageError } from "./usageError.js";

/**
 * `session-policy` with these arguments. Never rejects: whatever goes wrong is told on the error output, without a
 * stack trace.
 */
export async function run(args: readonly string[], host: CliHost): Promise<ExitStatus> {
  const [name, ...rest] = args;
  try {
    return await dispatch(name, rest, host);
  } catch (error) {
    await host.errors.write(`session-policy: ${harmless(explain(error, name, host))}\n`);
    return exitStatus.unusable;
  }
}

async function dispatch(name: string | undefined, args: readonly string[], host: CliHost): Promise<ExitStatus> {
  if (name === undefined) {
    await host.errors.write(overview());
    return exitStatus.unusable;
  }
  if (name === "--version" || name === "-v") {
    await host.output.write(`${host.version}\n`);
    return exitStatus.fine;
  }
  const command = commands.find((each) => each.name === name);
  if (name === "--help" || name === "-h" || name === "help") {
    const topic = commands.find((each) => each.name === args[0]);
    await host.output.write(topic?.help ?? overview());
    return exitStatus.fine;
  }
  if (command === undefined) throw new UsageError(unknownCommand(name));
  if (asksForHelp(args)) {
    await host.output.write(command.help);
    return exitStatus.fine;
  }
  return command.run(args, host);
}

/** Before anything else, so that it works beside arguments that are wrong. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).some((argument) => argument === "--help" || argument === "-h");
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return `session-policy: what AWS IAM session policies really allow

${commands.map(({ name, summary }) => `  session-policy ${name.padEnd(width)}  ${summary}`).join("\n")}

  session-policy COMMAND --help  explains one of them
  session-policy --version       prints the version

It reads no network. Exit status: 2 unusable arguments or unreadable input,
1 findings, 3 the answer is not known, 0 otherwise.
`;
}

function unknownCommand(name: string): string {
  const meant = nearestName(
    name,
    commands.map((command) => command.name),
  );
  return meant === undefined
    ? `There is no command "${name}". Try session-policy --help.`
    : `There is no command "${name}". Did you mean "${meant}"?`;
}

function explain(error: unknown, name: string | undefined, host: CliHost): string {
  if (error instanceof UsageError) {
    const isCommand = commands.some((command) => command.name === name);
    return isCommand && error.isAboutArguments ? `${error.message} Try session-policy ${name} --help.` : error.message;
  }
  if (error instanceof CatalogError) return error.message;
  // A bug of ours.
  const message = error instanceof Error ? error.message : String(error);
  const details = host.environment.SESSION_POLICY_DEBUG === undefined ? undefined : (error as Error).stack;
  return details ?? `internal error, please report it: ${message} (SESSION_POLICY_DEBUG=1 tells more)`;
}
