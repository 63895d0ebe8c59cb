import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { shownAs } from "./shownAs.js";
import {
  applyCodeAction,
  codeActionsAt,
  codeLensTitlesOf,
  diagnosticsOf,
  openFile,
  rangeOf,
  replaceText,
  revertAll,
  until,
} from "./support.js";

async function apply(document: vscode.TextDocument, text: string, title: string): Promise<void> {
  const action = await until(`"${title}" at ${text}`, async () =>
    (await codeActionsAt(document.uri, rangeOf(document, text), vscode.CodeActionKind.QuickFix)).find((each) =>
      each.title.startsWith(title),
    ),
  );
  await applyCodeAction(action);
}

describe("fixes", () => {
  afterEach(revertAll);

  it("Remove what the role doesn't grant, on both places, leaves only what is effective; undo brings all back", async () => {
    const { document } = await openFile("examples/sessions/exceeds.json");
    const before = document.getText();
    await until("two warnings", () => diagnosticsOf(document.uri).length === 2);
    await apply(document, '"ec2:DescribeInstances"', "Remove what the role doesn't grant");
    await until("one warning", () => diagnosticsOf(document.uri).length === 1);
    await apply(document, '"dynamodb:GetItem"', "Remove what the role doesn't grant");
    await until("no warning", () => diagnosticsOf(document.uri).length === 0);
    await until("all effective", async () =>
      (await codeLensTitlesOf(document.uri)).some((title) => title.endsWith("all effective")),
    );
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
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), before);
  });

  it("Narrow to what the role grants, on a wildcard", async () => {
    const { document } = await openFile("wildcard/sessions/wildcard.json");
    await until("a finding", () => diagnosticsOf(document.uri).length === 1);
    await apply(document, '"s3:Get*"', "Narrow to what the role grants");
    await until("no finding", () => diagnosticsOf(document.uri).length === 0);
    assert.match(document.getText(), /"Action": \[\s*"s3:GetObject",\s*"s3:GetObjectTagging"\s*\]/);
  });

  it("an unsaved change of the role's policy changes the session's lenses, and so does its undo", async () => {
    const session = await openFile("examples/sessions/get-object.json");
    const text = session.document.getText();
    const titles = () => codeLensTitlesOf(session.document.uri);
    await until("allowed", async () => (await titles()).includes("Allowed on example-bucket/*"));
    const role = await openFile("examples/roles/S3AccessRolePolicy.json");
    await replaceText(role, '"s3:*"', '"s3:List*"');
    await until("not granted", async () => (await titles()).some((title) => title.startsWith("Not granted by role")));
    await until("a warning", () => diagnosticsOf(session.document.uri).length === 1);
    await vscode.window.showTextDocument(role.document);
    await vscode.commands.executeCommand("undo");
    await until("allowed again", async () => (await titles()).includes("Allowed on example-bucket/*"));
    assert.equal(session.document.getText(), text);
  });

  it("a saved change of the config changes them too", async () => {
    const session = await openFile("examples/sessions/get-object.json");
    const titles = () => codeLensTitlesOf(session.document.uri);
    await until("allowed", async () => (await titles()).includes("Allowed on example-bucket/*"));
    const config = await openFile("examples/session-policy.config.json");
    const before = config.document.getText();
    await replaceText(config, '"identityPolicies": ["roles/S3AccessRolePolicy.json"]', '"identityPolicies": []');
    await config.document.save();
    await until("not granted", async () => (await titles()).some((title) => title.startsWith("Not granted by role")));
    const whole = new vscode.Range(0, 0, config.document.lineCount, 0);
    await config.edit((edit) => edit.replace(whole, before));
    await config.document.save();
    await until("allowed again", async () => (await titles()).includes("Allowed on example-bucket/*"));
  });

  it("half-typed text keeps the last good lenses", async () => {
    const editor = await openFile("examples/sessions/get-object.json");
    const shown = await until("lenses", async () => {
      const now = await shownAs(editor.document);
      return now.includes("Allowed on") ? now : undefined;
    });
    await replaceText(editor, '"Effect": "Allow",', '"Effect": "All');
    await until("a syntax error", () => diagnosticsOf(editor.document.uri).length > 0);
    assert.ok(shown.includes("Allowed on example-bucket/*"));
    assert.ok((await codeLensTitlesOf(editor.document.uri)).includes("Allowed on example-bucket/*"));
  });
});
