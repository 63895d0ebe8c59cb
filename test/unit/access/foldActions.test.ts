import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { foldActions } from "../../../server/src/core/access/foldActions.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { testCatalog } from "../../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog([]);
});

function actionsOf(service: string): readonly string[] {
  return catalog.actionNames(service).map((name) => `${service}:${name}`);
}

/** The catalog's actions that a folded pattern stands for: only a final `*` is ever written. */
function expand(pattern: string): readonly string[] {
  const service = pattern.slice(0, pattern.indexOf(":"));
  const all = actionsOf(service);
  if (!pattern.endsWith("*")) return all.filter((action) => action.toLowerCase() === pattern.toLowerCase());
  const prefix = pattern.slice(0, -1).toLowerCase();
  return all.filter((action) => action.toLowerCase().startsWith(prefix));
}

function expandAll(patterns: readonly string[]): readonly string[] {
  return [...new Set(patterns.flatMap(expand))].sort();
}

function matching(service: string, prefix: string): readonly string[] {
  return actionsOf(service).filter((action) => action.startsWith(`${service}:${prefix}`));
}

describe("foldActions", () => {
  test("leaves single actions alone", () => {
    expect(foldActions(["s3:GetObject", "s3:PutObject"], catalog)).toEqual(["s3:GetObject", "s3:PutObject"]);
    expect(foldActions([], catalog)).toEqual([]);
  });

  test("writes a whole service as one wildcard", () => {
    expect(foldActions(actionsOf("sqs"), catalog)).toEqual(["sqs:*"]);
  });

  test("writes all actions of a prefix as one wildcard, at the first one's place", () => {
    const actions = ["s3:DeleteObject", ...matching("s3", "List"), "s3:PutObject"];
    expect(foldActions(actions, catalog)).toEqual(["s3:DeleteObject", "s3:List*", "s3:PutObject"]);
  });

  test("does not take in what is not in the list", () => {
    const actions = matching("s3", "List").slice(1);
    expect(foldActions(actions, catalog)).not.toContain("s3:List*");
    expect(expandAll(foldActions(actions, catalog))).toEqual([...actions].sort());
  });

  test("takes in what is harmless, but not for that alone", () => {
    const [first, ...rest] = matching("s3", "List");
    expect(foldActions(rest, catalog, { harmless: new Set([first!]) })).toEqual(["s3:List*"]);
    expect(foldActions([first!], catalog, { harmless: new Set(rest) })).toEqual([first]);
  });

  test("stays within the pattern that it narrows, also for actions of the future", () => {
    const objects = actionsOf("s3").filter((action) => /^s3:Get.*Acl$/.test(action));
    expect(objects.length).toBeGreaterThan(1);
    expect(foldActions(objects, catalog, { within: "s3:Get*Acl" })).toEqual(objects);
    const list = matching("s3", "List");
    expect(foldActions(list, catalog, { within: "s3:List?*" })).not.toContain("s3:List*");
    expect(foldActions(list, catalog, { within: "S3:l*" })).toEqual(["s3:List*"]);
    expect(foldActions(list, catalog, { within: "*" })).toEqual(["s3:List*"]);
  });

  test("stands for exactly the same actions", () => {
    const service = fc.constantFrom("s3", "sqs", "dynamodb", "sts", "kms");
    const subset = service.chain((name) => {
      const actions = actionsOf(name);
      return fc.tuple(
        fc.subarray([...actions]),
        // Whole prefixes too, since a random subset seldom has one.
        fc
          .subarray(["Get", "List", "Create", "Delete", "Put", "Describe"])
          .map((prefixes) => prefixes.flatMap((prefix) => matching(name, prefix))),
      );
    });
    fc.assert(
      fc.property(fc.array(subset, { maxLength: 3 }), (parts) => {
        const actions = [...new Set(parts.flatMap(([random, prefixed]) => [...random, ...prefixed]))];
        const folded = foldActions(actions, catalog);
        expect(expandAll(folded)).toEqual([...actions].sort());
        expect(folded.length).toBeLessThanOrEqual(actions.length);
      }),
      { numRuns: 200 },
    );
  });

  test("with harmless actions, stands for the list and for nothing but the list and those", () => {
    const actions = actionsOf("s3");
    fc.assert(
      fc.property(fc.subarray([...actions]), fc.subarray([...actions]), (kept, others) => {
        const harmless = new Set(others);
        const expanded = expandAll(foldActions(kept, catalog, { harmless }));
        expect(expanded).toEqual(expect.arrayContaining(kept));
        expect(expanded.filter((action) => !harmless.has(action) && !kept.includes(action))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
