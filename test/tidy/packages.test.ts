import { expect, test } from "vitest";
import { filesBelow, type Import, importsOf, jsonOf, textOf } from "../support/repository.js";

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const packageImports = ["server/src", "client/src"]
  .flatMap((folder) => filesBelow(folder, ".ts"))
  .flatMap((file) => importsOf(file))
  .filter(({ to }) => to === undefined);

function importersOf(pattern: RegExp): readonly Import[] {
  return packageImports.filter(({ written }) => pattern.test(written));
}

function outside(found: readonly Import[], ...allowed: readonly string[]): readonly string[] {
  return found.filter(({ from }) => !allowed.some((place) => from.startsWith(place))).map(({ from }) => from);
}

test("only the parser and the writer of JSON know jsonc-parser", () => {
  expect(outside(importersOf(/^jsonc-parser/), "server/src/core/syntax/", "server/src/core/regions/")).toEqual([]);
});

test("only lsp and the composition roots know the protocol", () => {
  const found = importersOf(/^vscode-languageserver/);
  expect(outside(found, "server/src/lsp/", "server/src/main.")).toEqual([]);
});

test("only the composition roots know which connection it is", () => {
  const found = importersOf(/^vscode-languageserver\/(node|browser)/).filter(({ typeOnly }) => !typeOnly);
  expect(outside(found, "server/src/main.")).toEqual([]);
});

test("neither core nor lsp assumes Node", () => {
  const inside = importersOf(/^node:|^(fs|path|os|url|util|crypto|process|events|buffer)$/).filter(({ from }) =>
    /^server\/src\/(core|lsp)\//.test(from),
  );
  expect(inside.map(({ from, written }) => `${from} -> ${written}`)).toEqual([]);
});

test("what is imported is what the package declares", () => {
  for (const folder of ["server", "client"]) {
    const declared = Object.keys(jsonOf<Package>(`${folder}/package.json`).dependencies ?? {});
    const used = packageImports
      .filter(
        ({ from, written }) => from.startsWith(`${folder}/`) && !written.startsWith("node:") && written !== "vscode",
      )
      .map(({ written }) => nameOf(written));
    expect(used.filter((name) => !declared.includes(name))).toEqual([]);
  }
});

test("ARCHITECTURE.md gives the reason for every dependency", () => {
  const text = textOf("ARCHITECTURE.md");
  const manifests = ["package.json", "client/package.json", "server/package.json", "scripts/update-data/package.json"];
  const names = [...manifests, "test/vscode-host/package.json"].flatMap((file) => {
    const { dependencies, devDependencies } = jsonOf<Package>(file);
    return [...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})];
  });
  const missing = names.filter((name) => !text.includes(`\`${name}\``));
  // The test host names what VS Code's server imports; one line stands for all of these.
  const serverParts = Object.keys(jsonOf<Package>("test/vscode-host/package.json").dependencies ?? {});
  expect(missing.filter((name) => !serverParts.includes(name))).toEqual([]);
});

/** `@a/b/c` is of the package `@a/b`, `a/b` of the package `a`. */
function nameOf(written: string): string {
  const parts = written.split("/");
  return written.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]!;
}
