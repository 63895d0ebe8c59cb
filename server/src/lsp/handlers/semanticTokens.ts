import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensParams } from "vscode-languageserver";
import { plainWords } from "../../core/features/plainWords.js";
import type { Session } from "../session.js";

/** What our tokens are: text that is nothing but text. */
export const tokenTypes = ["string"];

export const noTokens: SemanticTokens = { data: [] };

/** `textDocument/semanticTokens/full`: where the grammar's colors say more than is so. */
export async function semanticTokens(
  session: Session,
  { textDocument }: SemanticTokensParams,
): Promise<SemanticTokens> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return noTokens;
  const { document, analysis } = analyzed;
  const builder = new SemanticTokensBuilder();
  for (const { start, end } of plainWords(analysis, await session.catalog())) {
    const { line, character } = document.lines.positionAt(start);
    builder.push(line, character, end - start, 0, 0);
  }
  return builder.build();
}
