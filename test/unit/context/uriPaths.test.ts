import { describe, expect, test } from "vitest";
import {
  canonicalUri,
  fileName,
  isBelow,
  joinUri,
  parentFolder,
  pathBelow,
  pathShape,
  sameUri,
} from "../../../server/src/core/context/uriPaths.js";

describe("parentFolder", () => {
  test.each([
    ["file:///ws/a/b.json", "file:///ws/a"],
    ["file:///ws", "file:///"],
    ["file:///ws/a/", "file:///ws"],
    ["file:///", undefined],
    ["file:///c%3A/ws/b.json", "file:///c%3A/ws"],
    ["file://server/share/b.json", "file://server/share"],
    ["vscode-vfs://github/owner/repo/b.json", "vscode-vfs://github/owner/repo"],
    ["untitled:Untitled-1", undefined],
    ["untitled:/ws/new.json", "untitled:/ws"],
    ["no uri", undefined],
  ])("%s", (uri, expected) => {
    expect(parentFolder(uri)).toBe(expected);
  });
});

describe("joinUri", () => {
  test.each([
    ["file:///ws", "a/b.json", "file:///ws/a/b.json"],
    ["file:///ws/", "./a/../b.json", "file:///ws/b.json"],
    ["file:///ws/x", "../b.json", "file:///ws/b.json"],
    ["file:///ws", "../../b.json", undefined],
    ["file:///", "b.json", "file:///b.json"],
    ["file:///c%3A/ws", "../../b.json", undefined],
    ["file:///ws", "a b/ü#?%(1).json", "file:///ws/a%20b/%C3%BC%23%3F%25%281%29.json"],
    ["file:///w%20s", "b.json", "file:///w%20s/b.json"],
    ["file:///ws", "\uD800.json", "file:///ws/%EF%BF%BD.json"],
    ["vscode-vfs://github/o/r", "a.json", "vscode-vfs://github/o/r/a.json"],
    ["untitled:Untitled-1", "a.json", undefined],
  ])("%s + %s", (folder, path, expected) => {
    expect(joinUri(folder, path)).toBe(expected);
  });
});

describe("pathBelow", () => {
  test.each([
    ["file:///ws", "file:///ws/a/b.json", "a/b.json"],
    ["file:///ws/", "file:///ws/a.json", "a.json"],
    ["file:///ws", "file:///ws", ""],
    ["file:///", "file:///ws/a.json", "ws/a.json"],
    ["file:///ws", "file:///wsx/a.json", undefined],
    ["file:///ws", "file:///a.json", undefined],
    ["file:///w s", "file:///w%20s/a%20b.json", "a b.json"],
    ["file:///C:/ws", "file:///c%3A/ws/a.json", "a.json"],
    ["file:///ws", "vscode-vfs:///ws/a.json", undefined],
    ["file:///ws", "file:///ws/%2e%2e/a.json", undefined],
    ["file:///ws", "untitled:Untitled-1", undefined],
    ["file:///ws", "file:///ws/100%.json", "100%.json"],
  ])("%s, %s", (folder, uri, expected) => {
    expect(pathBelow(folder, uri)).toBe(expected);
    expect(isBelow(folder, uri)).toBe(expected !== undefined);
  });
});

test.each([
  ["file:///C:/ws/a(1).json", "file:///c%3A/ws/a%281%29.json"],
  ["FILE:///ws/a.json", "file:///ws/a.json"],
  ["untitled:Untitled-1", "untitled:Untitled-1"],
])("canonicalUri %s", (uri, expected) => {
  expect(canonicalUri(uri)).toBe(expected);
  expect(sameUri(uri, expected)).toBe(true);
});

test.each([
  ["file:///ws/a%20b.json", "a b.json"],
  ["untitled:Untitled-1", "Untitled-1"],
  ["file:///", ""],
])("fileName %s", (uri, expected) => {
  expect(fileName(uri)).toBe(expected);
});

test.each([
  ["roles/a.json", "relative"],
  ["../a.json", "relative"],
  ["/etc/a.json", "absolute"],
  ["C:\\a.json", "absolute"],
  ["c:/a.json", "absolute"],
  ["\\\\server\\a.json", "absolute"],
  ["file:///a.json", "uri"],
  ["https://example.com/a.json", "uri"],
])("pathShape %s", (path, expected) => {
  expect(pathShape(path)).toBe(expected);
});
