// The part of VS Code's desktop command line that a test run uses.

import * as path from "node:path";

const PATH_OPTIONS = new Set(["extensionDevelopmentPath", "extensionTestsPath", "extensions-dir", "user-data-dir"]);

/**
 * @typedef {object} CommandLine
 * @property {string | undefined} extensionDevelopmentPath
 * @property {string | undefined} extensionTestsPath
 * @property {string | undefined} extensionsDir
 * @property {string | undefined} userDataDir
 * @property {string | undefined} installExtension  a .vsix to install, after which the program ends
 * @property {string | undefined} open  the folder or .code-workspace to open
 */

/** Reads `--name=value` and `--flag`; what this host has no use for (`--no-sandbox`, `--skip-welcome` …) is ignored. */
export function parseCommandLine(args) {
  const options = {};
  const positional = [];
  for (const arg of args) {
    const option = /^--([^=]+)(?:=(.*))?$/s.exec(arg);
    if (!option) positional.push(path.resolve(arg));
    else options[option[1]] = PATH_OPTIONS.has(option[1]) ? path.resolve(option[2]) : (option[2] ?? true);
  }
  return /** @type {CommandLine} */ ({
    extensionDevelopmentPath: options.extensionDevelopmentPath,
    extensionTestsPath: options.extensionTestsPath,
    extensionsDir: options["extensions-dir"],
    userDataDir: options["user-data-dir"],
    installExtension: options["install-extension"],
    open: positional[0],
  });
}
