import { afterEach, describe, expect, it } from "vitest";
import type { CodeAction, TextDocumentEdit, TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { clientTraits } from "../../server/src/lsp/clientTraits.js";
import { openDocument } from "../../server/src/lsp/openDocument.js";
import { workspaceEdit } from "../../server/src/lsp/toProtocol.js";
import { type ClientOptions, fullCapabilities, LspClient, oldCapabilities } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { allow, bucketObjects, policy, workspaceWith } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;
let uri: string;

async function start(files: Record<string, unknown>, options: ClientOptions = {}): Promise<void> {
  folder = temporaryFolder(files);
  client = await LspClient.start({ folder: folder.path, ...options });
  uri = folder.uri("task.json");
}

afterEach(async () => {
  await client.stop();
  folder.remove();
});

/** What an editor asks for with the cursor on the first finding. */
async function actionsAtFirst(only?: readonly string[]): Promise<CodeAction[]> {
  const diagnostics = await client.diagnostics(uri);
  const [first] = diagnostics;
  return client.request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: first?.range,
    context: { diagnostics: first === undefined ? [] : [first], ...(only && { only }) },
  });
}

/** The edits of an action's only document. */
function editOf(action: CodeAction | undefined): TextDocumentEdit {
  const [change] = action?.edit?.documentChanges ?? [];
  if (change === undefined || !("edits" in change)) throw new Error("The action edits no document.");
  return change;
}

function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create(uri, "json", 1, text), [...edits]);
}

const twoActions = JSON.stringify(policy(allow(["s3:GetObject", "ec2:DescribeInstances"])), undefined, 2);

describe("code actions", () => {
  it("remove what the role doesn't grant", async () => {
    await start(workspaceWith(twoActions));
    client.open(uri);
    const [action] = await actionsAtFirst();
    expect(action).toMatchObject({ title: "Remove what the role doesn't grant (same access)", kind: "quickfix" });
    expect(action?.diagnostics?.map(({ code }) => code)).toEqual(["exceeds-base-role"]);
    const change = editOf(action);
    expect(change.textDocument).toEqual({ uri, version: 1 });
    const text = applied(twoActions, change.edits as TextEdit[]);
    expect(JSON.parse(text)).toEqual(policy(allow(["s3:GetObject"])));

    client.rewrite(uri, text);
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  it("are of the version that the server knows", async () => {
    await start(workspaceWith(twoActions));
    client.open(uri);
    client.rewrite(uri, `\n${twoActions}`);
    const [action] = await actionsAtFirst();
    expect(editOf(action).textDocument.version).toBe(2);
  });

  it("give plain changes to an editor without versioned ones", async () => {
    await start(workspaceWith(twoActions), {
      capabilities: { ...oldCapabilities, textDocument: { diagnostic: {} } },
    });
    client.open(uri);
    const [action] = await actionsAtFirst();
    expect(action?.edit?.documentChanges).toBeUndefined();
    const text = applied(twoActions, action?.edit?.changes?.[uri] ?? []);
    expect(JSON.parse(text)).toEqual(policy(allow(["s3:GetObject"])));
  });

  it("of several places must be confirmed, where the editor can ask", () => {
    const text = "{}\n[]\n";
    const document = openDocument({ uri: "file:///a.json", languageId: "json", version: 3, text }, 1);
    const places = [0, 3].map((start) => ({ span: { start, end: start + 2 }, newText: "1" }));
    const client = clientTraits({ processId: null, rootUri: null, capabilities: fullCapabilities });
    const edit = workspaceEdit(document, places, "Do it", client);
    const { edits } = editOf({ title: "", edit });
    const ids = edits.map((each) => ("annotationId" in each ? each.annotationId : ""));
    expect(new Set(ids).size).toBe(1);
    expect(edit.changeAnnotations?.[ids[0] ?? ""]).toMatchObject({ label: "Do it", needsConfirmation: true });

    const one = workspaceEdit(document, places.slice(1), "Do it", client);
    expect(one).toEqual({
      documentChanges: [
        {
          textDocument: { uri: "file:///a.json", version: 3 },
          edits: [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 2 } }, newText: "1" }],
        },
      ],
    });
  });

  it("are none where another kind is asked for", async () => {
    await start(workspaceWith(twoActions));
    client.open(uri);
    expect(await actionsAtFirst(["source.organizeImports"])).toEqual([]);
    expect(await actionsAtFirst(["quickfix"])).not.toEqual([]);
  });

  it("rewrite a statement for somebody who asks, and not at every move of the cursor", async () => {
    const text = JSON.stringify(policy(allow("s3:GetObject", ["arn:aws:s3:::b/*", "arn:aws:s3:::b/a"])), undefined, 2);
    await start(workspaceWith(text));
    client.open(uri);
    const asked = (context: object) => {
      const line = text.slice(0, text.indexOf("b/a")).split("\n").length - 1;
      const at = { line, character: 12 };
      return client.request<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range: { start: at, end: at },
        context: { diagnostics: [], ...context },
      });
    };
    const titles = (actions: readonly CodeAction[]) => actions.map(({ kind, title }) => `${kind}: ${title}`);
    const rewrite = 'refactor.rewrite: Remove redundant "arn:aws:s3:::b/a" (same access)';
    expect(titles(await asked({ triggerKind: 1 }))).toContain(rewrite);
    expect(titles(await asked({ only: ["refactor"] }))).toContain(rewrite);
    expect(titles(await asked({ triggerKind: 2 }))).not.toContain(rewrite);
    expect(titles(await asked({ only: ["quickfix"] }))).not.toContain(rewrite);
    const action = (await asked({})).find(({ kind }) => kind === "refactor.rewrite");
    expect(JSON.parse(applied(text, editOf(action).edits as TextEdit[]))).toEqual(
      policy(allow("s3:GetObject", ["arn:aws:s3:::b/*"])),
    );
  });

  it("fix all that leaves access as it is, and nothing that does not", async () => {
    const mixed = JSON.stringify(
      policy(
        allow("s3:GetObject"),
        allow("ec2:DescribeImages"),
        allow(["s3:PutObject", "ec2:DescribeInstances", "dynamodb:GetItem"]),
      ),
      undefined,
      2,
    );
    await start(workspaceWith(mixed));
    client.open(uri);
    const [action, ...more] = await actionsAtFirst(["source.fixAll"]);
    expect(more).toEqual([]);
    expect(action).toMatchObject({ kind: "source.fixAll.sessionPolicy" });
    // Of a table's item a table's policy could tell.
    expect(JSON.parse(applied(mixed, editOf(action).edits as TextEdit[]))).toEqual(
      policy(allow("s3:GetObject"), allow(["s3:PutObject", "dynamodb:GetItem"])),
    );
    expect((await actionsAtFirst()).map(({ kind }) => kind)).not.toContain("source.fixAll.sessionPolicy");
  });

  it("add the missing grant to the role, said to widen access, to be confirmed, and never preferred", async () => {
    const role = JSON.stringify(policy(allow("s3:*")));
    await start(workspaceWith(twoActions, role));
    client.open(uri);
    const actions = await actionsAtFirst();
    const action = actions.find(({ title }) => title.startsWith("Allow"));
    expect(action?.title).toBe('Allow "ec2:DescribeInstances" in role.json (widens access)');
    expect(action?.isPreferred).toBeUndefined();
    const change = editOf(action);
    expect(change.textDocument).toEqual({ uri: folder.uri("role.json"), version: null });
    expect(Object.values(action?.edit?.changeAnnotations ?? {})).toMatchObject([{ needsConfirmation: true }]);
    expect(JSON.parse(applied(role, change.edits as TextEdit[]))).toEqual(
      policy(allow("s3:*"), allow("ec2:DescribeInstances")),
    );
  });

  it("let the trust policy allow the session's tags wherever it allows the call", async () => {
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" },
        { Effect: "Allow", Principal: { AWS: "444455556666" }, Action: ["sts:AssumeRole"] },
        {
          Effect: "Deny",
          Principal: "*",
          Action: "sts:AssumeRole",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    const files = workspaceWith(JSON.stringify(policy(allow("s3:GetObject"))));
    const { roles, sessions, ...config } = files["session-policy.config.json"];
    await start({
      ...files,
      "trust.json": trust,
      "session-policy.config.json": {
        ...config,
        roles: { Reader: { ...roles.Reader, trustPolicy: "trust.json" } },
        sessions: [{ ...sessions[0], tags: { team: "red" } }],
      },
    });
    client.open(uri);
    expect(await client.rules(uri)).toEqual(["session-tags-not-trusted"]);
    const action = (await actionsAtFirst()).find(({ title }) => title.startsWith("Allow"));
    expect(action?.title).toBe('Allow "sts:TagSession" in trust.json (widens access)');
    expect(action?.isPreferred).toBeUndefined();
    expect(action?.diagnostics?.map(({ code }) => code)).toEqual(["session-tags-not-trusted"]);
    const change = editOf(action);
    expect(change.textDocument.uri).toBe(folder.uri("trust.json"));
    expect(Object.values(action?.edit?.changeAnnotations ?? {})).toMatchObject([{ needsConfirmation: true }]);
    // In the config, where the trust policy is linked, the same is told and offered.
    const configUri = folder.uri("session-policy.config.json");
    client.open(configUri, undefined, "jsonc");
    const diagnostics = await client.diagnostics(configUri);
    expect(diagnostics.map(({ code }) => code)).toEqual(["session-tags-not-trusted"]);
    const [inConfig] = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: configUri },
      range: diagnostics[0]!.range,
      context: { diagnostics },
    });
    expect(inConfig).toMatchObject({ title: action?.title, edit: { documentChanges: action?.edit?.documentChanges } });
    const changed = JSON.parse(applied(trust, change.edits as TextEdit[])) as { Statement: { Action: unknown }[] };
    expect(changed.Statement.map((statement) => statement.Action)).toEqual([
      ["sts:AssumeRole", "sts:TagSession"],
      ["sts:AssumeRole", "sts:TagSession"],
      "sts:AssumeRole",
    ]);
  });

  describe("give the policy of a resource on which the answer hangs", () => {
    const key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const target = "arn:aws:iam::111122223333:role/deploy";
    const queue = "arn:aws:sqs:us-east-1:444455556666:orders";
    const reader = { identityPolicies: ["role.json"], permissionsBoundary: null };
    const config = {
      version: 1,
      roles: { Reader: { arn: "arn:aws:iam::111122223333:role/Reader", ...reader } },
      sessions: [{ name: "task", files: ["task.json"], role: "Reader" }],
    };
    const toAccount = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } };

    /** What is offered at the first occurrence of a text, asked for by hand. */
    async function given(files: Record<string, unknown>, at: string): Promise<readonly CodeAction[]> {
      const all = { "role.json": policy(allow("*")), "session-policy.config.json": config, ...files };
      await start({ ...all, "session-policy.config.json": JSON.stringify(all["session-policy.config.json"]) });
      const text = JSON.stringify(files["task.json"]);
      client.open(uri, text);
      const character = text.indexOf(at) + 1;
      const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range: { start: { line: 0, character }, end: { line: 0, character } },
        context: { diagnostics: [], triggerKind: 1 },
      });
      return actions.filter(({ title }) => title.startsWith("Give "));
    }
    const lensTitles = async () => (await client.lensTitles(uri)).slice(2);

    it("a key's: in a new file, or one that is there", async () => {
      const files = {
        "task.json": policy(allow("kms:Decrypt", key)),
        "policies/key.json": policy({ ...toAccount, Action: "kms:*", Resource: "*" }),
      };
      const actions = await given(files, "kms:Decrypt");
      expect(actions.map(({ title }) => title)).toEqual([
        "Give the policy of key/1234abcd-12ab-34cd-56ef-1234567890ab: policies/key.json",
        "Give the policy of key/1234abcd-12ab-34cd-56ef-1234567890ab in a new file: resources/key-1234abcd-12ab-34cd-56ef-1234567890ab.json",
      ]);
      expect(await lensTitles()).toEqual(["Can't tell · the key's own policy isn't given"]);

      const [chosen, fresh] = actions;
      const configUri = folder.uri("session-policy.config.json");
      const text = JSON.stringify(config);
      const changed = applied(text, editOf(chosen).edits as TextEdit[]);
      expect(editOf(chosen).textDocument).toEqual({ uri: configUri, version: null });
      expect(JSON.parse(changed)).toEqual({ ...config, resources: { [key]: { policy: "policies/key.json" } } });
      client.open(configUri, changed, "jsonc");
      expect(await lensTitles()).toEqual(["Allowed on key/1234abcd-12ab-34cd-56ef-1234567890ab"]);

      expect(fresh?.edit?.documentChanges?.[0]).toEqual({
        kind: "create",
        uri: folder.uri("resources/key-1234abcd-12ab-34cd-56ef-1234567890ab.json"),
      });
    });

    it("a role's: the trust policy that the config has of it", async () => {
      const files = {
        "task.json": policy(allow("sts:AssumeRole", target)),
        "trust.json": policy({ ...toAccount, Action: "sts:AssumeRole" }),
        "session-policy.config.json": {
          ...config,
          roles: { ...config.roles, Deploy: { arn: target, trustPolicy: "trust.json", ...reader } },
        },
      };
      const [chosen, fresh] = await given(files, "sts:AssumeRole");
      expect(chosen?.title).toBe("Give the trust policy of role/deploy: trust.json");
      expect(fresh?.title).toBe("Give the trust policy of role/deploy in a new file: resources/deploy.trust.json");
      const text = JSON.stringify(files["session-policy.config.json"]);
      client.open(folder.uri("session-policy.config.json"), applied(text, editOf(chosen).edits as TextEdit[]), "jsonc");
      expect(await lensTitles()).toEqual(["Allowed on role/deploy"]);
    });

    it("another account's resource's, beside what is stated already", async () => {
      const resources = { [key]: { policy: "given/key.json" } };
      const files = {
        "task.json": policy(allow("sqs:SendMessage", [queue, "arn:aws:sqs:us-east-1:444455556666:p*"])),
        "given/key.json": policy({ ...toAccount, Action: "kms:*", Resource: "*" }),
        "session-policy.config.json": { ...config, resources },
      };
      const actions = await given(files, "sqs:SendMessage");
      expect(actions.map(({ title }) => title)).toEqual([
        "Give the policy of orders in a new file: given/sqs-orders.json",
      ]);
      const [created, edited] = actions[0]?.edit?.documentChanges ?? [];
      expect(created).toEqual({ kind: "create", uri: folder.uri("given/sqs-orders.json") });
      const text = JSON.stringify(files["session-policy.config.json"]);
      expect(JSON.parse(applied(text, (edited as TextDocumentEdit).edits as TextEdit[]))).toMatchObject({
        resources: { ...resources, [queue]: { policy: "given/sqs-orders.json" } },
      });
    });

    it("but of no pattern, and where nothing hangs on it", async () => {
      expect(await given({ "task.json": policy(allow("kms:Decrypt", `${key}*`)) }, "kms:Decrypt")).toEqual([]);
      await client.stop();
      folder.remove();
      expect(await given({ "task.json": policy(allow("s3:GetObject", bucketObjects)) }, "s3:GetObject")).toEqual([]);
    });
  });

  it("add the version before everything else", async () => {
    const text = '{\n  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]\n}\n';
    await start(workspaceWith(text));
    client.open(uri);
    const action = (await actionsAtFirst()).find(({ title }) => title.includes("Version"));
    expect(action?.title).toBe('Add "Version": "2012-10-17" (same access)');
    expect(applied(text, editOf(action).edits as TextEdit[])).toBe(
      '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]\n}\n',
    );
  });

  it("offer to copy what is too long only because of its white space", async () => {
    const resources = Array.from({ length: 40 }, (_, index) => `arn:aws:s3:::b/${index}`);
    const text = JSON.stringify(policy(allow("s3:GetObject", resources)), undefined, 40);
    await start(workspaceWith(text), { initializationOptions: { clientCommands: ["sessionPolicy.copyAsOneLine"] } });
    client.open(uri);
    expect(await client.rules(uri)).toEqual(["policy-too-long"]);
    const copy = (await actionsAtFirst()).find(({ command }) => command !== undefined);
    expect(copy?.command).toEqual({
      title: "Copy as One Line",
      command: "sessionPolicy.copyAsOneLine",
      arguments: [uri],
    });
    const line = await client.request<{ text: string; characters: number }>("sessionPolicy/oneLine", {
      textDocument: { uri },
    });
    expect(line.text).toBe(JSON.stringify(JSON.parse(text)));
    expect(line.characters).toBe(line.text.length);
  });
});
