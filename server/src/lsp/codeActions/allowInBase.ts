import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { addStatement, missingGrant } from "../../core/features/allowInBase.js";
import { fixTitle } from "../../core/messages/fixTitle.js";
import { quoted } from "../../core/messages/quoted.js";
import { lineIndex } from "../../core/text/lineIndex.js";
import { editElsewhere } from "../toProtocol.js";
import type { ActionRequest } from "./actionRequest.js";

/**
 * The grant that the base role lacks, written into its policy. It widens what the role may do, in every session: never
 * the first choice, and never without a preview where the editor has one.
 */
export async function allowInBase({
  analyzed,
  span,
  diagnostics,
  client,
  session,
}: ActionRequest): Promise<CodeAction[]> {
  const found = missingGrant(analyzed.analysis, span);
  const file = found && (await session.files.read(found.uri));
  if (found === undefined || !file?.ok) return [];
  const changes = addStatement(file.text, found.statement);
  if (changes.length === 0) return [];
  const title = fixTitle(`Allow ${quoted(found.pattern)} in ${found.name}`, "wider");
  const version = session.documentOf(found.uri)?.version ?? null;
  const edit = editElsewhere({ uri: found.uri, version, lines: lineIndex(file.text) }, changes, title, client);
  const own = diagnostics.filter(({ code }) => code === "exceeds-base-role");
  return [{ title, kind: CodeActionKind.QuickFix, ...(own.length > 0 && { diagnostics: own }), edit }];
}
