/**
 * TextDecoder is in Node, in browsers and in workers alike, but TypeScript only declares it with one of their
 * libraries, and the core takes none. So the part that is used is declared here, for this file alone.
 */
declare class TextDecoder {
  constructor(encoding: "utf-8", options: { fatal: boolean });
  decode(bytes: Uint8Array): string;
}

/** The text of UTF-8 bytes. Throws a TypeError on bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
