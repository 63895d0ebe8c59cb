// Opens a VS Code on the examples with the extension running: the installed one, a downloaded one, or (where no window
// can be opened) a VS Code server for a browser.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import { ensureDependencies, hostFolder, root } from "../ensure-deps.mjs";
import { downloadVsCode, hasDisplay } from "./executable.mjs";

const WINDOWS = process.platform === "win32";
const COMMANDS = ["code", "code-insiders", "codium"];
const EXAMPLES = path.join(root, "examples");
const FIRST_FILE = path.join(EXAMPLES, "sessions/get-object.json");

const NOTHING_TO_OPEN = `No VS Code could be opened. Install Visual Studio Code (https://code.visualstudio.com), make sure
that the command "code" is on the PATH, and run "npm start" again. Or open this folder in VS Code and press F5.`;

/** Resolves to the exit code: at once if VS Code runs by itself, else when it has ended. */
export async function openVsCode({ server = false, port } = {}) {
  const command = installedCommand();
  if (!server && command) return openInstalled(command);
  if (!server && hasDisplay()) {
    const executable = await downloadVsCode().catch((error) => {
      console.log(`VS Code cannot be downloaded (${error.code ?? error.message}).`);
    });
    if (executable) return openDownloaded(executable);
  }
  if (process.platform === "linux" && process.arch === "x64") return serve(port);
  console.error(NOTHING_TO_OPEN);
  return 1;
}

/** VS Code's command, if it is on the PATH and can open a window. */
function installedCommand() {
  // In a terminal of a remote VS Code, `code` only reaches the window it came from, which loads no extension from here.
  if (process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  if (!hasDisplay() && !process.env.WSL_DISTRO_NAME) return undefined;
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const files = COMMANDS.map((name) => (WINDOWS ? `${name}.cmd` : name));
  return files.flatMap((file) => folders.map((folder) => path.join(folder, file))).find(existsSync);
}

function openInstalled(command) {
  console.log(`Opening the examples in VS Code (${command}), with the extension in development.`);
  const args = [...windowArguments(), ...rootUserArguments("installed")];
  const { status, error } = WINDOWS
    ? spawnSync([command, ...args].map((word) => `"${word}"`).join(" "), { stdio: "inherit", shell: true })
    : spawnSync(command, args, { stdio: "inherit" });
  if (error) console.error(error.message);
  return status ?? 1;
}

function openDownloaded(executable) {
  console.log("Opening the examples in a downloaded VS Code. Close its window to end.");
  const args = [...windowArguments(), ...rootUserArguments("downloaded"), "--skip-welcome", "--disable-updates"];
  const child = spawn(executable, args, { stdio: "inherit" });
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

function windowArguments() {
  return [
    `--extensionDevelopmentPath=${root}`,
    "--new-window",
    "--disable-workspace-trust",
    EXAMPLES,
    ...(existsSync(FIRST_FILE) ? [FIRST_FILE] : []),
  ];
}

/** VS Code refuses to run as root without these. */
function rootUserArguments(profile) {
  if (process.getuid?.() !== 0) return [];
  return ["--no-sandbox", `--user-data-dir=${path.join(root, ".vscode-test", profile)}`];
}

/** Serves VS Code on 127.0.0.1 until it is told to end. */
async function serve(port) {
  ensureDependencies(hostFolder);
  const { makeServerFolder, removeServerFolder, startServer } = await import("../../test/vscode-host/server.mjs");
  const layout = makeServerFolder();
  process.on("exit", () => removeServerFolder(layout));
  const toldToEnd = untilToldToEnd();
  linkExtension(layout.extensions);
  const server = await startServer(layout, { port });
  console.log(`Session Policy Lens runs in a VS Code server. Open this address in a browser:

    ${server.address(whatToOpen(server.authority))}

The examples there are this repository's files. Ctrl+C ends it.`);
  const exitCode = await Promise.race([toldToEnd, server.ended.then(() => 1)]);
  server.stop();
  return exitCode;
}

/** Resolves, to exit code 0, on a signal; and when npm, which passes its signals only to a shell, has ended. */
function untilToldToEnd() {
  const parent = process.ppid;
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve(0));
    if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && resolve(0), 500).unref();
  });
}

/** Puts this repository among the installed extensions, so that it is there whatever address the browser uses. */
function linkExtension(extensions) {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  symlinkSync(root, path.join(extensions, `${publisher}.${name}-${version}`), "dir");
}

function whatToOpen(authority) {
  if (!existsSync(FIRST_FILE)) return { folder: EXAMPLES };
  return { folder: EXAMPLES, payload: JSON.stringify([["openFile", `vscode-remote://${authority}${FIRST_FILE}`]]) };
}
