import type { Layer, Levels, PolicyDocument } from "../../core/access/layers.js";
import { once, valueOption } from "../arguments.js";
import { UsageError } from "../usageError.js";
import { type LayerValues, layerOptions, orNone, readLayers } from "./layerOptions.js";
import type { PolicyReader } from "./policyReader.js";

/** The policies of one session, complete: what is not there does not exist. */
export interface SessionQuestion {
  readonly session: Layer<readonly PolicyDocument[]>;
  readonly base: Layer<readonly PolicyDocument[]>;
  readonly boundary: Layer<PolicyDocument>;
  readonly serviceControlPolicies: Layer<Levels>;
  readonly resourceControlPolicies: Layer<Levels>;
}

/** How these options are explained. */
export const sessionOptionsHelp = `  --session POLICY…     the session policies of one call, all together
  --base POLICY…        all identity policies of the role
  --boundary POLICY     its permissions boundary
  --scp POLICY,…        one level of service control policies; repeatable, root
                        first, commas between the policies of a level
  --rcp POLICY,…        the same for resource control policies
                        POLICY: a path, - for standard input, or the ARN of an
                        AWS managed policy`;

/** The options that name the policies of a session. */
export const sessionOptions = { ...layerOptions, session: valueOption } as const;

export interface SessionValues extends LayerValues {
  readonly session?: readonly string[];
}

const optionsWithValue: readonly string[] = [
  ...["--boundary", "--scp", "--rcp", "--universe", "--format"],
  ...["--principal", "--session-name", "--resource-policy", "--statement", "--action"],
];

/** `--session a b --base c d` as `--session a --session b --base c --base d`. */
export function spreadLists(args: readonly string[]): readonly string[] {
  const spread: string[] = [];
  let list: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    if (argument === "--session" || argument === "--base") {
      list = argument;
      spread.push(argument, ...args.slice(at + 1, at + 2));
      at++;
    } else if (list !== undefined && (argument === "-" || !argument.startsWith("-"))) {
      spread.push(list, argument);
    } else {
      list = undefined;
      spread.push(argument);
      // The value of an option of another kind is no policy of the list.
      if (optionsWithValue.includes(argument)) {
        spread.push(...args.slice(at + 1, at + 2));
        at++;
      }
    }
  }
  return spread;
}

/**
 * The policies that the options name.
 * @param mayLackSession the call may have passed no session policy
 */
export async function namedQuestion(
  values: SessionValues,
  reader: PolicyReader,
  mayLackSession = false,
): Promise<SessionQuestion> {
  if (values.session === undefined && !mayLackSession)
    throw new UsageError("--session is missing: name the session policies.");
  if (values.base === undefined) throw new UsageError("--base is missing: name the policies of the role.");
  once(values.boundary, "boundary");
  const session = values.session && (await reader.documents(values.session, "session"));
  const layers = await readLayers(values, reader);
  return {
    session: orNone(session),
    base: orNone(layers.identity),
    boundary: orNone(layers.boundary?.[0]),
    serviceControlPolicies: orNone(layers.serviceControlPolicies),
    resourceControlPolicies: orNone(layers.resourceControlPolicies),
  };
}

/** Where questions that stand one on a line come from; options that would contradict that are mistakes. */
export function linesSource(values: SessionValues, positionals: readonly string[], format: string | undefined): string {
  const isNamed = [values.session, values.base, values.boundary, values.scp, values.rcp].some((each) => each);
  if (isNamed) throw new UsageError("With --ndjson, the policies stand in the questions.");
  if (format !== undefined && format !== "json") throw new UsageError(`--ndjson answers in JSON, not in ${format}.`);
  if (positionals.length > 1) throw new UsageError("--ndjson takes one file.");
  return positionals[0] ?? "-";
}
