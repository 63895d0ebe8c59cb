import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usageError.js";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options by name, typed as they were declared, and the other arguments in order. */
export type ReadArguments<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>;

/** An option that takes a value, and any number of them: one too many is a mistake to be told, not to be passed over. */
export const valueOption = { type: "string", multiple: true } as const;

export const helpOption = { type: "boolean", short: "h" } as const;

/** The arguments of a subcommand. Throws UsageError. */
export function readArguments<T extends Options>(args: readonly string[], options: T): ReadArguments<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node goes on to explain how positional arguments may begin with a dash.
    throw new UsageError(`${error.message.split(/\. |\n/)[0]?.replace(/\.$/, "")}.`);
  }
}

/** The value of an option that may be given once. */
export function once(values: readonly string[] | undefined, option: string): string | undefined {
  if (values !== undefined && values.length > 1) throw new UsageError(`--${option} may be given only once.`);
  return values?.[0];
}

/** The value of an option that knows these words. */
export function oneOf<T extends string>(
  values: readonly string[] | undefined,
  option: string,
  words: readonly T[],
): T | undefined {
  const value = once(values, option);
  if (value === undefined) return undefined;
  const known = words.find((word) => word === value);
  if (known === undefined) throw new UsageError(`--${option} takes ${words.join(", ")}; it does not know "${value}".`);
  return known;
}
