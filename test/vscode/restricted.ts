// In another window than the other tests: two folders with a config each, in a workspace that nobody trusts (where the
// VS Code at hand can be started so).

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { annotated, eventually } from "./seen.js";
import { activeExtension, codeLensTitlesOf, hoverAt, positionOf, revertAll } from "./support.js";

const allowed = ["Red · 141 / 2,048 · all effective", "Allowed on example-bucket/*"];
const refused = ["Blue · 141 / 2,048 · 1 of 1 action not granted", "No effect · Blue doesn't grant it"];

function folder(name: string): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.find((each) => each.name === name);
  if (found === undefined) throw new Error(`No folder ${name} is open.`);
  return found.uri;
}

async function openIn(name: string, path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder(name), path));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

describe("two folders in a workspace that is not trusted", () => {
  afterEach(revertAll);

  it("is not trusted, and the extension works", async function () {
    if (vscode.workspace.isTrusted) this.skip();
    await activeExtension();
    const document = await openIn("red", "sessions/task.json");
    await eventually(() => codeLensTitlesOf(document.uri), allowed);
    const hover = await hoverAt(document.uri, positionOf(document, "s3:Get|Object"));
    assert.match(hover, /Allowed in this session/);
  });

  it("each folder's config speaks of its own files", async () => {
    const red = await openIn("red", "sessions/task.json");
    const blue = await openIn("blue", "sessions/task.json");
    assert.equal(red.getText(), blue.getText());
    await eventually(() => codeLensTitlesOf(red.uri), allowed);
    await eventually(() => codeLensTitlesOf(blue.uri), refused);
    assert.match(await annotated(blue), /exceeds-base-role/);
  });

  it("a config that is renamed no longer counts, and counts again when its name is back", async () => {
    const document = await openIn("red", "sessions/task.json");
    await eventually(() => codeLensTitlesOf(document.uri), allowed);
    const config = vscode.Uri.joinPath(folder("red"), "session-policy.config.json");
    const away = vscode.Uri.joinPath(folder("red"), "old.config.json");
    await vscode.workspace.fs.rename(config, away);
    await eventually(() => codeLensTitlesOf(document.uri), []);
    await vscode.workspace.fs.rename(away, config);
    await eventually(() => codeLensTitlesOf(document.uri), allowed);
  });
});
