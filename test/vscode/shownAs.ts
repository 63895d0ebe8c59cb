import * as vscode from "vscode";
import { codeLensesOf, diagnosticsOf } from "./support.js";

const severities = ["error", "warning", "information", "hint"];

/** What a person sees of a document, one line each: lenses and squiggles in the order of their places. */
export async function shownAs(document: vscode.TextDocument): Promise<string> {
  const lenses = (await codeLensesOf(document.uri)).map((lens) => ({
    range: lens.range,
    text: `lens ${lens.range.start.line + 1}: ${lens.command?.title}`,
  }));
  const squiggles = diagnosticsOf(document.uri).map((each) => ({
    range: each.range,
    text: [
      `${severities[each.severity]} ${each.range.start.line + 1}: ${each.message.split("\n")[0]}`,
      `    under ${document.getText(each.range)}`,
      ...(each.tags?.includes(vscode.DiagnosticTag.Unnecessary) ? ["    faded"] : []),
    ].join("\n"),
  }));
  const all = [...lenses, ...squiggles];
  all.sort((a, b) => a.range.start.line - b.range.start.line || (a.text < b.text ? -1 : 1));
  return `${all.map(({ text }) => text).join("\n")}\n`;
}
