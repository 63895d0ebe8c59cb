import { afterEach, describe, expect, it } from "vitest";
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  InsertTextMode,
} from "vscode-languageserver";
import { type ClientOptions, fullCapabilities, LspClient } from "../support/lspClient.js";
import { readCursor } from "../support/markedText.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, policy, workspaceWith } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;

afterEach(async () => {
  await client.stop();
  folder.remove();
});

const completion = {
  completionItem: {
    snippetSupport: true,
    insertReplaceSupport: true,
    labelDetailsSupport: true,
    documentationFormat: ["markdown", "plaintext"],
    insertTextModeSupport: { valueSet: [InsertTextMode.asIs, InsertTextMode.adjustIndentation] },
  },
};
const rich = clientWith(completion);
const modern = clientWith({ ...completion, completionList: { itemDefaults: ["editRange"] } });

function clientWith(understood: object): ClientOptions {
  return {
    capabilities: {
      ...fullCapabilities,
      textDocument: { ...fullCapabilities.textDocument, completion: understood },
    } as typeof fullCapabilities,
    initializationOptions: { clientCommands: ["editor.action.triggerSuggest"] },
  };
}

const role = policy(allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::example-bucket/*"));

/** Opens `task.json` of the role above, and asks at its cursor. */
async function completeIn(marked: string, options: ClientOptions = rich): Promise<CompletionList> {
  const { text, offset } = readCursor(marked);
  folder = temporaryFolder(workspaceWith(text, role));
  client = await LspClient.start({ folder: folder.path, ...options });
  const uri = folder.uri("task.json");
  client.open(uri);
  return ask(uri, text, offset);
}

function ask(uri: string, text: string, offset: number, triggerCharacter?: string): Promise<CompletionList> {
  const lines = text.slice(0, offset).split("\n");
  const position = { line: lines.length - 1, character: lines[lines.length - 1]!.length };
  return client.request<CompletionList>("textDocument/completion", {
    textDocument: { uri },
    position,
    ...(triggerCharacter !== undefined && { context: { triggerKind: 2, triggerCharacter } }),
  });
}

function named({ items }: CompletionList, label: string): CompletionItem {
  const item = items.find((each) => each.label === label);
  if (item === undefined) throw new Error(`${label} is not among ${items.map((each) => each.label).join(", ")}`);
  return item;
}

describe("completion", () => {
  it("edits the string's content, with an insert and a replace range", async () => {
    const list = await completeIn('{ "Statement": [{ "Effect": "Allow", "Action": "s3:Get<|>Obj" }] }');
    expect(named(list, "s3:GetObject")).toEqual({
      label: "s3:GetObject",
      kind: CompletionItemKind.Method,
      labelDetails: { description: "Read · granted by Reader" },
      sortText: "0000",
      textEdit: {
        newText: "s3:GetObject",
        insert: { start: { line: 0, character: 48 }, end: { line: 0, character: 54 } },
        replace: { start: { line: 0, character: 48 }, end: { line: 0, character: 57 } },
      },
      data: { about: "action", action: "s3:GetObject" },
    });
    expect(client.capabilities.completionProvider).toEqual({
      triggerCharacters: ['"', ":", "*", "/", "$", "{"],
      resolveProvider: true,
    });
  });

  it("says once where all items go, for an editor that understands it", async () => {
    const list = await completeIn('{ "Statement": [{ "Effect": "Allow", "Action": ["s3:Get<|>Obj] }] }', modern);
    expect(list.itemDefaults).toEqual({
      editRange: {
        insert: { start: { line: 0, character: 49 }, end: { line: 0, character: 55 } },
        replace: { start: { line: 0, character: 49 }, end: { line: 0, character: 58 } },
      },
    });
    expect(named(list, "s3:GetObject")).toEqual({
      label: "s3:GetObject",
      kind: CompletionItemKind.Method,
      labelDetails: { description: "Read · granted by Reader" },
      sortText: "0000",
      textEditText: 's3:GetObject"',
      data: { about: "action", action: "s3:GetObject" },
    });
  });

  it("asks again after a service", async () => {
    const list = await completeIn('{ "Statement": [{ "Effect": "Allow", "Action": "s3<|>" }] }');
    expect(named(list, "s3:")).toMatchObject({ command: { command: "editor.action.triggerSuggest" } });
    expect(list.isIncomplete).toBe(true);
  });

  it("writes snippets whose lines the editor indents", async () => {
    const list = await completeIn('{\n  "Statement": [\n    <|>\n  ]\n}');
    expect(named(list, "Deny …")).toMatchObject({
      insertTextFormat: InsertTextFormat.Snippet,
      insertTextMode: InsertTextMode.adjustIndentation,
      filterText: "Deny",
      textEdit: { newText: '{\n  "Effect": "Deny",\n  "Action": ["${3}"],\n  "Resource": "${4}"\n}' },
    });
  });

  it("is plain for an editor that knows no more", async () => {
    const list = await completeIn('{ "Statement": [{ "Effect": "Allow" "<|>" }] }', {});
    expect(named(list, "Condition")).toEqual({
      label: "Condition",
      kind: CompletionItemKind.Property,
      detail: "only if",
      sortText: expect.any(String) as string,
      filterText: '"Condition',
      textEdit: {
        newText: '"Condition": { "": { "": "" } }',
        range: { start: { line: 0, character: 36 }, end: { line: 0, character: 38 } },
      },
      additionalTextEdits: [
        { newText: ",", range: { start: { line: 0, character: 35 }, end: { line: 0, character: 35 } } },
      ],
    });
  });

  it("comes with the brace of a variable and not with that of an object", async () => {
    const inObject = '{ "Statement": [{';
    const inVariable = `${inObject} "Resource": "\${`;
    await completeIn("<|>");
    const uri = folder.uri("task.json");
    client.rewrite(uri, inObject);
    expect((await ask(uri, inObject, inObject.length, "{")).items).toEqual([]);
    expect((await ask(uri, inObject, inObject.length)).items).not.toEqual([]);
    client.rewrite(uri, inVariable);
    expect((await ask(uri, inVariable, inVariable.length, "{")).items).not.toEqual([]);
  });

  it("reads documentation when an item is looked at", async () => {
    const list = await completeIn('{ "Statement": [{ "Effect": "Allow", "Action": "s3:Get<|>" }] }');
    const resolved = await client.request<CompletionItem>("completionItem/resolve", named(list, "s3:GetObject"));
    expect(resolved.documentation).toMatchObject({
      kind: "markdown",
      value: expect.stringContaining("Grants permission to retrieve objects from Amazon S3") as string,
    });
    const odd = { label: "x", data: { about: "action", action: 1 } };
    expect(await client.request("completionItem/resolve", odd)).toEqual(odd);
    const unknown = { label: "x", data: { about: "action", action: "constructor:__proto__" } };
    expect(await client.request("completionItem/resolve", unknown)).toEqual(unknown);
  });

  it("knows the text as it is when the answer comes, and a role's policy that is being edited", async () => {
    await completeIn('{ "Statement": [{ "Effect": "Allow", "Action": "s3:Get<|>" }] }');
    const uri = folder.uri("task.json");
    const roleUri = folder.uri("role.json");
    client.open(roleUri);
    client.rewrite(roleUri, JSON.stringify(policy(allow("s3:GetBucketAcl"))));
    const { text, offset } = readCursor('{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetB<|>" }] }');
    client.rewrite(uri, text);
    const { items } = await ask(uri, text, offset);
    expect(items[0]?.labelDetails?.description).toBe("Read · granted by Reader");
    expect(items[0]?.label).toBe("s3:GetBucketAcl");
  });

  it("knows the config's roles and AWS's managed policies in the config", async () => {
    await completeIn("<|>");
    const uri = folder.uri("session-policy.config.json");
    const marked = '{ "roles": { "Reader": {} }, "sessions": [{ "role": "<|>", "managedPolicies": [] }] }';
    const { text, offset } = readCursor(marked);
    client.open(uri, text, "jsonc");
    expect((await ask(uri, text, offset)).items.map(({ label }) => label)).toEqual(["Reader"]);
    expect((await ask(uri, text, text.indexOf("[]") + 1)).items.length).toBeGreaterThan(100);
  });

  it("says nothing in a document that is no policy, or not open", async () => {
    await completeIn("<|>");
    const uri = folder.uri("package.json");
    expect((await ask(uri, "{  }", 2)).items).toEqual([]);
    client.open(uri, "{  }");
    expect((await ask(uri, "{  }", 2)).items).toEqual([]);
    expect((await ask(uri, "{  }", 999)).items).toEqual([]);
  });
});
