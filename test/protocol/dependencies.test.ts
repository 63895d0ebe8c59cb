import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fullCapabilities, LspClient } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, bucketObjects, policy, workspaceWith } from "../support/worked.js";

const refused = "No effect · Reader doesn't grant it";
const files = workspaceWith(policy(allow("ec2:DescribeInstances")));
const config = files["session-policy.config.json"];

let client: LspClient;
let folder: TemporaryFolder;
let uri: string;

beforeEach(async () => {
  folder = temporaryFolder(files);
  client = await LspClient.start({ folder: folder.path });
  uri = folder.uri("task.json");
  client.open(uri);
  expect(await client.lensTitles(uri)).toContain(refused);
});

afterEach(async () => {
  await client.stop();
  folder.remove();
});

/** The change that `cause` makes reaches the session without anything said of the session's own document. */
async function refreshedBy(cause: () => void): Promise<string[]> {
  const lenses = client.next("workspace/codeLens/refresh");
  const diagnostics = client.next("workspace/diagnostic/refresh");
  cause();
  await Promise.all([lenses, diagnostics]);
  return client.lensTitles(uri);
}

describe("a session's lenses follow", () => {
  it("the role's policy while it is edited and not saved, and the disk when it closes", async () => {
    const role = folder.uri("role.json");
    client.open(role);
    expect(await refreshedBy(() => client.rewrite(role, JSON.stringify(policy(allow("ec2:*")))))).not.toContain(
      refused,
    );
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(await refreshedBy(() => client.close(role))).toContain(refused);
  });

  it("the config while it is edited", async () => {
    const other = { ...config, sessions: [{ name: "renamed", files: ["other.json"], role: "Reader" }] };
    const configUri = folder.uri("session-policy.config.json");
    const titles = await refreshedBy(() => client.open(configUri, JSON.stringify(other), "jsonc"));
    expect(titles).not.toContain(refused);
  });

  it("a half-typed config without breaking", async () => {
    const configUri = folder.uri("session-policy.config.json");
    await refreshedBy(() => client.open(configUri, JSON.stringify(config).slice(0, 60), "jsonc"));
    expect(await client.rules(uri)).toContain("config-not-json");
  });

  it("the role's file on the disk", async () => {
    folder.write("role.json", JSON.stringify(policy(allow("ec2:*"))));
    const changed = { changes: [{ uri: folder.uri("role.json"), type: 2 }] };
    expect(await refreshedBy(() => client.notify("workspace/didChangeWatchedFiles", changed))).not.toContain(refused);
  });

  it("the config's deletion", async () => {
    folder.write("session-policy.config.json", "{}");
    const changed = { changes: [{ uri: folder.uri("session-policy.config.json"), type: 2 }] };
    expect(await refreshedBy(() => client.notify("workspace/didChangeWatchedFiles", changed))).toEqual([]);
  });

  it("many edits of the role with few refreshes", async () => {
    const role = folder.uri("role.json");
    await refreshedBy(() => client.open(role));
    const before = client.received.filter(({ method }) => method === "workspace/codeLens/refresh").length;
    await refreshedBy(() => {
      for (let count = 0; count < 50; count++) client.rewrite(role, JSON.stringify(policy(allow(`ec2:A${count}`))));
    });
    const after = client.received.filter(({ method }) => method === "workspace/codeLens/refresh").length;
    expect(after - before).toBeLessThan(5);
  });
});

describe("file watchers", () => {
  /** What the client is asked to watch once the former registration has gone. */
  async function watchersOf(asked: LspClient): Promise<unknown> {
    const all = () =>
      [...asked.registrations.values()].filter(({ method }) => method === "workspace/didChangeWatchedFiles");
    if (all().length !== 1) await asked.next("client/unregisterCapability");
    expect(all()).toHaveLength(1);
    return all()[0]?.registerOptions;
  }

  const watching = (...watchers: readonly unknown[]) => ({ watchers });

  it("are registered for configs and exactly the files that are leaned on", async () => {
    expect(await watchersOf(client)).toEqual(
      watching(
        { globPattern: "**/session-policy.config.json" },
        { globPattern: { baseUri: folder.uri("").replace(/\/$/, ""), pattern: "role.json" } },
      ),
    );
  });

  it("have whole paths for a client that knows no other", async () => {
    const { workspace, ...rest } = fullCapabilities;
    const plain = await LspClient.start({
      folder: folder.path,
      capabilities: {
        ...rest,
        workspace: { ...workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
      },
    });
    plain.open(uri);
    await plain.lenses(uri);
    expect(await watchersOf(plain)).toEqual(
      watching(
        { globPattern: "**/session-policy.config.json" },
        { globPattern: expect.stringMatching(/^\/.*\/role\.json$/) },
      ),
    );
    await plain.stop();
  });
});

describe("linking a session policy", () => {
  const choicesOf = (of: string) =>
    client.request<{ roles: string[]; exists: boolean; policyFiles: { path: string; uri: string }[] } | null>(
      "sessionPolicy/linkChoices",
      { textDocument: { uri: of } },
    );

  it("offers the config's roles and the files that look like a role's policy", async () => {
    folder.write("new.session.json", JSON.stringify(policy(allow("s3:GetObject", bucketObjects))));
    folder.write("other.json", JSON.stringify(policy(allow("s3:*"))));
    const session = folder.uri("new.session.json");
    client.open(session);
    expect(await choicesOf(session)).toMatchObject({
      roles: ["Reader"],
      exists: true,
      policyFiles: [{ path: "other.json" }, { path: "role.json" }],
    });
    const { edit } = await client.request<{ edit: { documentChanges: { edits: { newText: string }[] }[] } }>(
      "sessionPolicy/link",
      { textDocument: { uri: session }, base: { policyUri: folder.uri("other.json") } },
    );
    const text = edit.documentChanges[0]?.edits.map(({ newText }) => newText).join("") ?? "";
    expect(text).toContain("other.json");
    expect(text).toContain("new.session.json");
  });

  it("creates the config where there is none", async () => {
    const alone = temporaryFolder({ "a.session.json": policy(allow("s3:*")), "a.role.json": policy(allow("s3:*")) });
    const other = await LspClient.start({ folder: alone.path });
    const session = alone.uri("a.session.json");
    other.open(session);
    const answer = await other.request("sessionPolicy/link", {
      textDocument: { uri: session },
      base: { policyUri: alone.uri("a.role.json") },
    });
    expect(answer).toMatchObject({
      configUri: alone.uri("session-policy.config.json"),
      edit: {
        documentChanges: [{ kind: "create" }, { edits: [{ newText: expect.stringContaining('"a.role.json"') }] }],
      },
    });
    await other.stop();
    alone.remove();
  });
});
