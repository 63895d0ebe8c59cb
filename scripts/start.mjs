// `npm start`: from a fresh clone to the extension running on the examples.
//
//   npm start                          installs, builds, checks the examples, opens VS Code on them
//   npm start -- --check               stops after the check of the examples
//   npm start -- --server [--port N]   serves VS Code for a browser, even where a window could be opened

import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies, root } from "./ensure-deps.mjs";
import { openVsCode } from "./vscode/open.mjs";

/** Exit status of the command line after a check that ran: nothing found, findings, only lesser findings. */
const RAN = [0, 1, 3];

const { values } = parseArgs({
  options: { check: { type: "boolean" }, server: { type: "boolean" }, port: { type: "string" } },
});

process.exitCode = await start();

async function start() {
  ensureDependencies(root);
  if (runNode("scripts/build.mjs") !== 0) return 1;
  console.log("\nThe examples, checked on the command line (session-policy check examples):\n");
  const status = runNode("server/dist/cli.js", "check", "examples", "--fail-on", "never");
  if (values.check) return RAN.includes(status) ? 0 : 1;
  if (!RAN.includes(status)) console.error("\nThe command line could not check the examples.");
  console.log("");
  return openVsCode({ server: values.server, port: values.port === undefined ? undefined : Number(values.port) });
}

/** Returns the exit status, or null if the script was killed. */
function runNode(script, ...args) {
  return spawnSync(process.execPath, [path.join(root, script), ...args], { cwd: root, stdio: "inherit" }).status;
}
