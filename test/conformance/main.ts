import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { loadCatalog } from "../../server/src/core/catalog/loadCatalog.js";
import { fileCatalogLoader } from "../../server/src/fileCatalogLoader.js";
import { answerQuestion, type Outcome } from "./answerQuestion.js";
import { catalogWithPrincipal } from "./catalogWithPrincipal.js";
import { outcomeTable, outcomeText, tableText } from "./outcomeTable.js";
import { type Question, questionFiles } from "./questions.js";

export interface ConformanceOptions {
  /** Where the answers of other tools are. */
  readonly folder: string;
  /** Path of `server/data`. */
  readonly dataFolder: string;
  readonly json: boolean;
}

/** Puts every question that is there to `compare`, in both universes, and writes what came of it to stdout. */
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
  const engine = new AccessEngine(catalogWithPrincipal(catalog));
  const outcomes = questions.flatMap((question) =>
    (["any", "catalog"] as const).map((universe) => answerQuestion(question, universe, engine)),
  );
  const rows = outcomeTable(outcomes);
  if (json) {
    console.log(JSON.stringify({ rows, outcomes: outcomes.map(plain) }, undefined, 2));
    return;
  }
  if (rows.length > 0) console.log(tableText(rows));
  for (const outcome of outcomes.filter(({ agrees }) => agrees !== true)) console.log(`\n${outcomeText(outcome)}`);
}

function plain({ question, universe, verdict, agrees, comparison }: Outcome) {
  const { set, id, within } = question;
  return { set, id, universe, verdict, theirs: within, agrees: agrees ?? null, statements: comparison.statements };
}
