import { fileURLToPath } from "node:url";
import type { CatalogLoader } from "../../../server/src/core/catalog/catalog.js";
import { fileCatalogLoader } from "../../../server/src/fileCatalogLoader.js";

/** The data files of the project. */
export const dataFiles = fileCatalogLoader(fileURLToPath(new URL("../../../server/data/", import.meta.url)));

/** The data files, with a list of the names that were read. */
export function recorded(): CatalogLoader & {
  readonly read: CatalogLoader["read"];
  readonly names: string[];
} {
  const names: string[] = [];
  return {
    names,
    read: (name) => {
      names.push(name);
      return dataFiles.read(name);
    },
  };
}

/** The data files, with one of them changed before it is handed out. */
export function changed(file: string, change: (bytes: Uint8Array) => Uint8Array): CatalogLoader {
  return {
    read: async (name) => {
      const bytes = await dataFiles.read(name);
      return name === file ? change(bytes) : bytes;
    },
  };
}
