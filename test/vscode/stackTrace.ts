// Stack traces that point into the sources of the tests. The extension host does not apply source maps itself.

import { findSourceMap } from "node:module";
import * as path from "node:path";

const root = path.resolve(__dirname, "../.."); // of the bundle: out/test-vscode

const PLACE = /([^\s(]+\.js):(\d+):(\d+)/;
const NOT_OURS = /node:internal|node_modules/;

/** The error with its stack trace, as far as it concerns the tests. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const lines = (error.stack ?? error.message).split("\n").filter((line) => !NOT_OURS.test(line));
  return lines.map((line) => line.replace(PLACE, inSource)).join("\n");
}

function inSource(place: string, file: string, line: string, column: string): string {
  const map = findSourceMap(path.resolve(root, file));
  const entry = map?.findEntry(Number(line) - 1, Number(column) - 1);
  if (!entry || !("originalSource" in entry)) return place;
  const source = path.resolve(__dirname, entry.originalSource.replace(/^file:\/\//, ""));
  return `${path.relative(root, source)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
