import { union } from "../access/sets/bits.js";
import { ActionAtoms } from "./actionAtoms.js";
import type { Draft, DraftStatement } from "./draft.js";
import { statementSize } from "./draftText.js";
import type { Equal } from "./equality.js";
import { mergeConditions, mergeRest } from "./mergeRest.js";
import { type BlockOptions, shortenBlock } from "./shortenBlock.js";
import type { Slices } from "./slices.js";

export type ShortenOptions = BlockOptions;

/** Statements that are made shorter together, and what has become of them. */
interface Block {
  readonly before: readonly DraftStatement[];
  after: readonly DraftStatement[];
}

/**
 * A shorter draft that says the same as `original`, by the proof; the draft itself where none is found. What the proof
 * does not bear out stays as it was, block by block.
 */
export function* shorten(draft: Draft, original: Draft, proof: Equal, options: ShortenOptions): Slices<Draft> {
  let now = draft;
  for (const shorter of [withoutStarRuns, mergeConditions]) {
    const statements = shorter(now.statements);
    if (sizeOf(statements) >= sizeOf(now.statements)) continue;
    if (yield* isProved(original, statements, proof)) now = { ...now, statements };
  }
  yield;
  const blocks: Block[] = [];
  for (const before of blocksOf(now.statements)) {
    const [first] = before;
    const besides = now.statements.filter(
      (other) => other.effect === first!.effect && other.conditionKey === "" && first!.conditionKey !== "",
    );
    const isPlain = !first!.actions.negated && !first!.resources.negated;
    let after: readonly DraftStatement[];
    if (!isPlain) after = foldRest(mergeRest(before), options);
    else {
      after = yield* shortenBlock(before, besides, options);
      for (const wider of [options.catalog?.everyResource.widened(before), options.relative?.widened(before)]) {
        if (wider === undefined || wider.every((statement, i) => statement === before[i])) continue;
        const widened = yield* shortenBlock(wider, besides, options);
        if (sizeOf(widened) < sizeOf(after)) after = widened;
      }
    }
    blocks.push({ before, after });
    yield;
  }
  for (;;) {
    const statements = inOrder(blocks.flatMap(({ after }) => after));
    // A policy without statements is an error, and callers have been seen to fall back to the whole role (E6).
    if (statements.length === 0) return draft;
    const unproved = yield* proof.unproved(original.statements, statements);
    const failed = blocks.filter(
      ({ before, after }) =>
        before !== after &&
        (after.some((each) => unproved.after.includes(each)) ||
          unproved.before.some(({ origins }) => before.some((each) => each.origins.includes(origins[0]!)))),
    );
    if (unproved.before.length + unproved.after.length === 0) return { ...now, statements };
    if (failed.length === 0) return draft;
    for (const block of failed) block.after = block.before;
  }
}

/** Stars side by side match what one of them does (R1); inside a variable a star is its name (V3). */
function withoutStarRuns(statements: readonly DraftStatement[]): readonly DraftStatement[] {
  const short = (entry: string) => (entry.includes("${") ? entry : entry.replace(/\*{2,}/g, "*"));
  return statements.map((statement) => {
    const { negated, entries } = statement.resources;
    return { ...statement, resources: { negated, entries: [...new Set(entries.map(short))] } };
  });
}

function sizeOf(statements: readonly DraftStatement[]): number {
  return statements.reduce((sum, statement) => sum + statementSize(statement), 0);
}

function* isProved(original: Draft, statements: readonly DraftStatement[], proof: Equal): Slices<boolean> {
  const { before, after } = yield* proof.unproved(original.statements, statements);
  return before.length + after.length === 0;
}

/** Statements of one effect and condition, those with NotAction or NotResource apart. */
function blocksOf(statements: readonly DraftStatement[]): readonly (readonly DraftStatement[])[] {
  const blocks = new Map<string, DraftStatement[]>();
  for (const statement of statements) {
    const { effect, conditionKey, actions, resources } = statement;
    const key = JSON.stringify([effect, conditionKey, actions.negated, resources.negated]);
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [statement]);
    else block.push(statement);
  }
  return [...blocks.values()];
}

/** Lists of actions that are said in full, beside NotResource or as NotAction, with wildcards of the same actions. */
function foldRest(statements: readonly DraftStatement[], { catalog }: BlockOptions): readonly DraftStatement[] {
  if (catalog === undefined) return statements;
  return statements.map((statement) => {
    const { negated, entries } = statement.actions;
    const atoms = new ActionAtoms(entries, catalog.library);
    const said = entries.reduce((all, entry) => union(all, atoms.of(entry)), atoms.none());
    const folded = { ...statement, actions: { negated, entries: atoms.write(said, said, "thorough") } };
    return statementSize(folded) < statementSize(statement) ? folded : statement;
  });
}

function inOrder(statements: readonly DraftStatement[]): readonly DraftStatement[] {
  return [...statements].sort((a, b) => (a.origins[0] ?? 0) - (b.origins[0] ?? 0));
}
