// What a person sees of a policy, as text: the lenses above the lines, the squiggles below them with their messages,
// and the counter in the status bar. Fixtures hold it, and tests wait until it is so.

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { canSeeWindow, codeLensesOf, diagnosticsOf, readWindow } from "./support.js";

const COUNTER = '[id="session-policy-lens.session-policy-lens.sessionPolicy.size"]';

const SEVERITIES = ["error", "warning", "information", "hint"];

const WAIT_MS = 15_000;
const POLL_MS = 50;

/** The counter in the status bar: `2,310 / 2,048 (1,204 minified), error`. Undefined where there is none. */
export async function counter(): Promise<string | undefined> {
  const shown = await readWindow(COUNTER);
  if (!shown || shown.text.trim() === "") return undefined;
  const [kind] = /\b(?:warning|error)(?=-kind\b)/.exec(shown.className) ?? [];
  return kind === undefined ? shown.text.trim() : `${shown.text.trim()}, ${kind}`;
}

/**
 * The lines that have a lens or a diagnostic, with those; `…` stands for the lines left out.
 *
 *     ·   Allowed on example-bucket/*
 *     6       "Action": "s3:GetObject",
 *                       ^^^^^^^^^^^^^^ warning exceeds-base-role: The base role …
 */
export async function annotated(document: vscode.TextDocument): Promise<string> {
  const lenses = await codeLensesOf(document.uri);
  const diagnostics = diagnosticsOf(document.uri);
  const lines: string[] = [];
  let isGap = false;
  for (let line = 0; line < document.lineCount; line++) {
    const above = lenses.filter(({ range }) => range.start.line === line).map(({ command }) => command?.title ?? "");
    const below = diagnostics.filter(({ range }) => range.start.line === line).map((each) => squiggle(document, each));
    if (above.length + below.length === 0) {
      isGap = true;
      continue;
    }
    if (isGap) lines.push(" …");
    isGap = false;
    const { text, firstNonWhitespaceCharacterIndex: indent } = document.lineAt(line);
    if (above.length > 0) lines.push(`${margin()}${" ".repeat(indent)}${above.join(" | ")}`);
    lines.push(`${margin(line + 1)}${text}`, ...below.sort());
  }
  if (isGap) lines.push(" …");
  return lines.join("\n");
}

function squiggle(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): string {
  const { range, message } = diagnostic;
  const lineEnd = document.lineAt(range.start.line).text.length;
  const end = range.isSingleLine ? range.end.character : lineEnd;
  const carets = "^".repeat(Math.max(1, end - range.start.character));
  const to = range.isSingleLine ? "" : ` to ${range.end.line + 1}:${range.end.character + 1}`;
  const faded = diagnostic.tags?.includes(vscode.DiagnosticTag.Unnecessary) ? ", faded" : "";
  const [firstLine = ""] = message.split("\n");
  const name = diagnostic.source === "session-policy" ? String(diagnostic.code) : (diagnostic.source ?? "");
  return `${margin()}${" ".repeat(range.start.character)}${carets}${to} ${SEVERITIES[diagnostic.severity]}${faded} ${name}: ${firstLine}`;
}

function margin(line?: number): string {
  return `${line ?? ""}`.padStart(3).concat("  ");
}

/** Waits until an answer is what is expected, and shows the difference if it never is. */
export async function eventually<T>(probe: () => T | Thenable<T>, expected: T): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const actual = await probe();
    const isSo = isEqual(actual, expected);
    if (isSo || Date.now() > deadline) return assert.deepEqual(actual, expected);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function isEqual(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the document looks so: a text as `annotated` gives it, without the indent of all of its lines. */
export async function untilSeen(document: vscode.TextDocument, expected: string): Promise<void> {
  await eventually(() => annotated(document), unindented(expected));
}

function unindented(text: string): string {
  const lines = text.replace(/^\n|\n *$/g, "").split("\n");
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}

/** Waits until the status bar shows this counter; where the window cannot be seen, nothing is known of it. */
export async function untilCounter(expected: string | undefined): Promise<void> {
  if (canSeeWindow()) await eventually(counter, expected);
}
