import { afterEach, describe, expect, it } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver";
import { type ClientOptions, LspClient } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, bucketObjects, policy, workspaceWith } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;

async function start(files: Record<string, unknown>, options: ClientOptions = {}): Promise<string> {
  folder = temporaryFolder(files);
  client = await LspClient.start({ folder: folder.path, ...options });
  return folder.uri("task.json");
}

afterEach(async () => {
  await client.stop();
  folder.remove();
});

const insert = (line: number, character: number, text: string) => ({
  range: { start: { line, character }, end: { line, character } },
  text,
});

const session = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-bucket/*"
    }
  ]
}
`;

describe("lenses", () => {
  it("are plain text for an editor without our commands", async () => {
    const uri = await start(workspaceWith(session));
    client.open(uri);
    const lenses = await client.lenses(uri);
    expect(lenses.map(({ command }) => command?.command)).toEqual(lenses.map(() => ""));
    expect(client.capabilities.codeLensProvider).toEqual({ resolveProvider: false });
  });

  it("move the cursor to the action in ours", async () => {
    const uri = await start(workspaceWith(session), {
      initializationOptions: { clientCommands: ["sessionPolicy.explain"] },
    });
    client.open(uri);
    const action = (await client.lenses(uri)).find(({ command }) => command?.title.startsWith("Allowed"));
    expect(action?.command).toEqual({
      title: "Allowed on example-bucket/*",
      command: "sessionPolicy.explain",
      arguments: [uri, { line: 5, character: 16 }],
    });
    expect(action?.range.start.line).toBe(5);
  });

  it("offer a base role where there is none", async () => {
    const uri = await start(
      { "task.session.json": session },
      { initializationOptions: { clientCommands: ["sessionPolicy.chooseBaseRole"] } },
    ).then(() => folder.uri("task.session.json"));
    client.open(uri);
    expect((await client.lenses(uri)).map(({ command }) => command)).toEqual([
      {
        title: "Choose a base role to see what takes effect",
        command: "sessionPolicy.chooseBaseRole",
        arguments: [uri],
      },
    ]);
  });

  it("heed the settings", async () => {
    const uri = await start(workspaceWith(session), { settings: { codeLens: { actions: "off", summary: false } } });
    client.open(uri);
    expect(await client.lenses(uri)).toEqual([]);
  });

  it("stay and move along while the text is half-typed", async () => {
    const uri = await start(workspaceWith(session));
    client.open(uri);
    const titles = await client.lensTitles(uri);
    // A new line above, and the beginning of a member.
    client.edit(uri, [insert(3, 5, '\n      "Si')]);
    const moved = await client.lenses(uri);
    expect(moved.map(({ command }) => command?.title)).toEqual(titles);
    expect(moved.at(-1)?.range.start).toEqual({ line: 6, character: 16 });
    client.edit(uri, [insert(4, 9, 'd": "Read",')]);
    expect((await client.lenses(uri)).at(-1)?.range.start).toEqual({ line: 6, character: 16 });
    expect((await client.lensTitles(uri))[0]).toContain("all effective");
  });

  it("are those of what can be read when the text was never whole", async () => {
    const uri = await start(workspaceWith(session.slice(0, -8)));
    client.open(uri);
    expect(await client.lensTitles(uri)).toContain("Allowed on example-bucket/*");
  });

  it("survive a client that sends the whole text with each change", async () => {
    const uri = await start(workspaceWith(session));
    client.open(uri);
    await client.lenses(uri);
    client.rewrite(uri, session.replace('"Effect"', '\n"Eff'));
    expect((await client.lenses(uri)).at(-1)?.range.start.line).toBe(6);
  });
});

describe("the outline", () => {
  it("names the statements for editors that make none", async () => {
    const text = policy({ Sid: "Read", ...allow(["s3:GetObject", "s3:ListBucket"]) }, allow("ec2:*", bucketObjects));
    const uri = await start(workspaceWith(text));
    client.open(uri);
    const symbols = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument: { uri } });
    expect(symbols.map(({ name, detail }) => [name, detail])).toEqual([
      ["Read", "Allow s3:GetObject and 1 more"],
      ["Statement 2", "Allow ec2:*"],
    ]);
  });
});
