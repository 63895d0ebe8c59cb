import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { withThousands } from "../../core/messages/numbers.js";
import type { ActionRequest } from "./actionRequest.js";

/** The search for a shorter policy takes a while, and its result is looked at before it is applied: a command, no edit. */
export function fitInto({ analyzed, diagnostics, client }: ActionRequest): readonly CodeAction[] {
  const { document, analysis } = analyzed;
  const command = "sessionPolicy.fit";
  const tooLong = diagnostics.filter(({ code }) => code === "policy-too-long");
  const limit = analysis.policies.find(({ characters }) => characters.limit !== undefined)?.characters.limit;
  if (tooLong.length === 0 || limit === undefined || !client.commands.has(command)) return [];
  const title = `Fit into ${withThousands(limit)}…`;
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: tooLong,
      command: { title, command, arguments: [document.uri] },
    },
  ];
}
