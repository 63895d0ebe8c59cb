import type { JsonArray, JsonMember, JsonNode, JsonObject, JsonString, PolicyPath } from "./json.js";

/** The member of this name, the last one where it stands twice, as `JSON.parse` takes it. */
export function memberNamed(object: JsonObject, name: string): JsonMember | undefined {
  for (let at = object.members.length - 1; at >= 0; at--) {
    const member = object.members[at]!;
    if (member.key.value === name) return member;
  }
  return undefined;
}

/** The members of an object by name, the last of each name, in the order of first appearance. */
export function membersByName(object: JsonObject): ReadonlyMap<string, JsonMember> {
  const byName = new Map<string, JsonMember>();
  for (const member of object.members) byName.set(member.key.value, member);
  return byName;
}

/** The same as a list. No map is made where no name stands twice, as in nearly every object. */
export function distinctMembers(object: JsonObject): readonly JsonMember[] {
  const { members } = object;
  if (members.length > fewMembers) return [...membersByName(object).values()];
  for (let at = 1; at < members.length; at++) {
    const name = members[at]!.key.value;
    for (let before = 0; before < at; before++)
      if (members[before]!.key.value === name) return [...membersByName(object).values()];
  }
  return members;
}

/** So many are compared with each other sooner than a map is made of them. */
const fewMembers = 8;

/** The path one step further. Written out, since policies have thousands and `concat` takes ten times as long. */
export function pathBelow(path: PolicyPath, step: string | number): PolicyPath {
  switch (path.length) {
    case 1:
      return [path[0]!, step];
    case 2:
      return [path[0]!, path[1]!, step];
    case 3:
      return [path[0]!, path[1]!, path[2]!, step];
    default:
      return path.concat(step);
  }
}

/** The value at `path`; `undefined` where there is none (or only a key so far). */
export function nodeAt(root: JsonNode | undefined, path: PolicyPath): JsonNode | undefined {
  let node = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    node = childAt(node, step);
  }
  return node;
}

/** The value one step below a node. */
export function childAt(node: JsonNode, step: string | number): JsonNode | undefined {
  if (node.type === "object" && typeof step === "string") return memberNamed(node, step)?.value;
  return node.type === "array" && typeof step === "number" ? node.items[step] : undefined;
}

/** The member that `path` ends in; `undefined` where its last step is a list index or leads nowhere. */
export function memberAt(root: JsonNode | undefined, path: PolicyPath): JsonMember | undefined {
  const step = path[path.length - 1];
  const parent = nodeAt(root, path.slice(0, -1));
  return typeof step === "string" && parent?.type === "object" ? memberNamed(parent, step) : undefined;
}

/** The key of the member that `path` ends in. */
export function keyNodeAt(root: JsonNode | undefined, path: PolicyPath): JsonString | undefined {
  return memberAt(root, path)?.key;
}

/** What is at an offset of a policy. */
export type PlaceInPolicy =
  /** A member's name; the path leads to the member's value, `node` is the name. */
  | { readonly on: "key"; readonly path: PolicyPath; readonly node: JsonString }
  /** A value; `node` is missing where one is still to be typed after the colon. */
  | {
      readonly on: "value";
      readonly path: PolicyPath;
      readonly node: JsonNode | undefined;
    }
  /** Between the parts of the object or list at `path`; `index` of its members or items stand before the offset. */
  | {
      readonly on: "inside";
      readonly path: PolicyPath;
      readonly node: JsonObject | JsonArray;
      readonly index: number;
    };

/**
 * What is at `offset`, in the same units as the nodes' spans. The ends of a name or value belong to it, so that a
 * cursor behind it counts. `undefined` outside the root.
 */
export function pathAt(root: JsonNode | undefined, offset: number): PlaceInPolicy | undefined {
  if (root === undefined || offset < root.span.start || offset > root.span.end) return undefined;
  const path: (string | number)[] = [];
  let node = root;
  for (;;) {
    if (!isInside(node, offset)) return { on: "value", path, node };
    if (node.type === "array") {
      const index = node.items.findIndex((item) => touches(item.span, offset));
      if (index === -1)
        return {
          on: "inside",
          path,
          node,
          index: countBefore(node.items, offset),
        };
      path.push(index);
      node = node.items[index]!;
    } else {
      const member = node.members.find((each) => touches(each.span, offset));
      if (member === undefined || isBetween(member, offset)) {
        return {
          on: "inside",
          path,
          node,
          index: countBefore(node.members, offset),
        };
      }
      path.push(member.key.value);
      if (offset <= member.key.span.end) return { on: "key", path, node: member.key };
      if (member.value === undefined) return { on: "value", path, node: undefined };
      node = member.value;
    }
  }
}

type Spanned = {
  readonly span: { readonly start: number; readonly end: number };
};

function touches(span: Spanned["span"], offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** Whether `offset` is between the brackets of an object or list. */
function isInside(node: JsonNode, offset: number): node is JsonObject | JsonArray {
  if (node.type !== "object" && node.type !== "array") return false;
  return node.span.start < offset && (node.closed ? offset < node.span.end : offset <= node.span.end);
}

/** Whether `offset` is at the colon or the white space around it. */
function isBetween(member: JsonMember, offset: number): boolean {
  return member.value !== undefined && offset > member.key.span.end && offset < member.value.span.start;
}

function countBefore(parts: readonly Spanned[], offset: number): number {
  return parts.filter((part) => part.span.end <= offset).length;
}
