import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CatalogLoader } from "./core/catalog/catalog.js";

/**
 * Reads the catalog's data files from a folder, each when it is asked for.
 * @param folder path of `server/data`; for a bundle in `server/dist`, `join(__dirname, "..", "data")`. Left to the
 *   composition root, because only it knows what it is bundled into
 * @returns a loader that rejects with Node's error where a file is missing
 */
export function fileCatalogLoader(folder: string): CatalogLoader {
  return {
    read: (name) => readFile(join(folder, name)),
    async readRange(name, start, end) {
      const file = await open(join(folder, name));
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}
