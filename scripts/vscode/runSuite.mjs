// Runs a suite of test/vscode in a real VS Code and says how it went.

import { existsSync, readFileSync } from "node:fs";
import { root } from "../ensure-deps.mjs";
import { bundleSuite } from "./bundleSuite.mjs";
import { findVsCode } from "./executable.mjs";
import { installPackage, makeEmptyExtension } from "./packaged.mjs";
import { makeFolders, makeRunFolder } from "./runFolder.mjs";

/**
 * @param {object} options
 * @param {string} [options.executable]  which VS Code; found if not given
 * @param {Record<string, unknown>} [options.settings]  user settings besides the usual
 * @param {Record<string, string>} [options.env]  environment of the suite
 * @param {string} [options.vsix]  test this package, as installed, rather than the sources
 * @param {boolean} [options.folders]  open test/vscode/folders, rather than one folder with the examples
 * @returns {Promise<{ passed: number, failed: number, skipped: number, problem?: string }>}
 */
export async function runSuite({ executable, settings, env = {}, vsix, folders = false }) {
  const vscodeExecutablePath = executable ?? (await findVsCode());
  const extensionTestsPath = await bundleSuite();
  const folder = makeRunFolder(settings);
  try {
    const { runTests } = await import("@vscode/test-electron");
    if (vsix) await installPackage(vscodeExecutablePath, vsix, folder);
    const error = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: vsix ? makeEmptyExtension(folder) : root,
      extensionTestsPath,
      extensionTestsEnv: { ...env, VSCODE_TEST_RESULT: folder.result },
      launchArgs: [
        folders ? makeFolders(folder) : folder.workspace,
        `--user-data-dir=${folder.profile}`,
        `--extensions-dir=${folder.extensions}`,
      ],
    }).then(() => undefined, String);
    return readResult(folder.result, error);
  } finally {
    folder.remove();
  }
}

/** The result file decides: VS Code has been seen to exit with 0 when its extension host ran no test at all. */
function readResult(file, error) {
  const result = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  const { passed, failed, skipped } = result ?? { passed: 0, failed: 0, skipped: 0 };
  return { passed, failed, skipped, problem: problemOf(result, error) };
}

function problemOf(result, error) {
  if (!result) return `VS Code left no result. ${error ?? "It ended normally."}`;
  if (result.passed + result.failed === 0) return "No test ran.";
  if (error && result.failed === 0) return `VS Code failed though no test did. ${error}`;
  return undefined;
}
