// Compares the engine's answers with those that other tools gave to the same questions.
//
//   node scripts/conformance.mjs DIR            a table, then every disagreement and every unknown
//   node scripts/conformance.mjs DIR --json     the same for machines, with every answer
//
// DIR holds aws-check-no-new-access.jsonl, quacky-containment.jsonl, aws-validate-policy.jsonl and
// aws-validate-policy-clean.jsonl, as docs/conformance.md describes them. They are no part of this project: what is not
// there is passed over, and that is no failure.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { ensureDependencies, root } from "./ensure-deps.mjs";
import { moduleBundle } from "./moduleBundle.mjs";

const { values, positionals } = parseArgs({ options: { json: { type: "boolean" } }, allowPositionals: true });
const [folder] = positionals;
if (positionals.length > 1) throw new Error("One folder, please.");
if (folder === undefined) console.error("Skipped: no folder given. Usage: npm run conformance -- DIR");
else if (!existsSync(folder)) console.error(`Skipped: there is no folder ${folder}.`);
else await run(folder);

async function run(folder) {
  ensureDependencies(root);
  const temporary = mkdtempSync(path.join(os.tmpdir(), "spl-conformance-"));
  try {
    const outfile = path.join(temporary, "main.mjs");
    await esbuild.build({
      ...moduleBundle,
      entryPoints: ["test/conformance/main.ts"],
      outfile,
    });
    const { runConformance } = await import(pathToFileURL(outfile).href);
    const dataFolder = path.join(root, "server/data");
    await runConformance({ folder, dataFolder, json: values.json ?? false });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
