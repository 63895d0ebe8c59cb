import { describe, expect, it } from "vitest";
import type { Lens } from "../../../server/src/core/features/codeLenses.js";
import { shiftLenses } from "../../../server/src/lsp/lastLenses.js";
import { changedDocument, openDocument } from "../../../server/src/lsp/openDocument.js";

const open = (text: string) => openDocument({ uri: "file:///a.json", languageId: "json", version: 1, text }, 1);
const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});

describe("edits of a document", () => {
  it("are carried out one after the other", () => {
    const events = [
      { range: range(0, 0, 0), text: "x\n" },
      { range: range(1, 0, 1), text: "Z" },
    ];
    const { document, changes } = changedDocument(open("abc"), 2, events);
    expect(document.text).toBe("x\nZbc");
    expect(document.version).toBe(2);
    expect(changes.map(({ span }) => span.start)).toEqual([0, 2]);
  });

  it("of the whole text come down to what differs", () => {
    const change = (before: string, after: string) => changedDocument(open(before), 2, [{ text: after }]).changes;
    expect(change("abcdef", "abXdef")).toEqual([{ span: { start: 2, end: 3 }, newText: "X" }]);
    expect(change("aaaa", "aa")).toEqual([{ span: { start: 2, end: 4 }, newText: "" }]);
    expect(change("same", "same")).toEqual([{ span: { start: 4, end: 4 }, newText: "" }]);
    expect(change("", "new")).toEqual([{ span: { start: 0, end: 0 }, newText: "new" }]);
  });
});

describe("lenses of the last whole text", () => {
  const lens = (start: number, end: number): Lens => ({ kind: "action", span: { start, end }, path: [], text: "" });
  const shifted = (start: number, end: number, from: number, to: number, newText: string) =>
    shiftLenses([lens(start, end)], [{ span: { start: from, end: to }, newText }]).map(({ span }) => span);

  it("move with the text before them, and not with that after them", () => {
    expect(shifted(10, 20, 0, 0, "1234")).toEqual([{ start: 14, end: 24 }]);
    expect(shifted(10, 20, 2, 6, "")).toEqual([{ start: 6, end: 16 }]);
    expect(shifted(10, 20, 25, 30, "x")).toEqual([{ start: 10, end: 20 }]);
  });

  it("grow with what is typed in them, and go when they are deleted", () => {
    expect(shifted(10, 20, 15, 15, "xx")).toEqual([{ start: 10, end: 22 }]);
    expect(shifted(10, 20, 5, 25, "")).toEqual([]);
    expect(shifted(10, 20, 5, 15, "x")).toEqual([{ start: 5, end: 11 }]);
  });

  it("on top stay on top", () => {
    expect(shifted(0, 0, 0, 1, "")).toEqual([{ start: 0, end: 0 }]);
  });
});
