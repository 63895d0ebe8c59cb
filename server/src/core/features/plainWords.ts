import { globMatches, globOf } from "../access/evaluate/globs.js";
import type { Analysis, PolicyAnalysis } from "../analysis.js";
import type { Catalog } from "../catalog/catalog.js";
import type { PatternEntry } from "../policy/model.js";
import { nodeAt } from "../syntax/navigate.js";
import { spanInString } from "../syntax/stringSpans.js";
import type { Span } from "../text/span.js";

/**
 * What looks like more than plain text and is none, so that it should not be colored as such: entries of Action that
 * match no action, and `${…}` where nothing is substituted. An editor's grammar cannot know. Sorted, in host offsets.
 */
export function plainWords({ policies }: Analysis, catalog: Catalog): readonly Span[] {
  const regions = new Map(policies.map((policy) => [policy.region.span.start, policy]));
  return [...regions.values()].flatMap((policy) => plainWordsOf(policy, catalog)).sort((a, b) => a.start - b.start);
}

function plainWordsOf({ parsed, model }: PolicyAnalysis, catalog: Catalog): readonly Span[] {
  return model.statements.flatMap(({ actions, resources }) => [
    ...actions.entries.filter(({ text }) => !matchesAny(text, catalog)).flatMap((entry) => wordsOf(entry, /^.+$/s)),
    ...(model.substitutesVariables
      ? []
      : (resources?.entries ?? []).flatMap((entry) => wordsOf(entry, /\$\{[^}]*\}/g))),
  ]);

  function wordsOf({ path, text }: PatternEntry, words: RegExp): readonly Span[] {
    const node = nodeAt(parsed.root, path);
    if (node?.type !== "string") return [];
    const found = words.global ? [...text.matchAll(words)] : [words.exec(text)].filter((match) => match !== null);
    return found.map(({ 0: word, index }) => spanInString(parsed.text, node, index, index + word.length));
  }
}

/** Whether an action is one, or a wildcard stands for any. A wildcard in the service is left alone. */
function matchesAny(action: string, catalog: Catalog): boolean {
  const [service = "", name, ...rest] = action.toLowerCase().split(":");
  if (name === undefined) return action === "*";
  if (rest.length > 0) return false;
  if (/[*?]/.test(service)) return true;
  if (!/[*?]/.test(name)) return catalog.canonicalAction(service, name) !== undefined;
  const beginning = name.slice(0, name.search(/[*?]/));
  const glob = globOf(name);
  return catalog.lowerActionNames(service).some((each) => each.startsWith(beginning) && globMatches(glob, each));
}
