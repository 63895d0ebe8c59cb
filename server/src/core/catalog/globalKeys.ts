import { CatalogError } from "./catalogError.js";
import { isObject } from "./dataFile.js";
import { findKey } from "./keyTemplate.js";

export const globalKeysFile = "global-condition-keys.json";

/** When a key is in a request context. What is only promised for some services or requests is `sometimes`. */
export type Presence = "always" | "sometimes" | "never";

/** A condition key that any service may find in a request. Source: the data file's `source`. */
export interface GlobalKey {
  /** `aws:PrincipalArn`; with a free part, `aws:PrincipalTag/${TagKey}`. */
  readonly key: string;
  /** `String`, `ArrayOfString`, `ARN`, `Bool`, `Date`, `IPAddress` or `Numeric`, as in `ConditionKeyDetails`. */
  readonly type: string;
  /** Types besides: `aws:EpochTime` is compared as a number too. */
  readonly otherTypes: readonly string[];
  /** May have several values in a request; such keys need a set operator. */
  readonly multivalued: boolean;
  readonly category: "principal" | "session" | "network" | "resource" | "request";
  /** In any signed request to AWS (C8). */
  readonly presence: Presence;
  /** In requests of a role session or federated-user session, the ones a session policy is evaluated for (V5, V6). */
  readonly presenceInSession: Presence;
  /** A wildcard in its value has no valid use, says AWS: identifiers of accounts, organizations, VPCs, endpoints. */
  readonly sensitive: boolean;
  /** When the key is present, in a sentence fit for a hover. */
  readonly when: string;
}

export interface GlobalKeys {
  readonly source: string;
  /** ISO date of the table. */
  readonly date: string;
  /** In the order of AWS's page. */
  readonly all: readonly GlobalKey[];
  /** By a name as a policy writes it, in any letter case; `aws:PrincipalTag/team` gives the entry with `${TagKey}`. */
  find(name: string): GlobalKey | undefined;
}

const presences = new Set<unknown>(["always", "sometimes", "never"]);

/** Takes the parsed data file apart. Throws a CatalogError where it is not as expected. */
export function readGlobalKeys(file: Record<string, unknown>): GlobalKeys {
  const { source, date, keys } = file;
  if (typeof source !== "string" || typeof date !== "string" || !Array.isArray(keys)) {
    throw new CatalogError(globalKeysFile, "is damaged: a member is missing");
  }
  const all = (keys as unknown[]).map(readKey);
  const byName = new Map(all.map((key) => [key.key.toLowerCase(), key]));
  return { source, date, all, find: (name) => findKey(byName, name) };
}

function readKey(row: unknown): GlobalKey {
  const isKey =
    isObject(row) &&
    [row.key, row.type, row.category, row.when].every((item) => typeof item === "string") &&
    presences.has(row.presence) &&
    presences.has(row.presenceInSession);
  if (!isKey) throw new CatalogError(globalKeysFile, "is damaged: a key is not as expected");
  const key = row as unknown as WrittenKey;
  return {
    ...key,
    otherTypes: key.otherTypes ?? [],
    multivalued: key.type.startsWith("ArrayOf"),
    sensitive: key.sensitive === true,
  };
}

/** A key as the file has it: what is empty, false or can be told from the type is left out. */
interface WrittenKey extends Omit<GlobalKey, "otherTypes" | "multivalued" | "sensitive"> {
  readonly otherTypes?: readonly string[];
  readonly sensitive?: boolean;
}
