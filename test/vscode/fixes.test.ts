import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as vscode from "vscode";
import { annotated, eventually, NEVER_PASSED, untilCounter } from "./seen.js";
import {
  applyCodeAction,
  codeActionsAt,
  diagnosticsOf,
  openFile,
  rangeOf,
  revertAll,
  until,
  workspacePath,
  workspaceUri,
} from "./support.js";

/** Chooses the quick fix of this title with the cursor on a text. */
async function fix(document: vscode.TextDocument, text: string, title: string): Promise<void> {
  const action = await until(`"${title}" at ${text}`, async () => {
    const actions = await codeActionsAt(document.uri, rangeOf(document, text), vscode.CodeActionKind.QuickFix);
    return actions.find((each) => each.title === title);
  });
  await applyCodeAction(action);
}

/** How many findings tell of what the role does not grant. */
function excesses(document: vscode.TextDocument): number {
  return diagnosticsOf(document.uri).filter(({ code }) => code === "exceeds-base-role").length;
}

describe("the fix", () => {
  afterEach(revertAll);

  it("Remove what the role doesn't grant leaves only what is effective, and undo brings back every byte", async () => {
    const { document } = await openFile("examples/sessions/exceeds.json");
    await until("two warnings", () => excesses(document) === 2);
    await fix(document, '"ec2:DescribeInstances"', "Remove what the role doesn't grant (same access)");
    await until("one warning", () => excesses(document) === 1);
    await fix(document, '"dynamodb:GetItem"', "Remove what the role doesn't grant (narrower)");
    assert.equal(
      document.getText(),
      `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "WholeBucket",
      "Effect": "Allow",
      "Action": "s3:*",
      "Resource": [
        "arn:aws:s3:::example-bucket",
        "arn:aws:s3:::example-bucket/*"
      ]
    }
  ]
}
`,
    );
    await eventually(
      () => annotated(document),
      `     S3AccessRole · ${document.getText().length} / 2,048 · all effective | Not given: SCPs, RCPs, resource policies
  1  {
${NEVER_PASSED}
 …
           All 106 actions allowed on example-bucket and its objects
  7        "Action": "s3:*",
 …`,
    );
    await untilCounter(`${document.getText().length} / 2,048`);

    await vscode.commands.executeCommand("undo");
    await vscode.commands.executeCommand("undo");
    assert.equal(document.isDirty, false);
    await document.save();
    const saved = fs.readFileSync(workspacePath("examples/sessions/exceeds.json"));
    assert.ok(saved.equals(Buffer.from(document.getText())));
    await until("both warnings again", () => excesses(document) === 2);
    await untilCounter("553 / 2,048");
  });

  it("Ignore in this file… writes the config, its reason to be filled in", async () => {
    const { document } = await openFile("examples/sessions/exceeds.json");
    await until("two warnings", () => excesses(document) === 2);
    const config = await vscode.workspace.openTextDocument(workspaceUri("examples/session-policy.config.json"));
    const before = config.getText();
    await fix(document, '"dynamodb:GetItem"', 'Ignore "exceeds-base-role" in this file…');
    await until("the item", () => /"rule": "exceeds-base-role"/.test(config.getText()));
    await until("no such finding", () => excesses(document) === 0);
    await vscode.window.showTextDocument(config);
    await vscode.commands.executeCommand("undo");
    assert.equal(config.getText(), before);
    await until("both findings again", () => excesses(document) === 2);
  });

  it("Narrow to what the role grants writes out what is left of a wildcard", async () => {
    const { document } = await openFile("wildcard/sessions/wildcard.json");
    await eventually(
      () => annotated(document),
      `     Reader · 196 / 2,048 · 1 of 1 action partly granted
  1  {
 …
           18 of 106 allowed · role lacks 88
  6        "Action": "s3:*",
                     ^^^^^^ information exceeds-base-role: The base role Reader grants only part of "s3:*".
 …`,
    );
    await fix(document, '"s3:*"', "Narrow to what the role grants (same access)");
    assert.equal(
      document.getText(),
      `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject*", "s3:ListBucket", "s3:PutObject"],
      "Resource": ["arn:aws:s3:::example-bucket", "arn:aws:s3:::example-bucket/*"]
    }
  ]
}
`,
    );
    await eventually(
      () => annotated(document),
      `     Reader · 240 / 2,048 · all effective
  1  {
 …
           s3:GetObject* · All 16 actions allowed on example-bucket/* | s3:ListBucket · Allowed on example-bucket | s3:PutObject · Allowed on example-bucket/*
  6        "Action": ["s3:GetObject*", "s3:ListBucket", "s3:PutObject"],
 …`,
    );
  });
});
