// Runs the tests of test/vscode in a real VS Code. The extension must have been built.
//
//   node scripts/test-vscode.mjs [--grep TEXT] [--vsix FILE] [--json FILE]
//   node scripts/test-vscode.mjs --shots [NAME ...]      the pictures instead; see pictures.mjs
//
// --vsix tests a package as people install it. --json writes the counts to a file.
//
//   VSCODE_TEST_EXECUTABLE   run in this VS Code
//   VSCODE_TEST_VERSION      download this version (stable)
//   VSCODE_TEST_HOST=server  run in the VS Code server even where there is a display

import { rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies, root } from "./ensure-deps.mjs";
import { runSuite } from "./vscode/runSuite.mjs";
import { takePictures } from "./vscode/takePictures.mjs";

const { values, positionals } = parseArgs({
  options: {
    grep: { type: "string" },
    json: { type: "string" },
    shots: { type: "boolean" },
    vsix: { type: "string" },
  },
  allowPositionals: true,
});

ensureDependencies(root);
const result = values.shots ? await takePictures(positionals) : await runSuites();
const failed = Math.max(result.failed, result.problem ? 1 : 0);
if (result.problem) console.error(result.problem);
if (values.json) writeFileSync(values.json, JSON.stringify({ ...result, failed }));
console.log(`${result.passed} passed, ${failed} failed, ${result.skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;

/** The tests, and in a second window those of several folders that nobody trusts. */
async function runSuites() {
  const env = suiteEnvironment();
  const first = await runSuite({ env, vsix: values.vsix });
  const second = await runSuite({
    env: { ...env, VSCODE_TEST_SUITE: "restricted", VSCODE_HOST_RESTRICTED: "1" },
    settings: { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "never" },
    vsix: values.vsix,
    folders: true,
  });
  const ran = (result) => result.passed + result.failed > 0;
  // With --grep all that is looked for may be in one of the two.
  const results = values.grep && (ran(first) || ran(second)) ? [first, second].filter(ran) : [first, second];
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const problem = results.map((result) => result.problem).find(Boolean);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped"), problem };
}

function suiteEnvironment() {
  const failures = path.join(root, "out/failures"); // of each failed test, what was on the screen
  rmSync(failures, { recursive: true, force: true });
  return {
    VSCODE_TEST_SUITE: "tests",
    VSCODE_TEST_GREP: values.grep ?? "",
    VSCODE_HOST_PICTURES: failures,
    VSCODE_TEST_FIXTURES: path.join(root, "test/vscode/fixtures"),
    VSCODE_TEST_UPDATE: process.env.UPDATE ?? "",
  };
}
