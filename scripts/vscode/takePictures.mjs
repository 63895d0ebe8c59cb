// Takes the pictures of docs/pictures by running the picture scenarios in our VS Code host.

import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import * as path from "node:path";
import { root } from "../ensure-deps.mjs";
import { serverHost } from "./executable.mjs";
import { runSuite } from "./runSuite.mjs";

const TAKEN = path.join(root, "out/pictures");
const KEPT = path.join(root, "docs/pictures");

/** An editor and little else. Light by default; a scenario may switch to the dark theme. */
const SETTINGS = {
  "breadcrumbs.enabled": false,
  "editor.cursorBlinking": "solid",
  "editor.fontSize": 13,
  "editor.lightbulb.enabled": "off",
  "editor.lineHeight": 20,
  "editor.scrollBeyondLastLine": false,
  "editor.stickyScroll.enabled": false,
  "window.commandCenter": false,
  "window.menuBarVisibility": "hidden",
  "workbench.activityBar.location": "hidden",
  "workbench.colorTheme": "Default Light Modern",
  "workbench.editor.enablePreview": false,
  "workbench.layoutControl.enabled": false,
};

/** Takes the named pictures, or all; each is written to docs/pictures/NAME.png. */
export async function takePictures(names) {
  rmSync(TAKEN, { recursive: true, force: true });
  mkdirSync(TAKEN, { recursive: true });
  const result = await runSuite({
    executable: serverHost(),
    settings: SETTINGS,
    env: {
      VSCODE_TEST_SUITE: "pictures",
      VSCODE_TEST_GREP: grepFor(names),
      VSCODE_HOST_PICTURES: TAKEN,
      VSCODE_HOST_SCALE: "2",
    },
  });
  keepPictures();
  return result;
}

/** A scenario's title is the name of its picture. */
function grepFor(names) {
  return names.length > 0 ? `/(^| )(${names.join("|")})$/` : "";
}

/** What a failed scenario showed stays where it is. */
function keepPictures() {
  mkdirSync(KEPT, { recursive: true });
  for (const name of readdirSync(TAKEN)) {
    if (!name.endsWith(".png") || name.startsWith("failed-")) continue;
    copyFileSync(path.join(TAKEN, name), path.join(KEPT, name));
    console.log(`docs/pictures/${name}`);
  }
}
