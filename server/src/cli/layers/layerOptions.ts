import type { Layer, Levels, PolicyDocument } from "../../core/access/layers.js";
import { once, valueOption } from "../arguments.js";
import { UsageError } from "../usageError.js";
import type { PolicyReader } from "./policyReader.js";

/** The options of every subcommand that name the policies a session is limited by. */
export const layerOptions = { base: valueOption, boundary: valueOption, scp: valueOption, rcp: valueOption } as const;

export interface LayerValues {
  readonly base?: readonly string[];
  readonly boundary?: readonly string[];
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
}

/** The documents that these options name; undefined where an option was not used. */
export interface NamedLayers {
  readonly identity: readonly PolicyDocument[] | undefined;
  readonly boundary: readonly PolicyDocument[] | undefined;
  readonly serviceControlPolicies: Levels | undefined;
  readonly resourceControlPolicies: Levels | undefined;
}

export async function readLayers(values: LayerValues, reader: PolicyReader): Promise<NamedLayers> {
  const boundary = once(values.boundary, "boundary");
  return {
    identity: values.base && (await reader.documents(values.base, "identity")),
    boundary: boundary === undefined ? undefined : [await reader.document(boundary, "boundary")],
    serviceControlPolicies: values.scp && (await readLevels(values.scp, "scp", reader)),
    resourceControlPolicies: values.rcp && (await readLevels(values.rcp, "rcp", reader)),
  };
}

/** Each use of the option is one level, root first; commas join the documents of a level. */
async function readLevels(levels: readonly string[], option: "scp" | "rcp", reader: PolicyReader): Promise<Levels> {
  const read: (readonly PolicyDocument[])[] = [];
  for (const level of levels) {
    const references = level.split(",").map((reference) => reference.trim());
    if (references.includes("")) throw new UsageError(`--${option} "${level}" lacks the name of a policy.`);
    read.push(await reader.documents(references, option));
  }
  return read;
}

export function usesLayers(values: LayerValues): boolean {
  return [values.base, values.boundary, values.scp, values.rcp].some((value) => value !== undefined);
}

/** What was not named is not known: a check claims nothing about it. */
export function orNotGiven<T>(value: T | undefined, why: string): Layer<T> {
  return value === undefined ? { state: "unknown", why } : { state: "given", value };
}

/** What was not named is not there: a comparison is complete by contract. */
export function orNone<T>(value: T | undefined): Layer<T> {
  return value === undefined ? { state: "none" } : { state: "given", value };
}
