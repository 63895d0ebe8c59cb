import { configFileName } from "../../core/context/config.js";
import { canonicalUri, fileName, parentFolder } from "../../core/context/uriPaths.js";
import { walkFolder } from "../files/walkFolder.js";
import type { CliHost } from "../host.js";

/** A file to look at. */
export interface Target {
  /** Undefined: standard input. */
  readonly uri: string | undefined;
  /** As the user wrote it; undefined for a file found in a folder, which is checked only if it is a policy. */
  readonly named: string | undefined;
}

export interface Targets {
  readonly targets: readonly Target[];
  /** Folders that hold them: each will be given its workspace root. */
  readonly folders: readonly string[];
  /** What cannot be looked at, ready to show. */
  readonly complaints: readonly string[];
}

/** What paths on the command line lead to: each file once, in the order of the paths, those of a folder sorted. */
export async function findTargets(paths: readonly string[], host: CliHost): Promise<Targets> {
  const targets = new Map<string, Target>();
  const folders = new Set<string>();
  const complaints: string[] = [];
  for (const path of paths) {
    if (path === "-") {
      targets.set("-", { uri: undefined, named: "-" });
      continue;
    }
    const uri = host.disk.uriOf(path);
    const kind = await host.disk.look(uri);
    if (kind === "missing") complaints.push(`There is no file or folder "${path}".`);
    else if (kind === "unreadable") complaints.push(`"${path}" can't be read.`);
    else if (kind === "file") {
      folders.add(parentFolder(uri) ?? uri);
      targets.set(canonicalUri(uri), { uri, named: path });
    } else {
      folders.add(uri.replace(/(?<=[^/])\/+$/, ""));
      for (const found of await walkFolder(uri, host.disk)) {
        const key = canonicalUri(found);
        // What is named as well stays named.
        if (!targets.has(key)) targets.set(key, { uri: found, named: undefined });
      }
    }
  }
  return { targets: [...targets.values()], folders: [...folders], complaints };
}

export function isConfigFile(uri: string, configUri: string | undefined): boolean {
  return fileName(uri) === configFileName || (configUri !== undefined && canonicalUri(uri) === canonicalUri(configUri));
}
