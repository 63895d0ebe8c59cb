// Starts and stops a VS Code server: its data folder, its settings, its environment, its process group.

import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { createServer } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { linkBuiltInExtensions, prepareServer, serverMain, serverNode } from "./prepareServer.mjs";

const START_TIMEOUT_MS = 60_000;

/** Nothing that asks the network, and nothing on the screen that was not asked for. */
const QUIET_SETTINGS = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** Set by a surrounding npm, Node or VS Code; the server must not take them for its own. `VSCODE_TEST_*` gets through. */
const FOREIGN_VARIABLE =
  /^(npm_|NODE_OPTIONS$|ELECTRON_RUN_AS_NODE$|VSCODE_(IPC|PID|CWD|NLS|ESM|DEV|HANDLES|CRASH|CODE_CACHE|AGENT))/;

/** A new temporary folder with what one server needs. */
export function makeServerFolder({ userDataDir, extensionsDir } = {}) {
  prepareServer();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "vscode-host-"));
  const layout = {
    folder,
    data: path.join(folder, "server"),
    builtIn: path.join(folder, "builtin"),
    extensions: extensionsDir ?? path.join(folder, "extensions"),
    log: path.join(folder, "server.log"),
  };
  fs.mkdirSync(layout.extensions, { recursive: true });
  writeSettings(path.join(layout.data, "data/Machine/settings.json"), QUIET_SETTINGS);
  const userSettings = userDataDir && path.join(userDataDir, "User/settings.json");
  if (userSettings && fs.existsSync(userSettings)) {
    writeSettings(path.join(layout.data, "data/User/settings.json"), JSON.parse(fs.readFileSync(userSettings, "utf8")));
  }
  return layout;
}

function writeSettings(file, settings) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(settings, undefined, 2));
}

export function removeServerFolder(layout) {
  fs.rmSync(layout.folder, {
    recursive: true,
    force: true,
    maxRetries: 5,
    retryDelay: 200,
  });
}

function commonArguments(layout) {
  return [
    "--accept-server-license-terms",
    `--server-data-dir=${layout.data}`,
    `--extensions-dir=${layout.extensions}`,
    "--telemetry-level=off",
  ];
}

function serverEnvironment(extra) {
  const env = {
    ...process.env,
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...extra,
  };
  for (const name of Object.keys(env)) if (FOREIGN_VARIABLE.test(name)) delete env[name];
  return env;
}

/** Installs a packaged extension (.vsix) into the extensions folder; returns the exit code. */
export function installExtension(layout, vsix) {
  const args = [serverMain, ...commonArguments(layout), "--install-extension", vsix, "--force"];
  return (
    spawnSync(serverNode, args, {
      env: serverEnvironment({ HOME: layout.folder }),
      stdio: "inherit",
    }).status ?? 1
  );
}

/**
 * Starts the server on 127.0.0.1 and waits until it answers.
 * @param {ReturnType<typeof makeServerFolder>} layout
 * @param {{ env?: Record<string, string>, port?: number, forTests?: boolean }} options
 */
export async function startServer(layout, { env = {}, port, forTests = false } = {}) {
  linkBuiltInExtensions(layout.builtIn);
  const token = randomBytes(16).toString("hex");
  const authority = `127.0.0.1:${port ?? (await freePort())}`;
  const log = fs.openSync(layout.log, "w");
  const child = spawn(serverNode, serverArguments(layout, authority, token, forTests), {
    env: serverEnvironment(env),
    stdio: ["ignore", log, log],
    detached: true, // a process group of its own, to be ended as one
  });
  fs.closeSync(log);
  const stop = () => killGroup(child.pid);
  process.prependOnceListener("exit", stop); // before anyone removes its folder
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  await untilAnswering(authority, child).catch((error) => {
    stop();
    throw error;
  });
  return {
    authority,
    ended,
    stop,
    address: (query) => address(authority, token, query),
  };
}

function serverArguments(layout, authority, token, forTests) {
  const [host, port] = authority.split(":");
  return [
    "--require",
    fileURLToPath(new URL("endWithParent.cjs", import.meta.url)),
    serverMain,
    ...commonArguments(layout),
    `--host=${host}`,
    `--port=${port}`,
    `--connection-token=${token}`,
    `--builtin-extensions-dir=${layout.builtIn}`,
    `--log=${process.env.VSCODE_HOST_LOG ?? "off"}`,
    "--disable-telemetry",
    ...(process.env.VSCODE_HOST_RESTRICTED ? [] : ["--disable-workspace-trust"]),
    // Built products only heed `extensionTestsPath` with this.
    ...(forTests ? ["--enable-smoke-test-driver"] : []),
  ];
}

/** The address that opens the workbench; `tkn` lets in only whoever was given it. */
function address(authority, token, query) {
  return `http://${authority}/?${new URLSearchParams({ tkn: token, ...query })}`;
}

async function untilAnswering(authority, child) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(authority))) {
    if (child.exitCode !== null) throw new Error(`The VS Code server ended at once (exit code ${child.exitCode}).`);
    if (Date.now() > deadline) throw new Error(`The VS Code server did not answer in ${START_TIMEOUT_MS / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function answers(authority) {
  try {
    return (await fetch(`http://${authority}/version`)).ok; // needs no token
  } catch {
    return false;
  }
}

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // it has ended already
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
