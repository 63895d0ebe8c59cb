import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type Disposable,
  type FileSystemWatcher,
  WatchKind,
} from "vscode-languageserver";
import { configFileName } from "../core/context/config.js";
import { fileName, parentFolder, pathBelow } from "../core/context/uriPaths.js";
import { describe, type ErrorLog } from "./answering.js";
import type { ClientTraits } from "./clientTraits.js";

/** The files and folders that the open documents lean on. */
export interface WatchedPlaces {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Has the client watch every config, exactly the files that open documents lean on (whether they exist or not), and
 * the coming and going of files in folders that globs were matched in.
 */
export class FileWatching {
  readonly #connection: Connection;
  readonly #client: ClientTraits;
  readonly #log: ErrorLog;
  #watched = "";
  #registration: Disposable | undefined;
  #busy: Promise<void> = Promise.resolve();

  constructor(connection: Connection, client: ClientTraits, log: ErrorLog) {
    this.#connection = connection;
    this.#client = client;
    this.#log = log;
  }

  /** Watches these places and no others. Cheap where nothing has changed. */
  watch(places: WatchedPlaces, folders: readonly string[]): void {
    if (!this.#client.registersFileWatchers) return;
    const watchers = watchersFor(places, folders, this.#client.relativePatterns);
    const watched = JSON.stringify(watchers);
    if (watched === this.#watched) return;
    this.#watched = watched;
    this.#busy = this.#busy.then(() => this.#replace(watchers));
  }

  async #replace(watchers: FileSystemWatcher[]): Promise<void> {
    const former = this.#registration;
    try {
      // The new watchers come before the old ones go, so that nothing is missed in between.
      this.#registration = await this.#connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      former?.dispose();
    } catch (error) {
      this.#log.error(`The client does not watch files: ${describe(error)}`);
    }
  }
}

function watchersFor(
  { files, folders }: WatchedPlaces,
  workspaceFolders: readonly string[],
  relative: boolean,
): FileSystemWatcher[] {
  const isConfigInWorkspace = (uri: string) =>
    fileName(uri) === configFileName && workspaceFolders.some((folder) => pathBelow(folder, uri) !== undefined);
  const exact = files.filter((uri) => !isConfigInWorkspace(uri)).flatMap((uri) => watcherOf(uri, relative));
  const listed = folders.flatMap((folder): FileSystemWatcher[] => {
    const kind = WatchKind.Create | WatchKind.Delete;
    if (relative) return [{ globPattern: { baseUri: folder, pattern: "**/*" }, kind }];
    const path = pathOf(folder);
    return path === undefined ? [] : [{ globPattern: `${escaped(path)}/**/*`, kind }];
  });
  return [{ globPattern: `**/${configFileName}` }, ...exact, ...listed];
}

function watcherOf(uri: string, relative: boolean): FileSystemWatcher[] {
  const folder = parentFolder(uri);
  if (folder === undefined) return [];
  if (relative) return [{ globPattern: { baseUri: folder, pattern: escaped(fileName(uri)) } }];
  const path = pathOf(uri);
  return path === undefined ? [] : [{ globPattern: escaped(path) }];
}

/** The path of a file on this machine, as a glob for it begins. */
function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:///")) return undefined;
  const path = pathBelow("file:///", uri);
  return path === undefined ? undefined : /^[a-z]:/i.test(path) ? path : `/${path}`;
}

/** A glob that matches exactly this text. */
function escaped(text: string): string {
  return text.replace(/[*?{}[\]]/g, "[$&]");
}
