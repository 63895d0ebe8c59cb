import { afterEach, describe, expect, it } from "vitest";
import { type CodeAction, LSPErrorCodes } from "vscode-languageserver";
import type { FitAnswer } from "../../server/src/lsp/ownMessages.js";
import { LspClient } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, policy, workspaceWith } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;
let uri: string;

async function open(text: string): Promise<void> {
  folder = temporaryFolder(workspaceWith(text));
  client = await LspClient.start({
    folder: folder.path,
    initializationOptions: { clientCommands: ["sessionPolicy.fit"] },
  });
  uri = folder.uri("task.json");
  client.open(uri);
}

afterEach(async () => {
  await client.stop();
  folder.remove();
});

const fit = () => client.request<FitAnswer | null>("sessionPolicy/fit", { textDocument: { uri } });

/** Too long even in one line, until its statements are joined. */
const repeating = JSON.stringify(
  policy(...Array.from({ length: 30 }, (_, i) => allow("s3:GetObject", `arn:aws:s3:::example-bucket/${i}/*`))),
  undefined,
  2,
);

describe("fitting a policy", () => {
  it("is offered on what is too long, as a command", async () => {
    await open(repeating);
    const diagnostics = await client.diagnostics(uri);
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics },
    });
    expect(actions.map(({ command }) => command)).toContainEqual({
      title: "Fit into 2,048…",
      command: "sessionPolicy.fit",
      arguments: [uri],
    });
  });

  it("gives the document as it would be, what was done, and the proof", async () => {
    await open(repeating);
    const answer = await fit();
    expect(answer?.choices).toHaveLength(1);
    const [choice] = answer!.choices;
    expect(choice).toMatchObject({ reliesOn: "nothing", fits: true, isOneLine: false });
    expect(choice!.sizes).toMatch(/ of 2,048 characters$/);
    expect(choice!.steps.join("\n")).toContain("30 statements became 1");
    expect(choice!.proof).toContain("Proved in both directions");
    expect(JSON.parse(choice!.text).Statement).toHaveLength(1);
    expect(choice!.text).toContain('\n      "Effect": "Allow",\n');
    expect(choice!.edit).toMatchObject({ documentChanges: [{ textDocument: { uri, version: 1 } }] });
  });

  it("goes on to what leans on the catalog only where nothing else fits, and says so", async () => {
    const buckets = Array.from(
      { length: 18 },
      (_, i) => `arn:aws:s3:::bucket-with-quite-a-long-name-${i}/for/example/*`,
    );
    const names =
      "GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent PutObjectTagging PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectVersionAcl PutObjectVersionTagging";
    const actions = names.split(" ").map((name) => `s3:${name}`);
    await open(JSON.stringify(policy(allow([...actions, ...actions], buckets.slice(0, 17))), undefined, 4));
    const answer = await fit();
    const reliances = answer!.choices.map(({ reliesOn }) => reliesOn);
    expect(reliances[0]).toBe("nothing");
    const fitting = answer!.choices.filter(({ fits }) => fits);
    for (const choice of fitting.filter(({ reliesOn }) => reliesOn === "catalog")) {
      expect(choice.detail).toContain("AWS adds later");
    }
  });

  it("has nothing to say of what is no policy", async () => {
    await open("{");
    expect((await fit())?.choices ?? []).toEqual([]);
  });

  it("lets others have their answers meanwhile, and stops when nobody waits any more", async () => {
    const statements = Array.from({ length: 60 }, (_, i) =>
      allow(["s3:GetObject", `s3:GetObject${i}*`, `s3:PutObject${i % 7}`], `arn:aws:s3:::bucket-${i % 13}/${i}/*`),
    );
    await open(JSON.stringify(policy(...statements)));
    await client.diagnostics(uri);
    const order: string[] = [];
    const { id, answer } = client.begin<FitAnswer>("sessionPolicy/fit", { textDocument: { uri } });
    const ended = answer.then(
      () => order.push("fit"),
      ({ code }: { code: number }) => order.push(`fit ${code}`),
    );
    await client.request("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 60 } });
    order.push("hover");
    client.notify("$/cancelRequest", { id });
    await ended;
    expect(order).toEqual(["hover", `fit ${LSPErrorCodes.RequestCancelled}`]);
  });
});
