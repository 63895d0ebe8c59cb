import { rules } from "../../server/src/core/lint/rules/index.js";
import { testCatalog } from "../support/testCatalog.js";
import { readmeWithRules, schemaWithRules, settingsWithRules } from "./listsOfRules.js";
import { rulePage } from "./rulePage.js";
import { rulesOverview } from "./rulesOverview.js";
import { translatableTexts } from "./translatable.js";

/**
 * What is generated, by file: of the rules their pages, the table of all, and the lists in other files; of the client the
 * texts to be translated.
 * @param current the present text of a file of the repository, for those of which only a part is generated
 * @param client the texts of the client's files
 */
export async function generatedFiles(
  current: (file: string) => string,
  client: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const catalog = await testCatalog([]);
  await catalog.loadAll();
  const pages = rules.map((rule) => [`docs/rules/${rule.id}.md`, rulePage(rule, catalog)] as const);
  const schema = "syntaxes/session-policy.config.schema.json";
  return new Map([
    ...pages,
    ["docs/rules/README.md", rulesOverview(rules)],
    ["package.json", settingsWithRules(current("package.json"), rules)],
    [schema, schemaWithRules(current(schema), rules)],
    ["l10n/bundle.l10n.json", translatableTexts(client)],
    ["README.md", readmeWithRules(current("README.md"), rules)],
  ]);
}
