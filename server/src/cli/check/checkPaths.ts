import { AccessEngine } from "../../core/access/accessEngine.js";
import type { Catalog } from "../../core/catalog/catalog.js";
import type { ContextLoader } from "../../core/context/contextLoader.js";
import { createContextLoader } from "../../core/context/contextLoader.js";
import { RememberedFiles } from "../../core/context/rememberedFiles.js";
import type { WorkspaceFiles } from "../../core/context/sessionContext.js";
import { canonicalUri, parentFolder } from "../../core/context/uriPaths.js";
import { workspaceRoot } from "../files/workspaceRoot.js";
import type { CliHost } from "../host.js";
import type { CheckedFile } from "./checkedFile.js";
import { type CheckChoices, CheckRun } from "./checkRun.js";
import { findTargets, isConfigFile, type Target } from "./targets.js";

export interface CheckOutcome {
  readonly files: readonly CheckedFile[];
  /** What could not be looked at, ready to show. */
  readonly complaints: readonly string[];
}

/** Checks files, and what folders hold of policies and configs. */
export async function checkPaths(
  paths: readonly string[],
  choices: CheckChoices,
  host: CliHost,
  catalog: Catalog,
): Promise<CheckOutcome> {
  const { targets, folders, complaints } = await findTargets(paths, host);
  const { configUri } = choices;
  const roots = new Set<string>();
  for (const folder of configUri === undefined ? folders : [...folders, parentFolder(configUri) ?? configUri]) {
    roots.add(await workspaceRoot(folder, host));
  }
  const files = new RememberedFiles(host.disk.workspace(() => [...roots]));
  const contexts = createContextLoader(files, catalog, configUri === undefined ? {} : { configUri });
  const linked = await linkedFiles(targets, configUri, contexts, files);
  const run = new CheckRun({ host, catalog, engine: new AccessEngine(catalog), contexts, files }, choices);
  for (const target of targets) {
    if (mayBePolicy(target, configUri, linked)) await run.check(target);
  }
  return { files: await run.results(), complaints: [...complaints, ...run.complaints] };
}

/** Files that configs name, whatever they are called: only such ones and JSON are opened in a walked folder. */
async function linkedFiles(
  targets: readonly Target[],
  configUri: string | undefined,
  contexts: ContextLoader,
  files: WorkspaceFiles,
): Promise<ReadonlySet<string>> {
  const configs = new Set(configUri === undefined ? [] : [configUri]);
  for (const { uri, named } of targets) {
    if (uri !== undefined && named === undefined && isConfigFile(uri, configUri)) configs.add(uri);
  }
  const linked = new Set<string>();
  for (const config of configs) {
    const text = await files.read(config);
    if (!text.ok) continue;
    for (const uri of (await contexts.load(config, text.text)).dependencies) linked.add(canonicalUri(uri));
  }
  return linked;
}

function mayBePolicy({ uri, named }: Target, configUri: string | undefined, linked: ReadonlySet<string>): boolean {
  if (uri === undefined || named !== undefined || isConfigFile(uri, configUri)) return true;
  return uri.endsWith(".json") || linked.has(canonicalUri(uri));
}
