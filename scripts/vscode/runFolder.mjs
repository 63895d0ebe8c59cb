// The temporary folder of one run: a workspace to edit freely, and a profile that nobody else uses.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { root } from "../ensure-deps.mjs";

/** The settings of the person at the keyboard, in a test. */
const USER_SETTINGS = {
  "editor.minimap.enabled": false,
  "extensions.autoUpdate": false,
  "files.autoSave": "off",
  "files.simpleDialog.enable": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.restoreWindows": "none",
  "workbench.startupEditor": "none",
};

/** Copies `examples` and each of `test/vscode/workspaces/*` side by side into one new workspace folder. */
export function makeRunFolder(settings = {}) {
  // The name is short, since on macOS the profile's path becomes part of a socket's name.
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), "spl-"));
  const workspace = path.join(folder, "workspace");
  mkdirSync(workspace);
  for (const source of sampleFolders())
    cpSync(source, path.join(workspace, path.basename(source)), {
      recursive: true,
    });
  const profile = path.join(folder, "profile");
  mkdirSync(path.join(profile, "User"), { recursive: true });
  writeFileSync(path.join(profile, "User/settings.json"), JSON.stringify({ ...USER_SETTINGS, ...settings }));
  return {
    path: folder,
    workspace,
    profile,
    extensions: path.join(folder, "extensions"),
    result: path.join(folder, "result.json"),
    remove: () =>
      rmSync(folder, {
        recursive: true,
        force: true,
        maxRetries: 5,
        retryDelay: 200,
      }),
  };
}

/** Copies each of `test/vscode/folders/*` beside each other, and returns the workspace file that opens them all. */
export function makeFolders(runFolder) {
  const source = path.join(root, "test/vscode/folders");
  const names = readdirSync(source);
  for (const name of names) cpSync(path.join(source, name), path.join(runFolder.path, name), { recursive: true });
  const file = path.join(runFolder.path, "folders.code-workspace");
  writeFileSync(file, JSON.stringify({ folders: names.map((name) => ({ path: name })) }));
  return file;
}

function sampleFolders() {
  const workspaces = path.join(root, "test/vscode/workspaces");
  const own = existsSync(workspaces) ? readdirSync(workspaces, { withFileTypes: true }) : [];
  const folders = own.filter((entry) => entry.isDirectory()).map((entry) => path.join(workspaces, entry.name));
  return [path.join(root, "examples"), ...folders];
}
