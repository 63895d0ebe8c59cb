import { mkdirSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { WorkspaceFiles } from "../../server/src/core/context/sessionContext.js";
import { nodeWorkspaceFiles } from "../../server/src/nodeWorkspaceFiles.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";

let folder: TemporaryFolder;
let outside: TemporaryFolder;
let files: WorkspaceFiles;

beforeEach(() => {
  folder = temporaryFolder({
    "a.json": "{}",
    "sub/b c.json": "\ufeff[]",
    "sub/deep/c.json": "1",
    ".git/config": "x",
    "node_modules/x/package.json": "{}",
  });
  outside = temporaryFolder({ "secret.json": "{}" });
  const root = pathToFileURL(folder.path).href;
  files = nodeWorkspaceFiles(() => [root, `${root}/sub`, "vscode-vfs://github/o/r"]);
});

afterEach(() => {
  folder.remove();
  outside.remove();
});

it("reads files of the folders as they are, with their byte order mark", async () => {
  expect(await files.read(folder.uri("a.json"))).toEqual({ ok: true, text: "{}" });
  expect(await files.read(folder.uri("sub/b c.json"))).toEqual({ ok: true, text: "\ufeff[]" });
});

it("says why a file has no text", async () => {
  folder.write("bytes.json", new Uint8Array([0xff, 0xfe]));
  folder.write("large.json", "x".repeat(1_000_001));
  const why = async (uri: string) => {
    const read = await files.read(uri);
    return read.ok ? "ok" : read.why;
  };
  expect(await why(folder.uri("none.json"))).toBe("missing");
  expect(await why(folder.uri("a.json/none.json"))).toBe("missing");
  expect(await why(folder.uri("bytes.json"))).toBe("not-utf8");
  expect(await why(folder.uri("large.json"))).toBe("too-large");
  expect(await why(folder.uri("sub"))).toBe("failed");
  expect(await why(outside.uri("secret.json"))).toBe("not-allowed");
  expect(await why(`${folder.uri("sub")}/..%2F..%2F${path.basename(outside.path)}%2Fsecret.json`)).not.toBe("ok");
  expect(await why("vscode-vfs://github/o/r/a.json")).toBe("missing");
});

it.skipIf(process.platform === "win32")("does not follow links out of a folder, nor into circles", async () => {
  symlinkSync(outside.path, path.join(folder.path, "out"));
  symlinkSync(path.join(outside.path, "secret.json"), path.join(folder.path, "secret.json"));
  symlinkSync(path.join(folder.path, "a.json"), path.join(folder.path, "inside.json"));
  symlinkSync(folder.path, path.join(folder.path, "sub/circle"));
  expect(await files.read(folder.uri("out/secret.json"))).toEqual({ ok: false, why: "not-allowed" });
  expect(await files.read(folder.uri("secret.json"))).toEqual({ ok: false, why: "not-allowed" });
  expect(await files.read(folder.uri("inside.json"))).toEqual({ ok: true, text: "{}" });
  const listed = await files.list(pathToFileURL(folder.path).href);
  expect([...listed].sort()).toEqual(["a.json", "inside.json", "sub/b c.json", "sub/deep/c.json"]);
});

it("lists nothing where it may not read", async () => {
  mkdirSync(path.join(folder.path, "empty"));
  expect(await files.list(folder.uri("empty"))).toEqual([]);
  expect(await files.list(pathToFileURL(outside.path).href)).toEqual([]);
  expect(await files.list("vscode-vfs://github/o/r")).toEqual([]);
});

it("knows the innermost folder of a file", () => {
  expect(files.folderOf(folder.uri("sub/b c.json"))).toBe(folder.uri("sub"));
  expect(files.folderOf(folder.uri("a.json"))).toBe(pathToFileURL(folder.path).href);
  expect(files.folderOf("untitled:Untitled-1")).toBeUndefined();
});
