import type { Span } from "../text/span.js";
import type { JsonNode, PolicyPath } from "./json.js";
import { keyNodeAt, nodeAt } from "./navigate.js";

/**
 * Where a value stands. An object or list is shown by its opening bracket. A path into what is not there leads to what
 * encloses it.
 * @param onKey the place is the key's, where there is one
 */
export function placeOfPath(root: JsonNode | undefined, path: PolicyPath, onKey = false): Span {
  const key = onKey ? keyNodeAt(root, path) : undefined;
  if (key !== undefined) return key.span;
  for (let length = path.length; length >= 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node === undefined) continue;
    const { start, end } = node.span;
    return node.type === "object" || node.type === "array" ? { start, end: Math.min(start + 1, end) } : { start, end };
  }
  return { start: 0, end: 0 };
}
