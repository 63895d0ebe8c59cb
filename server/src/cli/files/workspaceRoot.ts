import { configFileName } from "../../core/context/config.js";
import { isBelow, joinUri, parentFolder } from "../../core/context/uriPaths.js";
import type { CliHost } from "../host.js";

/**
 * The folder that an editor would have open: nothing above it is looked at. It is the repository, the working folder or
 * the folder of the nearest config, whichever holds the others; none of these for a file elsewhere, which then has its
 * own folder only.
 */
export async function workspaceRoot(folder: string, host: CliHost): Promise<string> {
  const { disk, workingFolder } = host;
  let repository: string | undefined;
  let config: string | undefined;
  for (let at: string | undefined = folder; at !== undefined; at = parentFolder(at)) {
    if (config === undefined && (await has(at, configFileName, disk))) config = at;
    if (await has(at, ".git", disk)) {
      repository = at;
      break;
    }
  }
  const candidates = [folder, config, repository, isBelow(workingFolder, folder) ? workingFolder : undefined];
  // All of them are above `folder`, so the shortest one holds the others.
  return candidates.filter((each) => each !== undefined).reduce((one, other) => (isBelow(other, one) ? other : one));
}

async function has(folder: string, name: string, disk: CliHost["disk"]): Promise<boolean> {
  const uri = joinUri(folder, name);
  return uri !== undefined && (await disk.look(uri)) !== "missing";
}
