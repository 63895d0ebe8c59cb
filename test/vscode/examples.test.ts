// Each example session shows exactly what its fixture in test/vscode/fixtures states. UPDATE=1 rewrites the fixtures.

import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { counterLine, seenBlock, untilCounter, untilFixture } from "./seen.js";
import { openFile, revertAll } from "./support.js";

const root = path.resolve(__dirname, "../.."); // of the bundle: out/test-vscode

describe("the example", () => {
  // The window may still show the counter of the editor before.
  beforeEach(() => untilCounter(undefined));
  afterEach(revertAll);

  for (const name of namesIn("examples/sessions", ".json")) {
    it(`${name} shows what its fixture states`, async () => {
      const { document } = await openFile(`examples/sessions/${name}.json`);
      await untilFixture(name, name, async () => `${await counterLine()}\n\n${await seenBlock(document)}`);
    });
  }

  it("has a fixture, and each fixture its example", () => {
    assert.deepEqual(namesIn("test/vscode/fixtures", ".md"), namesIn("examples/sessions", ".json"));
  });
});

function namesIn(folder: string, extension: string): string[] {
  const files = fs.readdirSync(path.join(root, folder)).filter((file) => file.endsWith(extension));
  return files.map((file) => path.basename(file, extension)).sort();
}
