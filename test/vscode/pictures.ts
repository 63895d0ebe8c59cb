// The pictures of docs/pictures. Each scenario is titled with the name of its picture, brings the window to a state
// that the API can see, and takes the picture. Run by scripts/pictures.mjs.

import * as vscode from "vscode";
import {
  codeLensTitlesOf,
  EXTENSION_ID,
  fillIn,
  inWebview,
  openFile,
  positionOf,
  resizeWindow,
  revertAll,
  takePicture,
  until,
} from "./support.js";

const LIGHT = "Default Light Modern";
const DARK = "Default Dark Modern";
const HIGH_CONTRAST = "Default High Contrast";
const HIGH_CONTRAST_LIGHT = "Default High Contrast Light";

const SMALL = { width: 1000, height: 460 };

const LENS = ".codelens-decoration >> text=/\\w/";
const SQUIGGLE = ".squiggly-warning, .squiggly-error";
const HOVER = ".monaco-hover:visible";

interface Scenario {
  /** Selectors of what must be on the screen. */
  shows: string[];
  width?: number;
  height?: number;
  /** Whether there is to be a NAME-dark beside it. */
  dark?: boolean;
  /** Whether there are to be a NAME-high-contrast and a NAME-high-contrast-light beside it. */
  highContrast?: boolean;
}

/** Defines a picture: `arrange` brings the window to the state that is to be seen. */
function picture(name: string, scenario: Scenario, arrange: () => Promise<void>): void {
  it(name, () => shoot(name, LIGHT, scenario, arrange));
  if (scenario.dark) it(`${name}-dark`, () => shoot(`${name}-dark`, DARK, scenario, arrange));
  if (!scenario.highContrast) return;
  it(`${name}-high-contrast`, () => shoot(`${name}-high-contrast`, HIGH_CONTRAST, scenario, arrange));
  it(`${name}-high-contrast-light`, () => shoot(`${name}-high-contrast-light`, HIGH_CONTRAST_LIGHT, scenario, arrange));
}

async function shoot(
  name: string,
  theme: string,
  { shows, width = 1280, height = 800 }: Scenario,
  arrange: () => Promise<void>,
): Promise<void> {
  await useTheme(theme);
  await resizeWindow(width, height);
  for (const command of TIDY_COMMANDS) await vscode.commands.executeCommand(command);
  await arrange();
  await takePicture(name, { shows });
}

const TIDY_COMMANDS = ["workbench.action.closeSidebar", "workbench.action.closePanel", "notifications.clearAll"];

async function useTheme(theme: string): Promise<void> {
  await vscode.workspace.getConfiguration("workbench").update("colorTheme", theme, vscode.ConfigurationTarget.Global);
}

describe("pictures", () => {
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await revertAll();
  });

  picture("get-object", { shows: [LENS], ...SMALL, dark: true }, async () => {
    await openWithLenses("examples/sessions/get-object.json");
  });

  picture("exceeds", { shows: [LENS, SQUIGGLE], ...SMALL, height: 720, dark: true }, async () => {
    await openWithLenses("examples/sessions/exceeds.json");
  });

  picture("hover", { shows: [LENS, HOVER], ...SMALL, dark: true }, async () => {
    const editor = await openWithLenses("examples/sessions/get-object.json");
    const action = positionOf(editor.document, "s3:Get|Object");
    editor.selection = new vscode.Selection(action, action);
    await vscode.commands.executeCommand("editor.action.showHover");
  });

  picture("trace", { shows: [LENS, "text=Session policy: does not allow"], ...SMALL, dark: true }, async () => {
    await openWithLenses("examples/sessions/get-object.json");
    const asked = { action: "s3:PutObject", resource: "arn:aws:s3:::example-bucket/key", context: {} };
    void vscode.commands.executeCommand("sessionPolicy.testRequest", undefined, asked);
  });

  picture("rewrites", { shows: [LENS, "text=/narrower/"], ...SMALL, height: 620 }, async () => {
    const editor = await openWithLenses("examples/sessions/exceeds.json");
    const action = positionOf(editor.document, '"s3:|*"');
    editor.selection = new vscode.Selection(action, action);
    await vscode.commands.executeCommand("editor.action.codeAction", { kind: "", apply: "never" });
  });

  picture("walkthrough", { shows: ["text=Get started with session policies"], width: 1280, height: 760 }, async () => {
    const id = `${EXTENSION_ID}#getStarted`;
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", id, false);
  });

  picture(
    "effective-access",
    {
      shows: [".codelens-decoration >> text=/553/", inWebview("td.result")],
      width: 1500,
      height: 640,
      dark: true,
      highContrast: true,
    },
    async () => {
      await openWithLenses("examples/sessions/exceeds.json");
      await vscode.commands.executeCommand("sessionPolicy.showEffectiveAccess");
      await until("the view", () => fillIn(inWebview("#filter"), ""));
      await fillIn(inWebview("#filter"), "");
    },
  );
});

async function openWithLenses(file: string): Promise<vscode.TextEditor> {
  const editor = await openFile(file);
  await until("a lens", async () => (await codeLensTitlesOf(editor.document.uri)).length > 0);
  return editor;
}
