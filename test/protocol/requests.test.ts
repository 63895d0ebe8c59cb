import { afterEach, describe, expect, it } from "vitest";
import type { Location } from "vscode-languageserver";
import { LspClient, type Message } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, bucketObjects, policy, workspaceWith } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;
let uri: string;

async function start(files: Record<string, unknown>): Promise<void> {
  folder = temporaryFolder(files);
  client = await LspClient.start({ folder: folder.path, initializationOptions: { ownNotifications: true } });
  uri = folder.uri("task.json");
}

afterEach(async () => {
  await client.stop();
  folder.remove();
});

const ask = <Answer>(method: string, more: object = {}) =>
  client.request<Answer>(method, { textDocument: { uri }, ...more });

interface Trace {
  readonly error?: string;
  readonly headline?: string;
  readonly layers?: readonly {
    title: string;
    answer: string;
    statements: readonly { name: string; location?: Location }[];
  }[];
}

describe("sessionPolicy/traceRequest", () => {
  it("tells what becomes of a request, and where the statements are", async () => {
    await start(workspaceWith(policy(allow("s3:GetObject", bucketObjects))));
    client.open(uri);
    const trace = await ask<Trace>("sessionPolicy/traceRequest", {
      action: "s3:GetObject",
      resource: "arn:aws:s3:::example-bucket/k",
    });
    const identity = trace.layers?.find(({ title }) => title === "Identity policies");
    expect(identity).toMatchObject({ answer: "allows" });
    expect(identity?.statements[0]).toMatchObject({
      name: "role.json, statement 1",
      location: { uri: folder.uri("role.json") },
    });
  });

  it("offers what would grant it, said to widen access", async () => {
    await start(workspaceWith(policy(allow("s3:GetObject", bucketObjects)), policy(allow("s3:GetObject"))));
    client.open(uri);
    const resource = "arn:aws:s3:::example-bucket/k";
    const trace = await ask<Trace & { fixes: { title: string }[] }>("sessionPolicy/traceRequest", {
      action: "s3:PutObject",
      resource,
    });
    expect(trace.fixes.map(({ title }) => title).sort()).toEqual([
      'Allow "s3:PutObject" in role.json (widens access)',
      'Allow "s3:PutObject" in this policy (widens access)',
    ]);
    expect(JSON.stringify(trace.fixes)).toContain(resource);
  });

  it("answers what makes no sense with a sentence, and an unlinked policy with nothing", async () => {
    await start({ ...workspaceWith(policy(allow("s3:GetObject"))), "other.json": policy(allow("s3:GetObject")) });
    client.open(uri);
    client.open(folder.uri("other.json"));
    expect(await ask<Trace>("sessionPolicy/traceRequest", { action: "s3:*", resource: "*" })).toEqual({
      error: "An action is a service and a name, as in s3:GetObject, without wildcards.",
    });
    const textDocument = { uri: folder.uri("other.json") };
    const unlinked = { textDocument, action: "s3:GetObject", resource: "*" };
    expect(await client.request("sessionPolicy/traceRequest", unlinked)).toBeNull();
  });
});

describe("sessionPolicy/requestChoices", () => {
  it("gives the policy's actions and, for one of them, its resources", async () => {
    await start(workspaceWith(policy(allow(["s3:GetObject", "ec2:DescribeInstances"], bucketObjects))));
    client.open(uri);
    expect(await ask("sessionPolicy/requestChoices", { action: "s3:GetObject" })).toMatchObject({
      sessions: ["task"],
      actions: [{ action: "s3:GetObject", description: "allowed" }],
      resources: expect.arrayContaining([bucketObjects]),
    });
    expect(await ask("sessionPolicy/requestChoices", { action: "ec2:DescribeInstances" })).toMatchObject({
      resources: ["*"],
    });
  });
});

it("sessionPolicy/accessDenied reads a message, and says what to do with an encoded one", async () => {
  await start(workspaceWith(policy(allow("s3:GetObject"))));
  client.open(uri);
  const text =
    'User: arn:aws:sts::111122223333:assumed-role/Reader/x is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/k" because no session policy allows the s3:PutObject action';
  expect(await ask("sessionPolicy/accessDenied", { text })).toEqual({
    kind: "request",
    action: "s3:PutObject",
    resource: "arn:aws:s3:::b/k",
    context: {},
    blamed: "AWS says that no session policy allows it.",
  });
  const encoded = await ask("sessionPolicy/accessDenied", {
    text: `Encoded authorization failure message: ${"aB3_-x".repeat(20)}`,
  });
  expect(encoded).toMatchObject({ kind: "encoded", command: expect.stringContaining("decode-authorization-message") });
  expect(await ask("sessionPolicy/accessDenied", { text: "no" })).toEqual({ kind: "not-understood" });
});

it("sessionPolicy/deciding leads to the statements that grant", async () => {
  await start(workspaceWith(JSON.stringify(policy(allow("s3:GetObject")))));
  client.open(uri);
  const character = JSON.stringify(policy(allow("s3:GetObject"))).indexOf("s3:Get");
  const places = await ask<Location[]>("sessionPolicy/deciding", { position: { line: 0, character } });
  expect(places.map((place) => place.uri)).toEqual([folder.uri("role.json")]);
  expect(await ask("sessionPolicy/deciding", { position: { line: 0, character: 0 } })).toEqual([]);
});

it("sessionPolicy/assumeRoleCommand and sessionPolicy/serverInfo", async () => {
  await start(workspaceWith(policy(allow("s3:GetObject"))));
  client.open(uri);
  expect(await ask("sessionPolicy/assumeRoleCommand", { shell: "bash" })).toMatchObject({
    command: expect.stringMatching(/^aws sts assume-role .* --policy '\{"Version"/),
  });
  const info = await ask<{ version: string }>("sessionPolicy/serverInfo");
  expect(info.version).toMatch(/^\d+\.\d+\.\d+$/);
});

describe("sessionPolicy/checkAll", () => {
  it("publishes what closed files have, until they are opened", async () => {
    await start(workspaceWith(policy(allow("ec2:DescribeInstances"))));
    expect(await client.request("sessionPolicy/checkAll", {})).toEqual({ files: 2, findings: 1, cancelled: false });
    const published = () =>
      client.received.filter(
        ({ method, params }: Message) =>
          method === "textDocument/publishDiagnostics" && (params as { uri: string }).uri === uri,
      );
    expect(published().at(-1)?.params).toMatchObject({ diagnostics: [{ code: "exceeds-base-role" }] });
    expect(client.received.some(({ method }) => method === "sessionPolicy/checkAllProgress")).toBe(true);
    client.open(uri);
    await client.diagnostics(uri);
    expect(published().at(-1)?.params).toMatchObject({ diagnostics: [] });
  });

  it("can be cancelled on the way", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, at) => [`${at}.session.json`, policy(allow("s3:GetObject"))]),
    );
    await start({ ...many, "task.json": policy(allow("s3:GetObject")) });
    const { id, answer } = client.begin("sessionPolicy/checkAll", {});
    client.notify("$/cancelRequest", { id });
    await expect(answer).rejects.toMatchObject({ code: -32800 });
    const done = client.received.filter(({ method }) => method === "sessionPolicy/checkAllProgress");
    expect(done.length).toBeLessThan(200);
  });
});

it("sessionPolicy/link takes an AWS managed policy as a new role's", async () => {
  await start({ "task.session.json": policy(allow("s3:GetObject")) });
  uri = folder.uri("task.session.json");
  client.open(uri);
  const choices = await ask<{ managedPolicies: string[] }>("sessionPolicy/linkChoices");
  expect(choices.managedPolicies).toContain("arn:aws:iam::aws:policy/ReadOnlyAccess");
  const base = { policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
  const answer = JSON.stringify(await ask("sessionPolicy/link", { base }));
  expect(answer).toContain("arn:aws:iam::aws:policy/ReadOnlyAccess");
  expect(answer).toContain('\\"role\\": \\"ReadOnlyAccess\\"');
});
