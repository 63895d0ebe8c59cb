import type { FileText, WorkspaceFiles } from "../../server/src/core/context/sessionContext.js";
import { joinUri, pathBelow } from "../../server/src/core/context/uriPaths.js";

export type MemoryFile = string | { readonly why: Exclude<FileText, { ok: true }>["why"] };

/** A workspace in memory, with a record of what was asked of it. */
export class MemoryFiles implements WorkspaceFiles {
  readonly root: string;
  readonly reads: string[] = [];
  readonly lists: string[] = [];
  /** By path from the root. */
  private readonly disk = new Map<string, MemoryFile>();
  /** Unsaved texts of open documents; they beat the disk. */
  private readonly buffers = new Map<string, string>();

  constructor(files: { readonly [path: string]: MemoryFile | object }, root = "file:///ws") {
    this.root = root;
    for (const [path, file] of Object.entries(files)) this.save(path, file);
  }

  /** Objects are written as JSON; those with a `why` alone cannot be read. */
  save(path: string, file: MemoryFile | object): void {
    const isUnreadable = typeof file === "object" && "why" in file;
    this.disk.set(
      path,
      typeof file === "string" || isUnreadable ? (file as MemoryFile) : JSON.stringify(file, null, 2),
    );
  }

  edit(path: string, text: string): void {
    this.buffers.set(path, text);
  }

  remove(path: string): void {
    this.disk.delete(path);
  }

  uri(path: string): string {
    return joinUri(this.root, path) ?? this.root;
  }

  text(path: string): string {
    const file = this.buffers.get(path) ?? this.disk.get(path);
    return typeof file === "string" ? file : "";
  }

  read(uri: string): Promise<FileText> {
    this.reads.push(uri);
    const path = pathBelow(this.root, uri);
    if (path === undefined) return Promise.resolve({ ok: false, why: "not-allowed" });
    const file = this.buffers.get(path) ?? this.disk.get(path);
    if (file === undefined) return Promise.resolve({ ok: false, why: "missing" });
    return Promise.resolve(typeof file === "string" ? { ok: true, text: file } : { ok: false, why: file.why });
  }

  list(folderUri: string): Promise<readonly string[]> {
    this.lists.push(folderUri);
    const inFolder = [...this.disk.keys()].map((path) => pathBelow(folderUri, this.uri(path)));
    return Promise.resolve(inFolder.filter((path) => path !== undefined));
  }

  folderOf(uri: string): string | undefined {
    return pathBelow(this.root, uri) === undefined ? undefined : this.root;
  }
}
