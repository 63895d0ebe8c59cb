import { layerTitle, notGivenWords } from "../../core/messages/layerNames.js";
import { listed } from "../../core/messages/lists.js";
import { code, escaped } from "../../core/messages/markdown.js";
import { onOneLine } from "../../core/messages/quoted.js";
import { harmless } from "../output/harmless.js";
import type { Style } from "../output/style.js";
import type { EffectiveAccess } from "./effectiveAccess.js";

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
  const allowed = of(access.allowed).map(({ actions, resources, conditions }) => {
    const only = conditions.length === 0 ? "" : `, only if ${words(listed(conditions))}`;
    return item(`${all(actions)} on ${all(resources)}${only}`);
  });
  const removed = of(access.removed).map(({ actions, resources, by }) => {
    const statement = by.statement === undefined ? "" : `, statement ${by.statement + 1}`;
    return item(`${all(actions)} on ${all(resources)} by ${layerTitle(by.layer, by.level)}${statement}`);
  });
  const unknown = of(access.unknown).map(({ actions, why, rules }) => {
    const numbers = rules.length === 0 ? "" : ` (${words(rules.join(", "))})`;
    return item(`${all(actions)}: ${words(why)}${numbers}`);
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
