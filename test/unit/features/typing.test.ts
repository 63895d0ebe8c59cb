import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { analyze } from "../../../server/src/core/analyze.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { createContextLoader } from "../../../server/src/core/context/contextLoader.js";
import type { DocumentContext } from "../../../server/src/core/context/sessionContext.js";
import { codeLenses } from "../../../server/src/core/features/codeLenses.js";
import { completions } from "../../../server/src/core/features/completion/completions.js";
import { hover } from "../../../server/src/core/features/hover/hover.js";
import { jsonRegions } from "../../../server/src/core/regions/jsonRegion.js";
import { lineIndex } from "../../../server/src/core/text/lineIndex.js";
import { MemoryFiles } from "../../support/memoryFiles.js";
import { testCatalog } from "../../support/testCatalog.js";

let catalog: Catalog;
beforeAll(async () => {
  catalog = await testCatalog();
});

const example = (name: string) => readFileSync(new URL(`../../../examples/${name}`, import.meta.url), "utf8");
const managed = async (name: string) =>
  JSON.stringify(JSON.parse((await catalog.managedPolicy(`arn:aws:iam::aws:policy/${name}`)) ?? ""), undefined, 2);

const config = {
  version: 1,
  roles: {
    Role: {
      arn: "arn:aws:iam::111122223333:role/Role",
      identityPolicies: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
    },
  },
  sessions: [{ name: "task", files: ["task.json"], role: "Role" }],
};

/** Asks each feature about texts of one file, with the cursor at their end; throws where one does. */
function asking(file: string) {
  const files = new MemoryFiles({ "session-policy.config.json": config });
  const contexts = createContextLoader(files, catalog);
  const engine = new AccessEngine(catalog);
  return async (text: string) => answers(text, await contexts.load(files.uri(file), text), engine);
}

async function answers(text: string, context: DocumentContext, engine: AccessEngine) {
  const regions = jsonRegions(text);
  const failures: string[] = [];
  const analysis = analyze({ regions, context, engine, onFailure: ({ rule }) => failures.push(rule) });
  const lenses = codeLenses(analysis, lineIndex(text), { actions: "all", summary: true });
  await hover(analysis, text.length, { catalog, lineOf: () => 0 });
  const { items } = await completions({ regions, context, engine }, text.length);
  for (const { replaced, inserted, match, newText } of items) {
    const typed = text.slice(replaced.start, text.length);
    if (replaced.end > text.length || (inserted !== undefined && inserted.start !== replaced.start))
      failures.push(`${newText} does not fit`);
    if (typed.includes("\n")) failures.push(`${match} is compared with several lines`);
  }
  return { failures, lenses, items };
}

describe("a policy that is typed character by character", () => {
  it.each([
    ["get-object.json", "task.json", async () => example("sessions/get-object.json")],
    ["team-task.json", "task.json", async () => example("sessions/team-task.json")],
    ["a trust policy", "trust.json", async () => example("roles/S3AccessTrustRole.json")],
    ["AWSLambdaExecute", "identity.json", () => managed("AWSLambdaExecute")],
    ["a public ECR reader", "task.json", () => managed("AmazonElasticContainerRegistryPublicReadOnly")],
  ])("%s is answered at every step", async (_, file, read) => {
    const text = await read();
    const ask = asking(file);
    const failures: string[] = [];
    let proposed = 0;
    for (let length = 0; length <= text.length; length++) {
      const found = await ask(text.slice(0, length));
      failures.push(...found.failures.map((failure) => `${length}: ${failure}`));
      if (found.items.length > 0) proposed++;
    }
    expect(failures).toEqual([]);
    expect(proposed).toBeGreaterThan(text.length / 4);
  });

  it("proposes the next thing that is typed", async () => {
    const text = await managed("AWSLambdaExecute");
    const ask = asking("identity.json");
    const missed: string[] = [];
    // Each string but names of statements and versions, at its opening quote and half-way.
    for (const { 0: string, index } of text.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
      const half = index + 1 + Math.floor((string.length - 2) / 2);
      const { items } = await ask(text.slice(0, half));
      const content = string.slice(1, -1);
      const isThere = items.some(({ newText, label }) => label === content || newText.includes(content));
      if (!isThere) missed.push(content);
    }
    expect(missed).toMatchInlineSnapshot(`
      [
        "Version",
        "2012-10-17",
        "logs:*",
        "arn:aws:logs:*:*:*",
        "arn:aws:s3:::*",
      ]
    `);
  });
});
