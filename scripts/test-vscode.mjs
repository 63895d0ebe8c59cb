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
const result = values.shots
  ? await takePictures(positionals)
  : await runSuite({ env: suiteEnvironment(), vsix: values.vsix });
const failed = Math.max(result.failed, result.problem ? 1 : 0);
if (result.problem) console.error(result.problem);
if (values.json) writeFileSync(values.json, JSON.stringify({ ...result, failed }));
console.log(`${result.passed} passed, ${failed} failed, ${result.skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;

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
