import { expect, test } from "vitest";
import { filePattern, namesFile } from "../../../server/src/core/context/sessionFiles.js";

function names(files: readonly string[], path: string): boolean {
  return namesFile(
    files.map((text) => ({ text, path: [] })),
    "file:///ws/session-policy.config.json",
    path,
  );
}

test.each<[string, string, boolean]>([
  ["sessions/a.json", "sessions/a.json", true],
  ["./sessions/a.json", "sessions/a.json", true],
  ["sessions/../sessions/a.json", "sessions/a.json", true],
  ["sessions/a.json", "sessions/b.json", false],
  ["sessions/*.json", "sessions/a.json", true],
  ["./sessions/*.json", "sessions/a.json", true],
  ["sessions/*.json", "sessions/x/a.json", false],
  ["sessions/**/*.json", "sessions/x/y/a.json", true],
  ["sessions/**/*.json", "sessions/a.json", true],
  ["**/*.session.json", "a.session.json", true],
  ["sessions/?.json", "sessions/a.json", true],
  ["sessions/{a,b}.json", "sessions/b.json", true],
  ["sessions/[ab].json", "sessions/b.json", true],
  ["sessions/a[1].json", "sessions/a[1].json", true],
  ["sessions/*(1).json", "sessions/copy(1).json", true],
  ["sessions/(a|b)*.json", "sessions/a.json", false],
  ["sessions/*+(a).json", "sessions/x+(a).json", true],
  ["SESSIONS/*.json", "sessions/a.json", false],
  ["../*.json", "a.json", false],
  ["", "a.json", false],
])("%s names %s: %s", (pattern, path, expected) => {
  expect(names([pattern], path)).toBe(expected);
});

test("a leading ! takes files away, wherever it stands", () => {
  expect(names(["sessions/*.json", "!sessions/b.json"], "sessions/a.json")).toBe(true);
  expect(names(["!sessions/b.json", "sessions/*.json"], "sessions/b.json")).toBe(false);
  expect(names(["!sessions/b.json"], "sessions/a.json")).toBe(false);
});

test.each(["*a*a*a*a*.json", "**/**/**/**/**/**/**/**/**/a", `${"a".repeat(600)}*`, "!"])(
  "%s is not searched for",
  (text) => {
    expect(filePattern(text).shape).toBe("unusable");
  },
);

test("the worst usable globs are quick on the worst paths", () => {
  const path = `${"a".repeat(80)}/`.repeat(6);
  const start = performance.now();
  for (const text of ["**/*a*a*b", "*a*a*a", "{a,a}{a,a}*(a+)+b", "**/a*/**/a*/**/b"]) {
    const pattern = filePattern(text);
    if (pattern.shape === "glob") pattern.matches(path);
  }
  expect(performance.now() - start).toBeLessThan(1000);
});
