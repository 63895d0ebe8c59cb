// What each example shows, exactly, against test/vscode/fixtures. UPDATE=1 writes the fixtures anew; they are read
// before they are committed.

import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { shownAs } from "./shownAs.js";
import { codeLensTitlesOf, openFile, revertAll, until, untilShown } from "./support.js";

const fixtures = process.env.VSCODE_TEST_FIXTURES ?? "";
const examples: readonly (readonly [string, string])[] = [
  ["get-object", "171 / 2,048"],
  ["exceeds", "553 / 2,048"],
  ["too-long", "2,118 / 2,048 (1,196 minified)"],
  ["far-too-long", "3,756 / 2,048 (2,600 minified)"],
  ["federated-ec2-read-only", "172 / 2,048"],
  ["team-task", "755 / 2,048"],
];

describe("the examples", () => {
  afterEach(revertAll);

  for (const [name, counter] of examples) {
    it(`${name} shows its lenses, squiggles and counter`, async () => {
      const { document } = await openFile(`examples/sessions/${name}.json`);
      const fixture = path.join(fixtures, `${name}.txt`);
      const expected = fs.existsSync(fixture) ? fs.readFileSync(fixture, "utf8") : "";
      await until("lenses", async () => (await codeLensTitlesOf(document.uri)).length > 1);
      if (process.env.VSCODE_TEST_UPDATE) {
        await until(
          "squiggles",
          async () => !/exceeds|too-long/.test(name) || (await shownAs(document)).includes("under"),
        );
        fs.writeFileSync(fixture, await shownAs(document));
      } else {
        await until("all of them", async () => (await shownAs(document)) === expected).catch(() => undefined);
        assert.equal(await shownAs(document), expected);
      }
      await untilShown(`.statusbar-item >> text="${counter}"`);
    });
  }
});
