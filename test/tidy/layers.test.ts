import { expect, test } from "vitest";
import { filesBelow, type Import, importsOf, topLevelOf } from "../support/repository.js";

/**
 * The stages of the server, from the bottom to the top. A file may import from its own stage and from lower ones; stages
 * on one line do not know each other. ARCHITECTURE.md says what each is for.
 */
const stages: readonly (readonly string[])[] = [
  ["core/text"],
  ["core/syntax"],
  ["core/regions", "core/policy", "core/catalog"],
  ["core/context"],
  ["core/access"],
  ["core/fit"],
  ["core/messages"],
  ["core/lint"],
  ["core/analysis.ts"],
  ["core/analysisMemory.ts"],
  ["core/analyze.ts"],
  ["core/refactor"],
  ["core/features"],
  ["host"],
  ["lsp", "cli"],
  ["main"],
];

/**
 * Words that several stages share: files of types and nothing else, whose types may be imported from below their stage.
 * Nothing of such an import is left at run time, so no stage can call one above it.
 */
const vocabulary: ReadonlyMap<string, string> = new Map([
  [
    "server/src/core/analysis.ts",
    "what analysis gives and what messages, rules and features read; access fills parts of it",
  ],
  ["server/src/core/access/layers.ts", "the layers that the context stage fills and the engine computes with"],
]);

const sources = filesBelow("server/src", ".ts");
const imports = sources.flatMap((file) => importsOf(file));

/** The stage a file belongs to; `host` is what knows Node, beside the composition roots. */
function stageOf(file: string): string {
  const [first, second] = file.replace(/^server\/src\//, "").split("/");
  if (first === undefined) throw new Error(file);
  if (second === undefined) return first.startsWith("main.") ? "main" : "host";
  return first === "core" ? `core/${second}` : first;
}

function rankOf(file: string): number {
  return stages.findIndex((stage) => stage.includes(stageOf(file)));
}

function isAllowed({ from, to, typeOnly }: Import & { readonly to: string }): boolean {
  if (vocabulary.has(to) && typeOnly) return true;
  if (stageOf(from) === stageOf(to)) return true;
  return rankOf(to) < rankOf(from);
}

function isOwn(each: Import): each is Import & { readonly to: string } {
  return each.to !== undefined;
}

test("every source file belongs to a stage", () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((file) => rankOf(file) === -1)).toEqual([]);
});

test("imports only go down", () => {
  const upward = imports
    .filter(isOwn)
    .filter((each) => !isAllowed(each))
    .map(({ from, to }) => `${from} -> ${to}`);
  expect(upward).toEqual([]);
});

test.each([...vocabulary.keys()])("%s holds types only", (file) => {
  expect(topLevelOf(file).hasValues).toBe(false);
  expect(importsOf(file).filter(({ typeOnly }) => !typeOnly)).toEqual([]);
});

test("each exception is still needed", () => {
  const needed = imports.filter(isOwn).filter(({ from, to }) => rankOf(from) < rankOf(to));
  expect([...vocabulary.keys()].filter((file) => !needed.some(({ to }) => to === file))).toEqual([]);
});

test("the language server knows its host only by what is handed to it", () => {
  const known = imports.filter(isOwn).filter(({ from, to }) => stageOf(from) === "lsp" && stageOf(to) === "host");
  expect(known.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
});

test("the client takes nothing of the server into its bundle", () => {
  const taken = filesBelow("client/src", ".ts")
    .flatMap((file) => importsOf(file))
    .filter(({ to, typeOnly }) => to?.startsWith("server/") && !typeOnly)
    .map(({ from, to }) => `${from} -> ${to}`);
  expect(taken).toEqual([]);
});
