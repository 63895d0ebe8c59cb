import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as vscode from "vscode";
import {
  applyCodeAction,
  codeActionsAt,
  diagnosticsOf,
  openFile,
  rangeOf,
  replaceText,
  resetSettings,
  revertAll,
  set,
  until,
  workspacePath,
} from "./support.js";

const file = "wildcard/sessions/wildcard.json";

/** A session policy of these statements, each on a line. */
function policy(...statements: readonly string[]): string {
  return `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${statements.join(",\n    ")}\n  ]\n}\n`;
}

/** The file with another content, not saved. */
async function openWith(content: string, where = file): Promise<vscode.TextDocument> {
  const editor = await openFile(where);
  await replaceText(editor, editor.document.getText(), content);
  return editor.document;
}

/** Chooses a rewriting with the cursor on a text; then what is there, and what undo brings back. */
async function rewritten(content: string, at: string, title: string, where = file): Promise<string> {
  const document = await openWith(content, where);
  const action = await until(`"${title}" at ${at}`, async () => {
    const actions = await codeActionsAt(document.uri, rangeOf(document, at), vscode.CodeActionKind.Empty);
    return actions.find((each) => each.title === title);
  });
  await applyCodeAction(action);
  const after = document.getText();
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("undo");
  assert.equal(document.getText(), content);
  return after;
}

describe("the rewriting", () => {
  afterEach(revertAll);

  it("Keep only Read and List actions", async () => {
    const statement = (resource: string) => `{ "Effect": "Allow", "Action": "s3:Get*", "Resource": ${resource} }`;
    const title = 'Keep only Read and List actions of "s3:*" (narrower)';
    const all = statement('"*"').replace("s3:Get*", "s3:*");
    const after = await rewritten(policy(all), '"s3:*"', title);
    assert.match(after, /"s3:Get\*"/);
    assert.doesNotMatch(after, /s3:Put/);
  });

  it("Merge two statements, and split them again", async () => {
    const [get, put] = ["GetObject", "ListBucket"].map(
      (name) => `{ "Effect": "Allow", "Action": "s3:${name}", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }`,
    ) as [string, string];
    const merged = await rewritten(policy(get, put), '"s3:GetObject"', "Merge with statement 2 (same access)");
    assert.equal(
      merged,
      policy(
        `{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }`,
      ),
    );
    const title = "Split into 2 statements, each action with the resources it fits (same access today)";
    assert.equal(
      await rewritten(merged, '"s3:GetObject"', title),
      policy(
        `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }`,
        `{ "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b" }`,
      ),
    );
  });

  it("Expand, fold, remove what is redundant", async () => {
    const statement = (actions: string) => policy(`{ "Effect": "Allow", "Action": ${actions}, "Resource": "*" }`);
    const wildcard = statement('"sqs:Get*"');
    const list = statement('["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]');
    assert.equal(await rewritten(wildcard, '"sqs:Get*"', 'Expand "sqs:Get*" to 2 actions (same access today)'), list);
    assert.equal(await rewritten(list, '"sqs:GetQueueUrl"', "Fold 2 actions into 1 (same access today)"), wildcard);
    const double = statement('["s3:Get*", "s3:GetObject"]');
    assert.equal(
      await rewritten(double, '"s3:GetObject"', 'Remove redundant "s3:GetObject" (same access)'),
      statement('["s3:Get*"]'),
    );
  });

  it("Replace NotAction by what the role grants", async () => {
    const statement = (name: string, actions: string) =>
      policy(`{ "Effect": "Allow", "${name}": ${actions}, "Resource": "*" }`);
    const title = "Replace NotAction by what the role grants (same access)";
    assert.equal(
      await rewritten(statement("NotAction", '"iam:*"'), '"NotAction"', title),
      statement("Action", '["s3:GetObject*", "s3:ListBucket", "s3:PutObject"]'),
    );
  });
});

describe("the rewriting under a role that grants little", () => {
  const where = "narrow/task.json";
  const statement = (action: string, resource: string, more = "") =>
    policy(`{ "Effect": "Allow", "Action": "${action}", "Resource": "${resource}"${more} }`);

  afterEach(revertAll);

  it("Narrow a resource to what the role grants", async () => {
    const title = 'Narrow "*" to what the role grants (same access)';
    assert.equal(
      await rewritten(statement("sqs:SendMessage", "*"), '"*"', title, where),
      statement("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:jobs"),
    );
  });

  it("Add the condition under which the role grants it", async () => {
    const title = "Add the condition under which the role grants it (same access)";
    assert.equal(
      await rewritten(statement("s3:GetObject", "*"), '"s3:GetObject"', title, where),
      statement("s3:GetObject", "*", ', "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }'),
    );
  });

  it("Add the version", async () => {
    const content = '{\n  "Statement": [{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" }]\n}\n';
    assert.equal(
      await rewritten(content, "{", 'Add "Version": "2012-10-17" (same access)', where),
      content.replace("{\n", '{\n  "Version": "2012-10-17",\n'),
    );
  });

  it("Narrow a wildcard to what the role grants, and correct what is misspelled", async () => {
    const title = "Narrow to what the role grants (same access)";
    const wildcard = statement("sqs:*", "arn:aws:sqs:us-east-1:111122223333:jobs");
    assert.equal(
      await rewritten(wildcard, '"sqs:*"', title, where),
      statement("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:jobs"),
    );
    const misspelled = statement("sqs:SendMesage", "*");
    assert.equal(
      await rewritten(misspelled, '"sqs:SendMesage"', 'Change to "sqs:SendMessage"', where),
      statement("sqs:SendMessage", "*"),
    );
  });

  it("Repair an ARN", async () => {
    assert.equal(
      await rewritten(
        statement("s3:GetObject", "arn:aws:s3:us-east-1::b/*"),
        "us-east-1",
        'Change to "arn:aws:s3:::b/*"',
        where,
      ),
      statement("s3:GetObject", "arn:aws:s3:::b/*"),
    );
  });

  it("Allow in the role edits the role's policy, after a look at it", async () => {
    const document = await openWith(statement("s3:PutObject", "*"), where);
    const title = 'Allow "s3:PutObject" in role.json (widens access)';
    const action = await until(title, async () => {
      const actions = await codeActionsAt(document.uri, rangeOf(document, '"s3:PutObject"'));
      return actions.find((each) => each.title === title);
    });
    assert.notEqual(action.isPreferred, true);
    const role = await vscode.workspace.openTextDocument(workspacePath("narrow/role.json"));
    const before = role.getText();
    await applyCodeAction(action);
    assert.match(role.getText(), /"s3:PutObject"/);
    await vscode.window.showTextDocument(role);
    await vscode.commands.executeCommand("undo");
    assert.equal(role.getText(), before);
  });
});

describe("fix all on saving", () => {
  afterEach(async () => {
    await resetSettings();
    await revertAll();
  });

  it("removes what has no effect and leaves the rest", async () => {
    const before = fs.readFileSync(workspacePath(file));
    try {
      await set("editor.codeActionsOnSave", { "source.fixAll.sessionPolicy": "explicit" });
      const statement = (actions: string) => policy(`{ "Effect": "Allow", "Action": ${actions}, "Resource": "*" }`);
      const document = await openWith(statement('["s3:GetObject", "ec2:DescribeInstances", "dynamodb:GetItem"]'));
      await until("two findings", () => diagnosticsOf(document.uri).length === 2);
      await vscode.commands.executeCommand("workbench.action.files.save");
      await until("the file to be fixed", () => document.getText() === statement('["s3:GetObject"]'));
      assert.equal(document.isDirty, false);
    } finally {
      fs.writeFileSync(workspacePath(file), before);
    }
  });
});
