import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { canSeeWindow, EXTENSION_ID, openFile, revertAll, until, untilShown } from "./support.js";

describe("activation", () => {
  afterEach(revertAll);

  it("finds the extension", () => {
    assert.ok(vscode.extensions.getExtension(EXTENSION_ID), `${EXTENSION_ID} is not there`);
  });

  it("is active once a session policy is open", async () => {
    await openFile("examples/sessions/get-object.json");
    await until("the extension to be active", () => vscode.extensions.getExtension(EXTENSION_ID)?.isActive);
  });
});

describe("the walkthrough", () => {
  afterEach(revertAll);

  it("shows a newcomer around, in words and pictures", async function () {
    if (!canSeeWindow()) this.skip();
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", `${EXTENSION_ID}#getStarted`, false);
    await untilShown("text=Get started with session policies", "text=Choose its base role");
  });
});
