import type { EffectiveAccess, RequestPatterns } from "../../core/access/effectiveAccess.js";
import type { LayerName } from "../../core/access/layers.js";
import { layerTitle, notGivenWords } from "../../core/messages/layerNames.js";
import { listed } from "../../core/messages/lists.js";
import { code, escaped } from "../../core/messages/markdown.js";
import { onOneLine } from "../../core/messages/quoted.js";
import { harmless } from "../output/harmless.js";
import type { Style } from "../output/style.js";
import { conditionPhrases } from "./conditionPhrases.js";

/** How the same is said in a terminal and in Markdown. */
interface Notation {
  heading(text: string): string;
  /** A part of the answer below its heading. */
  title(text: string): string;
  item(text: string): string;
  /** Actions, resources: what could be pasted into a policy. */
  literal(text: string): string;
  words(text: string): string;
}

/** What a session may do, service by service, for a terminal. */
export function effectiveText(access: EffectiveAccess, style: Style): string {
  return render(access, {
    heading: (text) => style.bold(text),
    title: (text) => `  ${style.dim(text)}`,
    item: (text) => `    ${text}`,
    literal: plain,
    words: plain,
  });
}

/** The same as Markdown. */
export function effectiveMarkdown(access: EffectiveAccess): string {
  return render(access, {
    heading: (text) => `## ${text}\n`,
    title: (text) => `**${text}**\n`,
    item: (text) => `- ${text}`,
    literal: code,
    words: escaped,
  });
}

const everyService = "every service";

function render(access: EffectiveAccess, notation: Notation): string {
  const parts = servicesOf(access).map((service) => serviceText(service, access, notation));
  const nothing = access.allowed.length === 0 && access.unknown.length === 0;
  const notes = access.notGiven.length === 0 ? [] : [notation.words(`Not given: ${notGivenWords(access.notGiven)}`)];
  return `${[...(nothing ? ["Nothing is allowed."] : []), ...parts, ...notes].join("\n\n")}\n`;
}

function serviceText(service: string, access: EffectiveAccess, notation: Notation): string {
  const { heading, title, item, literal, words } = notation;
  const of = <T extends { readonly actions: readonly string[] }>(entries: readonly T[]) =>
    entries.flatMap((entry) => {
      const actions = entry.actions.filter((action) => serviceOf(action) === service);
      return actions.length === 0 ? [] : [{ ...entry, actions }];
    });
  const all = (texts: readonly string[]) => listed(texts.map(literal));
  const requests = ({ actions, resources, except }: RequestPatterns) =>
    `${all(actions)} on ${all(resources)}${except.length === 0 ? "" : ` except ${all(except)}`}`;
  const allowed = of(access.allowed).map((row) => {
    const { required, unless } = conditionPhrases(row.conditions);
    const only = required.length === 0 ? "" : `, only if ${words(listed(required))}`;
    return item(`${requests(row)}${only}${unless.map((each) => `, ${words(each)}`).join("")}`);
  });
  const removed = of(access.removed).map((row) => {
    const { layer, level } = row.by;
    const statement = "statement" in row.by ? `, ${placeOf(row.by)}` : "";
    return item(`${requests(row)} by ${layerName(layer, level)}${statement}`);
  });
  const unknown = of(access.unknown).map((row) => {
    const numbers = row.rules.length === 0 ? "" : ` (${words(row.rules.join(", "))})`;
    return item(`${requests(row)}: ${words(row.why)}${numbers}`);
  });
  const blocks = [
    ["Allowed", allowed],
    ["Taken away", removed],
    ["Can't tell", unknown],
  ] as const;
  return [
    heading(words(service)),
    ...blocks.flatMap(([name, items]) => (items.length === 0 ? [] : [title(name), ...items])),
  ].join("\n");
}

/** `identity policies`, `SCPs, level 1`: within a sentence. */
function layerName(layer: LayerName, level: number | undefined): string {
  return layerTitle(layer, level).replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
}

/** Policies and statements are counted from 1. */
function placeOf({ policy, statement }: { readonly policy: number; readonly statement: number }): string {
  return policy === 0 ? `statement ${statement + 1}` : `policy ${policy + 1}, statement ${statement + 1}`;
}

function servicesOf({ allowed, removed, unknown }: EffectiveAccess): readonly string[] {
  const actions = [...allowed, ...removed, ...unknown].flatMap((entry) => entry.actions);
  return [...new Set(actions.map(serviceOf))].sort();
}

function serviceOf(action: string): string {
  const colon = action.indexOf(":");
  return colon === -1 ? everyService : action.slice(0, colon);
}

function plain(text: string): string {
  return harmless(onOneLine(text));
}
