import { afterEach, describe, expect, it } from "vitest";
import type { CodeAction, TextDocumentEdit, TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { LspClient } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, bucketObjects, policy } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;

const role = policy(allow("s3:*"));
const trust = policy({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" });
const config = {
  version: 1,
  roles: { Reader: { trustPolicy: "trust.json", identityPolicies: ["role.json"], permissionsBoundary: null } },
  sessions: [
    {
      name: "task",
      files: ["task.json"],
      role: "Reader",
      requires: [{ actions: ["s3:GetObject"], resources: [bucketObjects] }],
    },
  ],
};

async function start(files: Record<string, unknown>): Promise<void> {
  folder = temporaryFolder({ "role.json": role, "trust.json": trust, ...files });
  client = await LspClient.start({ folder: folder.path });
}

afterEach(async () => {
  await client.stop();
  folder.remove();
  expect(client.stderr).toBe("");
});

const configUri = () => folder.uri("session-policy.config.json");

async function codesIn(uri: string): Promise<readonly (string | number | undefined)[]> {
  return (await client.diagnostics(uri)).map(({ code }) => code);
}

describe("what a session needs", () => {
  it("is told in the config and in the policy, and goes where the policy is edited", async () => {
    await start({ "task.json": policy(allow("s3:PutObject", bucketObjects)), "session-policy.config.json": config });
    const uri = folder.uri("task.json");
    client.open(uri);
    client.open(configUri(), undefined, "jsonc");
    const [inConfig] = await client.diagnostics(configUri());
    expect(inConfig).toMatchObject({ code: "required-action-blocked", severity: 1 });
    expect(inConfig?.relatedInformation?.map(({ location }) => location.uri)).toEqual([uri]);
    const [inPolicy] = await client.diagnostics(uri);
    expect(inPolicy).toMatchObject({ code: "required-action-blocked", severity: 1 });
    expect(inPolicy?.relatedInformation?.map(({ location }) => location)).toEqual([
      { uri: configUri(), range: inConfig?.range },
    ]);

    client.rewrite(uri, JSON.stringify(policy(allow("s3:Get*", bucketObjects))));
    expect(await codesIn(configUri())).toEqual([]);
    expect(await codesIn(uri)).toEqual([]);
  });
});

describe("tags that the trust policy does not allow", () => {
  it("are told on top of the session and where the config links the trust policy", async () => {
    const [session] = config.sessions;
    await start({
      "task.json": policy(allow("s3:Get*", bucketObjects)),
      "session-policy.config.json": { ...config, sessions: [{ ...session, tags: { team: "red" } }] },
    });
    client.open(folder.uri("task.json"));
    client.open(configUri(), undefined, "jsonc");
    const [inPolicy] = await client.diagnostics(folder.uri("task.json"));
    expect(inPolicy).toMatchObject({
      code: "session-tags-not-trusted",
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    });
    expect(inPolicy?.relatedInformation?.map(({ location }) => location.uri)).toEqual([folder.uri("trust.json")]);
    expect(await codesIn(configUri())).toEqual(["session-tags-not-trusted"]);
    client.open(
      folder.uri("trust.json"),
      JSON.stringify(trust).replace('"sts:AssumeRole"', '["sts:AssumeRole","sts:TagSession"]'),
    );
    expect(await codesIn(folder.uri("task.json"))).toEqual([]);
    expect(await codesIn(configUri())).toEqual([]);
  });
});

describe("ignore", () => {
  it("is written by a code action, silences the file, and is told once it accepts nothing", async () => {
    await start({
      "task.json": policy(allow("ec2:RunInstances")),
      "session-policy.config.json": { ...config, sessions: [{ ...config.sessions[0], requires: [] }] },
    });
    const uri = folder.uri("task.json");
    client.open(uri);
    client.open(configUri(), undefined, "jsonc");
    const diagnostics = await client.diagnostics(uri);
    expect(diagnostics.map(({ code }) => code)).toEqual(["exceeds-base-role"]);
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: diagnostics[0]?.range,
      context: { diagnostics },
    });
    const action = actions.find(({ title }) => title === 'Ignore "exceeds-base-role" in this file…');
    const [change] = action?.edit?.documentChanges ?? [];
    const { textDocument, edits } = change as TextDocumentEdit;
    expect(textDocument).toEqual({ uri: configUri(), version: 1 });
    const text = JSON.stringify({ ...config, sessions: [{ ...config.sessions[0], requires: [] }] }, undefined, 2);
    const after = TextDocument.applyEdits(TextDocument.create(configUri(), "jsonc", 1, text), edits as TextEdit[]);
    expect(JSON.parse(after).ignore).toEqual([{ rule: "exceeds-base-role", files: ["task.json"], reason: "" }]);

    client.rewrite(configUri(), after);
    expect(await codesIn(uri)).toEqual([]);
    client.rewrite(uri, JSON.stringify(policy(allow("s3:GetObject"))));
    expect(await codesIn(configUri())).toContain("config-unused-ignore");
  });
});
