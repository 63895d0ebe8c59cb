import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type Range,
} from "vscode-languageserver";
import { configFileName } from "../../core/context/config.js";
import { fileName } from "../../core/context/uriPaths.js";
import type {
  Completion,
  CompletionKind,
  Completions,
  CompletionTopic,
} from "../../core/features/completion/completion.js";
import { completions } from "../../core/features/completion/completions.js";
import { configCompletions } from "../../core/features/completion/configCompletions.js";
import { describeCompletion } from "../../core/features/completion/describeCompletion.js";
import { filledIn, hasBlanks } from "../../core/regions/template.js";
import { maximumLength } from "../../core/syntax/parsePolicy.js";
import type { ClientTraits } from "../clientTraits.js";
import { documentRegions } from "../documentRegions.js";
import { offsetOf } from "../fromProtocol.js";
import type { OpenDocument } from "../openDocument.js";
import type { Session } from "../session.js";
import { snippetText } from "../snippetText.js";
import { rangeOf, textEdits } from "../toProtocol.js";

export const noCompletions: CompletionList = { isIncomplete: false, items: [] };

/** Our client's command to go on with completion after an item that more is to be typed after. */
const goOnCommand = "editor.action.triggerSuggest";

/** `textDocument/completion`: what can be typed at the place. */
export async function completion(
  session: Session,
  client: ClientTraits,
  { textDocument, position, context: asked }: CompletionParams,
): Promise<CompletionList> {
  const inContext = await session.inContext(textDocument.uri);
  if (inContext === undefined) return noCompletions;
  const { document, context, engine } = inContext;
  const offset = offsetOf(document.lines, position);
  if (document.text.length > maximumLength) return noCompletions;
  // A brace that begins an object is followed by a line break as a rule, which must not take a proposal.
  if (asked?.triggerCharacter === "{" && !document.text.slice(0, offset).endsWith("${")) return noCompletions;
  if (fileName(document.uri) === configFileName) {
    const { uri: configUri, text } = document;
    const { catalog } = engine;
    return listOf(
      await configCompletions({ configUri, text, files: session.files, catalog }, offset),
      document,
      client,
    );
  }
  const input = { regions: documentRegions(document), context, engine };
  return listOf(await completions(input, offset), document, client);
}

function listOf({ items, incomplete }: Completions, document: OpenDocument, client: ClientTraits): CompletionList {
  const first = items[0];
  const shared = first !== undefined && client.completion.sharedRange ? first : undefined;
  return {
    isIncomplete: incomplete,
    // Said once, for hundreds of items: they are half as long, and half as long on the way.
    ...(shared && { itemDefaults: { editRange: editRangeOf(shared, document, client) } }),
    items: items.map((item) => itemOf(item, shared, document, client)),
  };
}

/** Where an item is written: one place, or one for each of what people may want to keep. */
function editRangeOf(
  { replaced, inserted }: Completion,
  { lines }: OpenDocument,
  { completion: { insertReplace } }: ClientTraits,
): Range | { readonly insert: Range; readonly replace: Range } {
  const replace = rangeOf(lines, replaced);
  return insertReplace && inserted !== undefined && inserted.end !== replaced.end
    ? { insert: rangeOf(lines, inserted), replace }
    : replace;
}

function goesToSamePlace(a: Completion, b: Completion): boolean {
  return (
    a.replaced.start === b.replaced.start &&
    a.replaced.end === b.replaced.end &&
    a.inserted?.start === b.inserted?.start &&
    a.inserted?.end === b.inserted?.end
  );
}

/** `completionItem/resolve`: the documentation of what the item is about. */
export async function completionResolve(
  session: Session,
  client: ClientTraits,
  item: CompletionItem,
): Promise<CompletionItem> {
  const topic = topicOf(item.data);
  if (topic === undefined) return item;
  const value = await describeCompletion(topic, await session.catalog());
  if (value === undefined) return item;
  return { ...item, documentation: client.completion.markdown ? { kind: MarkupKind.Markdown, value } : value };
}

/** What we have sent with the item; whatever came back. */
function topicOf(data: unknown): CompletionTopic | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { about, action, key, service } = data as Record<string, unknown>;
  if (about === "action" && typeof action === "string") return { about, action };
  if (about !== "key" || typeof key !== "string") return undefined;
  return { about, key, service: typeof service === "string" ? service : undefined };
}

/** @param shared the item whose place the list says for all; undefined where each says its own */
function itemOf(
  completion: Completion,
  shared: Completion | undefined,
  document: OpenDocument,
  client: ClientTraits,
): CompletionItem {
  const { label, kind, note, match, order, newText, besides, goesOn, topic } = completion;
  const { snippets, labelDetails, insertTextMode } = client.completion;
  const isSnippet = snippets && hasBlanks(newText);
  const text = isSnippet ? snippetText(newText) : filledIn(newText);
  const item: CompletionItem = { label, kind: kinds[kind], sortText: order };
  if (note !== undefined && note !== "") {
    if (labelDetails) item.labelDetails = { description: note };
    else item.detail = note;
  }
  if (match !== label) item.filterText = match;
  if (shared === undefined || !goesToSamePlace(completion, shared)) {
    const range = editRangeOf(completion, document, client);
    item.textEdit = "insert" in range ? { newText: text, ...range } : { newText: text, range };
  } else if (text !== label) item.textEditText = text;
  if (isSnippet) item.insertTextFormat = InsertTextFormat.Snippet;
  if (insertTextMode && text.includes("\n")) item.insertTextMode = InsertTextMode.adjustIndentation;
  if (besides.length > 0) item.additionalTextEdits = textEdits(document.lines, besides);
  if (goesOn && client.commands.has(goOnCommand)) item.command = { title: "Suggest", command: goOnCommand };
  if (topic !== undefined) item.data = topic;
  return item;
}

const kinds: { readonly [kind in CompletionKind]: CompletionItemKind } = {
  element: CompletionItemKind.Property,
  keyword: CompletionItemKind.EnumMember,
  service: CompletionItemKind.Module,
  action: CompletionItemKind.Method,
  wildcard: CompletionItemKind.Interface,
  resource: CompletionItemKind.Reference,
  operator: CompletionItemKind.Operator,
  key: CompletionItemKind.Field,
  value: CompletionItemKind.Value,
  variable: CompletionItemKind.Variable,
  snippet: CompletionItemKind.Snippet,
  file: CompletionItemKind.File,
  policy: CompletionItemKind.Class,
  principal: CompletionItemKind.Constant,
};
