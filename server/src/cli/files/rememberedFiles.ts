import type { FileText, WorkspaceFiles } from "../../core/context/sessionContext.js";
import { canonicalUri } from "../../core/context/uriPaths.js";

/** Files that are read and listed once: nothing is expected to change during one run. */
export class RememberedFiles implements WorkspaceFiles {
  readonly #disk: WorkspaceFiles;
  readonly #texts = new Map<string, Promise<FileText>>();
  readonly #lists = new Map<string, Promise<readonly string[]>>();

  constructor(disk: WorkspaceFiles) {
    this.#disk = disk;
  }

  read(uri: string): Promise<FileText> {
    return kept(this.#texts, canonicalUri(uri), () => this.#disk.read(uri));
  }

  list(folderUri: string): Promise<readonly string[]> {
    return kept(this.#lists, canonicalUri(folderUri), () => this.#disk.list(folderUri));
  }

  folderOf(uri: string): string | undefined {
    return this.#disk.folderOf(uri);
  }
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
