// What a person sees of a policy, as text: the lenses above the lines, the squiggles below them with their messages,
// and the counter in the status bar. Fixtures hold it, and tests wait until it is so.

import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { canSeeWindow, codeLensesOf, diagnosticsOf, readWindow } from "./support.js";

const COUNTER = '[id="session-policy-lens.session-policy-lens.sessionPolicy.size"]';

/** What every session of the examples says at its start: their role is one that only EC2 assumes. */
export const NEVER_PASSED = `     ^ warning session-policy-never-passed: Nobody can pass a session policy to this role: roles/S3AccessTrustRole.json lets in only "ec2.amazonaws.com". Amazon EC2 makes the sessions of an instance profile itself, without a session policy, so the policy never takes effect. Let the user or role that is to pass it assume the role too, or, if another service passes it, name that as the session's "operation".`;

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
 *            Allowed on example-bucket/*
 *       6    "Action": "s3:GetObject",
 *                      ^^^^^^^^^^^^^^ warning exceeds-base-role: The base role …
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
  const { range } = diagnostic;
  const lineEnd = document.lineAt(range.start.line).text.length;
  const end = range.isSingleLine ? range.end.character : lineEnd;
  const carets = "^".repeat(Math.max(1, end - range.start.character));
  const to = range.isSingleLine ? "" : ` to ${range.end.line + 1}:${range.end.character + 1}`;
  const faded = diagnostic.tags?.includes(vscode.DiagnosticTag.Unnecessary) ? ", faded" : "";
  return `${margin()}${" ".repeat(range.start.character)}${carets}${to} ${SEVERITIES[diagnostic.severity]}${faded} ${words(diagnostic)}`;
}

/** Of VS Code's own messages only from where they are: their words change from version to version. */
function words({ source, code, message }: vscode.Diagnostic): string {
  return source === "session-policy" ? `${code}: ${message.split("\n")[0]}` : (source ?? "JSON schema");
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

const fixtures = path.resolve(__dirname, "../../test/vscode/fixtures"); // of the bundle: out/test-vscode

/** How long an answer must stay the same before it is written into a fixture. */
const SETTLED_MS = 1_500;

/** Waits until an answer is what the fixture states. With UPDATE=1 writes the fixture anew. */
export async function untilFixture(name: string, title: string, probe: () => Thenable<string>): Promise<void> {
  const file = path.join(fixtures, `${name}.md`);
  const text = async () => `# ${title}\n\n${await probe()}\n`;
  if (process.env.UPDATE === "1" && canSeeWindow()) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, await settled(text));
  }
  const stated = fs.readFileSync(file, "utf8");
  await eventually(text, canSeeWindow() ? stated : stated.replace(COUNTER_LINE, "Counter: unseen"));
}

async function settled(probe: () => Thenable<string>): Promise<string> {
  let last = await probe();
  for (let since = Date.now(); Date.now() - since < SETTLED_MS; ) {
    const now = await probe();
    if (now !== last) since = Date.now();
    last = now;
  }
  return last;
}

const COUNTER_LINE = /^Counter: .*$/m;

/** The counter, for fixtures. */
export async function counterLine(): Promise<string> {
  return `Counter: ${canSeeWindow() ? ((await counter()) ?? "none") : "unseen"}`;
}

/** The document as it is seen, for fixtures. */
export async function seenBlock(document: vscode.TextDocument): Promise<string> {
  return `\`\`\`text\n${await annotated(document)}\n\`\`\``;
}

/** Waits until the status bar shows this counter; where the window cannot be seen, nothing is known of it. */
export async function untilCounter(expected: string | undefined): Promise<void> {
  if (canSeeWindow()) await eventually(counter, expected);
}
