import type { FileText, WorkspaceFiles } from "../core/context/sessionContext.js";
import { canonicalUri } from "../core/context/uriPaths.js";

/**
 * The files of the workspace as the user sees them: what is open in the editor comes before what is on the disk, and
 * the disk is remembered between keystrokes until something says that it may have changed.
 */
export class BufferedFiles implements WorkspaceFiles {
  readonly #disk: WorkspaceFiles;
  readonly #openText: (uri: string) => string | undefined;
  readonly #texts = new Map<string, Promise<FileText>>();
  readonly #lists = new Map<string, Promise<readonly string[]>>();

  constructor(disk: WorkspaceFiles, openText: (canonicalUri: string) => string | undefined) {
    this.#disk = disk;
    this.#openText = openText;
  }

  read(uri: string): Promise<FileText> {
    const key = canonicalUri(uri);
    const text = this.#openText(key);
    if (text !== undefined) return Promise.resolve({ ok: true, text });
    const known = this.#texts.get(key) ?? this.#disk.read(uri);
    this.#texts.set(key, known);
    return known;
  }

  list(folderUri: string): Promise<readonly string[]> {
    const known = this.#lists.get(folderUri) ?? this.#disk.list(folderUri);
    this.#lists.set(folderUri, known);
    return known;
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
