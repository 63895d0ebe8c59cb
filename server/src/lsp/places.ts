import type { Location } from "vscode-languageserver";
import type { WorkspaceFiles } from "../core/context/sessionContext.js";
import { canonicalUri } from "../core/context/uriPaths.js";
import type { JsonNode, PolicyPath } from "../core/syntax/json.js";
import { keyNodeAt, nodeAt } from "../core/syntax/navigate.js";
import { parsePolicy } from "../core/syntax/parsePolicy.js";
import { lineIndex } from "../core/text/lineIndex.js";
import type { Span } from "../core/text/span.js";
import { rangeOf } from "./toProtocol.js";

/**
 * Where a value stands. An object or list is shown by its opening bracket. A path into what is not there leads to what
 * encloses it.
 */
export function placeOf(root: JsonNode | undefined, path: PolicyPath, onKey = false): Span {
  const key = onKey ? keyNodeAt(root, path) : undefined;
  if (key !== undefined) return key.span;
  for (let length = path.length; length >= 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node === undefined) continue;
    const { start, end } = node.span;
    return node.type === "object" || node.type === "array" ? { start, end: Math.min(start + 1, end) } : { start, end };
  }
  return { start: 0, end: 0 };
}

/** The place of a value in another document, as it is now; the start of that document where it can't be read. */
export async function locationIn(
  files: WorkspaceFiles,
  uri: string,
  path: PolicyPath,
  onKey = false,
): Promise<Location> {
  const file = await files.read(uri);
  if (!file.ok) return { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
  return { uri, range: rangeOf(lineIndex(file.text), placeOf(parsePolicy(file.text).root, path, onKey)) };
}

/** Reads these files, so that the line of a value in one of them can be told at once. */
export async function linesOfFiles(
  files: WorkspaceFiles,
  uris: readonly string[],
): Promise<(uri: string, path: PolicyPath) => number | undefined> {
  const read = await Promise.all(uris.map(async (uri) => [canonicalUri(uri), await files.read(uri)] as const));
  const texts = new Map(read.flatMap(([uri, file]) => (file.ok ? [[uri, file.text] as const] : [])));
  return (uri, path) => {
    const text = texts.get(canonicalUri(uri));
    if (text === undefined) return undefined;
    return lineIndex(text).positionAt(placeOf(parsePolicy(text).root, path).start).line;
  };
}
