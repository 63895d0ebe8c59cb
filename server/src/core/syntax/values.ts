import type { JsonNode, JsonValue } from "./json.js";
import { maximumDepth } from "./parsePolicy.js";

/**
 * The plain value of a node, as `JSON.parse` would give it: the last of several members of one name counts. Members
 * whose value is missing are left out.
 */
export function valueOfNode(node: JsonNode): JsonValue {
  switch (node.type) {
    case "null":
      return null;
    case "array":
      return node.items.map(valueOfNode);
    case "object": {
      const entries: [string, JsonValue][] = [];
      for (const member of node.members) {
        if (member.value !== undefined) entries.push([member.key.value, valueOfNode(member.value)]);
      }
      // Not by assignment, which would take `__proto__` for the prototype.
      return Object.fromEntries(entries);
    }
    default:
      return node.value;
  }
}

const nowhere = { start: 0, end: 0 } as const;

/**
 * A tree for a document that comes as a value and has no text; all spans are `0..0`. Below the depth at which
 * `parsePolicy` stops there are nulls, which no policy element accepts.
 */
export function nodeFromValue(value: JsonValue): JsonNode {
  return nodeOf(value, 0);
}

function nodeOf(value: JsonValue, depth: number): JsonNode {
  if (value === null || (typeof value === "object" && depth >= maximumDepth)) return { type: "null", span: nowhere };
  if (typeof value === "string") return { type: "string", span: nowhere, value };
  if (typeof value === "number") return { type: "number", span: nowhere, value };
  if (typeof value === "boolean") return { type: "boolean", span: nowhere, value };
  if (isList(value)) {
    return {
      type: "array",
      span: nowhere,
      items: value.map((item) => nodeOf(item, depth + 1)),
      closed: true,
    };
  }
  const members = Object.entries(value).map(([key, each]) => ({
    span: nowhere,
    key: { type: "string", span: nowhere, value: key } as const,
    value: nodeOf(each, depth + 1),
  }));
  return { type: "object", span: nowhere, members, closed: true };
}

/** `Array.isArray` for JSON values, whose lists are readonly. */
export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
