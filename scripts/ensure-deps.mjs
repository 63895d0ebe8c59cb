// Installs the dependencies of a folder when they are missing or differ from its lockfile, so that `npm start` and
// `npm test` work in a fresh clone. Node built-ins only: nothing is installed yet when this runs.
//
//   node scripts/ensure-deps.mjs [folder ...]     the repository's root by default

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const hostFolder = path.join(root, "test/vscode-host");

const ATTEMPTS = 3; // a registry may be slow to wake

/** Runs `npm ci` in the folder unless what is installed matches the lockfile. */
export function ensureDependencies(folder) {
  const lockfile = readFileSync(path.join(folder, "package-lock.json"), "utf8");
  const hash = createHash("sha256").update(lockfile).digest("hex");
  const stamp = path.join(folder, "node_modules/.lockfile-sha256");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  if (!isInstalled(folder, JSON.parse(lockfile))) {
    console.log(`Installing the dependencies of ${path.relative(root, folder) || "the project"} …`);
    installCleanly(folder);
  }
  writeFileSync(stamp, hash);
}

/** Whether somebody's `npm install` has already put in place what the lockfile asks for. */
function isInstalled(folder, lockfile) {
  const record = path.join(folder, "node_modules/.package-lock.json"); // npm's own note of what it installed
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(lockfile.packages).every(
    ([where, wanted]) =>
      !where.includes("node_modules/") || wanted.optional || installed[where]?.version === wanted.version,
  );
}

function installCleanly(folder) {
  for (let attempt = 1; ; attempt++) {
    try {
      npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      console.log("npm ci failed; trying again …");
    }
  }
}

/** Runs the npm that started us, else the one on the PATH. */
function npm(args, cwd) {
  const env = withoutNpmVariables(process.env);
  const runningNpm = process.env.npm_execpath;
  if (runningNpm && /\.c?js$/.test(runningNpm)) {
    execFileSync(process.execPath, [runningNpm, ...args], {
      cwd,
      env,
      stdio: "inherit",
    });
  } else {
    const windows = process.platform === "win32";
    execFileSync(windows ? "npm.cmd" : "npm", args, {
      cwd,
      env,
      stdio: "inherit",
      shell: windows,
    });
  }
}

/** What a surrounding `npm run` sets for its own package must not steer the install in another folder. */
function withoutNpmVariables(env) {
  const foreign = /^npm_(package|lifecycle|config_(local_prefix|prefix))/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folders = process.argv.slice(2);
  for (const folder of folders.length > 0 ? folders : [root]) ensureDependencies(path.resolve(folder));
}
