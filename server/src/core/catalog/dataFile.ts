import type { CatalogLoader } from "./catalog.js";
import { CatalogError } from "./catalogError.js";
import { decodeUtf8 } from "./decodeUtf8.js";

/** Version of the form of all data files; scripts/update-data writes it, and a file of another one is refused. */
const format = 1;

/** Reads a whole data file. Rejects with a CatalogError where the host cannot. */
export async function readFile(loader: CatalogLoader, name: string): Promise<Uint8Array> {
  try {
    return await loader.read(name);
  } catch (cause) {
    throw new CatalogError(name, "cannot be read", { cause });
  }
}

/** Reads a part of a data file. Rejects with a CatalogError where the host cannot. */
export async function readPart(name: string, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await read();
  } catch (cause) {
    throw new CatalogError(name, "cannot be read", { cause });
  }
}

/** Reads a data file that is one JSON object with a `format`. Rejects with a CatalogError. */
export async function readJson(loader: CatalogLoader, name: string): Promise<Record<string, unknown>> {
  const value = parseJson(name, await readFile(loader, name));
  if (!isObject(value)) throw new CatalogError(name, "is damaged: it holds no JSON object");
  if (value.format !== format) {
    throw new CatalogError(name, `is of another version: its format is ${String(value.format)}, not ${format}`);
  }
  return value;
}

/** The text in these bytes of a file. Throws a CatalogError. */
export function decodeText(name: string, bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes);
  } catch (cause) {
    throw new CatalogError(name, "is damaged: it is not text in UTF-8", { cause });
  }
}

/** The JSON value in these bytes of a file. Throws a CatalogError. */
export function parseJson(name: string, bytes: Uint8Array): unknown {
  const text = decodeText(name, bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CatalogError(name, "is damaged: it is not JSON", { cause });
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

export function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}
