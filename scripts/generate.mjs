// Writes what is made of the rule files: the rule index, docs/rules, and the lists of rules in package.json, the config's
// schema and the README; and of the client's sources the texts to be translated, l10n/bundle.l10n.json.
//
//   node scripts/generate.mjs            writes what is out of date
//   node scripts/generate.mjs --check    names what is out of date, and fails if anything is

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { ensureDependencies, root } from "./ensure-deps.mjs";
import { moduleBundle } from "./moduleBundle.mjs";

const { values } = parseArgs({ options: { check: { type: "boolean" } } });
const rulesFolder = "server/src/core/lint/rules";
const pagesFolder = "docs/rules";

ensureDependencies(root);
const stale = [];
settle(`${rulesFolder}/index.ts`, ruleIndex(ruleIds()));
// The index is part of what is bundled: while it is out of date there is nothing right to compare the rest with.
if (!(values.check && stale.length > 0)) {
  const files = await generatedFiles();
  for (const [file, text] of files) settle(file, text);
  for (const name of existing(pagesFolder)) if (!files.has(`${pagesFolder}/${name}`)) remove(`${pagesFolder}/${name}`);
}

const said = stale.map((file) => `  ${file}\n`).join("");
if (values.check && stale.length > 0) {
  console.error(`Out of date:\n${said}Run: npm run generate`);
  process.exitCode = 1;
} else {
  process.stdout.write(stale.length > 0 ? `Written:\n${said}` : "Everything is up to date.\n");
}

function ruleIds() {
  const names = readdirSync(path.join(root, rulesFolder)).filter((name) => name.endsWith(".ts") && name !== "index.ts");
  return names.map((name) => name.slice(0, -".ts".length)).sort();
}

function ruleIndex(ids) {
  const variable = (id) => id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const imports = ids.map((id) => `import ${variable(id)} from "./${id}.js";\n`).join("");
  const items = ids.map((id) => `  ${variable(id)},\n`).join("");
  return `import type { Rule } from "../rule.js";
${imports}
/** All rules, sorted by id. Written by \`npm run generate\` from the files of this folder. */
export const rules: readonly Rule[] = [
${items}];
`;
}

async function generatedFiles() {
  // Beside the source, as far from the root: what a module finds from where it is, the bundle finds too.
  const outfile = path.join(root, "out/generate/main.mjs");
  await esbuild.build({
    ...moduleBundle,
    entryPoints: ["test/generate/main.ts"],
    outfile,
    external: ["typescript"],
  });
  const { generatedFiles: generate } = await import(pathToFileURL(outfile).href);
  const text = (file) => readFileSync(path.join(root, file), "utf8");
  const client = readdirSync(path.join(root, "client/src"), { recursive: true }).filter((name) => name.endsWith(".ts"));
  return generate(
    text,
    client.sort().map((name) => text(`client/src/${name}`)),
  );
}

/** Writes a file that is not as it should be; with --check it is only named. */
function settle(file, text) {
  const at = path.join(root, file);
  if (existsSync(at) && readFileSync(at, "utf8") === text) return;
  stale.push(file);
  if (values.check) return;
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, text);
}

function remove(file) {
  stale.push(file);
  if (!values.check) rmSync(path.join(root, file));
}

function existing(folder) {
  const at = path.join(root, folder);
  return existsSync(at) ? readdirSync(at) : [];
}
