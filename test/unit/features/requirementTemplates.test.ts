import { expect, test } from "vitest";
import { requirementTemplates } from "../../../server/src/core/features/requirementTemplates.js";
import { session } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

const catalog = await testCatalog([]);
const text = (policy?: ReturnType<typeof session>) =>
  requirementTemplates(catalog, policy?.model).map(
    ({ template, blanks, named }) =>
      `${template.id} (${blanks.join(", ")})${named.length > 0 ? `: ${named.join(", ")}` : ""}`,
  );

test("all templates, with what is to be filled in", () => {
  expect(text()).toEqual([
    "read-objects (bucket)",
    "read-encrypted-objects (bucket, region, account, key)",
    "write-encrypted-objects (bucket, region, account, key)",
    "pass-role (account, role)",
  ]);
});

test("those first that the policy speaks of", () => {
  expect(text(session("+s3:PutObject@b/*"))[0]).toBe(
    "write-encrypted-objects (bucket, region, account, key): s3:PutObject",
  );
  expect(text(session("+*"))).toEqual(text());
});

test("every action of a template exists", async () => {
  await catalog.load(["s3", "kms", "iam"]);
  for (const { template } of requirementTemplates(catalog)) {
    for (const { actions } of template.requires) {
      for (const action of actions) {
        const [service = "", name = ""] = action.split(":");
        expect(catalog.canonicalAction(service, name), action).toBe(name);
      }
    }
  }
});
