import type { Location } from "vscode-languageserver";
import { decidingStatements } from "../../core/features/decidingStatements.js";
import { offsetOf } from "../fromProtocol.js";
import type { DecidingParams } from "../ownMessages.js";
import { locationIn } from "../places.js";
import type { Session } from "../session.js";

/** `sessionPolicy/deciding`: the statements that decide what the entry at the place does. */
export async function deciding(session: Session, { textDocument, position }: DecidingParams): Promise<Location[]> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return [];
  const { document, analysis } = analyzed;
  const places = decidingStatements(analysis, offsetOf(document.lines, position));
  return Promise.all(places.map(({ uri, path }) => locationIn(session.files, uri, path)));
}
