import picomatch from "picomatch";
import type { ConfigText } from "./config.js";
import { joinUri, parentFolder, pathBelow, sameUri } from "./uriPaths.js";

/** How an entry of `files` is meant. A leading `!` takes files away again, wherever it stands in the list. */
export type FilePattern =
  | { readonly shape: "path"; readonly text: string }
  | {
      readonly shape: "glob";
      readonly text: string;
      readonly excludes: boolean;
      matches(path: string): boolean;
    }
  | { readonly shape: "unusable"; readonly text: string };

/**
 * A glob becomes a regular expression that backtracks, and a config may come from a stranger's repository. With this
 * many wildcards, the longest path takes milliseconds; no honest glob has so many.
 */
const maximumWildcards = { inAll: 8, inOneSegment: 3 };
const maximumLength = 500;

const compiledOptions = {
  windows: false,
  nonegate: true,
  noextglob: true,
  regex: false,
} as const;

/** Reads an entry of `files`. Never throws. */
export function filePattern(text: string): FilePattern {
  const excludes = text.startsWith("!");
  const bare = (excludes ? text.slice(1) : text).replace(/^(?:\.\/)+/, "");
  if (!excludes && !/[*?[\]{}]/.test(bare)) return { shape: "path", text: bare };
  if (bare === "" || isTooComplicated(bare)) return { shape: "unusable", text };
  try {
    // Round brackets, pipes and pluses are plain characters in a glob, but picomatch would hand them to the expression.
    const isMatch = picomatch(bare.replace(/[()|+]/g, "\\$&"), compiledOptions);
    // A file may really be called `a[1].json`.
    return {
      shape: "glob",
      text: bare,
      excludes,
      matches: (path) => path === bare || isMatch(path),
    };
  } catch {
    return { shape: "unusable", text };
  }
}

function isTooComplicated(glob: string): boolean {
  const count = (text: string) => text.match(/\*+/g)?.length ?? 0;
  return (
    glob.length > maximumLength ||
    count(glob) > maximumWildcards.inAll ||
    glob.split("/").some((segment) => count(segment) > maximumWildcards.inOneSegment)
  );
}

/** Whether a list of paths and globs names a file; `path` is relative to the config. */
export function namesFile(files: readonly ConfigText[], configUri: string, path: string): boolean {
  const patterns = files.map(({ text }) => filePattern(text));
  const names = (pattern: FilePattern) => namesPath(pattern, configUri, path);
  return (
    patterns.some((pattern) => !isExclusion(pattern) && names(pattern)) &&
    !patterns.some((pattern) => isExclusion(pattern) && names(pattern))
  );
}

/** Whether one entry, by itself, speaks of a file. */
export function namesPath(pattern: FilePattern, configUri: string, path: string): boolean {
  if (pattern.shape === "glob") return pattern.matches(path);
  if (pattern.shape !== "path" || path === "") return false;
  if (pattern.text === path) return true;
  const folder = parentFolder(configUri);
  if (folder === undefined) return false;
  // `sessions/../a.json` and `./a.json`
  const named = joinUri(folder, pattern.text);
  const meant = joinUri(folder, path);
  return named !== undefined && meant !== undefined && sameUri(named, meant) && pathBelow(folder, named) === path;
}

export function isExclusion(pattern: FilePattern): boolean {
  return pattern.shape === "glob" && pattern.excludes;
}
