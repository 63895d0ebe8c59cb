// Makes the file of a new rule, to be filled in.
//
//   node scripts/new-rule.mjs ID        ID is the rule's name, such as "missing-effect"

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { root } from "./ensure-deps.mjs";

const [id, ...more] = process.argv.slice(2);
if (id === undefined || more.length > 0 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
  console.error("Usage: npm run new-rule -- ID, where ID is two or more words in lower case, joined by hyphens.");
  process.exit(2);
}
const file = `server/src/core/lint/rules/${id}.ts`;
if (existsSync(path.join(root, file))) {
  console.error(`There is a rule ${id} already: ${file}`);
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
writeFileSync(path.join(root, file), ruleFile());
console.log(`Written: ${file}

Fill in all that is in capital letters. Then:

  npm run generate                                          writes the index, the rule's page and the lists of rules
  npx vitest run --project unit test/lint test/tidy         tests its examples`);

function ruleFile() {
  return `import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<string>({
  id: "${id}",
  topic: "elements",
  severity: "warning",
  // awsIssueCode: only where it answers the same question as a check of Access Analyzer's.
  appliesTo: everyKind,
  // Where what it finds in a statement hangs on that statement alone.
  scope: "statement",
  // Where it can only have something to say about some entries, which: it is not run on statements without one.
  // concerns: { action: ({ form }) => form === "pattern" },
  since: "${version}",
  summary: "ONE SENTENCE THAT SAYS WHAT IS WRONG.",
  why: "WHY IT MATTERS, AND WHAT TO DO.",
  seeAlso: [references.grammar],
  examples: {
    // At least three each. Carets stand under what is to be flagged.
    invalid: [
      {
        policy: \`{ "Statement": { "Sid": "WRONG", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }
                          ^^^^^^^\`,
      },
    ],
    valid: [{ policy: \`{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }\` }],
  },
  *check({ statements }) {
    for (const { path, statement } of statements)
      if (statement?.sid === "WRONG") yield { path: [...path, "Sid"], data: statement.sid };
  },
  message: (sid) => \`\${quoted(sid)} IS WRONG. WHY IT MATTERS. WHAT TO DO.\`,
});
`;
}
