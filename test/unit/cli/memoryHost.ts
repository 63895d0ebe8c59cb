import type { CliHost, Disk, FolderEntry } from "../../../server/src/cli/host.js";
import { run } from "../../../server/src/cli/run.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { loadCatalog } from "../../../server/src/core/catalog/loadCatalog.js";
import type { FileText, WorkspaceFiles } from "../../../server/src/core/context/sessionContext.js";
import { joinUri, pathBelow } from "../../../server/src/core/context/uriPaths.js";
import { dataFiles } from "../catalog/dataFiles.js";

/** Texts, bytes, or values to be written as JSON, by path from the root; `"unreadable"` cannot be opened. */
export type Files = { readonly [path: string]: string | Uint8Array | object };

export const unreadable = new Uint8Array();

export interface RunOptions {
  readonly files?: Files;
  readonly input?: string | readonly Uint8Array[];
  /** From the root; the root itself if not given. */
  readonly workingFolder?: string;
  readonly environment?: CliHost["environment"];
  readonly isTerminal?: boolean;
}

export interface Ran {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
  /** Files that were written, by path from the root. */
  readonly written?: { readonly [path: string]: string };
}

const root = "file:///w";
let catalog: Promise<Catalog> | undefined;

/** Calls the command line as a shell would: arguments are separated by spaces. */
export async function session(line: string, options: RunOptions = {}): Promise<Ran> {
  const written = { output: "", errors: "" };
  const files: { [path: string]: string } = {};
  const { input = "", isTerminal = false, environment = {} } = options;
  const workingFolder = joinUri(root, options.workingFolder ?? "")!;
  const sink = (name: "output" | "errors") => ({
    isTerminal,
    write: async (text: string) => {
      written[name] += text;
    },
  });
  const status = await run(line === "" ? [] : line.split(" "), {
    version: "1.2.3",
    workingFolder,
    environment,
    input: chunks(typeof input === "string" ? [new TextEncoder().encode(input)] : input),
    output: sink("output"),
    errors: sink("errors"),
    disk: memoryDisk(options.files ?? {}, workingFolder, files),
    loadCatalog: () => {
      catalog ??= loadCatalog(dataFiles);
      return catalog;
    },
  });
  return { status, ...written, ...(Object.keys(files).length > 0 && { written: files }) };
}

function memoryDisk(files: Files, workingFolder: string, written: { [path: string]: string }): Disk {
  const bytes = new Map(Object.entries(files).map(([path, file]) => [path, bytesOf(file)]));
  const pathOf = (uri: string) => pathBelow(root, uri);
  return {
    uriOf: (path) => joinUri(path.startsWith("/") ? "file:///" : workingFolder, path) ?? root,
    async look(uri) {
      const path = pathOf(uri);
      if (path === undefined) return "missing";
      if (bytes.has(path)) return "file";
      const isFolder = [...bytes.keys()].some((each) => path === "" || each.startsWith(`${path}/`));
      return isFolder ? "folder" : "missing";
    },
    async entries(folderUri) {
      const entries = new Map<string, FolderEntry>();
      for (const path of bytes.keys()) {
        const [name, ...rest] = (pathBelow(folderUri, joinUri(root, path)!) ?? "").split("/");
        if (name) entries.set(name, { name, isFolder: rest.length > 0 });
      }
      return [...entries.values()];
    },
    content: (uri) => contentOf(bytes.get(pathOf(uri) ?? "")),
    async write(uri, text) {
      written[pathOf(uri) ?? uri] = text;
    },
    workspace: (folders): WorkspaceFiles => ({
      read: async (uri) => textOf(bytes.get(pathOf(uri) ?? "")),
      list: async (folderUri) =>
        [...bytes.keys()]
          .map((path) => pathBelow(folderUri, joinUri(root, path)!))
          .filter((path) => path !== undefined),
      folderOf: (uri) =>
        folders()
          .filter((folder) => pathBelow(folder, uri) !== undefined)
          .sort((one, other) => other.length - one.length)[0],
    }),
  };
}

function bytesOf(file: Files[string]): Uint8Array {
  if (file instanceof Uint8Array) return file;
  return new TextEncoder().encode(typeof file === "string" ? file : JSON.stringify(file, undefined, 2));
}

function textOf(bytes: Uint8Array | undefined): FileText {
  if (bytes === undefined) return { ok: false, why: "missing" };
  if (bytes === unreadable) return { ok: false, why: "failed" };
  if (bytes.length > 1_000_000) return { ok: false, why: "too-large" };
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { ok: false, why: "not-utf8" };
  }
}

async function* contentOf(bytes: Uint8Array | undefined): AsyncGenerator<Uint8Array> {
  const code = bytes === undefined ? "ENOENT" : "EACCES";
  if (bytes === undefined || bytes === unreadable) throw Object.assign(new Error(code), { code, syscall: "open" });
  yield* chunks([bytes]);
}

async function* chunks(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

/** A policy with these statements, each `Allow ACTIONS on RESOURCES` or `Deny …`, lists with commas. */
export function policy(...statements: readonly string[]): object {
  return {
    Version: "2012-10-17",
    Statement: statements.map((text) => {
      const [, Effect, actions = "", resources = ""] = /^(Allow|Deny) (\S+) on (\S+)$/.exec(text) ?? [];
      const list = (items: string) => (items.includes(",") ? items.split(",") : items);
      return { Effect, Action: list(actions), Resource: list(resources) };
    }),
  };
}
