// Measures speed and memory. Nothing here fails: it prints what was measured beside its goal.
//
//   node scripts/bench.mjs                  everything; a few minutes
//   node scripts/bench.mjs --only NAME      one part; several --only are possible
//   node scripts/bench.mjs --json FILE      writes the figures to FILE too
//   node scripts/bench.mjs --cpu-prof DIR   writes a CPU profile to DIR
//
// The parts, and how to read the figures: docs/performance.md.

import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { build } from "./build.mjs";
import { ensureDependencies, root } from "./ensure-deps.mjs";
import { moduleBundle } from "./moduleBundle.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    json: { type: "string" },
    "cpu-prof": { type: "string" },
  },
});
const only = values.only ?? [];

ensureDependencies(root);
// Beside the source, as far from the root: what a module finds from where it is, the bundle finds too.
const outfile = path.join(root, "out/bench/main.mjs");
await esbuild.build({
  ...moduleBundle,
  entryPoints: ["test/bench/main.ts"],
  outfile,
  sourcemap: "inline",
});
// The part that speaks to the bundled server: as it is released.
if (only.length === 0 || only.includes("wire")) await build({ minify: true });

const profile = values["cpu-prof"] === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${values["cpu-prof"]}`];
const json = values.json === undefined ? [] : ["--json", path.resolve(values.json)];
const parts = only.flatMap((name) => ["--only", name]);
const { status } = spawnSync(process.execPath, ["--expose-gc", ...profile, outfile, ...json, ...parts], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
