import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { foldActions } from "../../server/src/core/access/foldActions.js";
import { addMatching, emptyActionSet, literalService } from "../../server/src/core/access/sets/actionSets.js";
import { forEachIn } from "../../server/src/core/access/sets/bits.js";
import { Budget } from "../../server/src/core/access/sets/budget.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import { type FitInput, fit } from "../../server/src/core/fit/fit.js";
import { inOneGo } from "../../server/src/core/fit/slices.js";
import { buildModel } from "../../server/src/core/policy/buildModel.js";
import { minify } from "../../server/src/core/syntax/minify.js";
import { parsePolicy } from "../../server/src/core/syntax/parsePolicy.js";
import type { Figure, Part } from "./figures.js";
import { documentOf, managedPolicyText, wholeCatalog } from "./material.js";
import { median } from "./measure.js";

const limit = 2048;
/** All of them, in all ways, take half an hour: `FIT_EVERY=4` takes every fourth. */
const every = Number(process.env["FIT_EVERY"] ?? 1);
const powerUserArn = "arn:aws:iam::aws:policy/PowerUserAccess";

export const fitPart: Part = {
  name: "fit",
  title: "AWS managed policies of 2,048 to 8,192 characters, made to fit",
  async run() {
    const catalog = await wholeCatalog();
    const power = documentOf("PowerUserAccess", await managedPolicyText(powerUserArn));
    const policies: { readonly name: string; readonly text: string; readonly minified: number }[] = [];
    for (const arn of await catalog.managedPolicyArns()) {
      const text = await managedPolicyText(arn);
      const minified = minify(parsePolicy(text))?.characters ?? 0;
      if (minified > limit && minified <= 4 * limit) policies.push({ name: arn.split("/").at(-1)!, text, minified });
    }
    const taken = policies.filter((_, index) => index % every === 0);
    const ways: readonly { readonly name: string; readonly of: (text: string) => Partial<FitInput> }[] = [
      { name: "every request", of: () => ({ reliesOn: "nothing" }) },
      { name: "catalog, whole words", of: () => ({ reliesOn: "catalog", style: "words" }) },
      { name: "catalog", of: () => ({ reliesOn: "catalog" }) },
      ...[false, true].flatMap((resourcePoliciesComplete) => {
        const known = resourcePoliciesComplete ? ", no resource policies" : "";
        return [
          {
            name: `role: itself${known}`,
            of: (text: string): Partial<FitInput> => ({
              reliesOn: "base",
              base: { identity: [documentOf("itself", text)], resourcePoliciesComplete },
            }),
          },
          {
            name: `role: PowerUserAccess${known}`,
            of: (): Partial<FitInput> => ({
              reliesOn: "base",
              base: { identity: [power], resourcePoliciesComplete },
            }),
          },
        ];
      }),
    ];
    const figures: Figure[] = [];
    const folded = taken.map(({ text, minified }) => ({ after: wordwise(text, catalog), minified }));
    figures.push(...shares("word-wise folding alone", folded));
    for (const { name, of } of ways) {
      const outcomes = taken.map(({ name: policy, text, minified }) => {
        const parsed = parsePolicy(text);
        const model = buildModel(parsed, "session");
        const start = performance.now();
        const engine = new AccessEngine(catalog);
        const fitted = inOneGo(fit({ parsed, model, engine, limit, reliesOn: "nothing", ...of(text) }))!;
        return { policy, minified, after: fitted.characters.after, ms: performance.now() - start };
      });
      const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
      const upTo4000 = outcomes.filter(({ minified }) => minified <= 4000).sort((a, b) => b.ms - a.ms);
      const slowest = [...outcomes].sort((a, b) => b.ms - a.ms).slice(0, 3);
      figures.push(
        ...shares(name, outcomes),
        { name: `${name}: median time`, value: median(times), unit: "ms" },
        { name: `${name}: 95% within`, value: times[Math.floor(times.length * 0.95)]!, unit: "ms" },
        {
          name: `${name}: up to 4,000 characters, 95% within`,
          value: upTo4000[Math.floor(upTo4000.length * 0.05)]!.ms,
          unit: "ms",
          goal: 1000,
          note: `slowest ${upTo4000[0]!.policy} ${upTo4000[0]!.ms.toFixed(0)}`,
        },
        {
          name: `${name}: slowest`,
          value: slowest[0]!.ms,
          unit: "ms",
          note: slowest.map(({ policy, ms }) => `${policy} ${ms.toFixed(0)}`).join(", "),
        },
      );
    }
    return figures;
  },
};

function shares(
  name: string,
  outcomes: readonly { readonly after: number; readonly minified: number }[],
): readonly Figure[] {
  const fits = outcomes.filter(({ after }) => after <= limit).length;
  return [
    {
      name: `${name}: fit`,
      value: fits,
      unit: "",
      note: `of ${outcomes.length}, ${((100 * fits) / outcomes.length).toFixed(0)}%`,
    },
    { name: `${name}: median size`, value: median(outcomes.map(({ after, minified }) => after / minified)), unit: "×" },
  ];
}

/** The usual way: each statement's actions as prefixes of whole words that match the same actions. */
function wordwise(text: string, catalog: Catalog): number {
  const policy = JSON.parse(text) as { Statement: Record<string, unknown> | Record<string, unknown>[] };
  for (const statement of [policy.Statement].flat()) {
    for (const element of ["Action", "NotAction"]) {
      const entries = [statement[element] ?? []].flat() as string[];
      if (entries.length === 0) continue;
      const known = new Set<string>();
      const strange: string[] = [];
      for (const entry of entries) {
        const service = literalService(entry.toLowerCase());
        const matched = service === undefined ? undefined : emptyActionSet(catalog, service);
        if (matched !== undefined) {
          addMatching(catalog, service!, entry.toLowerCase(), matched, new Budget(Number.POSITIVE_INFINITY));
        }
        if (matched === undefined || !matched.some((word) => word !== 0)) strange.push(entry);
        else forEachIn(matched, (i) => known.add(`${service}:${catalog.actionNames(service!)[i]}`));
      }
      const folded = [...strange, ...foldActions([...known], catalog)];
      statement[element] = folded.length === 1 ? folded[0] : folded;
    }
  }
  return JSON.stringify(policy).length;
}
