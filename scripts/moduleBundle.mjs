import { root } from "./ensure-deps.mjs";

/** How the repository's own TypeScript is bundled to run in Node as a module: the same for every script that does. */
export const moduleBundle = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  // jsonc-parser's "main" is UMD, which cannot be bundled.
  mainFields: ["module", "main"],
  // picomatch asks for Node's "path" with require, which a module does not have.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  logLevel: "warning",
};
