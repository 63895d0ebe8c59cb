import { createReadStream } from "node:fs";
import { readdir, stat, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { nodeWorkspaceFiles } from "../nodeWorkspaceFiles.js";
import type { Disk } from "./host.js";

/** The files of this machine. */
export const nodeDisk: Disk = {
  uriOf: (path) => pathToFileURL(resolve(path)).href,
  async look(uri) {
    try {
      return (await stat(fileURLToPath(uri))).isDirectory() ? "folder" : "file";
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      return code === "ENOENT" || code === "ENOTDIR" ? "missing" : "unreadable";
    }
  },
  async entries(folderUri) {
    const entries = await readdir(fileURLToPath(folderUri), { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory() || entry.isFile() || entry.isSymbolicLink())
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  },
  content: (uri) => createReadStream(fileURLToPath(uri)),
  write: (uri, text) => writeFile(fileURLToPath(uri), text),
  workspace: nodeWorkspaceFiles,
};
