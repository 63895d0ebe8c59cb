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

describe("with 200 actions", () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `s3:GetObject${at % 2 === 0 ? "" : "Acl"}`);
  const statement = (at: number) => `    {
      "Sid": "S${at}",
      "Effect": "Allow",
      "Action": [
${names(10)
  .map((name) => `        "${name}"`)
  .join(",\n")}
      ],
      "Resource": "arn:aws:s3:::example-bucket/${at}/*"
    }`;
  const many = `{
  "Version": "2012-10-17",
  "Statement": [
${Array.from({ length: 20 }, (_, at) => statement(at)).join(",\n")}
  ]
}
`;

  it("never flicker or jump while something is typed: they are there after each key, moved along", async () => {
    const uri = await start(workspaceWith(many));
    client.open(uri);
    const shown = async () =>
      (await client.lenses(uri)).map(({ range, command }) => [range.start.line, command?.title]);
    // The size on top counts the characters that are typed.
    const below = (lenses: readonly unknown[][]) => lenses.filter(([, title]) => !String(title).includes(" / "));
    const before = below(await shown());
    expect(before.length).toBeGreaterThanOrEqual(21);
    const typed = '\n      "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red" } },';
    // Behind the Effect of the first statement, a key at a time: broken JSON until the last one.
    let line = 5;
    let character = 24;
    for (const [at, key] of [...typed].entries()) {
      client.edit(uri, [insert(line, character, key)]);
      if (key === "\n") {
        line++;
        character = 0;
      } else character++;
      const now = below(await shown());
      if (at < typed.length - 1) expect(now.length).toBe(before.length);
      // All lenses but those of the statement that is edited are what they were, a line below.
      expect(now.slice(-19)).toEqual(before.slice(-19).map(([place, title]) => [Number(place) + 1, title]));
    }
  });
});

describe("lenses on a role's policy", () => {
  const clientCommands = ["sessionPolicy.showUses"];
  const config = (files: Record<string, unknown>, ...sessions: readonly string[]) => ({
    ...files,
    "role.json": {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::example-bucket/*" },
        { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::other/*" },
        { Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::example-bucket/secret/*" },
        { Effect: "Deny", Action: "s3:PutObject", Resource: "*" },
      ],
    },
    "session-policy.config.json": {
      version: 1,
      roles: { R: { identityPolicies: ["role.json"] } },
      sessions: sessions.map((name) => ({ name, files: [`${name}.json`], role: "R" })),
    },
  });

  it("name the sessions that use a statement, and show where", async () => {
    await start(config({ "one.json": session, "two.json": session }, "one", "two"), {
      initializationOptions: { clientCommands },
    });
    const uri = folder.uri("role.json");
    client.open(uri);
    const lenses = (await client.lenses(uri)).map(({ command }) => command);
    expect(lenses.map((command) => command?.title)).toEqual([
      "Used by one and 1 more session",
      "Used by no linked session",
      "Takes away from one and 1 more session",
    ]);
    expect(lenses[0]?.command).toBe("sessionPolicy.showUses");
    expect(lenses[0]?.arguments?.[2]).toEqual(
      ["one.json", "two.json"].map((name) => ({
        uri: folder.uri(name),
        range: { start: { line: 5, character: 16 }, end: { line: 5, character: 30 } },
      })),
    );
    expect(lenses[1]?.command).toBe("");
  });

  it("do not say that nobody uses a statement where a session can't be read", async () => {
    await start(config({ "one.json": session, "two.json": session.slice(0, 90) }, "one", "two"));
    const uri = folder.uri("role.json");
    client.open(uri);
    expect(await client.lensTitles(uri)).not.toContain("Used by no linked session");
  });

  it("stay while the policy is half-typed, and can be switched off", async () => {
    await start(config({ "one.json": session }, "one"));
    const uri = folder.uri("role.json");
    client.open(uri);
    const titles = await client.lensTitles(uri);
    expect(titles[0]).toBe("Used by one");
    client.edit(uri, [insert(1, 0, '"Id')]);
    expect(await client.lensTitles(uri)).toEqual(titles);
    client.settings = { codeLens: { usedBy: false } };
    client.notify("workspace/didChangeConfiguration", { settings: {} });
    await client.next("workspace/codeLens/refresh");
    client.rewrite(uri, '{ "Version": "2012-10-17", "Statement": [] }');
    expect(await client.lensTitles(uri)).toEqual([]);
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
