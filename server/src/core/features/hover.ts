import type { Analysis, EntryAccess, PolicyAnalysis } from "../analysis.js";
import type { Catalog } from "../catalog/catalog.js";
import { hasWildcard, serviceOf } from "../messages/actionNames.js";
import type { PatternEntry } from "../policy/model.js";
import type { PolicyPath } from "../syntax/json.js";
import { nodeAt } from "../syntax/navigate.js";
import { type Span, spanContains } from "../text/span.js";
import { describeAction, describeUnknown } from "./hoverAction.js";
import { describeEntry } from "./hoverEntry.js";
import { matchesHeading } from "./hoverMatches.js";

/** What a hover needs beyond the analysis. */
export interface HoverSources {
  readonly catalog: Catalog;
  /** The zero-based line of a value in another document; undefined where that is not known. */
  lineOf(uri: string, path: PolicyPath): number | undefined;
}

/** To be shown as Markdown that is not trusted and may hold no HTML: texts of the user's are in it. */
export interface HoverAnswer {
  readonly span: Span;
  readonly markdown: string;
}

/**
 * What is known of the action at `offset`: what it does in the session, layer by layer, and what AWS says of it. Waits
 * for the catalog's details and descriptions of one service.
 */
export async function hover(
  analysis: Analysis,
  offset: number,
  sources: HoverSources,
): Promise<HoverAnswer | undefined> {
  const place = actionAt(analysis, offset);
  if (place === undefined) return undefined;
  const { pattern, span, policies } = place;
  const { catalog } = sources;
  const service = serviceOf(pattern.text);
  await catalog.load([service]);
  const wild = hasWildcard(pattern.text) || place.negated;
  const [action, about] = wild ? [undefined, undefined] : await describeAction(pattern.text, catalog);
  const known = policies.flatMap((policy) => {
    const entry = entryAt(policy, pattern.path);
    return entry === undefined ? [] : [{ policy, entry }];
  });
  const parts: string[] = [];
  if (wild) parts.push(matchesHeading(pattern.text, known[0]?.entry, catalog));
  else parts.push(action ?? describeUnknown(pattern.text));
  parts.push(...sessionParts(known, analysis, sources));
  if (about !== undefined) parts.push(about);
  return { span, markdown: parts.filter((part) => part !== "").join("\n\n") };
}

interface ActionPlace {
  readonly pattern: PatternEntry;
  readonly negated: boolean;
  readonly span: Span;
  /** The policy there, once for each session. */
  readonly policies: readonly PolicyAnalysis[];
}

function actionAt({ policies }: Analysis, offset: number): ActionPlace | undefined {
  const here = policies.filter(({ region }) => spanContains(region.span, offset));
  const first = here[0];
  for (const statement of first?.model.statements ?? []) {
    for (const pattern of statement.actions.entries) {
      const span = nodeAt(first?.parsed.root, pattern.path)?.span;
      if (span !== undefined && spanContains(span, offset)) {
        return { pattern, negated: statement.actions.negated, span, policies: here };
      }
    }
  }
  return undefined;
}

/** The entry of this action; for an item of NotAction the one entry of the whole element. */
function entryAt({ entries }: PolicyAnalysis, path: PolicyPath): EntryAccess | undefined {
  return entries.find(
    (entry) =>
      entry.path.every((step, at) => step === path[at]) && (entry.negated || entry.path.length === path.length),
  );
}

/** What the sessions say: once where they agree, and otherwise under each one's name. */
function sessionParts(
  known: readonly { readonly policy: PolicyAnalysis; readonly entry: EntryAccess }[],
  analysis: Analysis,
  sources: HoverSources,
): readonly string[] {
  const texts = known.map(({ policy, entry }) => ({
    name: policy.session?.name ?? "",
    text: describeEntry(entry, policy, analysis.context.uri, sources),
  }));
  if (new Set(texts.map(({ text }) => text)).size <= 1) return texts.slice(0, 1).map(({ text }) => text);
  return texts.map(({ name, text }) => `Session ${name}\n\n${text}`);
}
