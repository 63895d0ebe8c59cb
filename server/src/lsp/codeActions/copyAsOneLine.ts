import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import type { ActionRequest } from "./actionRequest.js";

/** What is too long only because of its white space is not edited but sent without it. */
export function copyAsOneLine({ analyzed, diagnostics, client }: ActionRequest): readonly CodeAction[] {
  const { document, analysis } = analyzed;
  const command = "sessionPolicy.copyAsOneLine";
  const tooLong = diagnostics.filter(({ code }) => code === "policy-too-long");
  const fits = analysis.policies.some(
    ({ characters: { sent, minified, limit } }) => limit !== undefined && minified <= limit && sent > limit,
  );
  if (tooLong.length === 0 || !fits || !client.commands.has(command)) return [];
  const title = "Copy as One Line";
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: tooLong,
      command: { title, command, arguments: [document.uri] },
    },
  ];
}
