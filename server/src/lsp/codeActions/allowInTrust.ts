import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { allowBesides, missingTrust, untrustedRule } from "../../core/features/allowInTrust.js";
import { fixTitle } from "../../core/messages/fixTitle.js";
import { quoted } from "../../core/messages/quoted.js";
import { lineIndex } from "../../core/text/lineIndex.js";
import { editElsewhere } from "../toProtocol.js";
import type { ActionRequest } from "./actionRequest.js";

/** What the trust policy lacks, written into it. It lets callers do more than before: never the first choice, with a preview. */
export async function allowInTrust(request: ActionRequest): Promise<CodeAction[]> {
  const { analyzed, span, engine, diagnostics, client, session } = request;
  const missing = missingTrust(analyzed.analysis, span, engine.catalog);
  const own = diagnostics.filter(({ code }) => code === untrustedRule);
  const offered = await Promise.all(
    missing.map(async (each): Promise<CodeAction[]> => {
      const file = await session.files.read(each.uri);
      const changes = file.ok ? allowBesides(file.text, each) : [];
      if (!file.ok || changes.length === 0) return [];
      const title = fixTitle(`Allow ${quoted(each.action)} in ${each.name}`, "wider");
      const version = session.documentOf(each.uri)?.version ?? null;
      const edit = editElsewhere({ uri: each.uri, version, lines: lineIndex(file.text) }, changes, title, client);
      return [{ title, kind: CodeActionKind.QuickFix, ...(own.length > 0 && { diagnostics: own }), edit }];
    }),
  );
  return offered.flat();
}
