import { afterEach, describe, expect, it } from "vitest";
import type { EffectiveAccessMarkdownResult, EffectiveAccessResult } from "../../server/src/lsp/ownMessages.js";
import { LspClient } from "../support/lspClient.js";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";
import { workspaceWith } from "../support/worked.js";

let client: LspClient;
let folder: TemporaryFolder;

async function start(files: Record<string, unknown>, name = "task.json"): Promise<string> {
  folder = temporaryFolder(files);
  client = await LspClient.start({ folder: folder.path });
  const uri = folder.uri(name);
  client.open(uri);
  return uri;
}

const ask = (uri: string) =>
  client.request<EffectiveAccessResult | null>("sessionPolicy/effectiveAccess", { textDocument: { uri } });

afterEach(async () => {
  await client.stop();
  folder.remove();
});

const session = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::example-bucket/*"
    }
  ]
}
`;

describe("sessionPolicy/effectiveAccess", () => {
  it("gives rows whose statements have places", async () => {
    const uri = await start(workspaceWith(session));
    const answer = await ask(uri);
    expect(answer?.state).toBe("table");
    const [table] = answer!.sessions;
    expect(table!.services.map(({ service, rows }) => [service, rows])).toEqual([["s3", [["GetObject", 0, 0]]]]);
    expect(table!.entries[0]!.range.start).toEqual({ line: 5, character: 16 });
    const places = table!.outcomes[0]!.cells.flatMap(({ statement }) => statement ?? []);
    expect(places.length).toBeGreaterThan(1);
    for (const place of places) expect(table!.statements[place]!.uri).toMatch(/^file:/);
    expect(table!.statements.some((place) => place.uri === uri && place.range?.start.line === 3)).toBe(true);
  });

  it("tells what stands in the way of a table", async () => {
    const uri = await start(
      { ...workspaceWith(session), "free.session.json": session, "package.json": '{ "name": "x" }' },
      "free.session.json",
    );
    expect(await ask(uri)).toEqual({ state: "unlinked", sessions: [] });
    const other = folder.uri("package.json");
    client.open(other);
    expect((await ask(other))?.state).toBe("no-session-policy");
    const broken = folder.uri("task.json");
    client.open(broken, session.replace('"Effect": "Allow",', '"Effect": "Al'));
    expect((await ask(broken))?.state).toBe("broken");
    expect(await ask(folder.uri("not-open.json"))).toBeNull();
  });

  it("is given as Markdown too", async () => {
    const uri = await start(workspaceWith(session));
    const markdown = (name?: string) =>
      client.request<EffectiveAccessMarkdownResult | null>("sessionPolicy/effectiveAccessMarkdown", {
        textDocument: { uri },
        ...(name !== undefined && { session: name }),
      });
    expect((await markdown())?.text).toMatch(/^# Effective access of session /);
    expect(await markdown("another")).toBeNull();
  });
});
