import { countCharacters, firstCharacters } from "../text/characters.js";

/** A lens has no more room than this. */
export const lensRoom = 60;

/** The first of several wordings, the longest first, that has room; the last one is cut if none has. */
export function firstThatFits(wordings: Iterable<string>, room: number): string {
  let last = "";
  for (const wording of wordings) {
    if (fits(wording, room)) return wording;
    last = wording;
  }
  return cut(last, room);
}

/** At most `room` characters, the last one `…` where something was left out. */
export function cut(text: string, room: number): string {
  return fits(text, room) ? text : `${firstCharacters(text, Math.max(0, room - 1))}…`;
}

/** In code points, of one or two UTF-16 units each. */
function fits(text: string, room: number): boolean {
  return text.length <= room || (text.length <= 2 * room && countCharacters(text) <= room);
}
