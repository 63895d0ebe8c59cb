import * as path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hover } from "vscode-languageserver";
import { LspClient } from "../support/lspClient.js";

const examples = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../examples");
const uriOf = (file: string) => pathToFileURL(path.join(examples, file)).href;

describe("the examples, over stdio", () => {
  let client: LspClient;
  beforeAll(async () => {
    client = await LspClient.start({ folder: examples });
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    expect(client.stderr).toBe("");
  });

  it("shows that all of get-object.json is effective", async () => {
    const uri = uriOf("sessions/get-object.json");
    client.open(uri);
    // The role trusts EC2 alone, which passes no session policy: said once, on top.
    expect((await client.diagnostics(uri)).map(({ code, range }) => [code, range.start.line])).toEqual([
      ["session-policy-never-passed", 0],
    ]);
    expect(await client.lensTitles(uri)).toEqual([
      "S3AccessRole · 171 / 2,048 · all effective",
      "Not given: SCPs, RCPs, resource policies",
      "Allowed on example-bucket/*",
    ]);
  });

  it("explains the action of get-object.json with links to the statements that decide", async () => {
    const uri = uriOf("sessions/get-object.json");
    const params = { textDocument: { uri }, position: { line: 5, character: 20 } };
    const hover = await client.request<Hover & { contents: { kind: string; value: string } }>(
      "textDocument/hover",
      params,
    );
    expect(hover.contents.kind).toBe("markdown");
    expect(hover.contents.value).toContain("**Allowed in this session**");
    expect(hover.contents.value).toContain(`(${uriOf("roles/S3AccessRolePolicy.json")}#L4)`);
    expect(hover.range).toEqual({ start: { line: 5, character: 16 }, end: { line: 5, character: 30 } });
  });

  it("flags both excesses of exceeds.json, and says differently of what could still allow them", async () => {
    const uri = uriOf("sessions/exceeds.json");
    client.open(uri);
    const found = (await client.diagnostics(uri)).filter(({ code }) => code === "exceeds-base-role");
    expect(found.map(({ code, severity, range }) => ({ code, severity, line: range.start.line }))).toEqual([
      { code: "exceeds-base-role", severity: 2, line: 15 },
      { code: "exceeds-base-role", severity: 2, line: 21 },
    ]);
    // Only what no resource policy can revive may go for good.
    expect(found.map(({ tags }) => tags)).toEqual([[1], undefined]);
    expect(found[1]?.message).toContain("A resource policy that names the role could still allow it");
    expect(found[0]?.source).toBe("session-policy");
  });

  it("counts the characters of each session policy", async () => {
    const sizes = await Promise.all(
      ["get-object", "too-long", "far-too-long"].map(async (name) => {
        const uri = uriOf(`sessions/${name}.json`);
        client.open(uri);
        return client.request<{ text: string; state: string }>("sessionPolicy/size", { textDocument: { uri } });
      }),
    );
    expect(sizes.map(({ state }) => state)).toEqual(["fits", "fits-minified", "too-long"]);
    expect(sizes[0]?.text).toBe("171 / 2,048");
    expect(sizes[1]?.text).toMatch(/^2,\d\d\d \/ 2,048 \(1,\d\d\d minified\)$/);
  });

  it("shows no size for a role's policy", async () => {
    const uri = uriOf("roles/S3AccessRolePolicy.json");
    client.open(uri);
    expect(await client.request("sessionPolicy/size", { textDocument: { uri } })).toBeNull();
  });

  it("finds in the config that the trust policy lets nobody pass a session policy, once for all sessions", async () => {
    const uri = uriOf("session-policy.config.json");
    client.open(uri, undefined, "jsonc");
    const found = await client.diagnostics(uri);
    expect(found.map(({ code, severity, range }) => [code, severity, range.start.line])).toEqual([
      ["session-policy-never-passed", 2, 6],
    ]);
    expect(found[0]?.relatedInformation?.map(({ location }) => location.uri)).toEqual([
      uriOf("roles/S3AccessTrustRole.json"),
      ...["exceeds", "far-too-long", "get-object", "team-task", "too-long"].map((name) =>
        uriOf(`sessions/${name}.json`),
      ),
    ]);
  });
});
