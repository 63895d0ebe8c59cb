import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  canSeeWindow,
  clickToShow,
  codeLensTitlesOf,
  openFile,
  positionOf,
  resetSettings,
  revertAll,
  set,
  until,
  untilShown,
} from "./support.js";

const GET_OBJECT = "examples/sessions/get-object.json";
const ROLE = "examples/roles/S3AccessRolePolicy.json";
const CONFIG = "examples/session-policy.config.json";

describe("navigation", () => {
  afterEach(async () => {
    await resetSettings();
    await revertAll();
  });

  async function opened(file: string): Promise<vscode.TextDocument> {
    const { document } = await openFile(file);
    return document;
  }

  const line = (range: vscode.Range) => range.start.line + 1;
  const fileOf = (uri: vscode.Uri) => uri.path.replace(/^.*\/examples\//, "");

  it("shows from a role's statement the sessions that use it", async function () {
    if (!canSeeWindow()) this.skip();
    const role = await opened(ROLE);
    await until("the lens", async () => (await codeLensTitlesOf(role.uri)).some((title) => /^Used by/.test(title)));
    await untilShown(".codelens-decoration >> text=/^Used by/");
    await clickToShow(".codelens-decoration >> text=/^Used by/", ".peekview-widget");
    await untilShown(".peekview-widget >> text=/get-object.json/");
    await vscode.commands.executeCommand("closeReferenceSearch");
  });

  it("leads from an action to the role's statement that grants it, and back", async () => {
    const document = await opened(GET_OBJECT);
    await until("the lenses", async () => (await codeLensTitlesOf(document.uri)).length > 0);
    const definitions = await until("a definition", async () => {
      const found = await vscode.commands.executeCommand<vscode.LocationLink[]>(
        "vscode.executeDefinitionProvider",
        document.uri,
        positionOf(document, "s3:Get|Object"),
      );
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(
      definitions.map(({ targetUri }) => fileOf(targetUri)),
      ["roles/S3AccessRolePolicy.json"],
    );

    const role = await opened(ROLE);
    const references = await vscode.commands.executeCommand<vscode.Location[]>(
      "vscode.executeReferenceProvider",
      role.uri,
      positionOf(role, '"Eff|ect"'),
    );
    const inGetObject = references.filter(({ uri }) => fileOf(uri) === "sessions/get-object.json");
    assert.deepEqual(
      inGetObject.map(({ range }) => line(range)),
      [6],
    );
  });

  it("leads from the config's paths to the files", async () => {
    const document = await opened(CONFIG);
    const links = await until("the links", async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        "vscode.executeLinkProvider",
        document.uri,
        100,
      );
      return found.some(({ target }) => target?.path.endsWith("/roles/S3AccessRolePolicy.json")) ? found : undefined;
    });
    assert.ok(links.some(({ target }) => target?.path.endsWith("/sessions/get-object.json")));
  });

  it("says at the ends of lines what takes effect, if that is wanted", async () => {
    const document = await opened(GET_OBJECT);
    await until("the lenses", async () => (await codeLensTitlesOf(document.uri)).length > 0);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = () =>
      vscode.commands.executeCommand<vscode.InlayHint[]>("vscode.executeInlayHintProvider", document.uri, whole);
    assert.deepEqual(await hints(), []);
    await set("sessionPolicy.inlayHints.enabled", true);
    const shown = await until("a hint", async () => {
      const found = await hints();
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(
      shown.map(({ position, label }) => [position.line + 1, label]),
      [[6, "Allowed on example-bucket/*"]],
    );
  });
});
