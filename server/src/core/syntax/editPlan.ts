import type { JsonArray, JsonNode, JsonObject, JsonValue, PolicyPath } from "./json.js";
import { memberNamed } from "./navigate.js";
import type { PolicyEdit } from "./policyEdit.js";
import { valueOfNode } from "./values.js";

/** What becomes of one value of a policy, and of everything in it. */
export type Plan =
  | { readonly kind: "keep" }
  | { readonly kind: "remove" }
  | { readonly kind: "replace"; readonly value: JsonValue }
  | ListPlan
  | ObjectPlan;

export interface ListPlan {
  readonly kind: "list";
  readonly node: JsonArray;
  /** By index, in order; the others stay. A fix of one item of thousands is one of thousands. */
  readonly items: ReadonlyMap<number, Plan>;
  /** By index, in order: what comes before that item; with the number of items, what comes after all of them. */
  readonly inserts: ReadonlyMap<number, readonly JsonValue[]>;
}

export interface ObjectPlan {
  readonly kind: "object";
  readonly node: JsonObject;
  /** Of each member, by index. Of several members of one name all are removed, but only the last is changed. */
  readonly members: readonly Plan[];
  /** `inserts[i]` come before member `i`; the last entry comes after all members. */
  readonly inserts: readonly (readonly NewMember[])[];
}

export interface NewMember {
  readonly key: string;
  readonly value: JsonValue;
}

/** The edits that concern one value, and below it those that concern its parts. */
interface Slot {
  readonly node: JsonNode;
  outcome: { readonly kind: "remove" } | { readonly kind: "replace"; readonly value: JsonValue } | undefined;
  readonly parts: Map<string | number, Slot>;
  readonly inserts: { readonly index: number; readonly value: JsonValue }[];
  readonly added: Map<string, { readonly value: JsonValue; readonly after: string | null | undefined }>;
}

/**
 * Sorts edits by the places they concern. They all speak of the policy as it is before the first of them; where two
 * concern the same value the later one counts, and a value that is replaced or removed takes the edits inside it with
 * it. An item put into a single value that stands without brackets makes a list of the two.
 *
 * `undefined` if any of the edits can't be carried out, because its path leads nowhere or to the wrong type of value:
 * half a fix is worse than none.
 */
export function planEdits(root: JsonNode, edits: readonly PolicyEdit[]): Plan | undefined {
  const slot = slotOf(root);
  if (!edits.every((edit) => place(edit, slot))) return undefined;
  return planOf(slot);
}

function slotOf(node: JsonNode): Slot {
  return { node, outcome: undefined, parts: new Map(), inserts: [], added: new Map() };
}

/** What nothing is asked of. */
const keep: Plan = { kind: "keep" };

/** Puts an edit where it belongs. False if there is no such place. */
function place(edit: PolicyEdit, root: Slot): boolean {
  const slot = slotAt(root, edit.path);
  if (slot === undefined) return false;
  switch (edit.kind) {
    case "replace":
      slot.outcome = { kind: "replace", value: edit.value };
      return true;
    case "remove":
      slot.outcome = { kind: "remove" };
      return edit.path.length > 0;
    case "insert":
      slot.inserts.push({ index: edit.index, value: edit.value });
      return slot.node.type !== "object" && slot.node.type !== "null" && edit.index >= 0;
    case "set": {
      if (slot.node.type !== "object") return false;
      if (memberNamed(slot.node, edit.key) === undefined) {
        slot.added.set(edit.key, { value: edit.value, after: edit.after });
        return true;
      }
      const member = slotAt(slot, [edit.key]);
      if (member !== undefined) member.outcome = { kind: "replace", value: edit.value };
      return member !== undefined;
    }
  }
}

function slotAt(root: Slot, path: PolicyPath): Slot | undefined {
  let slot = root;
  for (const step of path) {
    const node = partOf(slot.node, step);
    if (node === undefined) return undefined;
    const part = slot.parts.get(step) ?? slotOf(node);
    slot.parts.set(step, part);
    slot = part;
  }
  return slot;
}

function partOf(node: JsonNode, step: string | number): JsonNode | undefined {
  if (node.type === "array" && typeof step === "number") return node.items[step];
  return node.type === "object" && typeof step === "string" ? memberNamed(node, step)?.value : undefined;
}

function planOf(slot: Slot | undefined): Plan {
  if (slot === undefined) return keep;
  const { node } = slot;
  if (node.type !== "array" && slot.inserts.length > 0) return { kind: "replace", value: bracketed(slot) };
  if (slot.outcome !== undefined) return slot.outcome;
  if (node.type === "array") {
    const inserts = new Map<number, readonly JsonValue[]>();
    for (const { index, value } of slot.inserts) {
      const at = Math.min(index, node.items.length);
      inserts.set(at, [...(inserts.get(at) ?? []), value]);
    }
    const items = [...slot.parts].map(([at, part]) => [Number(at), planOf(part)] as const);
    return { kind: "list", node, items: inOrder(items), inserts: inOrder([...inserts]) };
  }
  if (node.type === "object") {
    const members = node.members.map((member): Plan => {
      const plan = planOf(slot.parts.get(member.key.value));
      const counts = memberNamed(node, member.key.value) === member;
      return counts || plan.kind === "remove" ? plan : keep;
    });
    const inserts: NewMember[][] = Array.from({ length: node.members.length + 1 }, () => []);
    const names = node.members.map((member) => member.key.value);
    for (const [key, { value, after }] of slot.added) {
      const before = after === undefined || after === null ? -1 : names.lastIndexOf(after);
      const at = after === null ? 0 : before === -1 ? node.members.length : before + 1;
      inserts[at]!.push({ key, value });
    }
    return { kind: "object", node, members, inserts };
  }
  return keep;
}

function inOrder<T>(entries: readonly (readonly [number, T])[]): ReadonlyMap<number, T> {
  return new Map([...entries].sort(([a], [b]) => a - b));
}

/** The list that a single value becomes with the items put before and after it. */
function bracketed({ node, outcome, inserts }: Slot): JsonValue {
  const before = inserts.filter(({ index }) => index === 0).map(({ value }) => value);
  const after = inserts.filter(({ index }) => index > 0).map(({ value }) => value);
  const own = outcome === undefined ? [valueOfNode(node)] : outcome.kind === "replace" ? [outcome.value] : [];
  return [...before, ...own, ...after];
}
