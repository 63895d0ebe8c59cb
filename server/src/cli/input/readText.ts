import type { FileText } from "../../core/context/sessionContext.js";
import type { CliHost } from "../host.js";
import { inputError, type UsageError } from "../usageError.js";

/** No policy and no config is nearly as large. */
export const maximumPolicyBytes = 1_000_000;

/** The whole of a content as text. A byte order mark stays: it counts as a character. Never rejects. */
export async function readText(content: AsyncIterable<Uint8Array>, maximumBytes: number): Promise<FileText> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of content) {
      size += chunk.length;
      if (size > maximumBytes) return { ok: false, why: "too-large" };
      chunks.push(chunk);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return { ok: false, why: code === "ENOENT" || code === "ENOTDIR" ? "missing" : "failed" };
  }
  const text = decodeUtf8(Buffer.concat(chunks));
  return text === undefined ? { ok: false, why: "not-utf8" } : { ok: true, text };
}

/** Undefined for bytes that are no text in UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What the user named is read as a whole, or the reason why not is thrown as a UsageError. */
export async function readNamedText(path: string, host: CliHost, maximumBytes: number): Promise<string> {
  const text = await readText(contentOf(path, host), maximumBytes);
  if (text.ok) return text.text;
  throw unreadable(path, text.why);
}

/** Standard input for `-`, else the file. */
export function contentOf(path: string, host: CliHost): AsyncIterable<Uint8Array> {
  return path === "-" ? host.input : host.disk.content(host.disk.uriOf(path));
}

/** The words for what cannot be read. */
export function unreadable(path: string, why: Exclude<FileText, { ok: true }>["why"]): UsageError {
  const name = path === "-" ? "Standard input" : `"${path}"`;
  switch (why) {
    case "missing":
      return inputError(`There is no file "${path}".`);
    case "not-utf8":
      return inputError(`${name} is not a text in UTF-8.`);
    case "too-large":
      return inputError(`${name} is too large to be read.`);
    case "not-allowed":
    case "failed":
      return inputError(`${name} can't be read.`);
  }
}
