import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  canSeeWindow,
  clickOn,
  codeLensTitlesOf,
  diagnosticsOf,
  openFile,
  positionOf,
  readWindow,
  revertAll,
  until,
  untilShown,
  workspaceUri,
} from "./support.js";

/** What stands in the list or input that VS Code shows on top of its window; undefined where the host can't see it. */
async function quickInput(): Promise<string> {
  return (await readWindow(".quick-input-widget"))?.text ?? "";
}

/** Accepts what the quick input on top proposes. */
async function accept(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
}

describe("the command", () => {
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await revertAll();
  });

  it("Test a Request… shows the answer of each layer, and a line of it leads to the statement", async function () {
    if (!canSeeWindow()) this.skip();
    await openFile("examples/sessions/get-object.json");
    const asked = { action: "s3:GetObject", resource: "arn:aws:s3:::example-bucket/k", context: {} };
    const done = vscode.commands.executeCommand("sessionPolicy.testRequest", undefined, asked);
    await untilShown("text=Identity policies: allows");
    const text = await quickInput();
    assert.match(text, /Allowed/);
    assert.match(text, /Session policy: allows/);
    await clickOn("text=Identity policies: allows");
    await done;
    await until("the role's policy", () =>
      vscode.window.activeTextEditor?.document.uri.path.endsWith("roles/S3AccessRolePolicy.json"),
    );
  });

  it("Test a Request… asks for what is not said, with what the policy names", async function () {
    if (!canSeeWindow()) this.skip();
    await openFile("examples/sessions/get-object.json");
    void vscode.commands.executeCommand("sessionPolicy.testRequest");
    await untilShown("text=which action?", "text=s3:GetObject");
    await accept();
    await untilShown("text=on which resource?");
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await until("an answer to be asked for", async () => /context|six parts|layers/.test(await quickInput()));
  });

  it("Explain AccessDenied… reads AWS's message and names the layer that decides here", async function () {
    if (!canSeeWindow()) this.skip();
    await openFile("examples/sessions/get-object.json");
    const message =
      'User: arn:aws:sts::111122223333:assumed-role/ExampleRole/x is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::example-bucket/k" because no session policy allows the s3:PutObject action';
    void vscode.commands.executeCommand("sessionPolicy.explainAccessDenied", message);
    await untilShown("text=AWS says that no session policy allows it.");
    assert.match(await quickInput(), /Not allowed by the session policy/);
    await clickOn('text=Allow "s3:PutObject" in this policy (widens access)');
    const document = vscode.window.activeTextEditor?.document;
    await until("the grant", () => document?.getText().includes('"s3:PutObject"'));
  });

  it("Peek Deciding Statement opens the statement that grants", async function () {
    if (!canSeeWindow()) this.skip();
    const editor = await openFile("examples/sessions/get-object.json");
    const at = positionOf(editor.document, '"s3:Get|Object"');
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand("sessionPolicy.peekDecidingStatement");
    await untilShown(".peekview-widget >> text=S3AccessRolePolicy.json");
    await vscode.commands.executeCommand("closeReferenceSearch");
  });

  it("Copy aws sts assume-role Command puts a quoted command on the clipboard", async () => {
    await openFile("examples/sessions/get-object.json");
    await vscode.commands.executeCommand("sessionPolicy.copyAssumeRoleCommand", undefined, "bash");
    const copied = await vscode.env.clipboard.readText();
    assert.match(
      copied,
      /^aws sts assume-role --role-arn arn:aws:iam::\d{12}:role\/\S+ --role-session-name session --policy '\{"Version"/,
    );
  });

  it("Copy Debug Info copies versions and settings, and no policy", async () => {
    await openFile("examples/sessions/get-object.json");
    await vscode.commands.executeCommand("sessionPolicy.copyDebugInfo");
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /^Session Policy Lens \d+\.\d+\.\d+\nCatalog: /);
    assert.doesNotMatch(copied, /Statement|example-bucket|get-object/);
  });

  it("Check All Session Policies fills Problems with what closed files have", async () => {
    await vscode.commands.executeCommand("sessionPolicy.checkAll");
    const uri = workspaceUri("examples/sessions/exceeds.json");
    await until("two findings", () => diagnosticsOf(uri).length >= 2);
    await openFile("examples/sessions/exceeds.json");
    await until("each finding once", () => {
      const shown = diagnosticsOf(uri).map(({ message, range }) => `${range.start.line} ${message}`);
      return shown.length >= 2 && new Set(shown).size === shown.length;
    });
  });

  it("New Session Policy… asks for a kind and a place, and then for the role, also an AWS managed policy's", async function () {
    if (!canSeeWindow()) this.skip();
    const done = vscode.commands.executeCommand("sessionPolicy.newSessionPolicy");
    await untilShown("text=Only some actions");
    await accept();
    await untilShown(".quick-input-widget >> text=Save the session policy");
    await accept();
    await untilShown("text=Which role is assumed with this session policy?", "text=An AWS managed policy…");
    await clickOn("text=An AWS managed policy…");
    await untilShown("text=Which AWS managed policy does the role have?");
    await accept();
    await done;
    const config = vscode.window.activeTextEditor?.document;
    assert.match(config?.getText() ?? "", /"identityPolicies": \[\s*"arn:aws:iam::aws:policy\/[\w/-]+"\s*\]/);
    const policy = vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith("new.session.json"));
    assert.match(policy?.getText() ?? "", /"s3:GetObject"/);
    // Other tests look at files that no config speaks of.
    for (const made of [policy, config]) if (made !== undefined) await vscode.workspace.fs.delete(made.uri);
  });

  it("Restart Server brings the lenses back", async () => {
    const { document } = await openFile("examples/sessions/get-object.json");
    await until("lenses", async () => (await codeLensTitlesOf(document.uri)).length > 0);
    await vscode.commands.executeCommand("sessionPolicy.restartServer");
    await until("lenses again", async () => (await codeLensTitlesOf(document.uri)).length > 0);
    await vscode.commands.executeCommand("sessionPolicy.showOutput");
    await vscode.commands.executeCommand("workbench.action.closePanel");
  });
});
