// `npm test`: everything that must hold, in layers, from a fresh clone.
//
//   node scripts/test.mjs [LAYER ...]     types, lint, build, unit, protocol, vscode; all by default
//
// A failed layer does not stop the others, except that nothing runs on a build that failed. The last line counts the
// tests of all layers; a failed type check, lint or build counts as one failed.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ensureDependencies, root } from "./ensure-deps.mjs";

const LAYERS = {
  types: { title: "type check", run: () => check("node_modules/typescript/bin/tsc", "-b") },
  lint: { title: "lint", run: () => check("node_modules/@biomejs/biome/bin/biome", "check") },
  build: { title: "build", run: () => check("scripts/build.mjs") },
  unit: { title: "unit tests", run: () => vitest("unit") },
  protocol: { title: "protocol tests", run: () => vitest("protocol"), needsBuild: true },
  vscode: { title: "VS Code tests", run: vsCode, needsBuild: true },
};

const temporary = mkdtempSync(path.join(os.tmpdir(), "spl-results-"));
try {
  ensureDependencies(root);
  process.exitCode = report(runLayers(chosenLayers(process.argv.slice(2))));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function chosenLayers(names) {
  const unknown = names.filter((name) => !(name in LAYERS));
  if (unknown.length > 0) throw new Error(`No such layer: ${unknown}. There are: ${Object.keys(LAYERS).join(", ")}.`);
  return names.length > 0 ? names : Object.keys(LAYERS);
}

function runLayers(names) {
  const outcomes = [];
  let built = true;
  for (const name of names) {
    const { title, run, needsBuild } = LAYERS[name];
    if (needsBuild && !built) {
      outcomes.push({ title, notRun: true, passed: 0, failed: 0, skipped: 0 });
      continue;
    }
    console.log(`\n── ${title} ──`);
    const start = performance.now();
    const counts = run();
    outcomes.push({ title, seconds: (performance.now() - start) / 1000, ...counts });
    if (name === "build") built = counts.failed === 0;
  }
  return outcomes;
}

/** Runs a script of ours or of a dependency; returns its exit status, or undefined if it was killed. */
function runNode(script, ...args) {
  return spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: "inherit" }).status;
}

/** A layer that holds or does not. */
function check(script, ...args) {
  return { passed: 0, failed: runNode(script, ...args) === 0 ? 0 : 1, skipped: 0, isCheck: true };
}

function vitest(project) {
  const file = path.join(temporary, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const status = runNode("node_modules/vitest/vitest.mjs", "run", "--project", project, ...reporters);
  return counted(status, existsSync(file) ? countVitest(JSON.parse(readFileSync(file, "utf8"))) : undefined);
}

/** A test file that could not be loaded has no tests to count: it counts as one failed. */
function countVitest(report) {
  const unloadable = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function vsCode() {
  const file = path.join(temporary, "vscode.json");
  const status = runNode("scripts/test-vscode.mjs", "--json", file);
  return counted(status, existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);
}

/** A layer that failed without a failed test (a crash, an unhandled error, no tests at all) counts as one failed. */
function counted(status, { passed, failed, skipped } = { passed: 0, failed: 0, skipped: 0 }) {
  const wentWrong = status !== 0 || passed + failed === 0;
  return { passed, skipped, failed: wentWrong ? Math.max(failed, 1) : failed };
}

/** Prints the table and the last line; returns the exit code. */
function report(outcomes) {
  console.log("");
  for (const outcome of outcomes) console.log(row(outcome));
  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  return sum("failed") > 0 ? 1 : 0;
}

function row({ title, notRun, isCheck, seconds, passed, failed, skipped }) {
  const cells = [title.padEnd(16)];
  if (notRun) return [...cells, "not run, since the build failed"].join("");
  cells.push(`${seconds.toFixed(1)} s`.padStart(8), "   ");
  if (isCheck) cells.push(failed > 0 ? "failed" : "ok");
  else cells.push(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return cells.join("");
}
