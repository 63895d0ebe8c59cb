import type { Location } from "vscode-languageserver";
import type { WorkspaceFiles } from "../core/context/sessionContext.js";
import { canonicalUri } from "../core/context/uriPaths.js";
import type { PolicyPath } from "../core/syntax/json.js";
import { parsePolicy } from "../core/syntax/parsePolicy.js";
import { placeOfPath } from "../core/syntax/placeOfPath.js";
import { lineIndex } from "../core/text/lineIndex.js";
import { rangeOf } from "./toProtocol.js";

/** The place of a value in another document, as it is now; the start of that document where it can't be read. */
export async function locationIn(
  files: WorkspaceFiles,
  uri: string,
  path: PolicyPath,
  onKey = false,
): Promise<Location> {
  const file = await files.read(uri);
  if (!file.ok) return { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
  return { uri, range: rangeOf(lineIndex(file.text), placeOfPath(parsePolicy(file.text).root, path, onKey)) };
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
    return lineIndex(text).positionAt(placeOfPath(parsePolicy(text).root, path).start).line;
  };
}
