import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileText, WorkspaceFiles } from "./core/context/sessionContext.js";
import { canonicalUri, pathBelow } from "./core/context/uriPaths.js";

/** No policy and no config is nearly as large. */
const maximumBytes = 1_000_000;

/** Globs are not matched against more files than this; a larger folder was hardly meant. */
const maximumFiles = 50_000;

const skippedFolders: ReadonlySet<string> = new Set([".git", ".hg", ".svn", "node_modules"]);

/**
 * Files on the disk below the given folders (URIs without a final slash), and nothing else: what a link leads out of
 * its folder to is not read. Folders of other schemes than `file` are known, but nothing in them can be read.
 */
export function nodeWorkspaceFiles(folders: () => readonly string[]): WorkspaceFiles {
  return {
    async read(uri) {
      const folder = innermost(folders(), uri);
      if (folder === undefined) return refused("not-allowed");
      const path = filePath(uri);
      const root = filePath(folder);
      return path === undefined || root === undefined ? refused("missing") : readBelow(root, path);
    },
    async list(folderUri) {
      const root = filePath(folderUri);
      if (root === undefined || innermost(folders(), folderUri) === undefined) return [];
      return listBelow(root);
    },
    folderOf: (uri) => innermost(folders(), uri),
  };
}

function innermost(folders: readonly string[], uri: string): string | undefined {
  const holding = folders.filter((folder) => pathBelow(folder, uri) !== undefined);
  return holding.sort((one, other) => canonicalUri(other).length - canonicalUri(one).length)[0];
}

function filePath(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : undefined;
  } catch {
    // `%2F` in a name, or a host that this system cannot reach.
    return undefined;
  }
}

async function readBelow(root: string, path: string): Promise<FileText> {
  try {
    if (leaves(await realpath(root), await realpath(path))) return refused("not-allowed");
    const { size, isFile } = await about(path);
    if (!isFile) return refused("failed");
    if (size > maximumBytes) return refused("too-large");
    const bytes = await readFile(path);
    // It may have grown since.
    if (bytes.length > maximumBytes) return refused("too-large");
    return decode(bytes);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return refused(code === "ENOENT" || code === "ENOTDIR" ? "missing" : "failed");
  }
}

async function about(path: string): Promise<{ readonly size: number; readonly isFile: boolean }> {
  const stats = await stat(path);
  return { size: stats.size, isFile: stats.isFile() };
}

/** Byte order marks stay: they count as a character. */
function decode(bytes: Uint8Array): FileText {
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return refused("not-utf8");
  }
}

/** Folders that are links are passed over, so that no circle is walked. */
async function listBelow(root: string): Promise<readonly string[]> {
  const files: string[] = [];
  const open = [""];
  for (let folder = open.pop(); folder !== undefined && files.length < maximumFiles; folder = open.pop()) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) open.push(path);
      else if (entry.isFile() || (entry.isSymbolicLink() && (await staysBelow(root, path)))) files.push(path);
    }
  }
  return files.slice(0, maximumFiles);
}

/** Whether a link leads to a file in the same folder. */
async function staysBelow(root: string, path: string): Promise<boolean> {
  try {
    const target = await realpath(join(root, path));
    return !leaves(await realpath(root), target) && (await about(target)).isFile;
  } catch {
    return false;
  }
}

function leaves(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === ".." || way.startsWith(`..${sep}`) || way.startsWith(sep) || /^[A-Za-z]:/.test(way);
}

function refused(why: Exclude<FileText, { ok: true }>["why"]): FileText {
  return { ok: false, why };
}
