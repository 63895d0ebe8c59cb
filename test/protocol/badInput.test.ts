import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LspClient } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, bucketObjects, policy, workspaceWith } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;
let uri: string;

beforeEach(async () => {
  folder = temporaryFolder(workspaceWith(policy(allow("s3:GetObject", bucketObjects))));
  client = await LspClient.start({ folder: folder.path });
  uri = folder.uri("task.json");
});

afterEach(async () => {
  // Whatever it was sent, it still answers, and ends in an orderly way.
  client.open(folder.uri("task.json"));
  expect(await client.lensTitles(folder.uri("task.json"))).toContain("Allowed on example-bucket/*");
  expect(await client.stop()).toBe(0);
  folder.remove();
});

/** All that an editor asks of a document. */
async function askAll(of: string): Promise<{ lenses: unknown[]; rules: string[] }> {
  const position = { line: 0, character: 3 };
  const textDocument = { uri: of };
  const range = { start: { line: 0, character: 0 }, end: { line: 999, character: 999 } };
  const [lenses, rules] = await Promise.all([
    client.lenses(of),
    client.rules(of),
    client.request("textDocument/hover", { textDocument, position }),
    client.request("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } }),
    client.request("textDocument/documentSymbol", { textDocument }),
    client.request("sessionPolicy/size", { textDocument }),
    client.request("sessionPolicy/oneLine", { textDocument }),
    client.request("sessionPolicy/linkChoices", { textDocument }),
  ]);
  return { lenses, rules };
}

describe("the server answers on after", () => {
  const texts: Record<string, string> = {
    "an empty text": "",
    "only white space": " \n\t\n",
    "half a policy": `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:Get`,
    "a lone quote": `"`,
    binary: Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)).toString("latin1"),
    "nul characters": `{ "Statement": "\0\0\0" }`,
    "lone surrogates": `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:\ud800", "Resource": "\udfff*" }] }`,
    "10,000 nested lists": `{ "Statement": ${"[".repeat(10_000)}${"]".repeat(10_000)} }`,
    "10,000 nested objects": `${'{"Statement":'.repeat(10_000)}1${"}".repeat(10_000)}`,
    "keys such as __proto__": `{ "__proto__": { "a": 1 }, "constructor": 1, "Statement": [{ "__proto__": [], "Effect": "Allow", "Action": "__proto__:toString", "Resource": "*", "Condition": { "__proto__": { "constructor": "hasOwnProperty" } } }] }`,
    "a Statement of the wrong type": `{ "Version": "2012-10-17", "Statement": 7 }`,
    "a list of nonsense": `{ "Statement": [null, 1, "x", [], {}, { "Action": { "a": 1 }, "Effect": [], "Resource": null }] }`,
    "a very long action": JSON.stringify(policy(allow(`s3:${"*a".repeat(20_000)}`))),
    "very many actions": JSON.stringify(policy(allow(Array.from({ length: 5000 }, (_, index) => `s3:Get${index}*`)))),
  };

  for (const [name, text] of Object.entries(texts)) {
    it(name, async () => {
      const of = folder.uri("task.json");
      client.open(of, text);
      const { rules } = await askAll(of);
      expect(rules.length).toBeGreaterThan(0);
      client.close(of);
    });
  }

  it("a text of 5 MB: one note and no lenses", async () => {
    client.open(uri, JSON.stringify(policy(allow(Array.from({ length: 400_000 }, (_, index) => `s3:A${index}`)))));
    const { lenses, rules } = await askAll(uri);
    expect(lenses).toEqual([]);
    expect(rules).toEqual(["json-too-long"]);
    client.close(uri);
  });

  it("5 MB of JSON that is no policy of ours: nothing at all", async () => {
    const other = folder.uri("other.json");
    client.open(other, JSON.stringify(Array.from({ length: 500_000 }, (_, index) => index)));
    const { lenses, rules } = await askAll(other);
    expect(lenses).toEqual([]);
    expect(rules).toEqual([]);
  });

  it("a role's file that is not UTF-8, is a folder, or is far too large", async () => {
    client.open(uri);
    for (const content of [new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), `"${"a".repeat(5_000_000)}"`, ""]) {
      folder.write("role.json", content);
      client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: folder.uri("role.json"), type: 2 }] });
      expect((await client.rules(uri)).some((rule) => rule.startsWith("config-"))).toBe(true);
    }
    folder.write("role.json", JSON.stringify(policy(allow("s3:*"))));
    client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: folder.uri("role.json"), type: 2 }] });
    expect(await client.rules(uri)).toEqual([]);
  });

  it("messages that are none", async () => {
    const garbage = ["{ not json", "[]", "null", "7", '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":null,"method":7}'];
    for (const body of garbage) client.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    client.open(uri);
    expect(await client.lensTitles(uri)).toContain("Allowed on example-bucket/*");
  });

  it("requests that no one knows, and those with the wrong parameters", async () => {
    await expect(client.request("sessionPolicy/nonsense", {})).rejects.toMatchObject({ code: -32601 });
    for (const params of [undefined, null, {}, { textDocument: null }, { textDocument: { uri: 7 } }, []]) {
      for (const method of ["codeLens", "hover", "codeAction", "documentSymbol", "diagnostic"]) {
        // An answer or an error: only silence would be wrong.
        await client.request(`textDocument/${method}`, params).catch(() => undefined);
      }
      for (const method of ["didOpen", "didChange", "didClose", "didSave"]) {
        client.notify(`textDocument/${method}`, params);
      }
    }
    client.open(uri);
    expect(await client.lensTitles(uri)).toContain("Allowed on example-bucket/*");
  });

  it("requests for documents that were never opened", async () => {
    const unopened = folder.uri("role.json");
    const { lenses, rules } = await askAll(unopened);
    expect(lenses).toEqual([]);
    expect(rules).toEqual([]);
    client.edit(unopened, [{ text: "{}" }]);
    client.close(unopened);
  });

  it("documents that are in no folder", async () => {
    const untitled = "untitled:Untitled-1";
    client.open(untitled, JSON.stringify({ Statement: [{ Effect: "allow", Action: "s3:*", Resource: "*" }] }));
    const { rules } = await askAll(untitled);
    expect(rules).toContain("invalid-effect");
    const virtual = "vscode-vfs://github/owner/name/a.session.json";
    client.open(virtual, JSON.stringify(policy(allow("s3:*"))));
    await askAll(virtual);
  });

  it("positions outside of the text", async () => {
    client.open(uri);
    const textDocument = { uri };
    for (const position of [
      { line: 1e6, character: 0 },
      { line: 0, character: 1e6 },
      { line: -1, character: -1 },
    ]) {
      await client.request("textDocument/hover", { textDocument, position });
      const range = { start: position, end: { line: 0, character: 0 } };
      await client.request("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } });
    }
  });
});

describe("requests", () => {
  it("that were cancelled are answered as such", async () => {
    client.open(uri);
    const lens = client.begin("textDocument/codeLens", { textDocument: { uri } });
    client.notify("$/cancelRequest", { id: lens.id });
    await expect(lens.answer).rejects.toMatchObject({ code: -32800 });
  });

  it("that are cancelled too late, or never were, do no harm", async () => {
    client.open(uri);
    const lens = client.begin("textDocument/codeLens", { textDocument: { uri } });
    await lens.answer;
    client.notify("$/cancelRequest", { id: lens.id });
    client.notify("$/cancelRequest", { id: 4711 });
  });

  it("are answered for the newest text, however fast it changes", async () => {
    client.open(uri);
    const answers: Promise<string[]>[] = [];
    for (let count = 0; count < 30; count++) {
      client.rewrite(uri, JSON.stringify(policy(allow("s3:GetObject", `arn:aws:s3:::bucket-${count}/*`))));
      answers.push(client.lensTitles(uri));
    }
    const all = await Promise.all(answers);
    expect(all.at(-1)).toContain("Allowed on bucket-29/*");
    client.close(uri);
  });
});
