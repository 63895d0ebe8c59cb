// The entry point of a test run: VS Code loads this in its extension host and calls `run()`.
//
//   VSCODE_TEST_SUITE    "tests" (all *.test.ts), "restricted" (restricted.ts), or "pictures" (the scenarios of pictures.ts)
//   VSCODE_TEST_GREP     run only what matches
//   VSCODE_TEST_RESULT   where the result is written; a run that leaves none has failed
//   VSCODE_TEST_OUTPUT   where lines to be printed are written, if the console is not forwarded

import * as fs from "node:fs";
import * as path from "node:path";
import { setSourceMapsEnabled } from "node:process";
import Mocha from "mocha";
import { explain } from "./stackTrace.js";
import { takePicture } from "./support.js";

interface Result {
  passed: number;
  failed: number;
  skipped: number;
  failures: { title: string; error: string }[];
}

const TEST_TIMEOUT_MS = 60_000;

export async function run(): Promise<void> {
  setSourceMapsEnabled(true);
  const mocha = new Mocha({
    ui: "bdd",
    reporter: QuietReporter,
    timeout: TEST_TIMEOUT_MS,
  });
  if (process.env.VSCODE_TEST_GREP) mocha.grep(process.env.VSCODE_TEST_GREP);
  for (const file of suiteFiles()) mocha.addFile(path.join(__dirname, file));
  mocha.rootHooks({ afterEach: pictureOfFailure });
  const result = await runAndCount(mocha).catch(couldNotRun);
  if (process.env.VSCODE_TEST_RESULT) fs.writeFileSync(process.env.VSCODE_TEST_RESULT, JSON.stringify(result));
  if (result.failed > 0) throw new Error(`${result.failed} tests failed`);
}

function suiteFiles(): string[] {
  if (process.env.VSCODE_TEST_SUITE === "pictures") return ["pictures.js"];
  if (process.env.VSCODE_TEST_SUITE === "restricted") return ["restricted.js"];
  return fs
    .readdirSync(__dirname)
    .filter((name) => name.endsWith(".test.js"))
    .sort();
}

/** A test file that cannot even be loaded. */
function couldNotRun(error: unknown): Result {
  const text = explain(error);
  print(`  FAIL  The tests could not be loaded.\n${indented(text)}`);
  return { passed: 0, failed: 1, skipped: 0, failures: [{ title: "loading", error: text }] };
}

async function runAndCount(mocha: Mocha): Promise<Result> {
  const result: Result = { passed: 0, failed: 0, skipped: 0, failures: [] };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on("pass", (test) => {
      result.passed++;
      print(`  ok    ${test.fullTitle()} (${test.duration} ms)`);
    });
    runner.on("pending", (test) => {
      result.skipped++;
      print(`  skip  ${test.fullTitle()}`);
    });
    runner.on("fail", (test, error: unknown) => {
      const text = explain(error);
      result.failed++;
      result.failures.push({ title: test.fullTitle(), error: text });
      print(`  FAIL  ${test.fullTitle()}\n${indented(text)}`);
    });
  });
  return result;
}

function indented(text: string): string {
  return text.replace(/^/gm, "        ");
}

/** Prints nothing of its own: the lines above are all that is to be seen. */
class QuietReporter extends Mocha.reporters.Base {}

function print(line: string): void {
  if (process.env.VSCODE_TEST_OUTPUT) fs.appendFileSync(process.env.VSCODE_TEST_OUTPUT, `${line}\n`);
  else console.log(line);
}

/** Leaves a picture of the window as it was when a test failed. */
async function pictureOfFailure(this: Mocha.Context): Promise<void> {
  const test = this.currentTest;
  if (test?.state !== "failed") return;
  const name = `failed ${test.fullTitle()}`.replace(/[^A-Za-z0-9]+/g, "-");
  const taken = await takePicture(name, { tidy: false }).catch(() => false);
  if (taken) print(`        seen on the screen: ${process.env.VSCODE_TEST_PICTURES}/${name}.png`);
}
