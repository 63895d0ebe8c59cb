import type { Catalog } from "../catalog/catalog.js";
import { createContextLoader } from "./contextLoader.js";
import type { ConfigProblem, DocumentContext, WorkspaceFiles } from "./sessionContext.js";

/** The context of one document, once. Who needs many of them keeps a `createContextLoader`. */
export function loadDocumentContext(
  uri: string,
  text: string,
  files: WorkspaceFiles,
  catalog: Catalog,
): Promise<DocumentContext> {
  return createContextLoader(files, catalog).load(uri, text);
}

/** Everything that is wrong in a config, once. */
export function loadConfigProblems(
  configUri: string,
  text: string,
  files: WorkspaceFiles,
  catalog: Catalog,
): Promise<readonly ConfigProblem[]> {
  return createContextLoader(files, catalog).configProblems(configUri, text);
}
