import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as vscode from "vscode";
import { untilCounter } from "./seen.js";
import { applyCodeAction, codeActionsAt, diagnosticsOf, openFile, revertAll, until, workspacePath } from "./support.js";

const title = "Fit into 2,048…";

/** Chooses the quick fix on what is too long, and gives the difference that is shown. */
async function shownDifference(document: vscode.TextDocument): Promise<vscode.TabInputTextDiff> {
  const finding = await until("the finding", () =>
    diagnosticsOf(document.uri).find(({ code }) => JSON.stringify(code).includes("policy-too-long")),
  );
  const action = await until(`"${title}"`, async () => {
    const actions = await codeActionsAt(document.uri, finding.range, vscode.CodeActionKind.QuickFix);
    return actions.find((each) => each.title === title);
  });
  await applyCodeAction(action);
  return until("the difference", () => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof vscode.TabInputTextDiff ? input : undefined;
  });
}

describe(title, () => {
  afterEach(revertAll);

  for (const { name, counter, was } of [
    { name: "too-long", counter: /^1,\d{3} \/ 2,048$/, was: "2,118 / 2,048 (1,196 minified), warning" },
    { name: "far-too-long", counter: /^1,\d{3} \/ 2,048$/, was: "3,756 / 2,048 (2,600 minified), error" },
  ]) {
    it(`shows how ${name}.json fits, applies it, and undo brings back every byte`, async () => {
      const file = `examples/sessions/${name}.json`;
      const { document } = await openFile(file);
      await untilCounter(was);
      const before = document.getText();

      const difference = await shownDifference(document);
      assert.equal(difference.original.toString(), document.uri.toString());
      assert.match(
        vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? "",
        new RegExp(`^${name}.json: .* of 2,048`),
      );
      const proposal = await vscode.workspace.openTextDocument(difference.modified);
      assert.ok(proposal.getText().length <= 2048);
      assert.equal(document.getText(), before);

      await vscode.commands.executeCommand("sessionPolicy.copyFit", difference.modified);
      assert.deepEqual(JSON.parse(await vscode.env.clipboard.readText()), JSON.parse(proposal.getText()));

      await vscode.commands.executeCommand("sessionPolicy.applyFit", difference.modified);
      assert.equal(document.getText(), proposal.getText());
      assert.ok(document.getText().length <= 2048);
      await until("no finding about its size", () =>
        diagnosticsOf(document.uri).every(({ code }) => !JSON.stringify(code).includes("policy-too-long")),
      );
      await untilCounter(`${document.getText().length.toLocaleString("en-US")} / 2,048`);
      assert.match(`${document.getText().length.toLocaleString("en-US")} / 2,048`, counter);

      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("undo");
      assert.equal(document.isDirty, false);
      assert.equal(document.getText(), before);
      assert.ok(fs.readFileSync(workspacePath(file)).equals(Buffer.from(before)));
      await untilCounter(was);
    });
  }

  it("does not apply what was made of another text", async () => {
    const editor = await openFile("examples/sessions/far-too-long.json");
    const { modified } = await shownDifference(editor.document);
    const { document } = await openFile("examples/sessions/far-too-long.json");
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), " ");
    await vscode.workspace.applyEdit(edit);
    const edited = document.getText();
    await vscode.commands.executeCommand("sessionPolicy.applyFit", modified);
    assert.equal(document.getText(), edited);
  });
});
