import { expect, test } from "vitest";
import { loadCatalog } from "../../../server/src/core/catalog/loadCatalog.js";
import { dataFiles, recorded } from "./dataFiles.js";

const eager = [
  "catalog.json",
  "global-condition-keys.json",
  "resource-policies.json",
  "condition-checks.json",
  "arn-fields.json",
  "policy-quotas.json",
  "session-facts.json",
  "action-names.json",
];

test("names need no more than the eager files", async () => {
  const loader = recorded();
  const catalog = await loadCatalog(loader);
  catalog.canonicalAction("s3", "getobject");
  catalog.globalKeys.find("aws:SourceIp");
  catalog.resourcePolicies.policyFor("s3", ["object"]);
  expect(loader.names).toEqual(eager);
  expect(catalog.details("s3")).toBeUndefined();
});

test("details are read once, and a service is decoded once", async () => {
  const loader = recorded();
  const catalog = await loadCatalog(loader);
  await Promise.all([catalog.load(["s3"]), catalog.load(["S3", "ec2"]), catalog.load(["s3", "nothing"])]);
  const first = catalog.details("s3");
  await catalog.load(["s3", "iam"]);
  expect(catalog.details("S3")).toBe(first);
  expect(catalog.details("sqs")).toBeUndefined();
  expect(loader.names).toEqual([...eager, "service-details.jsonl"]);
});

test("nothing is read for services that are unknown or there already", async () => {
  const loader = recorded();
  const catalog = await loadCatalog(loader);
  await catalog.load(["nothing"]);
  await catalog.load([]);
  expect(loader.names).toEqual(eager);
});

test("descriptions and managed policies are read at first use, once", async () => {
  const loader = recorded();
  const catalog = await loadCatalog(loader);
  await Promise.all([catalog.descriptions("s3"), catalog.descriptions("ec2")]);
  await Promise.all([catalog.managedPolicyArns(), catalog.managedPolicy("arn:aws:iam::aws:policy/NoSuch")]);
  const documents = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/PowerUserAccess"];
  await Promise.all(documents.map((arn) => catalog.managedPolicy(arn)));
  expect(loader.names.slice(eager.length)).toEqual([
    "service-descriptions.jsonl",
    "managed-policies.index.json",
    "managed-policies.jsonl",
  ]);
});

test("after a failed read the next call tries again", async () => {
  let failures = 2;
  const catalog = await loadCatalog({
    read: (name) => {
      const isLazy = !eager.includes(name);
      if (isLazy && failures-- > 0) return Promise.reject(new Error("busy"));
      return dataFiles.read(name);
    },
  });
  await expect(catalog.load(["s3"])).rejects.toThrow("The data file service-details.jsonl cannot be read");
  await expect(catalog.managedPolicyArns()).rejects.toThrow("The data file managed-policies.index.json cannot be read");
  await catalog.load(["s3"]);
  expect(catalog.details("s3")?.title).toBe("Amazon S3");
  expect((await catalog.managedPolicyArns()).length).toBeGreaterThan(1500);
});

test("two catalogs share nothing", async () => {
  const [one, other] = await Promise.all([loadCatalog(dataFiles), loadCatalog(dataFiles)]);
  await one.load(["s3"]);
  expect(other.details("s3")).toBeUndefined();
});
