import { joinUri, pathBelow } from "../../core/context/uriPaths.js";
import type { Disk } from "../host.js";
import { IgnoredFiles } from "./ignoredFiles.js";

const skippedFolders: ReadonlySet<string> = new Set([".git", ".hg", ".svn", "node_modules"]);

/** URIs of the files below a folder that no `.gitignore` leaves out, sorted. Links to folders are not followed. */
export async function walkFolder(folder: string, disk: Disk): Promise<readonly string[]> {
  const files: string[] = [];
  const open = [{ folder, ignored: await IgnoredFiles.above(folder, disk) }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const ignored = await next.ignored.within(next.folder, disk);
    for (const { name, isFolder } of await disk.entries(next.folder)) {
      const uri = joinUri(next.folder, name);
      if (uri === undefined || ignored.has(uri, isFolder)) continue;
      if (!isFolder) files.push(uri);
      else if (!skippedFolders.has(name)) open.push({ folder: uri, ignored });
    }
  }
  // By the names people see: in a URI, "ä" begins with "%".
  const path = (uri: string) => pathBelow(folder, uri) ?? uri;
  return files.sort((one, other) => (path(one) < path(other) ? -1 : 1));
}
