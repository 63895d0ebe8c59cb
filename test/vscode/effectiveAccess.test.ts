// The effective access view: it opens beside the editor, filters, follows, and leads to the deciding statement.

import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "./seen.js";
import {
  canSeeWindow,
  clickOn,
  fillIn,
  inWebview,
  openFile,
  openText,
  positionOf,
  press,
  readWindow,
  replaceText,
  revertAll,
  until,
  untilShown,
} from "./support.js";

const EXCEEDS = "examples/sessions/exceeds.json";
const GET_OBJECT = "examples/sessions/get-object.json";

const text = async (selector: string) => (await readWindow(inWebview(selector)))?.text;

/** Opens a session policy and the view beside it. */
async function openView(file = EXCEEDS): Promise<vscode.TextEditor> {
  const editor = await openFile(file);
  await vscode.commands.executeCommand("sessionPolicy.showEffectiveAccess");
  await until("the view's tab", () =>
    vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === "Effective Access")),
  );
  await untilShown(inWebview("td.result"));
  return editor;
}

describe("the effective access view", () => {
  beforeEach(function () {
    if (!canSeeWindow()) this.skip();
  });
  afterEach(revertAll);

  it("shows each action with the answer of each layer", async () => {
    await openView();
    await eventually(() => text("h1"), "Effective access: examples/sessions/exceeds.json");
    await eventually(() => text("#count"), "108 of 108 rows");
    const heads = (await text("thead"))?.trim().split(/\s*\t\s*|\n/);
    assert.deepEqual(heads, [
      "Action",
      "Result",
      "Identity policies",
      "Boundary",
      "SCPs",
      "RCPs",
      "Session policy",
      "Resource policies",
    ]);
    assert.match((await text("tr:has-text('DescribeInstances')")) ?? "", /No effect · S3AccessRole doesn't grant it/);
  });

  it("filters by words, and to what is not simply allowed", async () => {
    await openView();
    await fillIn(inWebview("#filter"), "acl put");
    await eventually(() => text("#count"), "3 of 108 rows");
    await fillIn(inWebview("#filter"), "no such thing");
    await untilShown(inWebview("text=Nothing matches this filter."));
    await fillIn(inWebview("#filter"), "");
    await clickOn(inWebview("#exceptions"));
    await eventually(() => text("#count"), "2 of 108 rows");
    await clickOn(inWebview("#exceptions"));
    await eventually(() => text("#count"), "108 of 108 rows");
  });

  it("leads to the statement that decides, in the editor's column", async () => {
    const { viewColumn } = await openView();
    await clickOn(inWebview("tr:has-text('AbortMultipartUpload') td.layer button"));
    const role = await until("the role's policy", () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith("S3AccessRolePolicy.json")),
    );
    assert.equal(role.viewColumn, viewColumn);
    // Its first statement, by the opening brace.
    await until("the statement selected", () => !role.selection.isEmpty);
    const { start } = role.selection;
    assert.equal(role.document.lineAt(start.line).text.trim(), "{");
    assert.match(role.document.lineAt(start.line + 1).text, /"Effect": "Allow"/);
  });

  it("leads from an action to its entry", async () => {
    const editor = await openView();
    await clickOn(inWebview("button:has-text('DescribeInstances')"));
    const entry = positionOf(editor.document, '"ec2:DescribeInstances"');
    await until("the entry selected", () =>
      vscode.window.visibleTextEditors.some(
        ({ document, selection }) => document === editor.document && selection.start.isEqual(entry),
      ),
    );
  });

  it("is one stop of the Tab key, with arrow keys inside", async () => {
    const editor = await openView();
    await clickOn(inWebview("button.service >> nth=0"));
    await eventually(() => text("tbody >> nth=0").then((shown) => shown?.includes("GetItem")), false);
    await press("Enter");
    await eventually(() => text("tbody >> nth=0").then((shown) => shown?.includes("GetItem")), true);
    await press("ArrowDown");
    await press("Enter");
    const entry = positionOf(editor.document, '"dynamodb:GetItem"');
    await until("the entry selected", () =>
      vscode.window.visibleTextEditors.some(
        ({ document, selection }) => document === editor.document && selection.start.isEqual(entry),
      ),
    );
  });

  it("follows the text and the editor in front", async () => {
    const editor = await openView();
    await replaceText(editor, '"ec2:DescribeInstances"', '"ec2:DescribeImages"');
    await untilShown(inWebview("button:has-text('DescribeImages')"));
    await openFile(GET_OBJECT);
    await eventually(() => text("h1"), "Effective access: examples/sessions/get-object.json");
    await eventually(() => text("#count"), "1 of 1 rows");
    // A role's policy is edited beside it.
    await openFile("examples/roles/S3AccessRolePolicy.json");
    await eventually(() => text("h1"), "Effective access: examples/sessions/get-object.json");
  });

  it("says what to do where no role is linked", async () => {
    await openText(
      '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }',
    );
    await vscode.commands.executeCommand("sessionPolicy.showEffectiveAccess");
    await untilShown(inWebview("text=No base role is linked to this policy yet."), inWebview("button.primary"));
  });

  it("copies the table as Markdown", async () => {
    await openView();
    await vscode.env.clipboard.writeText("");
    await clickOn(inWebview("#copy"));
    const copied = await until("Markdown on the clipboard", () => vscode.env.clipboard.readText());
    assert.match(copied, /^# Effective access of session exceeds\n/);
    assert.match(copied, /\| Action \| Result \| Identity policies \|/);
  });
});

describe("Show Effective Access as Markdown", () => {
  afterEach(revertAll);

  it("opens the table as a document", async () => {
    await openFile(EXCEEDS);
    await vscode.commands.executeCommand("sessionPolicy.showEffectiveAccessAsMarkdown");
    const document = await until("the document", () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.languageId === "markdown" ? shown : undefined;
    });
    assert.match(document.getText(), /^# Effective access of session exceeds\n\nS3AccessRole · /);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});
