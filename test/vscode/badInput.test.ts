import * as fs from "node:fs";
import * as vscode from "vscode";
import { codeLensTitlesOf, diagnosticsOf, openFile, revertAll, until, workspacePath } from "./support.js";

/** Files that nobody would commit, written into the run's own copy of the workspace. */
const files: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
  ["broken.session.json", '{ "Statement": [ { "Effect": "Allow", "Action": ', /./],
  ["empty.session.json", "", /empty|nothing|expected/i],
  ["statement.session.json", '{ "Version": "2012-10-17", "Statement": "all" }', /Statement/],
  [
    "proto.session.json",
    '{ "Version": "2012-10-17", "__proto__": {}, "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } }',
    /__proto__/,
  ],
  ["deep.session.json", `{ "Statement": ${"[".repeat(10_000)}${"]".repeat(10_000)} }`, /deep|nest/i],
];

describe("bad input", () => {
  afterEach(revertAll);

  for (const [name, content, message] of files) {
    it(`${name}: a message at the place, and the server answers on`, async () => {
      fs.writeFileSync(workspacePath(`badInput/${name}`), content);
      const { document } = await openFile(`badInput/${name}`);
      await until("a message", () => diagnosticsOf(document.uri).some((each) => message.test(each.message)));
      await stillAnswers();
    });
  }

  it("a file of 5 MB stays quick", async () => {
    const one = '{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}';
    const many = Array.from({ length: 90_000 }, () => one).join(",\n");
    fs.writeFileSync(workspacePath("badInput/large.session.json"), `{"Version":"2012-10-17","Statement":[${many}]}`);
    const uri = vscode.Uri.file(workspacePath("badInput/large.session.json"));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await stillAnswers();
  });
});

async function stillAnswers(): Promise<void> {
  const { document } = await openFile("examples/sessions/get-object.json");
  await until("lenses elsewhere", async () =>
    (await codeLensTitlesOf(document.uri)).includes("Allowed on example-bucket/*"),
  );
}
