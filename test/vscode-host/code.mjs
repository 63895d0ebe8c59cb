#!/usr/bin/env node
// Stands in for VS Code's desktop executable: takes the command line that @vscode/test-electron gives it, runs a real
// VS Code server with its workbench in headless Chromium, and ends with the exit code of the test run.
//
// The suite is told, in its environment: VSCODE_TEST_OUTPUT, a file whose lines are printed, and VSCODE_TEST_PICTURES,
// the folder in which it may ask for pictures (empty where it may not).
//
//   VSCODE_HOST_TIMEOUT   milliseconds until a run is given up (300000)
//   VSCODE_HOST_LOG       log level of the server (off)
//   VSCODE_HOST_PICTURES  folder in which pictures are asked for and written; see pictures.mjs
//   VSCODE_HOST_SCALE     device pixels for each CSS pixel (1)

import * as fs from "node:fs";
import * as path from "node:path";
import { parseCommandLine } from "./commandLine.mjs";
import { answerPictureRequests, takePicture } from "./pictures.mjs";
import { installExtension, makeServerFolder, removeServerFolder, startServer } from "./server.mjs";
import { openPage, runTests } from "./workbench.mjs";

const picturesFolder = process.env.VSCODE_HOST_PICTURES;
const TIMEOUT_MS = Number(process.env.VSCODE_HOST_TIMEOUT ?? 300_000);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));

const commandLine = parseCommandLine(process.argv.slice(2));
const layout = makeServerFolder(commandLine);
let keepLogs = false;
process.on("exit", () => {
  if (keepLogs) console.error(`The logs were left in ${layout.folder}`);
  else removeServerFolder(layout);
});
process.exit(commandLine.installExtension ? installExtension(layout, commandLine.installExtension) : await run());

/** Runs the tests and resolves to their exit code; if they come to no end, says why and resolves to 1. */
async function run() {
  let server;
  let window;
  try {
    const output = path.join(layout.folder, "output.txt");
    const env = { HOME: layout.folder, VSCODE_TEST_OUTPUT: output, VSCODE_TEST_PICTURES: picturesFolder ?? "" };
    server = await startServer(layout, { env, forTests: true });
    window = await openPage({ scale: Number(process.env.VSCODE_HOST_SCALE ?? 1) });
    const stopEcho = echoFile(output);
    const stopPictures = picturesFolder ? answerPictureRequests(window.page, picturesFolder) : () => {};
    const code = await withTimeout(runTests(window.page, server, commandLine));
    stopPictures();
    stopEcho();
    return code;
  } catch (error) {
    await explainFailure(error, window?.page);
    keepLogs = true;
    return 1;
  } finally {
    await window?.browser.close().catch(() => {});
    server?.stop();
  }
}

function withTimeout(promise) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`No result after ${TIMEOUT_MS} ms.`)), TIMEOUT_MS).unref();
    promise.then(resolve, reject);
  });
}

/** Prints what is appended to a file: the extension host's console is not forwarded, so the suite writes there. */
function echoFile(file) {
  let printed = 0;
  const echo = () => {
    if (!fs.existsSync(file)) return;
    const content = fs.readFileSync(file);
    process.stdout.write(content.subarray(printed));
    printed = content.length;
  };
  const timer = setInterval(echo, 200);
  return () => {
    clearInterval(timer);
    echo();
  };
}

async function explainFailure(error, page) {
  console.error(error);
  if (page)
    await takePicture(page, path.join(layout.folder, "failed.png"), {
      tidy: false,
    }).catch(() => {});
  if (fs.existsSync(layout.log)) console.error(fs.readFileSync(layout.log, "utf8").slice(-4000));
}
