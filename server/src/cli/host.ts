import type { Catalog } from "../core/catalog/catalog.js";
import type { WorkspaceFiles } from "../core/context/sessionContext.js";

/** What the command line needs of the machine it runs on; tests bring their own. */
export interface CliHost {
  readonly version: string;
  /** URI of the folder the command was called in, without a final slash. */
  readonly workingFolder: string;
  readonly environment: { readonly [name: string]: string | undefined };
  /** Standard input. Read at most once. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Standard output: results, and nothing else. */
  readonly output: TextOutput;
  readonly errors: TextOutput;
  readonly disk: Disk;
  loadCatalog(): Promise<Catalog>;
}

export interface TextOutput {
  /** Whether a person is looking at it, so that colors may be used. */
  readonly isTerminal: boolean;
  /** Done when the reader has room for more. */
  write(text: string): Promise<void>;
}

/** The files of the machine, by URI. */
export interface Disk {
  /** What a path on the command line means, seen from the working folder. */
  uriOf(path: string): string;
  look(uri: string): Promise<"file" | "folder" | "missing" | "unreadable">;
  /** What a folder holds; nothing where that can't be told. */
  entries(folderUri: string): Promise<readonly FolderEntry[]>;
  /** The content of a file that the user has named, wherever it is; pipes too. Throws while it is read. */
  content(uri: string): AsyncIterable<Uint8Array>;
  /** Replaces the content of a file that the user has named. Rejects where it can't be written. */
  write(uri: string, text: string): Promise<void>;
  /** The files below these folders and no others: what a config or a walked folder leads to. */
  workspace(folders: () => readonly string[]): WorkspaceFiles;
}

export interface FolderEntry {
  readonly name: string;
  /** False for a link to a folder, so that no circle is walked. */
  readonly isFolder: boolean;
}
