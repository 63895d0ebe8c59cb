import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { compare } from "../../server/src/core/access/compare.js";
import { matchingActions } from "../../server/src/core/access/matchingActions.js";
import type { SessionAccess } from "../../server/src/core/access/sessionAccess.js";
import { mostUnits } from "../../server/src/core/access/sets/budget.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import { buildModel } from "../../server/src/core/policy/buildModel.js";
import { parsePolicy } from "../../server/src/core/syntax/parsePolicy.js";
import type { Figure, Part } from "./figures.js";
import { documentOf, managedPolicyText, readOnlyAccessArn, sessionUnder, wholeCatalog } from "./material.js";
import { median, milliseconds } from "./measure.js";
import { unitsSpent } from "./unitsSpent.js";

export const managedPart: Part = {
  name: "managed",
  title: "All AWS managed policies as sessions under ReadOnlyAccess",
  async run() {
    const catalog = await wholeCatalog();
    const base = documentOf("ReadOnlyAccess", await managedPolicyText(readOnlyAccessArn));
    const session = sessionUnder(base);
    const policies = await Promise.all(
      (await catalog.managedPolicyArns()).map(async (arn) => {
        const text = await managedPolicyText(arn);
        const name = arn.split("/").at(-1)!;
        return { name, characters: text.length, model: buildModel(parsePolicy(text), "session") };
      }),
    );
    const figures: Figure[] = [];
    const ways = {
      check: (engine: AccessEngine, model: (typeof policies)[number]["model"]) =>
        outcomeOfCheck(engine.sessionAccess(model, session), catalog),
      compare: (engine: AccessEngine, model: (typeof policies)[number]["model"]) => {
        const { verdict, statements } = compare({ session: [{ name: "session", model }], base: [base] }, engine);
        return { verdict, cut: statements.filter(({ unknown }) => unknown?.why === "budget").length };
      },
    };
    for (const [way, answer] of Object.entries(ways)) {
      // Once to warm up; then with an engine that knows nothing yet but the base.
      const warm = new AccessEngine(catalog);
      for (const { model } of policies) answer(warm, model);
      const engine = new AccessEngine(catalog);
      answer(engine, policies[0]!.model);
      const verdicts: Record<string, number> = {};
      let cut = 0;
      const times = policies.map(({ name, characters, model }) => {
        let outcome: Outcome | undefined;
        const ms = milliseconds(() => {
          outcome = answer(engine, model);
        });
        verdicts[outcome!.verdict] = (verdicts[outcome!.verdict] ?? 0) + 1;
        cut += outcome!.cut;
        return { name, characters, ms };
      });
      const units = policies.map(({ name, characters, model }) => ({
        name,
        characters,
        units: unitsSpent(() => answer(new AccessEngine(catalog), model)),
      }));
      const slowest = times.sort((a, b) => b.ms - a.ms).slice(0, 5);
      const dearest = units.sort((a, b) => b.units - a.units).slice(0, 5);
      const small = units.filter(({ characters }) => characters <= 2048);
      figures.push(
        {
          name: `${way}: all ${policies.length}`,
          value: times.reduce((sum, { ms }) => sum + ms, 0),
          unit: "ms",
          note: Object.entries(verdicts)
            .map(([verdict, count]) => `${verdict} ${count}`)
            .join(", "),
        },
        { name: `${way}: median`, value: median(times.map(({ ms }) => ms)) * 1000, unit: "µs" },
        {
          name: `${way}: slowest`,
          value: slowest[0]!.ms,
          unit: "ms",
          goal: 100,
          note: slowest.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(", "),
        },
        { name: `${way}: statements unknown by budget`, value: cut, unit: "", goal: 0 },
        {
          name: `${way}: most units`,
          value: dearest[0]!.units,
          unit: "",
          goal: mostUnits,
          note: dearest.map(({ name, units }) => `${name} ${units}`).join(", "),
        },
        {
          name: `${way}: most units up to 2,048 characters`,
          value: small[0]!.units,
          unit: "",
          goal: mostUnits,
          note: small[0]!.name,
        },
      );
    }
    return figures;
  },
};

interface Outcome {
  readonly verdict: string;
  /** Statements that are unknown for want of units. */
  readonly cut: number;
}

function outcomeOfCheck({ verdict, entries }: SessionAccess, catalog: Catalog): Outcome {
  const cut = entries.filter(({ actions, unfit, pattern, result }) => {
    if (actions.length > 0) return actions.some(({ unknown }) => unknown?.why === "budget");
    // Without actions it is unknown as well where the catalog has no such action.
    if (result !== "unknown" || unfit.length > 0) return false;
    const hasService = /^[^*?:,]+:[^,]*$/.test(pattern);
    return !hasService || matchingActions(pattern, catalog).length > 0;
  });
  return { verdict, cut: new Set(cut.map(({ statement }) => statement)).size };
}
