import { quote } from "./configReader.js";
import { isBelow, joinUri, parentFolder, pathBelow, pathShape, sameUri } from "./uriPaths.js";

export type ResolvedPath =
  | { readonly ok: true; readonly uri: string }
  | {
      readonly ok: false;
      readonly kind: "outside-workspace" | "self-reference" | "missing-file";
      readonly why: string;
      readonly advice: string;
    };

/** Where a config stands, and what its paths mean from there. */
export class ConfigPlace {
  readonly uri: string;
  readonly folder: string;
  /** Nothing above this folder is read. */
  readonly root: string;

  constructor(uri: string, root: string) {
    this.uri = uri;
    this.folder = parentFolder(uri) ?? root;
    this.root = root;
  }

  /** The file that a path in the config means; `shown` is how the user wrote it. What leaves the workspace is not followed. */
  resolve(path: string, shown = path): ResolvedPath {
    const outside = (why: string): ResolvedPath => ({
      ok: false,
      kind: "outside-workspace",
      why,
      advice: "Copy the file into the workspace, and write its path from the config's folder, with / between folders.",
    });
    const shape = pathShape(path);
    if (shape === "absolute")
      return outside(`${quote(shown)} is not a path from the config's folder, and isn't followed`);
    if (shape === "uri") return outside(`${quote(shown)} is an address, not the path of a file, and isn't followed`);
    if (path.includes("\0")) {
      return {
        ok: false,
        kind: "missing-file",
        why: `There is no file ${quote(shown)}`,
        advice: "Correct the path.",
      };
    }
    const uri = joinUri(this.folder, path);
    if (uri === undefined || !isBelow(this.root, uri))
      return outside(`${quote(shown)} leads out of the workspace, and isn't followed`);
    if (sameUri(uri, this.uri)) {
      const why = `${quote(shown)} is this config itself, which is no policy`;
      return {
        ok: false,
        kind: "self-reference",
        why,
        advice: "Name a policy file.",
      };
    }
    return { ok: true, uri };
  }

  /** A document's path as the config would write it; undefined for one that isn't below the config's folder. */
  pathOf(uri: string): string | undefined {
    return pathBelow(this.folder, uri);
  }
}
