import type { ServiceDetails } from "../../catalog/catalog.js";
import {
  anyFirst,
  anyStar,
  type Glob,
  globOf,
  noColonFirst,
  noColonStar,
  noSlashFirst,
  noSlashStar,
  plainFirst,
  plainStar,
} from "./tokens.js";

/**
 * The ARNs that a service's resource types can have, as patterns (M3). What stands for a placeholder is at least one
 * character. Region, account and partition hold no colon. A name at the end of one format that another format of the
 * service goes on with `/` or `:` cannot hold that character, or AWS could not tell the two apart:
 * `table/${TableName}` and `table/${TableName}/index/${IndexName}`, `${BucketName}` and `${BucketName}/${ObjectName}`,
 * `function:${FunctionName}` and `function:${FunctionName}:${Alias}`. All other placeholders may be any text, so that
 * the set is never too small.
 */
export function excludedCharacters(details: ServiceDetails): ReadonlyMap<string, string> {
  const formats: string[] = [];
  for (const type of details.resourceTypes.values()) formats.push(...type.arnFormats);
  const lastNames = new Map<string, string>();
  for (const format of formats) {
    const last = /\$\{([^}]+)\}$/.exec(format)?.[1];
    if (last !== undefined) lastNames.set(format, last);
  }
  const excluded = new Map<string, string>();
  for (const longer of formats) {
    // Every beginning of it that ends in a placeholder and is a format by itself.
    for (let brace = longer.indexOf("}"); brace >= 0; brace = longer.indexOf("}", brace + 1)) {
      const next = longer.charAt(brace + 1);
      if (next !== "/" && next !== ":") continue;
      const last = lastNames.get(longer.slice(0, brace + 1));
      if (last === undefined) continue;
      const known = excluded.get(last) ?? "";
      if (!known.includes(next)) excluded.set(last, known + next);
    }
  }
  return excluded;
}

/** One ARN format as a pattern for each partition given. */
export function formatGlobs(
  format: string,
  excluded: ReadonlyMap<string, string>,
  partitions: readonly string[],
): readonly Glob[] {
  return partitions.map((partition) => formatGlob(format, excluded, partition));
}

function formatGlob(format: string, excluded: ReadonlyMap<string, string>, partition: string): Glob {
  const tokens: number[] = [];
  let colons = 0;
  const placeholder = /\$\{([^}]+)\}/y;
  for (let i = 0; i < format.length; ) {
    const code = format.charCodeAt(i);
    placeholder.lastIndex = i;
    const name = code === 36 ? placeholder.exec(format)?.[1] : undefined;
    if (name === undefined) {
      i++;
      if (code === 58) colons++;
      // A star in a published format stands for any text.
      tokens.push(code === 42 ? (colons < 5 ? noColonStar : anyStar) : code);
      continue;
    }
    i = placeholder.lastIndex;
    if (name === "Partition") for (const c of partition) tokens.push(c.charCodeAt(0));
    else tokens.push(...placeholderTokens(colons < 5 ? ":" : (excluded.get(name) ?? "")));
  }
  return globOf(tokens);
}

function placeholderTokens(excluded: string): readonly number[] {
  const colon = excluded.includes(":");
  const slash = excluded.includes("/");
  if (colon && slash) return [plainFirst, plainStar];
  if (colon) return [noColonFirst, noColonStar];
  if (slash) return [noSlashFirst, noSlashStar];
  return [anyFirst, anyStar];
}
