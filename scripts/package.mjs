// Makes the extension's .vsix in out/, from a production build, and prints how much is in it.
//
//   node scripts/package.mjs

import { mkdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { ensureDependencies, root } from "./ensure-deps.mjs";

ensureDependencies(root);
// Only now: these need what has just been installed.
const { createVSIX, listFiles } = await import("@vscode/vsce");
const { build } = await import("./build.mjs");
await build({ minify: true });

const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const out = path.join(root, "out");
mkdirSync(out, { recursive: true });
const packagePath = path.join(out, `${name}-${version}.vsix`);
// Everything is bundled. Without a repository address yet, the README keeps its links within the folder.
await createVSIX({
  cwd: root,
  dependencies: false,
  packagePath,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});

const files = await listFiles({ cwd: root, packageManager: 0 });
const kilobytes = Math.round(statSync(packagePath).size / 1024);
console.log(`${path.relative(root, packagePath)}: ${files.length} files, ${kilobytes.toLocaleString("en-US")} KB`);
