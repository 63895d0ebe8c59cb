import { configFileName } from "../../core/context/config.js";
import type { WorkspaceFiles } from "../../core/context/sessionContext.js";
import { canonicalUri, fileName, isBelow, joinUri, parentFolder } from "../../core/context/uriPaths.js";
import { choicesOf } from "../../core/features/linkSession.js";
import { guessKind, looksLikePolicy } from "../../core/policy/guessKind.js";
import { parsePolicy } from "../../core/syntax/parsePolicy.js";
import type { AnalyzedDocument } from "../analyzeDocument.js";
import type { LinkChoices, LinkChoicesParams } from "../ownMessages.js";
import type { Session } from "../session.js";

/** More files than this are not looked into. */
const maximumFilesRead = 300;

/** `sessionPolicy/linkChoices`: the roles of the config, and the files that could be a role's policy. */
export async function linkChoices(session: Session, { textDocument }: LinkChoicesParams): Promise<LinkChoices | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  const configUri = analyzed === undefined ? undefined : await configFor(analyzed, session.files);
  const folder = configUri === undefined ? undefined : parentFolder(configUri);
  if (analyzed === undefined || configUri === undefined || folder === undefined) return null;
  const config = await session.files.read(configUri);
  const choices = choicesOf(configUri, config.ok ? config.text : "{}");
  const found = await policyFilesBelow(folder, session.files, analyzed.document.uri);
  const policyFiles = found.filter(({ path }) => !choices.isSessionPolicy(path));
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

async function policyFilesBelow(
  folder: string,
  files: WorkspaceFiles,
  ownUri: string,
): Promise<LinkChoices["policyFiles"]> {
  const paths = (await files.list(folder)).filter(
    (path) => path.endsWith(".json") && !path.endsWith(".session.json") && !path.endsWith(configFileName),
  );
  const candidates = [...paths].sort().slice(0, maximumFilesRead);
  const found = await Promise.all(
    candidates.map(async (path) => {
      const uri = joinUri(folder, path);
      if (uri === undefined || canonicalUri(uri) === canonicalUri(ownUri)) return [];
      const file = await files.read(uri);
      const parsed = file.ok ? parsePolicy(file.text) : undefined;
      const fits = parsed !== undefined && looksLikePolicy(parsed) && guessKind(parsed) === "identity";
      return fits ? [{ uri, path }] : [];
    }),
  );
  return found.flat();
}
