import { describe, expect, it } from "vitest";
import { configCompletions } from "../../../../server/src/core/features/completion/configCompletions.js";
import { applyChanges } from "../../../../server/src/core/text/applyChanges.js";
import { readCursor } from "../../../support/markedText.js";
import { MemoryFiles } from "../../../support/memoryFiles.js";
import { testCatalog } from "../../../support/testCatalog.js";

const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const files = new MemoryFiles({
  "package.json": { name: "x" },
  "roles/Reader.json": { Version: "2012-10-17", Statement: [statement] },
  "roles/trust.json": {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "111122223333" } }],
  },
  "bucket.json": { Statement: [{ ...statement, Principal: "*" }] },
  "sessions/task.session.json": "",
});

async function answer(marked: string) {
  const { text, offset } = readCursor(marked);
  const configUri = files.uri("session-policy.config.json");
  const found = await configCompletions({ configUri, text, files, catalog: await testCatalog([]) }, offset);
  return { text, ...found };
}

const labels = async (marked: string) => (await answer(marked)).items.map(({ label }) => label);
const role = (inner: string) => `{ "version": 1, "roles": { "Reader": { ${inner} } } }`;

describe("the config's completion", () => {
  it("knows the policy files of the workspace", async () => {
    expect((await labels(role('"identityPolicies": ["<|>"]'))).slice(0, 2)).toEqual([
      "roles/Reader.json",
      "AIDevOpsAgentAccessPolicy",
    ]);
    expect(await labels(role('"trustPolicy": "<|>"'))).toEqual(["roles/trust.json"]);
    expect(await labels(role('"identityPolicies": ["roles/Reader.json", "roles/<|>"]'))).toEqual([]);
    expect(await labels('{ "resources": { "arn:aws:s3:::b": { "policy": <|> } } }')).toEqual(["bucket.json"]);
    expect(await labels('{ "sessions": [{ "files": ["<|>"] }] }')).toEqual([
      "sessions/task.session.json",
      "roles/Reader.json",
    ]);
  });

  it("finds AWS managed policies by name and by ARN", async () => {
    const { items, text, incomplete } = await answer(role('"permissionsBoundary": "PowerUser<|>"'));
    expect(items[0]).toMatchObject({ label: "PowerUserAccess", note: "AWS managed policy", match: "PowerUserAccess" });
    expect(applyChanges(text, [{ span: items[0]!.replaced, newText: items[0]!.newText }])).toBe(
      role('"permissionsBoundary": "arn:aws:iam::aws:policy/PowerUserAccess"'),
    );
    expect(incomplete).toBe(false);
    const byArn = await answer('{ "sessions": [{ "managedPolicies": ["arn:aws:iam::aws:policy/ReadOnlyA<|>"] }] }');
    expect(byArn.items[0]).toMatchObject({
      label: "ReadOnlyAccess",
      match: "arn:aws:iam::aws:policy/ReadOnlyAccess",
    });
    expect((await answer(role('"identityPolicies": ["<|>"]'))).incomplete).toBe(true);
  });

  it("knows the config's roles and users", async () => {
    const config = (session: string) =>
      `{ "roles": { "Reader": {}, "__proto__": {} }, "users": { "broker": {} }, "sessions": [{ ${session} }] }`;
    expect(await labels(config('"role": "<|>"'))).toEqual(["Reader", "__proto__"]);
    expect(await labels(config('"user": <|>'))).toEqual(["broker"]);
  });

  it("leaves the rest to the schema", async () => {
    expect(await labels('{ "<|>" }')).toEqual([]);
    expect(await labels('{ "version": <|> }')).toEqual([]);
    expect(await labels(role('"arn": "<|>"'))).toEqual([]);
    expect(await labels('{ "sessions": [{ "operation": "<|>" }] }')).toEqual([]);
  });
});
