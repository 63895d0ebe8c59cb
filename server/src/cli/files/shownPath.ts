import { fileName, parentFolder, pathBelow } from "../../core/context/uriPaths.js";

/**
 * A file's path seen from a folder, `/`-separated, with `..` for what lies beside or above. A file that shares no
 * folder with it (on another drive) keeps its URI.
 */
export function shownPath(uri: string, from: string): string {
  let climbed = "";
  for (let folder: string | undefined = from; folder !== undefined; folder = parentFolder(folder)) {
    const path = pathBelow(folder, uri);
    if (path !== undefined) return path === "" ? climbed.replace(/\/$/, "") || "." : `${climbed}${path}`;
    climbed += "../";
  }
  return uri;
}

/** The name of a file without what tells its type: `get-object` for `get-object.session.json`. */
export function stem(uri: string): string {
  const name = fileName(uri);
  return name.replace(/(?<=.)(?:\.session)?\.jsonc?$/, "");
}
