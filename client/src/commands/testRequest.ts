import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import {
  type RequestChoices,
  type RequestContext,
  requestChoicesRequest,
  type Trace,
  traceRequest,
} from "../serverMessages.js";
import { commandDocument } from "./commandDocument.js";
import { showTrace } from "./showTrace.js";

/** What is known of a request already; the rest is asked for. */
export interface KnownRequest {
  readonly action?: string;
  readonly resource?: string;
  readonly context?: RequestContext;
  /** What AWS said of it, to be shown beside our answer. */
  readonly blamed?: string;
}

/** Asks for an action, a resource and a context, and shows what becomes of such a request in the session. */
export async function testRequest(server: ServerConnection, uri: unknown, asked: unknown): Promise<void> {
  const document = await commandDocument(uri);
  if (document === undefined) return;
  await server.start();
  const textDocument = { uri: server.uriOf(document) };
  const choices = await server.ask<RequestChoices>(requestChoicesRequest, { textDocument });
  if (!choices || choices.sessions.length === 0) {
    const choose = vscode.l10n.t("Choose Base Role…");
    const text = vscode.l10n.t("What a session can do hangs on its role. Link this policy to one first.");
    if ((await vscode.window.showInformationMessage(text, choose)) === choose)
      await vscode.commands.executeCommand("sessionPolicy.chooseBaseRole", document.uri);
    return;
  }
  const known = readKnown(asked);
  const session = await pickSession(choices.sessions);
  if (session === undefined) return;
  const action = known.action ?? (await pickAction(choices));
  if (action === undefined) return;
  const resource = known.resource ?? (await pickResource(server, textDocument, action));
  if (resource === undefined) return;
  const context = known.context ?? (await askContext());
  if (context === undefined) return;
  const trace = await server.ask<Trace>(traceRequest, { textDocument, session, action, resource, context });
  if (trace)
    await showTrace(server, trace, { action, resource, ...(known.blamed !== undefined && { blamed: known.blamed }) });
}

/** A command's arguments may come from anywhere. */
function readKnown(asked: unknown): KnownRequest {
  return typeof asked === "object" && asked !== null ? (asked as KnownRequest) : {};
}

async function pickSession(sessions: readonly string[]): Promise<string | undefined> {
  if (sessions.length === 1) return sessions[0];
  return vscode.window.showQuickPick(sessions, { title: vscode.l10n.t("In which session?") });
}

/** Any action may be typed; those of the policy are proposed. */
async function pickAction({ actions }: RequestChoices): Promise<string | undefined> {
  const known = actions.map(({ action, description }) => ({ label: action, description }));
  const choice = await pickOrType(known, {
    title: vscode.l10n.t("Test a request: which action?"),
    placeholder: "s3:GetObject",
    isValid: (text) => /^[A-Za-z0-9-]+:[A-Za-z0-9]+$/.test(text),
  });
  return choice;
}

async function pickResource(
  server: ServerConnection,
  textDocument: { readonly uri: string },
  action: string,
): Promise<string | undefined> {
  const choices = await server.ask<RequestChoices>(requestChoicesRequest, { textDocument, action });
  const [first = "*"] = choices?.resources ?? [];
  if (first === "*" && choices?.resources.length === 1) return first;
  // What stands for a name, or for many, is selected, to be typed over.
  const open = first.search(/\$\{|\*/);
  return vscode.window.showInputBox({
    title: vscode.l10n.t("Test a request: {0} on which resource?", action),
    prompt: vscode.l10n.t("One ARN, without wildcards, or *"),
    value: first,
    ...(open >= 0 && { valueSelection: [open, first.length] as [number, number] }),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === "*" || /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(text)
        ? undefined
        : vscode.l10n.t("An ARN has six parts, as in arn:aws:s3:::example-bucket/key."),
  });
}

/** `aws:SourceIp=203.0.113.9, aws:TagKeys=a|b`; empty where nothing more is known. */
async function askContext(): Promise<RequestContext | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("Test a request: with which context?"),
    prompt: vscode.l10n.t(
      "Condition keys as key=value, joined by commas; several values of a key by |. Leave it empty if you don't know.",
    ),
    placeHolder: "aws:SourceIp=203.0.113.9, aws:MultiFactorAuthPresent=true",
    ignoreFocusOut: true,
    validateInput: (typed) =>
      readContext(typed) === undefined ? vscode.l10n.t("Write key=value, as in aws:SourceIp=203.0.113.9.") : undefined,
  });
  return text === undefined ? undefined : readContext(text);
}

function readContext(text: string): RequestContext | undefined {
  const context: Record<string, string | string[]> = Object.create(null);
  for (const part of text.split(/,(?=\s*[\w-]+:[^,=]+=)/)) {
    if (part.trim() === "") continue;
    const at = part.indexOf("=");
    const key = part.slice(0, at).trim();
    if (at < 1 || !key.includes(":")) return undefined;
    const values = part
      .slice(at + 1)
      .trim()
      .split("|");
    context[key] = values.length === 1 ? values[0]! : values;
  }
  return { ...context };
}

interface PickOrType {
  readonly title: string;
  readonly placeholder: string;
  readonly isValid: (text: string) => boolean;
}

/** A list to choose from in which what is typed is a choice too. */
function pickOrType(items: readonly vscode.QuickPickItem[], how: PickOrType): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  pick.title = how.title;
  pick.placeholder = how.placeholder;
  pick.items = items;
  pick.ignoreFocusOut = true;
  pick.onDidChangeValue((typed) => {
    const text = typed.trim();
    const isNew = how.isValid(text) && !items.some(({ label }) => label.toLowerCase() === text.toLowerCase());
    pick.items = isNew ? [{ label: text, alwaysShow: true }, ...items] : items;
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.label);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
