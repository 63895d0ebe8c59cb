import type { DefinitionParams, Location, LocationLink } from "vscode-languageserver";
import { definitionsAt } from "../../core/features/definitions.js";
import type { ClientTraits } from "../clientTraits.js";
import { offsetOf } from "../fromProtocol.js";
import { locationIn } from "../places.js";
import type { Session } from "../session.js";
import { rangeOf } from "../toProtocol.js";

/** `textDocument/definition`: from an action of a session policy to the statements that grant or deny it. */
export async function definition(
  session: Session,
  client: ClientTraits,
  { textDocument, position }: DefinitionParams,
): Promise<Location[] | LocationLink[]> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return [];
  const { document, analysis } = analyzed;
  const found = definitionsAt(analysis, offsetOf(document.lines, position));
  if (found === undefined) return [];
  const locations = await Promise.all(found.statements.map(({ uri, path }) => locationIn(session.files, uri, path)));
  if (!client.definitionLinks) return locations;
  const originSelectionRange = rangeOf(document.lines, found.span);
  return locations.map(({ uri, range }) => ({
    originSelectionRange,
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
  }));
}
