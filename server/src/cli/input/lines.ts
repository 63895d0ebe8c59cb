import { decodeUtf8 } from "./readText.js";

/** A line of a text, without what ends it. */
export type Line = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: string };

/** A line longer than this is no question. */
const maximumLineBytes = 100_000_000;

const lineFeed = 10;

/** The lines of a content as they come in, however large it is. Empty lines are passed over. */
export async function* linesOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  const take = (piece: Uint8Array) => {
    size += piece.length;
    // Of a line that is too long only its length is kept.
    if (size > maximumLineBytes) pieces = [];
    else pieces.push(piece);
  };
  const line = (): Line | undefined => {
    const read = readLine(pieces, size);
    pieces = [];
    size = 0;
    return read;
  };
  for await (const chunk of content) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      take(chunk.subarray(start, end));
      const read = line();
      if (read !== undefined) yield read;
      start = end + 1;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  const last = line();
  if (last !== undefined) yield last;
}

function readLine(pieces: readonly Uint8Array[], size: number): Line | undefined {
  if (size > maximumLineBytes) return { ok: false, error: `the line is longer than ${maximumLineBytes} bytes` };
  const text = decodeUtf8(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
  if (text === undefined) return { ok: false, error: "the line is not a text in UTF-8" };
  return text.trim() === "" ? undefined : { ok: true, text };
}
