import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import type { Place, Trace } from "../serverMessages.js";

interface Shown extends vscode.QuickPickItem {
  readonly place?: Place | undefined;
  readonly edit?: unknown;
}

/** Shows what was decided, layer by layer; choosing a line goes to its statement. */
export async function showTrace(
  server: ServerConnection,
  trace: Trace,
  asked: { readonly action: string; readonly resource: string; readonly blamed?: string },
): Promise<void> {
  if (trace.error !== undefined) {
    void vscode.window.showErrorMessage(trace.error);
    return;
  }
  const { headline = "", layers = [], notes = [], fixes = [], decision } = trace;
  const rows = layers.flatMap(({ title, answer, decides, statements }): readonly Shown[] => {
    const iconPath = new vscode.ThemeIcon(decides ? "arrow-right" : "blank");
    const [first, ...more] = statements;
    return [
      { label: `${title}: ${answer}`, iconPath, ...(first && { description: first.name, place: first.location }) },
      ...more.map(({ name, location }) => ({
        label: "",
        description: name,
        iconPath: new vscode.ThemeIcon("blank"),
        place: location,
      })),
    ];
  });
  const said = [...(asked.blamed === undefined ? [] : [asked.blamed]), ...notes];
  const items: readonly Shown[] = [
    { label: headline, iconPath: new vscode.ThemeIcon(icons[decision ?? "unknown"]) },
    { label: vscode.l10n.t("layers"), kind: vscode.QuickPickItemKind.Separator },
    ...rows,
    ...(fixes.length === 0
      ? []
      : [{ label: vscode.l10n.t("what would allow it"), kind: vscode.QuickPickItemKind.Separator }]),
    ...fixes.map(({ title, edit }) => ({ label: title, iconPath: new vscode.ThemeIcon("lightbulb"), edit })),
    ...(said.length === 0 ? [] : [{ label: "", kind: vscode.QuickPickItemKind.Separator }]),
    ...said.map((note) => ({ label: note, iconPath: new vscode.ThemeIcon("info") })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: `${asked.action} · ${asked.resource}`,
    placeHolder: vscode.l10n.t("Choose a line to go to its statement, or to carry it out"),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (chosen?.place !== undefined) await goTo(chosen.place);
  const edit = chosen?.edit === undefined ? undefined : await server.editOf(chosen.edit);
  if (edit !== undefined) await vscode.workspace.applyEdit(edit);
}

const icons = {
  allow: "pass",
  "deny-explicit": "error",
  "deny-implicit": "circle-slash",
  depends: "question",
  unknown: "question",
} as const;

async function goTo({ uri, range: { start, end } }: Place): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  await vscode.window.showTextDocument(document, { selection });
}
