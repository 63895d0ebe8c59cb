import type { TiedValue } from "../../conditions/judgeConditions.js";
import type { ContextValues } from "../../layers.js";
import type { Budget } from "../budget.js";
import { type ResourceRegion, withEachPositive, wordIn } from "../region.js";
import { anyStar, type Glob, globOf, noColonStar, type Word } from "../tokens.js";

/**
 * A resource of the regions whose ARN agrees with the values that hang together with it, and the context that goes with
 * it: the same Region, the same account, or an empty field. Undefined: none was found. Throws BudgetSpent.
 */
export function tiedWitness(
  regions: readonly ResourceRegion[],
  word: Word,
  context: ContextValues,
  tied: readonly TiedValue[],
  budget: Budget,
): { readonly word: Word; readonly context: ContextValues } | undefined {
  if (tied.length === 0) return { word, context };
  const choices = tied.map((each) => candidates(each, word));
  for (const fields of combinations(choices)) {
    const glob = arnWith(
      tied.map(({ field }, i) => [field, fields[i]!]),
      budget,
    );
    const found = wordIn(withEachPositive(regions, [glob], budget), budget);
    if (found === undefined) continue;
    const values = tied.map(({ key, value }, i) => [key, fields[i] === "" ? value : fields[i]!]);
    return { word: found, context: { ...context, ...Object.fromEntries(values) } };
  }
  return undefined;
}

/** Texts of the field to try: the value itself, nothing, and what the resource at hand has there. */
function candidates({ field, value, accepts }: TiedValue, word: Word): readonly string[] {
  const own = literalFields(word)[field];
  return [value, "", ...(own !== undefined && own !== "" && accepts(own) ? [own] : [])];
}

function literalFields(word: Word): readonly (string | undefined)[] {
  const fields: (string | undefined)[] = [""];
  for (const symbol of word) {
    const at = fields.length - 1;
    if (symbol === 58) fields.push("");
    else fields[at] = symbol < 0 || fields[at] === undefined ? undefined : fields[at] + String.fromCharCode(symbol);
  }
  return fields;
}

function combinations(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lists.reduce<readonly (readonly string[])[]>(
    (sofar, list) => sofar.flatMap((each) => list.map((text) => [...each, text])),
    [[]],
  );
}

/** The same pattern for the same fields, so that what is found out about it is found out once. */
function arnWith(fields: readonly (readonly [3 | 4, string])[], budget: Budget): Glob {
  const name = `ARN with ${JSON.stringify(fields)}`;
  let glob = budget.foundByText.get(name) as Glob | undefined;
  if (glob === undefined) {
    glob = newArnWith(fields);
    budget.foundByText.set(name, glob);
  }
  return glob;
}

function newArnWith(fields: readonly (readonly [3 | 4, string])[]): Glob {
  const tokens = [..."arn:"].map((character) => character.charCodeAt(0));
  for (let at = 1; at < 5; at++) {
    const text = fields.find(([field]) => field === at)?.[1];
    if (text === undefined) tokens.push(noColonStar);
    else tokens.push(...Array.from(text, (character) => character.charCodeAt(0)));
    tokens.push(58);
  }
  return globOf([...tokens, anyStar]);
}
