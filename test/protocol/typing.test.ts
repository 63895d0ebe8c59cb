import { afterEach, expect, it } from "vitest";
import type { CompletionList, Hover } from "vscode-languageserver";
import { LspClient } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { workspaceWith } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;

afterEach(async () => {
  await client.stop();
  folder.remove();
});

const before = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-bucket/*"
    }`;
const typed = `, { "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "*", "Condition": { "Bool": { "aws:ViaAWSService": true } } }`;
const after = `
  ]
}
`;

it("keeps the last good lenses, and answers everything, while a statement is typed", async () => {
  folder = temporaryFolder(workspaceWith(before + after));
  client = await LspClient.start({ folder: folder.path });
  const uri = folder.uri("task.json");
  client.open(uri);
  const good = await client.lensTitles(uri);
  expect(good).toContain("Allowed on example-bucket/*");
  let position = { line: 7, character: 5 };
  for (const character of typed) {
    client.edit(uri, [{ range: { start: position, end: position }, text: character }]);
    position = { ...position, character: position.character + 1 };
    const at = { textDocument: { uri }, position };
    const [titles, list] = await Promise.all([
      client.lensTitles(uri),
      client.request<CompletionList>("textDocument/completion", at),
      client.request<Hover | null>("textDocument/hover", at),
      client.diagnostics(uri),
    ]);
    expect(titles).toContain("Allowed on example-bucket/*");
    expect(Array.isArray(list.items)).toBe(true);
  }
  expect(await client.lensTitles(uri)).toContain("Only if aws:ViaAWSService is true");
  const failures = client.received.filter(({ method }) => method === "window/logMessage");
  expect(failures).toEqual([]);
});
