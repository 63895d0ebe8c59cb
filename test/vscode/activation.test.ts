import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { EXTENSION_ID, openFile, revertAll, until } from "./support.js";

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
