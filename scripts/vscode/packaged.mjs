// For testing the package (.vsix) that people install, rather than the sources it was made from.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";

/** Installs the package into the extensions of one run. */
export async function installPackage(executable, vsix, folder) {
  const [command, ...args] = await commandLineOf(executable);
  const profile = [`--extensions-dir=${folder.extensions}`, `--user-data-dir=${folder.profile}`];
  const { status } = spawnSync(command, [...args, ...profile, `--install-extension=${path.resolve(vsix)}`], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`VS Code did not install ${vsix}.`);
}

/** Our own host is its own command line; a desktop VS Code has a script beside its executable. */
async function commandLineOf(executable) {
  if (executable.endsWith(".mjs")) return [executable];
  const { resolveCliArgsFromVSCodeExecutablePath } = await import("@vscode/test-electron");
  return resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
}

/** VS Code runs tests only for an extension in development: one that does nothing. */
export function makeEmptyExtension(folder) {
  const extension = path.join(folder.path, "empty-extension");
  mkdirSync(extension);
  const manifest = { name: "empty", publisher: "test", version: "0.0.0", engines: { vscode: "^1.91.0" } };
  writeFileSync(path.join(extension, "package.json"), JSON.stringify(manifest));
  return extension;
}
