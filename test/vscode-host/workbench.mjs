// Opens the workbench in headless Chromium and runs the tests that the command line names.

import { format } from "node:util";
import { chromium } from "playwright-core";
import { findChromium } from "./findChromium.mjs";

const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** A browser page of the size of a small screen from which nothing leaves this machine. */
export async function openPage({ width = 1280, height = 800, scale = 1 } = {}) {
  const browser = await chromium.launch({
    ...(await findChromium()),
    headless: true,
    args: CHROMIUM_ARGUMENTS,
  });
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: scale,
  });
  const elsewhere = (url) => /^https?:$/.test(url.protocol) && url.hostname !== "127.0.0.1";
  await page.route(elsewhere, (route) => route.abort());
  return { browser, page };
}

/** Runs the tests and resolves to the exit code that the extension host reports. */
export async function runTests(page, server, commandLine) {
  const exitCode = new Promise((resolve, reject) => {
    page.exposeFunction("codeAutomationExit", resolve).catch(reject);
    page.on("crash", () => reject(new Error("The page of the workbench crashed.")));
    server.ended.then((code) => reject(new Error(`The VS Code server ended (${code}).`)));
  });
  exitCode.catch(() => {}); // awaited below
  await page.exposeFunction("codeAutomationLog", forwardLog);
  await page.goto(testAddress(server, commandLine));
  return exitCode;
}

function forwardLog(type, values) {
  const stream = type === "error" || type === "warn" ? process.stderr : process.stdout;
  stream.write(`${format(...values)}\n`);
}

function testAddress(server, { open, extensionDevelopmentPath, extensionTestsPath }) {
  const remote = (path) => `vscode-remote://${server.authority}${path}`;
  const payload = JSON.stringify([
    ["skipWelcome", "true"],
    ["extensionDevelopmentPath", remote(extensionDevelopmentPath)],
    ["extensionTestsPath", remote(extensionTestsPath)],
  ]);
  return server.address({ ...whatToOpen(open), payload });
}

/** The part of the address that names the folder or workspace; `ew` is an empty window. */
function whatToOpen(path) {
  if (!path) return { ew: "true" };
  return path.endsWith(".code-workspace") ? { workspace: path } : { folder: path };
}
