import { afterEach, describe, expect, it } from "vitest";
import type { PublishDiagnosticsParams } from "vscode-languageserver";
import { type ClientOptions, fullCapabilities, LspClient, oldCapabilities } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, policy, workspaceWith } from "../support/worked.js";

interface Report {
  readonly kind: string;
  readonly resultId?: string;
  readonly items?: unknown[];
}

let client: LspClient;
let folder: TemporaryFolder;

async function start(files: Record<string, unknown>, options: ClientOptions = {}): Promise<void> {
  folder = temporaryFolder(files);
  client = await LspClient.start({ folder: folder.path, ...options });
}

afterEach(async () => {
  await client.stop();
  folder.remove();
  expect(client.stderr).toBe("");
});

const broken = `{ "Version": "2012-10-17", "Version": "2012-10-17", "Statement": [{ "Effect": "Allow" "Action": "s3:GetObject", "Resource": "*" }], }`;

describe("diagnostics that the client asks for", () => {
  it("are announced as dependent on other files, and not for the whole workspace", async () => {
    await start({});
    expect(client.capabilities.diagnosticProvider).toEqual({
      identifier: "session-policy",
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
  });

  it("are unchanged until the text or something it leans on changes", async () => {
    await start(workspaceWith(policy(allow("ec2:RunInstances"))));
    const uri = folder.uri("task.json");
    client.open(uri);
    const pull = (previousResultId?: string) =>
      client.request<Report>("textDocument/diagnostic", {
        textDocument: { uri },
        ...(previousResultId !== undefined && { previousResultId }),
      });
    const first = await pull();
    expect(first).toMatchObject({ kind: "full", resultId: expect.any(String) });
    expect(first.items).toHaveLength(1);
    expect(await pull(first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });

    client.rewrite(uri, JSON.stringify(policy(allow("s3:GetObject"))));
    const second = await pull(first.resultId);
    expect(second).toMatchObject({ kind: "full", items: [] });

    client.open(folder.uri("role.json"), JSON.stringify(policy(allow("ec2:*"))));
    const third = await pull(second.resultId);
    expect(third.kind).toBe("full");
    expect(third.items).toHaveLength(1);
  });

  it("carry what a follow-up needs, and point into the role's policy where it denies", async () => {
    const deny = { Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" };
    await start(workspaceWith(policy(allow("s3:DeleteObject")), policy(allow("s3:*"), deny)));
    const uri = folder.uri("task.json");
    client.open(uri);
    const [found] = await client.diagnostics(uri);
    expect(found?.data).toEqual({
      rule: "exceeds-base-role",
      path: ["Statement", 0, "Action"],
      fixes: expect.any(Array),
    });
    expect(found?.relatedInformation?.[0]?.location.uri).toBe(folder.uri("role.json"));
    expect(found?.relatedInformation?.[0]?.location.range.start.line).toBeGreaterThan(6);
  });

  it("tell a plain editor all that is wrong with the JSON", async () => {
    await start(workspaceWith(broken));
    const uri = folder.uri("task.json");
    client.open(uri);
    const rules = await client.rules(uri);
    expect(rules).toContain("json-syntax-error");
    expect(rules).toContain("duplicate-key");
    expect(rules).toContain("json-trailing-comma");
  });

  it("leave to VS Code what it tells itself", async () => {
    await start(workspaceWith(broken), { initializationOptions: { ownJsonService: true } });
    const uri = folder.uri("task.json");
    client.open(uri);
    const rules = await client.rules(uri);
    expect(rules).not.toContain("json-syntax-error");
    expect(rules).not.toContain("duplicate-key");
    expect(rules).toContain("json-trailing-comma");
    expect(client.capabilities.documentSymbolProvider).toBeUndefined();

    client.jsonValidate = { enable: false };
    const refreshed = client.next("workspace/diagnostic/refresh");
    client.notify("workspace/didChangeConfiguration", { settings: null });
    await refreshed;
    expect(await client.rules(uri)).toContain("json-syntax-error");
  });

  it("heed the settings, and the config more than those", async () => {
    const files = workspaceWith(policy(allow("ec2:RunInstances")));
    await start(files, { settings: { rules: { "exceeds-base-role": "off" } } });
    const uri = folder.uri("task.json");
    const firstRefreshed = client.next("workspace/diagnostic/refresh");
    client.open(uri);
    expect(await client.rules(uri)).toEqual([]);
    // The settings come when the document is open already, which asks for a refresh of its own.
    await firstRefreshed;

    client.settings = { rules: { "exceeds-base-role": "error", nonsense: 7 } };
    const refreshed = client.next("workspace/diagnostic/refresh");
    client.notify("workspace/didChangeConfiguration", { settings: null });
    await refreshed;
    expect((await client.diagnostics(uri)).map(({ severity }) => severity)).toEqual([1]);

    const config = { ...files["session-policy.config.json"], rules: { "exceeds-base-role": "suggestion" } };
    client.open(folder.uri("session-policy.config.json"), JSON.stringify(config), "jsonc");
    expect((await client.diagnostics(uri)).map(({ severity }) => severity)).toEqual([3]);
  });
});

describe("diagnostics of the config", () => {
  const config = (role: string) => `{
  // comments are welcome here
  "version": 1,
  "roles": { "Reader": { "identityPolicies": ["missing.json"] } },
  "sessions": [{ "files": ["task.json"], "role": "${role}" }, { "files": "task.json", "role": "Reader" }],
}`;

  it("show in the config and on its sessions", async () => {
    await start({ "task.json": policy(allow("s3:GetObject")), "session-policy.config.json": config("Nobody") });
    const configUri = folder.uri("session-policy.config.json");
    client.open(configUri, undefined, "jsonc");
    const inConfig = await client.diagnostics(configUri);
    expect(inConfig.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["config-missing-file", "config-unknown-role"]),
    );
    const unknownRole = inConfig.find(({ code }) => code === "config-unknown-role");
    expect(unknownRole?.range.start).toEqual({ line: 4, character: 49 });

    const uri = folder.uri("task.json");
    client.open(uri);
    const onSession = (await client.diagnostics(uri)).find(({ code }) => code === "config-unknown-role");
    expect(onSession?.relatedInformation?.[0]?.location).toEqual({ uri: configUri, range: unknownRole?.range });
  });

  it("leave to VS Code's JSON service what the schema sees", async () => {
    const files = { "session-policy.config.json": `{ "version": 1, "nonsense": true, "roles": {} }` };
    await start(files, { initializationOptions: { ownJsonService: true } });
    const uri = folder.uri("session-policy.config.json");
    client.open(uri, undefined, "jsonc");
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  it("tell a plain editor of unknown properties", async () => {
    await start({ "session-policy.config.json": `{ "version": 1, "nonsense": true, "roles": {} }` });
    const uri = folder.uri("session-policy.config.json");
    client.open(uri, undefined, "jsonc");
    expect(await client.rules(uri)).toEqual(["config-unknown-property"]);
  });
});

describe("diagnostics for a client that can't ask", () => {
  const published = (uri: string, version?: number) =>
    client.next<PublishDiagnosticsParams>(
      "textDocument/publishDiagnostics",
      (params) => params.uri === uri && (version === undefined || params.version === version),
    );

  it("are published, also when the role changes, and cleared when the document closes", async () => {
    await start(workspaceWith(policy(allow("ec2:RunInstances"))), { capabilities: oldCapabilities });
    expect(client.capabilities.diagnosticProvider).toBeUndefined();
    const uri = folder.uri("task.json");
    const first = published(uri, 1);
    client.open(uri);
    expect((await first).diagnostics.map(({ code }) => code)).toEqual(["exceeds-base-role"]);

    const afterRole = published(uri, 1);
    client.open(folder.uri("role.json"), JSON.stringify(policy(allow("ec2:*"))));
    expect((await afterRole).diagnostics).toEqual([]);

    const afterEdit = published(uri, 2);
    client.rewrite(uri, JSON.stringify(policy(allow("s3:GetObject"))));
    expect((await afterEdit).diagnostics.map(({ code }) => code)).toEqual(["exceeds-base-role"]);

    const afterClose = published(uri);
    client.close(uri);
    expect((await afterClose).diagnostics).toEqual([]);
    expect(client.received.filter(({ id }) => id !== undefined)).toEqual([]);
  });

  it("take settings with didChangeConfiguration", async () => {
    await start(workspaceWith(policy(allow("ec2:RunInstances"))), { capabilities: oldCapabilities });
    const uri = folder.uri("task.json");
    const first = published(uri);
    client.open(uri);
    expect((await first).diagnostics).toHaveLength(1);
    const second = published(uri);
    client.notify("workspace/didChangeConfiguration", {
      settings: { sessionPolicy: { rules: { "exceeds-base-role": "off" } } },
    });
    expect((await second).diagnostics).toEqual([]);
  });
});

it("keeps to what the client has said it can", async () => {
  const { workspace, textDocument } = fullCapabilities;
  const capabilities = { textDocument: { diagnostic: textDocument.diagnostic }, workspace: { ...workspace } };
  await start(workspaceWith(policy(allow("ec2:RunInstances"))), { capabilities });
  const uri = folder.uri("task.json");
  client.open(uri);
  const [found] = await client.diagnostics(uri);
  expect(found?.tags).toBeUndefined();
  expect(found?.relatedInformation).toBeUndefined();
});
