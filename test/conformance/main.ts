import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { loadCatalog } from "../../server/src/core/catalog/loadCatalog.js";
import { fileCatalogLoader } from "../../server/src/fileCatalogLoader.js";
import { answerQuestion, type Outcome } from "./answerQuestion.js";
import { catalogWithPrincipal } from "./catalogWithPrincipal.js";
import { type Answered, codeTable, codeTableText, differences, isCatalogBound } from "./codeTable.js";
import { ourGroups, readLintedPolicy } from "./lintedPolicies.js";
import { outcomeTable, outcomeText, tableText } from "./outcomeTable.js";
import { type Question, questionFiles } from "./questions.js";

export interface ConformanceOptions {
  /** Where the answers of other tools are. */
  readonly folder: string;
  /** Path of `server/data`. */
  readonly dataFolder: string;
  readonly json: boolean;
}

const lintFiles = [
  { name: "aws-validate-policy.jsonl", clean: false },
  { name: "aws-validate-policy-clean.jsonl", clean: true },
];

/**
 * Puts every question that is there to `compare`, in both universes, lints the policies that
 * AWS has validated, and writes what came of it to stdout.
 */
export async function runConformance({ folder, dataFolder, json }: ConformanceOptions): Promise<void> {
  const say = json ? console.error : console.log;
  const questions = questionFiles.flatMap((file): readonly Question[] => {
    const path = join(folder, file.name);
    if (!existsSync(path)) {
      say(`Skipped: there is no ${path}.`);
      return [];
    }
    const lines = readFileSync(path, "utf8").split("\n");
    return lines.flatMap((line, at) => (line.trim() === "" ? [] : file.read(line, at + 1)));
  });
  const catalog = await loadCatalog(fileCatalogLoader(dataFolder));
  await catalog.loadAll();
  const linted = lintFiles.flatMap(({ name, clean }): readonly Answered[] => {
    const path = join(folder, name);
    if (!existsSync(path)) {
      say(`Skipped: there is no ${path}.`);
      return [];
    }
    const lines = readFileSync(path, "utf8").split("\n");
    const policies = lines.filter((line) => line.trim() !== "").map(readLintedPolicy);
    return policies.map((policy) => ({ policy, clean, ours: ourGroups(policy, catalog) }));
  });
  const engine = new AccessEngine(catalogWithPrincipal(catalog));
  const outcomes = questions.flatMap((question) =>
    (["any", "catalog"] as const).map((universe) => answerQuestion(question, universe, engine)),
  );
  const rows = outcomeTable(outcomes);
  if (json) {
    const lint = { rows: codeTable(linted), differences: differences(linted) };
    console.log(JSON.stringify({ rows, outcomes: outcomes.map(plain), lint }, undefined, 2));
    return;
  }
  if (rows.length > 0) console.log(tableText(rows));
  for (const outcome of outcomes.filter(({ agrees }) => agrees !== true)) console.log(`\n${outcomeText(outcome)}`);
  if (linted.length === 0) return;
  const clean = linted.filter((each) => each.clean).length;
  console.log(`\n${linted.length} policies that AWS has validated, ${clean} of them without a finding\n`);
  console.log(codeTableText(codeTable(linted)));
  for (const { kind, code, policy, theirs, ours } of differences(linted))
    if (!isCatalogBound(code)) console.log(`\n${kind}: ${code} in ${policy}\n  theirs ${theirs}\n  ours   ${ours}`);
}

function plain({ question, universe, verdict, agrees, comparison }: Outcome) {
  const { set, id, within } = question;
  return { set, id, universe, verdict, theirs: within, agrees: agrees ?? null, statements: comparison.statements };
}
