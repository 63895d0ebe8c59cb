import type { JsonNode } from "../syntax/json.js";
import type { Token } from "../syntax/tokens.js";
import type { TextChange } from "../text/span.js";
import type { Typed } from "./jsonSlot.js";
import { type JsonStyle, jsonText, partsOf, styleOf } from "./jsonStyle.js";
import type { Filled, Filling, Slot } from "./slot.js";

interface SlotInText {
  readonly text: string;
  readonly root: JsonNode | undefined;
  readonly role: Slot["role"];
  readonly typed: Typed;
  readonly offset: number;
  /** The tokens before and after what is typed. */
  readonly previous: Token | undefined;
  readonly next: Token | undefined;
}

const noStyle: JsonStyle = {
  unit: "  ",
  lineBreak: "\n",
  colon: ": ",
  commaGap: " ",
  bracePadding: " ",
  oneLine: false,
  listLines: undefined,
};

/** Writes into a slot of a JSON text. */
export function slotFilling(slot: SlotInText): Slot["fill"] {
  const { text, root, role, typed, offset, previous, next } = slot;
  let known: JsonStyle | undefined;

  /** The layout around. An object without members, as an editor closes it by itself, says nothing of lines. */
  function style(): JsonStyle {
    if (known === undefined) {
      const found = root === undefined ? noStyle : styleOf(text, root);
      known = root === undefined || partsOf(root).length > 0 ? found : { ...found, oneLine: false };
    }
    return known;
  }

  function fill(filling: Filling): Filled | undefined {
    if (filling.kind === "text") return typed.quoted ? within(filling) : whole(JSON.stringify(filling.text));
    if (filling.kind === "value")
      return role === "value" ? whole(jsonText(filling.value, style(), "", undefined)) : undefined;
    if (role !== "name") return undefined;
    const name = JSON.stringify(filling.name);
    if (next?.kind === ":") return typed.quoted && typed.closed ? within({ text: filling.name }) : whole(name, false);
    return whole(name + style().colon + jsonText(filling.value, style(), "", undefined));
  }

  /** Text between the quotes that are there, which a person keeps. */
  function within({ text: newText, from = 0, over }: { text: string; from?: number; over?: number }): Filled {
    const start = typed.placeOf(from);
    const end = over === undefined ? typed.content.end : typed.placeOf(typed.before.length + over);
    const escaped = JSON.stringify(newText).slice(1, -1);
    return {
      replaced: { start, end: Math.max(end, offset) },
      inserted: { start, end: offset },
      newText: typed.closed || over !== undefined ? escaped : `${escaped}"`,
      lead: "",
      besides: typed.closed ? [] : commaBefore(),
    };
  }

  /** A whole name, value or member in place of what is typed, its quotes included. */
  function whole(newText: string, separated = true): Filled {
    const { span } = typed;
    const comma = separated && next !== undefined && startsPart(next) ? "," : "";
    return {
      replaced: span,
      inserted: typed.quoted ? undefined : { start: span.start, end: offset },
      newText: newText + comma,
      lead: typed.quoted ? '"' : "",
      besides: commaBefore(),
    };
  }

  /** The comma that is missing after what stands before. */
  function commaBefore(): readonly TextChange[] {
    if (previous === undefined || /^[{[,:]$/.test(previous.kind)) return [];
    return [{ span: { start: previous.end, end: previous.end }, newText: "," }];
  }

  return fill;
}

function startsPart({ kind }: Token): boolean {
  return kind === "string" || kind === "{" || kind === "[" || kind === "number";
}
