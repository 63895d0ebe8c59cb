import { expect, test } from "vitest";
import { jsonOf, textOf } from "../support/repository.js";

interface Configuration {
  readonly properties?: Readonly<Record<string, unknown>>;
}

interface Manifest {
  readonly version: string;
  readonly contributes?: {
    readonly configuration?: Configuration | readonly Configuration[];
    readonly commands?: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly grammars?: readonly { readonly scopeName: string; readonly path: string }[];
  };
}

const manifest = jsonOf<Manifest>("package.json");

test("the README documents every setting, and no other", () => {
  const configuration = manifest.contributes?.configuration ?? [];
  const sections = Array.isArray(configuration) ? configuration : [configuration as Configuration];
  const settings = sections.flatMap(({ properties }) => Object.keys(properties ?? {}));
  const documented = [...textOf("README.md").matchAll(/^\| `(sessionPolicy\.[\w.]+)`/gm)].map(([, name]) => name);
  expect(documented.sort()).toEqual(settings.sort());
});

const words = jsonOf<Readonly<Record<string, string>>>("package.nls.json");

test("the README names every command", () => {
  const readme = textOf("README.md");
  const titles = (manifest.contributes?.commands ?? []).map(({ title }) => words[title.slice(1, -1)] ?? title);
  expect(titles.filter((title) => !readme.includes(title))).toEqual([]);
});

test("every placeholder of package.json has its words, and all words are used", () => {
  const used = [...textOf("package.json").matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key!);
  expect([...new Set(used)].sort()).toEqual(Object.keys(words).sort());
});

test("the CHANGELOG has an entry for the version in package.json", () => {
  expect(textOf("CHANGELOG.md")).toContain(`\n## [${manifest.version}]`);
});

test("all packages of the project have one version", () => {
  for (const file of ["client/package.json", "server/package.json"])
    expect(jsonOf<Manifest>(file).version).toBe(manifest.version);
});

test("every grammar in syntaxes is contributed", () => {
  const contributed = (manifest.contributes?.grammars ?? []).map(({ path }) => path.replace(/^\.\//, ""));
  expect(contributed.sort()).toEqual(
    ["actions", "keys-comments", "keys", "strings"].map((name) => `syntaxes/policy-${name}.tmLanguage.json`),
  );
});
