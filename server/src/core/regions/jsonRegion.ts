import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import { parsePolicy } from "../syntax/parsePolicy.js";
import { jsonSlot } from "./jsonSlot.js";
import { jsonChanges } from "./jsonWriter.js";
import { identityOffsets } from "./offsetMap.js";
import type { Region } from "./region.js";

/** The one policy of a JSON document: the whole of it. It is parsed when it is first read. */
export function jsonRegions(hostText: string): readonly Region[] {
  let parsed: ParsedPolicy | undefined;
  function read(): ParsedPolicy {
    parsed ??= parsePolicy(hostText);
    return parsed;
  }
  return [
    {
      span: { start: 0, end: hostText.length },
      text: hostText,
      offsets: identityOffsets,
      read,
      write: (edits) => jsonChanges(hostText, read().root, edits),
      slotAt: (hostOffset) => jsonSlot(hostText, read().root, hostOffset),
    },
  ];
}
