import { createScanner } from "jsonc-parser";
import { type NewMember, type Plan, planEdits } from "../syntax/editPlan.js";
import type { JsonNode, JsonValue } from "../syntax/json.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { Span, TextChange } from "../text/span.js";
import { indentAt, isSpread, type JsonStyle, jsonText, partAt, partsOf, startsLine, styleOf } from "./jsonStyle.js";

/** What is put in, written for the indentation of the place. */
type NewText = (indent: string) => string;

/**
 * The changes to a JSON text that carry out `edits` on the policy it holds, laid out as the text around them. Sorted,
 * neither overlapping nor touching, and small: what is not edited stays as it is written. None at all if any of the
 * edits can't be carried out.
 */
export function jsonChanges(
  text: string,
  root: JsonNode | undefined,
  edits: readonly PolicyEdit[],
): readonly TextChange[] {
  const plan = root && planEdits(root, edits);
  if (root === undefined || plan === undefined) return [];
  const changes: TextChange[] = [];
  let knownStyle: JsonStyle | undefined;
  write(root, plan);
  return merged(changes);

  /** Found out where something is written; what is only removed has no need of it. */
  function style(): JsonStyle {
    knownStyle ??= styleOf(text, root!);
    return knownStyle;
  }

  function change(start: number, end: number, newText: string): void {
    if (start !== end || newText !== "") changes.push({ span: { start, end }, newText });
  }

  function write(node: JsonNode, plan: Plan): void {
    switch (plan.kind) {
      case "replace":
        change(node.span.start, node.span.end, replacement(node, plan.value));
        return;
      case "list": {
        for (const [index, item] of plan.items) write(plan.node.items[index]!, item);
        const texts = new Map<number, readonly NewText[]>();
        for (const [index, values] of plan.inserts) {
          texts.set(
            index,
            values.map((value) => newItem(plan.node, value)),
          );
        }
        writeParts(plan.node, plan.items, texts);
        return;
      }
      case "object": {
        plan.node.members.forEach(({ value }, index) => {
          if (value !== undefined) write(value, plan.members[index]!);
        });
        const texts = new Map<number, readonly NewText[]>();
        plan.inserts.forEach((members, index) => {
          if (members.length === 0) return;
          texts.set(
            index,
            members.map((member) => newMember(plan.node, member)),
          );
        });
        writeParts(plan.node, new Map(plan.members.entries()), texts);
        return;
      }
      // Removals are the affair of the list or object around, since their commas are.
      default:
    }
  }

  /** A new value in place of `node`: in lines if the old one was, where the two are of one type. */
  function replacement(node: JsonNode, value: JsonValue): string {
    const sameType = Array.isArray(value) ? node.type === "array" : node.type === "object";
    const spread = sameType && partsOf(node).length > 0 ? isSpread(text, node) : undefined;
    return jsonText(value, style(), indentAt(text, node.span.start), spread);
  }

  /** A new item: in lines if its siblings of the same type are. */
  function newItem(list: Extract<JsonNode, { type: "array" }>, value: JsonValue): NewText {
    const type = Array.isArray(value) ? "array" : "object";
    const sibling = list.items.find((item) => item.type === type && partsOf(item).length > 0);
    return (indent) => jsonText(value, style(), indent, sibling && isSpread(text, sibling));
  }

  /** A new member: an object in one line if the members around it stand in one. */
  function newMember(object: Extract<JsonNode, { type: "object" }>, { key, value }: NewMember): NewText {
    const inLine = object.members.length > 0 && !isSpread(text, object) && !Array.isArray(value);
    return (indent) =>
      JSON.stringify(key) + style().colon + jsonText(value, style(), indent, inLine ? false : undefined);
  }

  /**
   * Carries out the removals and insertions of one object or list. Between each two parts that stay, new parts take the
   * places of removed ones; what remains is only removed or only inserted, and its commas are seen to here.
   * @param plans by the parts' indexes
   * @param inserts by the index of the part that they come before
   */
  function writeParts(
    container: Extract<JsonNode, { type: "array" | "object" }>,
    plans: ReadonlyMap<number, Plan>,
    inserts: ReadonlyMap<number, readonly NewText[]>,
  ): void {
    let removed: number[] = [];
    let added: NewText[] = [];
    for (const at of placesToLookAt(plans, inserts)) {
      let left = removed.length > 0 ? removed[0]! - 1 : at - 1;
      added.push(...(inserts.get(at) ?? []));
      if (plans.get(at)?.kind === "remove") {
        removed.push(at);
        continue;
      }
      const paired = Math.min(removed.length, added.length);
      for (let pair = 0; pair < paired; pair++) {
        left = removed[pair]!;
        const { start, end } = partAt(container, left)!;
        change(start, end, added[pair]!(indentAt(text, start)));
      }
      const gap = { container, left: partAt(container, left), right: partAt(container, at) };
      const [first, last] = [removed[paired], removed[removed.length - 1]];
      if (first !== undefined && last !== undefined) remove(gap, partAt(container, first)!, partAt(container, last)!);
      if (added.length > paired) insert(gap, added.slice(paired));
      removed = [];
      added = [];
    }
  }

  /** Where something comes or goes: between two parts that stay, or one and a bracket, or the two brackets. */
  interface Gap {
    readonly container: Extract<JsonNode, { type: "array" | "object" }>;
    readonly left: Span | undefined;
    readonly right: Span | undefined;
  }

  /** Removes the parts from `first` to `last`, the only ones in the gap. */
  function remove({ container, left, right }: Gap, first: Span, last: Span): void {
    if (right !== undefined) {
      // With their lines, or, in the midst of a line, without the line break that may follow them.
      if (left === undefined || startsLine(text, first.start)) change(first.start, right.start, "");
      else change(commaBetween(left.end, first.start).end, commaBetween(last.end, right.start).end, "");
    } else if (left === undefined) {
      change(container.span.start + 1, container.closed ? container.span.end - 1 : container.span.end, "");
    } else {
      const comma = commaBetween(left.end, first.start);
      change(comma.start, comma.end, "");
      change(lastEndBetween(comma.end, first.start), last.end, "");
    }
  }

  function insert({ container, left, right }: Gap, added: readonly NewText[]): void {
    const neighbour = right ?? left;
    if (neighbour === undefined) {
      fill(container, added);
      return;
    }
    const indent = indentAt(text, neighbour.start);
    const gap = startsLine(text, neighbour.start) && !style().oneLine ? style().lineBreak + indent : style().commaGap;
    if (right !== undefined) {
      change(right.start, right.start, added.map((part) => `${part(indent)},${gap}`).join(""));
    } else {
      change(neighbour.end, neighbour.end, added.map((part) => `,${gap}${part(indent)}`).join(""));
    }
  }

  /** Puts the first parts into an empty object or list. */
  function fill(container: Gap["container"], added: readonly NewText[]): void {
    const start = container.span.start + 1;
    const space = /^[ \t\r\n]*/.exec(text.slice(start, container.closed ? container.span.end - 1 : start))![0];
    const indent = indentAt(text, container.span.start);
    const inner = indent + style().unit;
    const line = added.map((part) => part(indent)).join(`,${style().commaGap}`);
    const inLines =
      /[\r\n]/.test(space) ||
      (!style().oneLine && (container.type === "object" || added.length > 1 || line.includes("\n")));
    const newText = inLines
      ? style().lineBreak +
        added.map((part) => inner + part(inner)).join(`,${style().lineBreak}`) +
        style().lineBreak +
        indent
      : line;
    change(start, start + space.length, newText);
  }

  /** The comma between two parts; where it is missing, the empty span at `start`. */
  function commaBetween(start: number, end: number): Span {
    for (const token of triviaBetween(start, end)) {
      if (token.text === ",") return token.span;
    }
    return { start, end: start };
  }

  /** The end of the last comment in a stretch of white space and comments; without comments, its start. */
  function lastEndBetween(start: number, end: number): number {
    let last = start;
    for (const token of triviaBetween(start, end)) {
      if (token.text.trim() !== "") last = token.span.end;
    }
    return last;
  }

  function triviaBetween(start: number, end: number): readonly { readonly span: Span; readonly text: string }[] {
    const between = text.slice(start, end);
    const scanner = createScanner(between, false);
    const tokens: { span: Span; text: string }[] = [];
    for (;;) {
      scanner.scan();
      const at = scanner.getTokenOffset();
      const length = scanner.getTokenLength();
      if (at >= between.length || length === 0) return tokens;
      const span = { start: start + at, end: start + at + length };
      tokens.push({ span, text: between.slice(at, at + length) });
    }
  }
}

/** Parts that go, those behind which some are put in, and the part that stays behind them; all others stay where they are. */
function placesToLookAt(
  plans: ReadonlyMap<number, Plan>,
  inserts: ReadonlyMap<number, readonly NewText[]>,
): readonly number[] {
  const places = new Set(inserts.keys());
  for (const [at, { kind }] of plans) if (kind === "remove") places.add(at).add(at + 1);
  return [...places].sort((a, b) => a - b);
}

/** In order, and those that touch as one, so that it does not matter in which order a client applies them. */
function merged(changes: readonly TextChange[]): readonly TextChange[] {
  const sorted = [...changes].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const result: TextChange[] = [];
  for (const change of sorted) {
    const before = result[result.length - 1];
    if (before !== undefined && before.span.end >= change.span.start) {
      const span = { start: before.span.start, end: change.span.end };
      result[result.length - 1] = { span, newText: before.newText + change.newText };
    } else {
      result.push(change);
    }
  }
  return result;
}
