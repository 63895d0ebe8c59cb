import type { FileText, WorkspaceFiles } from "./sessionContext.js";
import { canonicalUri } from "./uriPaths.js";

/** Files that are read and listed once, until it is said that they may have changed. */
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

  forget(uri: string): void {
    this.#texts.delete(canonicalUri(uri));
  }

  forgetLists(): void {
    this.#lists.clear();
  }

  forgetAll(): void {
    this.#texts.clear();
    this.#lists.clear();
  }
}

function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
