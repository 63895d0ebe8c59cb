import type { Budget } from "../sets/budget.js";
import { anyStar, type Glob, globOf, noColonStar } from "../sets/tokens.js";
import type { CellAccess, CellQuestion } from "./cellAccess.js";
import { isPossible, withPositive } from "./regionText.js";

/**
 * KMS keys, and roles that are to be assumed, have to let the session in by their own policy whatever its identity
 * policies say (D4). These are not given here, so what would be allowed on such resources is not known.
 */
export function withoutDecidingResources(access: CellAccess, { cell }: CellQuestion, budget: Budget): CellAccess {
  const deciding = decidingOf.get(cell.service);
  if (deciding === undefined) return access;
  const { patterns } = cell.resources;
  const possible = (regions: CellAccess["allowed"][number]["region"][]) =>
    regions.filter((region) => isPossible(region, patterns, budget));
  return {
    removed: access.removed,
    allowed: access.allowed.flatMap((part) => {
      const { positives, negatives } = part.region;
      return possible([{ positives, negatives: [...negatives, deciding] }]).map((region) => ({ ...part, region }));
    }),
    unknown: [
      ...access.unknown,
      ...access.allowed.flatMap(({ region }) =>
        possible([...withPositive(region, deciding, budget)]).map((inside) => ({ region: inside, ...notGiven })),
      ),
    ],
  };
}

const notGiven = {
  why: "the policy of the key or role itself has to let the session in, and it is not given",
  rules: ["D4"],
};

const decidingOf: ReadonlyMap<string, Glob> = new Map([
  ["kms", resourcesOf("kms", "key/")],
  ["sts", resourcesOf("iam", "role/")],
]);

function resourcesOf(service: string, name: string): Glob {
  const codes = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
  const any = noColonStar;
  return globOf([...codes("arn:"), any, ...codes(`:${service}:`), any, 58, any, 58, ...codes(name), anyStar]);
}
