import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  canSeeWindow,
  codeLensTitlesOf,
  completionsAt,
  openFile,
  positionOf,
  replaceText,
  resetSettings,
  revertAll,
  until,
  untilShown,
} from "./support.js";

const GET_OBJECT = "examples/sessions/get-object.json";

/** A row of the list of suggestions, the one that Enter takes. */
const chosenRow = (label: string) => `.suggest-widget.visible .monaco-list-row.focused[aria-label^="${label}"]`;

describe("completion", () => {
  afterEach(async () => {
    await vscode.commands.executeCommand("hideSuggestWidget");
    await resetSettings();
    await revertAll();
  });

  /** Opens the session policy, with this in place of the text; the cursor is at `|`. */
  async function open(text: string, replacement: string): Promise<vscode.TextEditor> {
    const editor = await openFile(GET_OBJECT);
    await until("the lenses", async () => (await codeLensTitlesOf(editor.document.uri)).length > 0);
    await replaceText(editor, text, replacement.replace("|", ""));
    const position = positionOf(editor.document, replacement);
    editor.selection = new vscode.Selection(position, position);
    return editor;
  }

  async function type(text: string): Promise<void> {
    for (const character of text) await vscode.commands.executeCommand("type", { text: character });
  }

  const withAction = (action: string) => `"Action": ${action},`;

  it("comes while typing in VS Code's settings for JSON, and what is chosen takes the string's place", async function () {
    if (!canSeeWindow()) this.skip();
    const editor = await open('"Action": "s3:GetObject"', '"Action": |');
    const before = editor.document.getText();
    await type('"');
    await untilShown(".suggest-widget.visible");
    await type("s3:GetObjectVersionT");
    await untilShown(chosenRow("s3:GetObjectVersionTagging"));
    await vscode.commands.executeCommand("acceptSelectedSuggestion");
    assert.equal(editor.document.getText(), before.replace('"Action": ', '"Action": "s3:GetObjectVersionTagging"'));
  });

  it("goes on with the actions after a service was chosen, where no quotes stand", async function () {
    if (!canSeeWindow()) this.skip();
    const editor = await open('"Action": "s3:GetObject"', '"Action": |');
    const before = editor.document.getText();
    await vscode.commands.executeCommand("editor.action.triggerSuggest");
    await untilShown(".suggest-widget.visible");
    await type("dynamod");
    await untilShown(chosenRow("dynamodb:"));
    await vscode.commands.executeCommand("acceptSelectedSuggestion");
    await until(
      "the service",
      () => editor.document.getText() === before.replace('"Action": ', '"Action": "dynamodb:"'),
    );
  });

  it("writes snippets in the document's lines", async function () {
    if (!canSeeWindow()) this.skip();
    const editor = await open('"Effect": "Allow",', '"Effect": "Allow",\n      "Cond|"');
    const before = editor.document.getText();
    await vscode.commands.executeCommand("editor.action.triggerSuggest");
    await untilShown(chosenRow("Condition"));
    await vscode.commands.executeCommand("acceptSelectedSuggestion");
    const expected = before.replace('"Cond"', '"Condition": {\n        "": {\n          "": ""\n        }\n      },');
    assert.equal(editor.document.getText(), expected);
  });

  it("says what the role grants, and reads the documentation of an action", async () => {
    const editor = await open(withAction('"s3:GetObject"'), withAction('"s3:GetObj|"'));
    const position = editor.selection.active;
    const items = await until("s3:GetObject", async () => {
      const found = await completionsAt(editor.document.uri, position);
      return found.find(({ label }) => (typeof label === "string" ? label : label.label) === "s3:GetObject");
    });
    assert.deepEqual(items.label, { label: "s3:GetObject", description: "Read · granted by S3AccessRole" });
  });
});
