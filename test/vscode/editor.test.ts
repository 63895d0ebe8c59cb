import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  codeLensesOf,
  codeLensTitlesOf,
  completionsAt,
  diagnosticsOf,
  hoverAt,
  openFile,
  openText,
  positionOf,
  replaceText,
  revertAll,
  until,
  untilShown,
} from "./support.js";

describe("in the editor", () => {
  afterEach(revertAll);

  it("a hover tells the result layer by layer", async () => {
    const { document } = await openFile("examples/sessions/get-object.json");
    const text = await until("the hover", async () => {
      const hover = await hoverAt(document.uri, positionOf(document, "s3:Get|Object"));
      return hover.includes("| Layer |") ? hover : undefined;
    });
    assert.match(text, /\*\*`s3:GetObject`\*\* · Read/);
    assert.match(text, /\*\*Allowed in this session\*\* on `arn:aws:s3:::example-bucket\/\*`/);
    assert.match(text, /\| Identity policies \| allows \| \[S3AccessRolePolicy\.json, statement 1\]\(.*#L\d+\) \|/);
    assert.match(text, /Boundary: none\. Not given: SCPs, RCPs, resource policies\./);
  });

  it("clicking a lens moves the cursor to the action and shows the hover", async () => {
    const editor = await openFile("examples/sessions/exceeds.json");
    const lens = await until("the lens", async () =>
      (await codeLensesOf(editor.document.uri)).find((each) => each.command?.title.startsWith("No effect")),
    );
    const { command, arguments: args = [] } = lens.command!;
    await vscode.commands.executeCommand(command, ...args);
    await until("the cursor there", () => editor.selection.active.line === 15);
    await untilShown(".monaco-hover:visible >> text=ec2:DescribeInstances");
  });

  it("Copy as One Line copies what would be sent minified", async () => {
    const { document } = await openFile("examples/sessions/too-long.json");
    await until("lenses", async () => (await codeLensTitlesOf(document.uri)).length > 1);
    await vscode.commands.executeCommand("sessionPolicy.copyAsOneLine");
    const copied = await vscode.env.clipboard.readText();
    assert.equal(copied.length, 1196);
    assert.deepEqual(JSON.parse(copied), JSON.parse(document.getText()));
  });

  it("other JSON gets nothing of ours", async () => {
    const { document } = await openText('{ "name": "x", "Action": "s3:*", "scripts": { "Statement": "none" } }');
    const session = await openFile("examples/sessions/get-object.json");
    await until("the server to answer", async () => (await codeLensTitlesOf(session.document.uri)).length > 1);
    assert.deepEqual(await codeLensTitlesOf(document.uri), []);
    assert.deepEqual(diagnosticsOf(document.uri), []);
  });

  it("VS Code completes and checks the config, and what it can't see is told in the config and on the session", async () => {
    const config = await openFile("examples/session-policy.config.json");
    assert.equal(config.document.languageId, "jsonc");
    const before = config.document.getText();
    const found = await until("completion by the schema", async () => {
      const items = await completionsAt(
        config.document.uri,
        positionOf(config.document, '"permissionsBoundary": |null'),
      );
      return items.length > 0 ? items : undefined;
    });
    assert.ok(found.length > 0);
    await replaceText(config, '"roles/S3AccessRolePolicy.json"', '"roles/missing.json"');
    await until("the config's own problem", () =>
      diagnosticsOf(config.document.uri).some(({ message }) => message.includes("roles/missing.json")),
    );
    const { document } = await openFile("examples/sessions/get-object.json");
    await until("the session's", () =>
      diagnosticsOf(document.uri).some(({ message }) => message.includes("roles/missing.json")),
    );
    await vscode.window.showTextDocument(config.document);
    await vscode.commands.executeCommand("undo");
    assert.equal(config.document.getText(), before);
  });

  it("lenses follow their settings", async () => {
    const settings = vscode.workspace.getConfiguration("sessionPolicy");
    const { document } = await openFile("examples/sessions/exceeds.json");
    try {
      await until("all", async () => (await codeLensTitlesOf(document.uri)).length === 5);
      await settings.update("codeLens.actions", "exceptions", vscode.ConfigurationTarget.Global);
      await until("exceptions", async () => (await codeLensTitlesOf(document.uri)).length === 4);
      await settings.update("codeLens.actions", "off", vscode.ConfigurationTarget.Global);
      await until("the summary only", async () => (await codeLensTitlesOf(document.uri)).length === 2);
    } finally {
      await settings.update("codeLens.actions", undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
