import type { ArnFieldValues } from "../catalog/arnFields.js";
import { nearestName } from "../text/nearestName.js";

/**
 * What is wrong with a text that should be a Region; undefined for one that is, or may be newer than the table: a text
 * that looks like a Region and is no slip of the keyboard away from a known one.
 */
export function wrongRegion(
  region: string,
  { partitions, partitionOf }: ArnFieldValues,
): { readonly meant: string | undefined } | undefined {
  if (partitionOf(region) !== undefined) return undefined;
  const meant = nearestName(region, [...partitions.values()].flat());
  const looksLikeOne = /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region);
  if (looksLikeOne && (meant === undefined || withoutNumber(meant) === withoutNumber(region))) return undefined;
  return { meant };
}

/** `eu-south-3` beside `eu-south-2` is the next one that AWS opens. */
function withoutNumber(region: string): string {
  return region.replace(/\d+$/, "");
}
