import { describe, expect, test } from "vitest";
import type { CatalogLoader } from "../../../server/src/core/catalog/catalog.js";
import { CatalogError } from "../../../server/src/core/catalog/catalogError.js";
import { loadCatalog } from "../../../server/src/core/catalog/loadCatalog.js";
import { changed, dataFiles } from "./dataFiles.js";

/** What is said when everything is asked for through this loader. */
async function complaint(loader: CatalogLoader): Promise<string> {
  try {
    const catalog = await loadCatalog(loader);
    await catalog.load(["s3"]);
    await catalog.descriptions("s3");
    await catalog.actionNote("s3:GetObject");
    await catalog.managedPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess");
    await catalog.knownValues();
    return "nothing";
  } catch (error) {
    return error instanceof CatalogError ? `${error.file}: ${error.message}` : `not a CatalogError: ${String(error)}`;
  }
}

const cut = (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 10);
const garbled = (bytes: Uint8Array) => bytes.map(() => 0xff);
const replaced = (from: string, to: string) => (bytes: Uint8Array) =>
  Buffer.from(Buffer.from(bytes).toString("utf8").replace(from, to));

test("an undamaged catalog has nothing to complain of", async () => {
  expect(await complaint(dataFiles)).toBe("nothing");
});

describe.each(["service-descriptions.jsonl", "managed-policies.jsonl"])(
  "%s, of which single lines are read",
  (file) => {
    const withRanges = (change: (bytes: Uint8Array) => Promise<Uint8Array>): CatalogLoader => ({
      read: (name) => (name === file ? Promise.reject(new Error("read as a whole")) : dataFiles.read(name)),
      readRange: async (name, start, end) => {
        const bytes = await dataFiles.readRange!(name, start, end);
        return name === file ? change(bytes) : bytes;
      },
    });

    test("undamaged", async () => {
      expect(await complaint(withRanges(async (bytes) => bytes))).toBe("nothing");
    });

    test("missing", async () => {
      expect(await complaint(withRanges(() => Promise.reject(new Error("ENOENT"))))).toBe(
        `${file}: The data file ${file} cannot be read. Installing again should mend it.`,
      );
    });

    test("cut short", async () => {
      expect(await complaint(withRanges(async (bytes) => cut(bytes)))).toContain("is damaged: line ");
    });

    test("a line is not where it should be", async () => {
      expect(await complaint(withRanges(async (bytes) => bytes.map((byte) => (byte === 10 ? 32 : byte))))).toContain(
        "is damaged: line ",
      );
    });
  },
);

describe.each([
  "catalog.json",
  "global-condition-keys.json",
  "resource-policies.json",
  "condition-checks.json",
  "arn-fields.json",
  "policy-quotas.json",
  "session-facts.json",
  "action-names.json",
  "action-notes.json",
  "service-details.jsonl",
  "service-descriptions.jsonl",
  "managed-policies.index.json",
  "managed-policies.jsonl",
  "known-values.json",
  "service-principals.json",
])("%s", (file) => {
  test("missing", async () => {
    const loader: CatalogLoader = {
      read: (name) => (name === file ? Promise.reject(new Error("ENOENT")) : dataFiles.read(name)),
    };
    expect(await complaint(loader)).toBe(
      `${file}: The data file ${file} cannot be read. Installing again should mend it.`,
    );
  });

  test("cut short", async () => {
    expect(await complaint(changed(file, cut))).toContain(`${file}: The data file ${file} is damaged: `);
  });

  test("empty", async () => {
    expect(await complaint(changed(file, () => new Uint8Array()))).toContain(
      `${file}: The data file ${file} is damaged: `,
    );
  });

  test("of other bytes", async () => {
    expect(await complaint(changed(file, garbled))).toContain(`${file}: The data file ${file} is damaged: `);
  });
});

test.each([
  ["catalog.json", '"format":1', '"format":2', "is of another version: its format is 2, not 1"],
  ["catalog.json", '"services":', '"servants":', "is damaged: a member is missing"],
  ["catalog.json", '["s3","Amazon S3",', '["s3",', "is damaged: a service is not as expected"],
  ["service-details.jsonl", '{"service":"s3"', '{"service":"s4"', "is damaged: the line of s3 is not as expected"],
  ["service-descriptions.jsonl", '"service":"s3"', '"servant":"s3"', "is damaged: the line of s3 is not as expected"],
  ["managed-policies.index.json", '"arnPrefix":', '"prefix":', "is damaged: a member is missing"],
  ["global-condition-keys.json", '"always"', '"usually"', "is damaged: a key is not as expected"],
  ["condition-checks.json", '"form": "plain"', '"form": 1', "is damaged: a member is missing or not as expected"],
  ["known-values.json", '"values":', '"value":', "is damaged: a table is not as expected"],
  ["service-principals.json", '"principals":', '"services":', "is damaged: a member is missing"],
  ["resource-policies.json", '"resourceTypes": "*"', '"resourceTypes": 1', "is damaged: an entry is not as expected"],
])("%s with %s changed into %s", async (file, from, to, what) => {
  expect(await complaint(changed(file, replaced(from, to)))).toBe(
    `${file}: The data file ${file} ${what}. Installing again should mend it.`,
  );
});
