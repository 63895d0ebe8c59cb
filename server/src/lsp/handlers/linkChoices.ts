import { configFileName } from "../../core/context/config.js";
import { policyFilesBelow } from "../../core/context/policyFiles.js";
import type { WorkspaceFiles } from "../../core/context/sessionContext.js";
import { canonicalUri, fileName, isBelow, joinUri, parentFolder } from "../../core/context/uriPaths.js";
import { choicesOf } from "../../core/features/linkSession.js";
import type { AnalyzedDocument } from "../analyzeDocument.js";
import type { LinkChoices, LinkChoicesParams } from "../ownMessages.js";
import type { Session } from "../session.js";

/** `sessionPolicy/linkChoices`: the roles of the config, and the files that could be a role's policy. */
export async function linkChoices(session: Session, { textDocument }: LinkChoicesParams): Promise<LinkChoices | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  const configUri = analyzed === undefined ? undefined : await configFor(analyzed, session.files);
  const folder = configUri === undefined ? undefined : parentFolder(configUri);
  if (analyzed === undefined || configUri === undefined || folder === undefined) return null;
  const config = await session.files.read(configUri);
  const choices = choicesOf(configUri, config.ok ? config.text : "{}");
  const own = canonicalUri(analyzed.document.uri);
  const policyFiles = (await policyFilesBelow(folder, session.files))
    .filter(({ kind, isSession, uri }) => kind === "identity" && !isSession && canonicalUri(uri) !== own)
    .filter(({ path }) => !choices.isSessionPolicy(path))
    .map(({ uri, path }) => ({ uri, path }));
  const managedPolicies = await (await session.catalog()).managedPolicyArns();
  return { configUri, exists: config.ok, roles: choices.roles, policyFiles, managedPolicies };
}

/** The config that speaks of a document, or the one that could: at the top of its workspace folder. */
export async function configFor(
  { analysis, document }: AnalyzedDocument,
  files: WorkspaceFiles,
): Promise<string | undefined> {
  const { configUri } = analysis.context;
  if (configUri !== undefined && fileName(configUri) === configFileName) return configUri;
  const root = files.folderOf(document.uri);
  // A config that says nothing of this document so far is not named in its context.
  for (let folder = parentFolder(document.uri); folder !== undefined; folder = parentFolder(folder)) {
    if (root === undefined || !isBelow(root, folder)) break;
    const candidate = joinUri(folder, configFileName);
    if (candidate !== undefined && (await files.read(candidate)).ok) return candidate;
  }
  return root === undefined ? undefined : joinUri(root, configFileName);
}
