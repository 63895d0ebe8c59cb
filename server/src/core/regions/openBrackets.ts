import type { Token } from "../syntax/tokens.js";
import type { Slot } from "./slot.js";

interface Frame {
  readonly kind: "object" | "array";
  /** What comes next: a name, the colon after it, a value, or the comma after that. A list expects values and commas. */
  expects: "name" | "colon" | "value" | "comma";
  /** The member or item that is being read. */
  step: string | number;
}

/**
 * What comes next after some tokens of a JSON text: a name or a value, and where. Brackets that are missing are taken as
 * the parser takes them: a list has no names, and an item of a list that begins ends the one before. `undefined` where
 * only a colon may follow.
 */
export function openBrackets(tokens: readonly Token[]): Pick<Slot, "role" | "path" | "inList"> | undefined {
  const frames: Frame[] = [];
  let closed = false;

  const top = () => frames[frames.length - 1];
  function valueEnds(): void {
    const frame = top();
    if (frame === undefined) closed = true;
    else frame.expects = "comma";
  }
  function closeTo(kind: Frame["kind"]): void {
    const last = frames.map((frame) => frame.kind).lastIndexOf(kind);
    if (last < 0) return;
    frames.length = last;
    valueEnds();
  }
  function begin(frame: Frame): void {
    const outer = top();
    // In an object a value without a name: the object's own bracket is missing where it is an item of a list.
    if (outer?.kind === "object" && outer.expects !== "value" && frame.kind === "object") {
      if (frames.some(({ kind }) => kind === "array")) closeTo("object");
      beginItem(top());
    } else if (outer?.kind === "array") {
      beginItem(outer);
    }
    frames.push(frame);
  }

  for (const [at, { kind, value }] of tokens.entries()) {
    switch (kind) {
      case "{":
        begin({ kind: "object", expects: "name", step: "" });
        break;
      case "[":
        begin({ kind: "array", expects: "value", step: 0 });
        break;
      case "}":
        closeTo("object");
        break;
      case "]":
        closeTo("array");
        break;
      case ",": {
        const frame = top();
        if (frame?.kind === "object") frame.expects = "name";
        else beginItem(frame);
        break;
      }
      case ":": {
        const frame = top();
        if (frame?.kind === "object") frame.expects = "value";
        break;
      }
      case "end":
        break;
      default: {
        const isName = kind === "string" && tokens[at + 1]?.kind === ":";
        if (isName && top()?.kind === "array" && frames.some((frame) => frame.kind === "object")) {
          frames.length = frames.map((frame) => frame.kind).lastIndexOf("object") + 1;
        }
        const frame = top();
        if (frame === undefined) closed = true;
        else if (frame.kind === "array") {
          beginItem(frame);
          frame.expects = "comma";
        } else if (frame.expects === "value" && !isName) {
          frame.expects = "comma";
        } else if (kind === "string" || tokens[at + 1]?.kind === ":") {
          frame.step = value;
          frame.expects = "colon";
        }
      }
    }
  }

  const frame = top();
  if (frame === undefined) return closed ? undefined : { role: "value", path: [], inList: false };
  const path = frames.slice(0, -1).map(({ step }) => step);
  if (frame.kind === "array") {
    const index = frame.expects === "comma" ? Number(frame.step) + 1 : frame.step;
    return { role: "value", path: [...path, index], inList: true };
  }
  if (frame.expects === "colon") return undefined;
  if (frame.expects === "value") return { role: "value", path: [...path, frame.step], inList: false };
  return { role: "name", path, inList: false };
}

/** Counts on where an item follows another one, comma or not. */
function beginItem(frame: Frame | undefined): void {
  if (frame?.kind !== "array" || frame.expects !== "comma") return;
  frame.step = Number(frame.step) + 1;
  frame.expects = "value";
}
