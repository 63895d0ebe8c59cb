import type { Analysis, EntryAccess, PolicyAnalysis } from "../../analysis.js";
import { hasWildcard, serviceOf } from "../../messages/actionNames.js";
import { escaped } from "../../messages/markdown.js";
import type { PolicyPath } from "../../syntax/json.js";
import type { Span } from "../../text/span.js";
import { shownFindings } from "../shownFindings.js";
import { describeAction, describeUnknown } from "./aboutAction.js";
import { aboutElement } from "./aboutElement.js";
import { aboutKey } from "./aboutKey.js";
import { aboutOperator } from "./aboutOperator.js";
import { aboutPrincipal } from "./aboutPrincipal.js";
import { aboutResource, resourceInSession } from "./aboutResource.js";
import { aboutRule } from "./aboutRule.js";
import { aboutValue } from "./aboutValue.js";
import { aboutVariable, variableInSession } from "./aboutVariable.js";
import { describeEntry } from "./entryResult.js";
import { type HoverPlace, hoverPlace } from "./hoverPlace.js";
import type { HoverSources } from "./hoverSources.js";
import { listResults } from "./listResults.js";
import { describePattern, matchesHeading } from "./wildcardMatches.js";

/** To be shown as Markdown that is not trusted and may hold no HTML: texts of the user's are in it. */
export interface HoverAnswer {
  readonly span: Span;
  readonly markdown: string;
}

/**
 * What is known of the word at `offset`: what it means, and what comes of it in the sessions of the document. Waits for
 * the catalog's details and descriptions of one service.
 */
export async function hover(
  analysis: Analysis,
  offset: number,
  sources: HoverSources,
): Promise<HoverAnswer | undefined> {
  const place = hoverPlace(analysis, offset);
  if (place === undefined) return undefined;
  const parts = await partsOf(place, analysis, sources);
  if (parts.length === 0) return undefined;
  const rules = shownFindings(analysis)
    .filter(({ finding }) => finding.span.start <= offset && offset < finding.span.end)
    .map(({ finding }) => aboutRule(finding.rule));
  const markdown = [...parts, ...new Set(rules)].filter((part) => part !== "").join("\n\n");
  return { span: place.span, markdown };
}

/** The paragraphs of a hover, the heading first. Empty for what nothing is known of. */
async function partsOf(place: HoverPlace, analysis: Analysis, sources: HoverSources): Promise<readonly string[]> {
  const { subject, policies } = place;
  const { catalog } = sources;
  switch (subject.kind) {
    case "action":
      return actionParts(place, subject, analysis, sources);
    case "element": {
      const [heading, ...rest] = aboutElement(subject, place);
      if (heading === undefined) return [];
      return [heading, ...inSessions(policies, (policy) => listResults(policy, place)), ...rest];
    }
    case "resource": {
      await catalog.load([subject.text.split(":")[2]?.toLowerCase() ?? ""]);
      const [heading = "", ...rest] = aboutResource(subject, place, catalog);
      return [heading, ...inSessions(policies, (policy) => resourceInSession(subject.text, policy, place)), ...rest];
    }
    case "principal":
      return aboutPrincipal(subject, place);
    case "operator":
      return aboutOperator(subject.text);
    case "key": {
      const service = subject.key.slice(0, Math.max(0, subject.key.indexOf(":"))).toLowerCase();
      await catalog.load([service]);
      return aboutKey(subject, place, catalog, await catalog.descriptions(service));
    }
    case "value":
      return aboutValue(subject, catalog);
    case "variable": {
      const [heading = "", ...rest] = aboutVariable(subject, place, catalog);
      return [heading, ...inSessions(policies, (policy) => variableInSession(subject, policy)), ...rest];
    }
  }
}

async function actionParts(
  { path, policies }: HoverPlace,
  { text, negated }: { readonly text: string; readonly negated: boolean },
  analysis: Analysis,
  sources: HoverSources,
): Promise<readonly string[]> {
  const { catalog } = sources;
  await catalog.load([serviceOf(text)]);
  const wild = hasWildcard(text) || negated;
  const [action, about = ""] = wild ? [] : await describeAction(text, catalog);
  const entry = policies.map((policy) => entryAt(policy, path)).find((each) => each !== undefined);
  const heading = wild ? matchesHeading(text, negated, entry, catalog) : (action ?? describeUnknown(text));
  const results = inSessions(policies, (policy) => {
    const known = entryAt(policy, path);
    if (known !== undefined) return describeEntry(known, policy, analysis.context.uri, sources);
    return wild ? describePattern(text, catalog) : "";
  });
  return [heading, ...results, about];
}

/** The entry of this action; for an item of NotAction the one entry of the whole element. */
function entryAt({ entries }: PolicyAnalysis, path: PolicyPath): EntryAccess | undefined {
  return entries.find(
    (entry) =>
      entry.path.every((step, at) => step === path[at]) && (entry.negated || entry.path.length === path.length),
  );
}

/** What the sessions say: once where they agree, and otherwise under each one's name. */
function inSessions(policies: readonly PolicyAnalysis[], tell: (policy: PolicyAnalysis) => string): readonly string[] {
  const texts = policies.map((policy) => ({ name: policy.session?.name ?? "", text: tell(policy) }));
  if (new Set(texts.map(({ text }) => text)).size <= 1) return texts.slice(0, 1).map(({ text }) => text);
  return texts.map(({ name, text }) => `Session ${escaped(name)}\n\n${text}`);
}
