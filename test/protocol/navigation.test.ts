import { afterEach, describe, expect, it } from "vitest";
import type { DocumentLink, InlayHint, Location, LocationLink, SemanticTokens } from "vscode-languageserver";
import { type ClientOptions, fullCapabilities, LspClient } from "../support/lspClient.js";
import { readCursor } from "../support/markedText.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, policy } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;

afterEach(async () => {
  await client.stop();
  folder.remove();
});

const config = `{
  "version": 1,
  "roles": {
    "Reader": {
      "identityPolicies": ["role.json", "arn:aws:iam::aws:policy/AWSLambdaExecute"],
      "permissionsBoundary": "../outside.json"
    }
  },
  "sessions": [
    { "name": "one", "files": ["one.json"], "role": "Reader" },
    { "name": "two", "files": ["t*.json", "two.json"], "role": "Reader" }
  ]
}
`;
const role = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" },
    { "Effect": "Allow", "Action": "s3:List*", "Resource": "*" },
    { "Effect": "Deny", "Action": "s3:GetBucketAcl", "Resource": "*" }
  ]
}
`;
const one = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket", "s3:GetBucketAcl"],
      "Resource": "*"
    }
  ]
}
`;
const two = JSON.stringify(policy(allow("s3:GetObject")));

async function start(options: ClientOptions = {}): Promise<void> {
  folder = temporaryFolder({
    "session-policy.config.json": config,
    "role.json": role,
    "one.json": one,
    "two.json": two,
  });
  client = await LspClient.start({ folder: folder.path, ...options });
}

/** Asks at the cursor of a text that is the file's. */
async function at<Answer>(method: string, file: string, marked: string, rest: object = {}): Promise<Answer> {
  const { text, offset } = readCursor(marked);
  const uri = folder.uri(file);
  client.open(uri, text);
  const lines = text.slice(0, offset).split("\n");
  const position = { line: lines.length - 1, character: lines[lines.length - 1]!.length };
  return client.request<Answer>(method, { textDocument: { uri }, position, ...rest });
}

/** `role.json 3:4`, from 0. */
const shown = ({ uri, range }: Location) =>
  `${uri.replace(folder.uri(""), "").replace(/^\//, "")} ${range.start.line}:${range.start.character}`;

describe("definition", () => {
  it("leads from an action to the statement that grants it", async () => {
    await start();
    const locations = await at<Location[]>(
      "textDocument/definition",
      "one.json",
      one.replace("GetObject", "Get<|>Object"),
    );
    expect(locations.map(shown)).toEqual(["role.json 3:4"]);
  });

  it("leads to the Deny that takes it away, as a link from the whole action", async () => {
    await start({
      capabilities: {
        ...fullCapabilities,
        textDocument: { ...fullCapabilities.textDocument, definition: { linkSupport: true } },
      },
    });
    const marked = one.replace("GetBucketAcl", "Get<|>BucketAcl");
    const links = await at<LocationLink[]>("textDocument/definition", "one.json", marked);
    expect(links.map((link) => `${link.targetSelectionRange.start.line}`)).toContain("5");
    expect(links[0]?.originSelectionRange).toEqual({
      start: { line: 5, character: 50 },
      end: { line: 5, character: 67 },
    });
  });

  it("leads nowhere from elsewhere", async () => {
    await start();
    expect(await at("textDocument/definition", "one.json", one.replace("Allow", "All<|>ow"))).toEqual([]);
    expect(await at("textDocument/definition", "role.json", role.replace("Get*", "Get<|>*"))).toEqual([]);
  });
});

describe("references", () => {
  const ask = (marked: string) =>
    at<Location[]>("textDocument/references", "role.json", marked, { context: { includeDeclaration: false } });

  it("lead from a role's statement to the actions of its sessions, open or not", async () => {
    await start();
    client.open(folder.uri("one.json"), one.replace('"s3:ListBucket", ', ""));
    expect((await ask(role.replace("s3:Get*", "s3:<|>Get*"))).map(shown)).toEqual([
      "one.json 5:17",
      `two.json 0:${two.indexOf('"s3:')}`,
    ]);
  });

  it("are none of a statement that no session uses", async () => {
    await start();
    client.open(folder.uri("one.json"), one.replace('"s3:ListBucket", ', ""));
    expect(await ask(role.replace("s3:List*", "s3:<|>List*"))).toEqual([]);
  });
});

describe("document links", () => {
  it("lead from the config's paths to files of the workspace", async () => {
    await start();
    const uri = folder.uri("session-policy.config.json");
    client.open(uri);
    const links = await client.request<DocumentLink[]>("textDocument/documentLink", { textDocument: { uri } });
    expect(links.map(({ range, target }) => `${range.start.line}:${range.start.character} ${target}`)).toEqual([
      `4:28 ${folder.uri("role.json")}`,
      `9:32 ${folder.uri("one.json")}`,
      `10:43 ${folder.uri("two.json")}`,
    ]);
    const policyUri = folder.uri("one.json");
    client.open(policyUri);
    expect(await client.request("textDocument/documentLink", { textDocument: { uri: policyUri } })).toEqual([]);
  });
});

describe("inlay hints", () => {
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = (uri: string, range = whole) =>
    client.request<InlayHint[]>("textDocument/inlayHint", { textDocument: { uri }, range });

  it("are off unless they are wanted", async () => {
    await start();
    const uri = folder.uri("one.json");
    client.open(uri);
    expect(await hints(uri)).toEqual([]);
  });

  it("say at the line's end what the lenses say, also while something is typed", async () => {
    await start({ settings: { inlayHints: { enabled: true }, codeLens: { actions: "off" } } });
    const uri = folder.uri("two.json");
    const text =
      '{\n  "Statement": [{\n    "Effect": "Allow",\n    "Action": "s3:GetObject",\n    "Resource": "*"\n  }]\n}';
    client.open(uri, text);
    const expected = [{ position: { line: 3, character: 29 }, label: "Allowed on all resources", paddingLeft: true }];
    expect(await hints(uri)).toEqual(expected);
    expect(await hints(uri, { ...whole, end: { line: 2, character: 0 } })).toEqual([]);
    const place = { line: 1, character: 18 };
    client.edit(uri, [{ range: { start: place, end: place }, text: "\n{" }]);
    expect(await hints(uri)).toEqual([{ ...expected[0], position: { line: 4, character: 29 } }]);
  });
});

describe("semantic tokens", () => {
  const tokens = async (uri: string) => {
    const answer = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument: { uri } });
    return answer.data;
  };

  it("take the color from what is no action, and from variables that are none", async () => {
    await start();
    const uri = folder.uri("one.json");
    client.open(
      uri,
      `{
  "Version": "2008-10-17",
  "Statement": [{ "Effect": "Allow", "Action": ["s3:GetObjcet", "s3:Get*", "s4:*", "*"], "Resource": "arn:aws:s3:::b/\${aws:username}" }]
}`,
    );
    // Line, character, length: each from the one before.
    expect(await tokens(uri)).toEqual([2, 49, 12, 0, 0, 0, 27, 4, 0, 0, 0, 41, 15, 0, 0]);
  });

  it("leave the rest alone", async () => {
    await start();
    const uri = folder.uri("one.json");
    client.open(uri);
    expect(await tokens(uri)).toEqual([]);
  });
});
