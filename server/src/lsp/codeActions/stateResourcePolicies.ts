import { type CodeAction, CodeActionKind, type CreateFile } from "vscode-languageserver";
import { policyFilesBelow } from "../../core/context/policyFiles.js";
import type { WorkspaceFiles } from "../../core/context/sessionContext.js";
import { joinUri, parentFolder } from "../../core/context/uriPaths.js";
import {
  policyFileName,
  type StatedPolicies,
  statedPolicies,
  stateResourcePolicy,
  type UnstatedResource,
  unstatedResources,
} from "../../core/features/stateResourcePolicy.js";
import { shortResource } from "../../core/messages/resourceNames.js";
import { lineIndex } from "../../core/text/lineIndex.js";
import { textEdits } from "../toProtocol.js";
import type { ActionRequest } from "./actionRequest.js";

/** So many files are offered for one resource, and so many resources at one place. */
const most = 5;

/**
 * Where a resource's own policy decides and is not given: a file for it, written into the config. A new file is empty, so that
 * nothing is claimed until the policy is in it.
 */
export async function stateResourcePolicies(request: ActionRequest): Promise<CodeAction[]> {
  const { analyzed, span, session } = request;
  const found = unstatedResources(analyzed.analysis, span).slice(0, most);
  const offered = await Promise.all(found.map((resource) => actionsFor(resource, session.files, request)));
  return offered.flat();
}

async function actionsFor(
  resource: UnstatedResource,
  files: WorkspaceFiles,
  { session, client }: ActionRequest,
): Promise<readonly CodeAction[]> {
  const { arn, configUri, kind } = resource;
  const config = await files.read(configUri);
  const folder = parentFolder(configUri);
  if (!config.ok || folder === undefined) return [];
  const stated = statedPolicies(configUri, config.text);
  const fresh = client.createsFiles ? await newFile(resource, stated, folder, files) : undefined;
  const chosen = await filesFor(resource, stated, folder, files);
  const lines = lineIndex(config.text);
  const version = session.documentOf(configUri)?.version ?? null;
  const what = `the ${kind === "trust" ? "trust policy" : "policy"} of ${shortResource(arn)}`;
  const action = (title: string, path: string, created?: CreateFile): readonly CodeAction[] => {
    const changes = stateResourcePolicy(configUri, config.text, arn, path);
    if (changes.length === 0) return [];
    const edits = textEdits(lines, changes);
    const change = { textDocument: { uri: configUri, version }, edits };
    const edit = client.documentChanges
      ? { documentChanges: created === undefined ? [change] : [created, change] }
      : { changes: { [configUri]: edits } };
    return [{ title, kind: CodeActionKind.QuickFix, edit }];
  };
  return [
    ...chosen.flatMap((path) => action(`Give ${what}: ${path}`, path)),
    ...(fresh === undefined
      ? []
      : action(`Give ${what} in a new file: ${fresh.path}`, fresh.path, { kind: "create", uri: fresh.uri })),
  ];
}

/** Files that may be the resource's policy: its role's trust policy in the config, else those that look like one and are none's. */
async function filesFor(
  { arn, kind }: UnstatedResource,
  stated: StatedPolicies,
  folder: string,
  files: WorkspaceFiles,
): Promise<readonly string[]> {
  const own = kind === "trust" ? stated.trustPolicyOf(arn) : undefined;
  if (own !== undefined) return [own];
  const found = await policyFilesBelow(folder, files);
  const paths = found.filter((file) => file.kind === kind && !file.isSession && !stated.files.has(file.path));
  return paths.slice(0, most).map(({ path }) => path);
}

async function newFile(
  { arn }: UnstatedResource,
  { folder: beside = "resources/" }: StatedPolicies,
  folder: string,
  files: WorkspaceFiles,
): Promise<{ readonly path: string; readonly uri: string } | undefined> {
  const [, name = "", ending = ""] = /^(.*?)((?:\.trust)?\.json)$/s.exec(policyFileName(arn)) ?? [];
  for (const number of ["", "-2", "-3", "-4"]) {
    const path = `${beside}${name}${number}${ending}`;
    const uri = joinUri(folder, path);
    const file = uri === undefined ? undefined : await files.read(uri);
    if (uri !== undefined && file?.ok === false && file.why === "missing") return { path, uri };
  }
  return undefined;
}
