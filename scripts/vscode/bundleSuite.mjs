// Bundles the suites of test/vscode for VS Code's extension host.

import { readdirSync, rmSync } from "node:fs";
import * as path from "node:path";
import { root } from "../ensure-deps.mjs";

const source = path.join(root, "test/vscode");
const target = path.join(root, "out/test-vscode");

/** Returns the path of the module whose `run()` VS Code calls. */
export async function bundleSuite() {
  const { build } = await import("esbuild");
  const entries = readdirSync(source).filter((name) => /^(index|pictures|restricted|.*\.test)\.ts$/.test(name));
  await build({
    entryPoints: entries.map((name) => path.join(source, name)),
    outdir: target,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["vscode", "mocha"],
    sourcemap: true,
    logLevel: "warning",
  });
  removeStale(entries);
  return path.join(target, "index.js");
}

/** Removes the bundles of tests that are no more; the others stay, since another run may be reading them. */
function removeStale(entries) {
  const current = new Set(entries.map((name) => name.replace(/\.ts$/, ".js")));
  for (const name of readdirSync(target)) {
    if (!current.has(name.replace(/\.map$/, ""))) rmSync(path.join(target, name), { recursive: true });
  }
}
