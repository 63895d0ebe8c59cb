import { intersectPatterns, withoutCovered } from "../intersectPatterns.js";
import type { Budget } from "../sets/budget.js";
import { coversAlone, intersects } from "../sets/match.js";
import { type ResourceRegion, someWordIn } from "../sets/region.js";
import { anyStar, type Glob, globOf, isLetter } from "../sets/tokens.js";
import type { ResourceShape } from "../sets/universe.js";

/** A region as patterns: all that `resources` match, less what `except` matches. */
export interface RegionPatterns {
  readonly resources: readonly Glob[];
  readonly except: readonly Glob[];
}

/** A region that cannot be written so, with the patterns that stand for it together. */
export interface UnwrittenRegion {
  readonly together: readonly Glob[];
  /** The variable on whose value it hangs; undefined: it would take too many patterns. */
  readonly letter: number | undefined;
}

/** So many patterns are still read. */
const mostPatterns = 16;

/** The part of a region that a pattern matches; positives that take more than others are left out. */
export function withPositive(region: ResourceRegion, glob: Glob, budget: Budget): readonly ResourceRegion[] {
  budget.spend(2);
  const { positives, negatives } = region;
  if (glob.isAll || positives.some((positive) => coversAlone(glob, positive, budget))) return [region];
  if (!positives.every((positive) => intersects(positive, glob, budget))) return [];
  const narrower = positives.filter(
    (positive) => !coversAlone(glob, positive, budget) && !coversAlone(positive, glob, budget),
  );
  return [{ positives: [...narrower, glob], negatives }];
}

/** Whether a region has a resource that can occur; one that hangs on a variable's value may be there. */
export function isPossible(region: ResourceRegion, shapes: readonly ResourceShape[], budget: Budget): boolean {
  const positives = region.positives.map((glob) =>
    glob.hasLetter ? globOf(glob.tokens.map((token) => (isLetter(token) ? anyStar : token))) : glob,
  );
  return shapes.some(
    ({ glob }) =>
      positives.every((positive) => intersects(positive, glob, budget)) &&
      someWordIn([{ positives: [...positives, glob], negatives: region.negatives }], budget),
  );
}

/** Writes a region with patterns, leaving out those that match no resource that can occur. */
export function regionPatterns(
  region: ResourceRegion,
  shapes: readonly ResourceShape[],
  budget: Budget,
): RegionPatterns | UnwrittenRegion {
  let patterns: readonly Glob[] = [everything];
  for (const positive of region.positives) {
    const next: Glob[] = [];
    for (const pattern of patterns) {
      const common = intersectPatterns(pattern, positive, budget);
      const together = region.positives;
      if (common.kind !== "patterns")
        return { together, letter: common.kind === "variable" ? common.letter : undefined };
      next.push(...common.patterns);
    }
    patterns = withoutCovered(next, budget);
    if (patterns.length > mostPatterns) return { together: region.positives, letter: undefined };
  }
  const { negatives } = region;
  const resources = patterns.filter((pattern) => isPossible({ positives: [pattern], negatives }, shapes, budget));
  const relevant = negatives.filter((negative) =>
    resources.some(
      (pattern) =>
        intersects(pattern, negative, budget) &&
        isPossible({ positives: [pattern, negative], negatives: [] }, shapes, budget),
    ),
  );
  return { resources, except: withoutCovered(relevant, budget) };
}

const everything: Glob = globOf([anyStar]);
