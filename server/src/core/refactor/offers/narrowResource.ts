import { type AccessEngine, rulesOf } from "../../access/accessEngine.js";
import { intersectPatterns, withoutCovered } from "../../access/intersectPatterns.js";
import { patternText } from "../../access/patternText.js";
import { sessionBindings } from "../../access/sessionBindings.js";
import { Budget, BudgetSpent } from "../../access/sets/budget.js";
import { Letters } from "../../access/sets/letters.js";
import type { Rule } from "../../access/sets/rules.js";
import type { Glob } from "../../access/sets/tokens.js";
import type { SessionContext } from "../../context/sessionContext.js";
import { hasWildcard } from "../../messages/actionNames.js";
import { principalWord } from "../../messages/principalNames.js";
import { quoted } from "../../messages/quoted.js";
import type { Statement } from "../../policy/model.js";
import type { Draft, RefactorPlace } from "../refactoring.js";
import { entryAt, replaceEntry } from "../statementEdits.js";

/** The resources on which the base grants the statement's actions, in place of a wildcard that names more. */
export function narrowResource({ policies, statement, entry: path, engine }: RefactorPlace): readonly Draft[] {
  const entry = entryAt(statement, path);
  const sessions = policies.map(({ session }) => session).filter((each) => each !== undefined);
  const [session] = sessions;
  if (session === undefined || entry?.of !== "resources" || entry.negated || statement.effect !== "Allow") return [];
  if (!hasWildcard(entry.text)) return [];
  const at = statement.resources!.entries.findIndex(({ text }) => text === entry.text);
  const granted = sessions.map((each) => grantedResources(statement, at, each, engine));
  if (granted.some((texts) => texts === undefined)) return [];
  const texts = [...new Set(granted.flatMap((each) => each!))];
  if (texts.length === 0 || texts.length > mostResources || texts.includes(entry.text)) return [];
  return [
    {
      id: "narrow-resource",
      title: `Narrow ${quoted(entry.text)} to what the ${principalWord(session)} grants`,
      edits: replaceEntry(entry.path, texts),
      wanted: ["narrower", "same"],
      onlyWithoutEffect: true,
    },
  ];
}

/** Undefined where they can't be written, or where the base grants the actions on everything. */
function grantedResources(
  statement: Statement,
  at: number,
  session: SessionContext,
  engine: AccessEngine,
): readonly string[] | undefined {
  const { identity } = session.layers;
  if (identity.state !== "given") return undefined;
  const budget = new Budget(units);
  const bindings = sessionBindings(session);
  const letters = new Letters(engine.letters);
  const inHand = { version: "2012-10-17" as const, substitutesVariables: true, problems: [], complete: true };
  const [own] = rulesOf(
    { name: "", model: { ...inHand, statements: [statement] } },
    { layer: "session", policy: 0 },
    bindings,
    letters,
  );
  const wanted = own!.resources[at]!;
  const found: Glob[] = [];
  try {
    for (const [policy, document] of identity.value.entries()) {
      for (const rule of engine.rulesOf(document, { layer: "identity", policy }, bindings)) {
        if (!rule.allow || !sharesAnAction(own!, rule, engine, budget)) continue;
        if (rule.everyResource || rule.negatedResources) return undefined;
        for (const resource of rule.resources) {
          const common = intersectPatterns(wanted.byField ?? wanted.whole, resource.byField ?? resource.whole, budget);
          if (common.kind !== "patterns") return undefined;
          found.push(...common.patterns);
        }
      }
    }
    return withoutCovered(found, budget).map((glob) => patternText(glob, letters));
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  }
}

function sharesAnAction(own: Rule, base: Rule, { catalog }: AccessEngine, budget: Budget): boolean {
  const services = own.services ?? base.services ?? catalog.services;
  return services.some((service) => {
    if (!own.touches(service) || !base.touches(service)) return false;
    const inBase = base.actions(catalog, service, budget);
    return own.actions(catalog, service, budget).some((bits, word) => (bits & inBase[word]!) !== 0);
  });
}

const mostResources = 20;
const units = 1_000_000;
