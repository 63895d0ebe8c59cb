import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { type CompareInput, compare } from "../../../server/src/core/access/compare.js";
import { identity, session } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

const engine = new AccessEngine(await testCatalog());

/** `within`, `exceeds not-granted`, `depends on aws:SourceIp`, `unknown Q8`: statements in the notation of policyNotation.ts. */
export function verdictOf(own: readonly string[], base: readonly string[], more: Partial<CompareInput> = {}): string {
  const result = compare({ session: [session(...own)], base: [identity(...base)], ...more }, engine);
  const worst = result.statements.find(({ verdict }) => verdict === result.verdict);
  if (worst === undefined) return result.verdict;
  const details = {
    within: [],
    exceeds: worst.reasons,
    depends: ["on", ...worst.dependsOn],
    unknown: worst.rules.length > 0 ? worst.rules : [worst.unknown?.why ?? ""],
  };
  return [result.verdict, ...details[result.verdict]].join(" ");
}

/** The verdict on one action whose only statements differ in their conditions; `;` parts the base's statements. */
export function onConditions(own: string, base: string): string {
  const statement = (condition: string) => {
    const [sign, tests] = condition.trim().startsWith("-") ? ["-", condition.trim().slice(1)] : ["+", condition];
    const written = tests!.trim();
    return `${sign}s3:ListBucket@b${written === "" ? "" : ` ? ${written}`}`;
  };
  return verdictOf(own.split(";").map(statement), base.split(";").map(statement));
}
