import type { Catalog } from "../core/catalog/catalog.js";
import type { WorkspaceFiles } from "../core/context/sessionContext.js";

/** What the language server needs of the host it runs in: Node now, a browser's worker later. */
export interface Runtime {
  /** The server's own version. */
  readonly version: string;
  /** Called when the catalog is first needed, and again after a failure. */
  loadCatalog(): Promise<Catalog>;
  /** The files that are not open, below the folders that `folders` names at the time of each call. */
  diskFiles(folders: () => readonly string[]): WorkspaceFiles;
  /** Runs something later, unless it is disposed before. */
  after(milliseconds: number, run: () => void): Cancellable;
}

export interface Cancellable {
  dispose(): void;
}
