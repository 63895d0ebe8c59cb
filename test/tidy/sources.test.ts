import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { filesBelow, repositoryRoot, textOf, topLevelOf } from "../support/repository.js";

const everyFile = filesBelow("");
const texts = everyFile.filter((file) => !/\.(png|ico|vsix|wasm)$/.test(file));

test("core has no state at the top level of a module", () => {
  const mutable = filesBelow("server/src/core", ".ts").flatMap((file) =>
    topLevelOf(file).lets.map((name) => `${file}: let ${name}`),
  );
  expect(mutable).toEqual([]);
});

test("core keeps no cache at the top level of a module", () => {
  const empty = /^(?:export )?const (\w+)(?::[^=]+)? = new (?:Map|Set|WeakMap|WeakSet)(?:<[^(]*>)?\(\);$/gm;
  const caches = filesBelow("server/src/core", ".ts").flatMap((file) =>
    [...textOf(file).matchAll(empty)]
      .filter(([line]) => !/: (?:Readonly|ServicesNamed)/.test(line))
      .map(([, name]) => `${file}: ${name}`),
  );
  expect(caches).toEqual([]);
});

test("no file is called after nothing in particular", () => {
  expect(everyFile.filter((file) => /(^|\/)(utils?|helpers?|misc|common)(\.|\/)/i.test(file))).toEqual([]);
});

test("no file names a place on somebody's machine", () => {
  // Built of parts, so that this file does not find itself.
  const places = ["/wor" + "k/", "../sha" + "red", "/ro" + "ot/", "/Us" + "ers/"];
  const homes = new RegExp(`/ho${"me"}/(?!user|\\$|\\{|%)[a-z]`);
  const found = texts.filter((file) => {
    if (/(^|\/)package-lock\.json$|^server\/data\//.test(file)) return false;
    const text = textOf(file);
    return places.some((place) => text.includes(place)) || homes.test(text);
  });
  expect(found).toEqual([]);
});

test("links between Markdown files lead somewhere", () => {
  const dead = texts
    .filter((file) => file.endsWith(".md") && !file.startsWith("test/"))
    .flatMap((file) =>
      [...textOf(file).matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)]
        .map(([, target]) => posix.join(posix.dirname(file), target!))
        .filter((target) => !existsSync(join(repositoryRoot, target)))
        .map((target) => `${file} -> ${target}`),
    );
  expect(dead).toEqual([]);
});
