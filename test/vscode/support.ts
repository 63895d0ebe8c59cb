// What the tests in a real VS Code share. Tests never sleep: they poll the API until what they wait for is there.

import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

export const EXTENSION_ID = "session-policy-lens.session-policy-lens";

const POLL_MS = 50;

/**
 * The absolute path of a file in the workspace, a fresh copy for each run: `examples/…`, or `NAME/…` for
 * test/vscode/workspaces/NAME.
 */
export function workspacePath(relativePath = ""): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error("No workspace folder is open.");
  return path.join(folder.uri.fsPath, relativePath);
}

export function workspaceUri(relativePath = ""): vscode.Uri {
  return vscode.Uri.file(workspacePath(relativePath));
}

/** Writes a file into the workspace, past VS Code, as another program would. */
export function writeFile(relativePath: string, content: string | Uint8Array): void {
  const file = workspacePath(relativePath);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

/** Opens a file of the workspace and shows it in the only editor. */
export async function openFile(relativePath: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(workspaceUri(relativePath));
  return vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    preview: false,
  });
}

/** Opens a text that is in no file. */
export async function openText(content: string, language = "json"): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({
    content,
    language,
  });
  return vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    preview: false,
  });
}

/** Asks until the answer is truthy, and returns it. A probe that throws is asked again. */
export async function until<T>(
  description: string,
  probe: () => T | Thenable<T>,
  timeoutMs = 15_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const last = await outcome(probe);
    if (last.value) return last.value;
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${description}. Last: ${last.text}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function outcome<T>(probe: () => T | Thenable<T>): Promise<{ value?: T; text: string }> {
  try {
    const value = await probe();
    return { value, text: JSON.stringify(value) ?? String(value) };
  } catch (error) {
    return { text: String(error) };
  }
}

/** The extension, activated. */
export async function activeExtension(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  if (!extension) throw new Error(`VS Code knows no extension ${EXTENSION_ID}.`);
  await extension.activate();
  return extension;
}

export function diagnosticsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri);
}

/** The code lenses, resolved; `command.title` is what is seen. */
export async function codeLensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  const all = 1000;
  return (await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri, all)) ?? [];
}

export async function codeLensTitlesOf(uri: vscode.Uri): Promise<string[]> {
  return (await codeLensesOf(uri)).map((lens) => lens.command?.title ?? "");
}

/** The Markdown of all hovers at a place. */
export async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", uri, position);
  const contents = (hovers ?? []).flatMap((hover) => hover.contents);
  return contents.map((content) => (typeof content === "string" ? content : content.value)).join("\n\n");
}

/** The code actions for a range, resolved, those of one kind only if `kind` is given. */
export async function codeActionsAt(
  uri: vscode.Uri,
  range: vscode.Range,
  kind?: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  const all = 100;
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    uri,
    range,
    kind?.value,
    all,
  );
  return actions ?? [];
}

/** Does what choosing the action does: its edit, confirmed in the preview if VS Code shows one, then its command. */
export async function applyCodeAction(action: vscode.CodeAction): Promise<void> {
  if (action.edit && !(await confirmed(vscode.workspace.applyEdit(action.edit))))
    throw new Error(`Not applied: ${action.title}`);
  if (action.command) {
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  }
}

/** Waits for an edit, and presses Apply as long as it is being previewed. */
async function confirmed(edit: Thenable<boolean>): Promise<boolean> {
  let applied: boolean | undefined;
  void edit.then((result) => {
    applied = result;
  });
  return until("the edit", async () => {
    if (applied === undefined) await vscode.commands.executeCommand("refactorPreview.apply");
    return applied === undefined ? undefined : { applied };
  }).then((done) => done.applied);
}

/** What completion proposes at a place. */
export async function completionsAt(uri: vscode.Uri, position: vscode.Position): Promise<vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    uri,
    position,
  );
  return list?.items ?? [];
}

/**
 * Where `marker` first is in the document: its start, or, if it holds `|`, the place of that bar.
 * `positionOf(document, "s3:Get|Object")` is between `Get` and `Object`.
 */
export function positionOf(document: vscode.TextDocument, marker: string): vscode.Position {
  const text = marker.replace("|", "");
  const start = document.getText().indexOf(text);
  if (start < 0) throw new Error(`${document.uri.fsPath} does not contain ${JSON.stringify(text)}.`);
  return document.positionAt(start + Math.max(marker.indexOf("|"), 0));
}

export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = positionOf(document, text);
  return new vscode.Range(start, document.positionAt(document.offsetAt(start) + text.length));
}

/** Replaces the first occurrence of a text in the editor, as typing would. */
export async function replaceText(editor: vscode.TextEditor, text: string, replacement: string): Promise<void> {
  const range = rangeOf(editor.document, text);
  if (!(await editor.edit((edit) => edit.replace(range, replacement)))) throw new Error("The edit was not accepted.");
}

const setByTests = new Set<string>();

/** Changes a setting of the user until `resetSettings`. */
export async function set(setting: string, value: unknown): Promise<void> {
  setByTests.add(setting);
  await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
}

/** Takes back what `set` has changed. For `afterEach`. */
export async function resetSettings(): Promise<void> {
  for (const setting of setByTests) await set(setting, undefined);
  setByTests.clear();
}

/** Undoes all unsaved edits and closes all editors. For `afterEach`. */
export async function revertAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(isUnsaved)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** The user's settings, when one of them is changed, are VS Code's own to save. */
function isUnsaved({ isDirty, uri }: vscode.TextDocument): boolean {
  return isDirty && !uri.path.endsWith("/User/settings.json");
}

export interface PictureOptions {
  /** Selectors (CSS, or `text=…`) of what must be seen first: the API knows of a lens before the window shows it. */
  shows?: string[];
  /** A selector: only this part of the window. */
  of?: string;
  /** Whether to hide what does not belong to the extension. On by default. */
  tidy?: boolean;
}

/** Takes a picture of the window, where the host can; returns whether it did. */
export async function takePicture(name: string, options: PictureOptions = {}): Promise<boolean> {
  return askHost(name, options);
}

/**
 * Waits until the window really shows what the selectors (CSS, or `text=…`) describe, where the host can see it;
 * returns whether it could.
 */
export async function untilShown(...shows: string[]): Promise<boolean> {
  return askHost("look", { shows, picture: false });
}

/** Sets the size of the window, where the host can. Do it before opening what a new size would close, as a hover. */
export async function resizeWindow(width: number, height: number): Promise<boolean> {
  return askHost("window-size", { size: { width, height }, picture: false });
}

/** Clicks on what the window shows at a selector, where the host can; returns whether it did. */
export async function clickOn(selector: string): Promise<boolean> {
  return askHost("click", { click: selector, picture: false });
}

/**
 * Clicks until the window shows what the click opens: what is drawn anew under the pointer, as lenses are when the server
 * has more to say, may not get the first one.
 */
export async function clickToShow(selector: string, opened: string): Promise<void> {
  await until(`${opened} after a click on ${selector}`, async () => {
    await clickOn(selector);
    return until(opened, () => readWindow(opened), 3000);
  });
}

/** Puts a text into an input field of the window, where the host can; returns whether it did. */
export async function fillIn(selector: string, text: string): Promise<boolean> {
  return askHost("fill", { fill: { selector, text }, picture: false });
}

/** Presses a key where the focus is, where the host can; returns whether it did. */
export async function press(key: string): Promise<boolean> {
  return askHost("press", { press: key, picture: false });
}

/** A selector for what is in a webview: its page is a frame within a frame. */
export function inWebview(selector: string): string {
  const enter = "internal:control=enter-frame";
  return `iframe.webview.ready >> ${enter} >> iframe#active-frame >> ${enter} >> ${selector}`;
}

export interface ShownElement {
  text: string;
  className: string;
}

/** What the window shows at a selector now: null if nothing, undefined where the host cannot see the window. */
export async function readWindow(selector: string): Promise<ShownElement | null | undefined> {
  if (!(await askHost("read", { read: selector, picture: false }))) return undefined;
  return JSON.parse(fs.readFileSync(hostFile("read.answer.json"), "utf8")) as ShownElement | null;
}

/** Asks the VS Code host, which sees the page; see test/vscode-host/pictures.mjs. A desktop VS Code is not asked. */
async function askHost(name: string, request: object): Promise<boolean> {
  if (!canSeeWindow()) return false;
  const file = hostFile(`${name}.request.json`);
  const problem = hostFile(`${name}.error.txt`);
  fs.rmSync(problem, { force: true });
  fs.writeFileSync(`${file}.new`, JSON.stringify(request));
  fs.renameSync(`${file}.new`, file); // so that the host never reads half a request
  await until(`the host's answer to ${name}`, () => !fs.existsSync(file));
  if (fs.existsSync(problem)) throw new Error(fs.readFileSync(problem, "utf8"));
  return true;
}

/** Whether the rendered window can be looked at: in our own host, not in a desktop VS Code. */
export function canSeeWindow(): boolean {
  return Boolean(process.env.VSCODE_TEST_PICTURES);
}

function hostFile(name: string): string {
  return path.join(process.env.VSCODE_TEST_PICTURES ?? "", name);
}
