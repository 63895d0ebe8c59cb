import { createContext, runInContext } from "node:vm";
import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { compare } from "../../server/src/core/access/compare.js";
import type { Layer } from "../../server/src/core/access/layers.js";
import { analyze } from "../../server/src/core/analyze.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { SessionContext } from "../../server/src/core/context/sessionContext.js";
import { codeLenses } from "../../server/src/core/features/codeLenses.js";
import { modelOfValue } from "../../server/src/core/policy/buildModel.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import { lineIndex } from "../../server/src/core/text/lineIndex.js";
import { analysisOf, session } from "../support/analysisBuilder.js";
import { type AdversarialCase, adversarialCases } from "./adversarialCases.js";
import type { Figure, Part } from "./figures.js";
import { documentOfStatements, wholeCatalog } from "./material.js";
import { median, milliseconds } from "./measure.js";

/** The median counts: V8 runs code that it has not compiled yet in the first ones. */
const repetitions = 7;

/** What takes longer than this is ended. */
const patienceMs = 3000;

/** Case-insensitive part of the name of the cases to run, for looking at one: `ADVERSARIAL=arns`. */
const wanted = (process.env["ADVERSARIAL"] ?? "").toLowerCase();

export const adversarialPart: Part = {
  name: "adversarial",
  title:
    "Hard sessions and bases, the catalog read and the base read anew; milliseconds to compare, to check, and for a whole keystroke with its lenses",
  async run() {
    const catalog = await wholeCatalog();
    const figures: Figure[] = [];
    const wrong: string[] = [];
    let unknown = 0;
    for (const hard of adversarialCases(instanceActions(catalog))) {
      if (!hard.name.toLowerCase().includes(wanted)) continue;
      const measured = measureCase(hard, catalog);
      const shown = measured.map(({ way, verdict, ms }) => `${way} ${ms.toFixed(1)} ${verdict}`).join(", ");
      const right = (verdict: string) => [hard.truth, "unknown", notEnded].includes(verdict);
      for (const { way, verdict } of measured) {
        if (!right(verdict)) wrong.push(`${hard.name}: ${way} says ${verdict}, not ${hard.truth}`);
        if (verdict === "unknown") unknown++;
      }
      figures.push({
        name: hard.name,
        value: Math.max(...measured.map(({ ms }) => ms)),
        unit: "ms",
        goal: 100,
        note: shown,
      });
    }
    figures.sort((a, b) => b.value - a.value);
    return [
      ...figures,
      { name: "answers that are not known", value: unknown, unit: "", note: `of ${3 * figures.length}` },
      { name: "wrong answers", value: wrong.length, unit: "", goal: 0, note: wrong.join("; ") },
    ];
  },
};

interface Measured {
  readonly way: "compare" | "check" | "keystroke";
  readonly ms: number;
  readonly verdict: string;
}

function measureCase(hard: AdversarialCase, catalog: Catalog): readonly Measured[] {
  const policy = { Version: "2012-10-17", Statement: hard.session };
  const text = JSON.stringify(policy, undefined, 1);
  const ways: { readonly [way in Measured["way"]]: () => () => string } = {
    compare: () => {
      const engine = startedEngine(catalog);
      const { identity, boundary, serviceControlPolicies } = sessionOf(hard).layers;
      const asked = {
        session: [{ name: "session", model: modelOfValue(policy, "session") }],
        base: identity,
        serviceControlPolicies,
        ...(boundary.state === "given" && { boundary: boundary.value[0]! }),
      };
      return () => compare(asked, engine).verdict;
    },
    check: () => {
      const [engine, session] = [startedEngine(catalog), sessionOf(hard)];
      const model = modelOfValue(policy, "session");
      return () => engine.sessionAccess(model, session).verdict;
    },
    keystroke: () => {
      const engine = startedEngine(catalog);
      const sessions = Array.from({ length: hard.sessions ?? 1 }, () => sessionOf(hard));
      const { context } = analysisOf([], { kind: "session", sessions });
      return () => {
        const analysis = analyze({ regions: jsonRegions(text), context, engine });
        codeLenses(analysis, lineIndex(text), { actions: "all", summary: true });
        return analysis.policies[0]!.verdict;
      };
    },
  };
  return (["compare", "check", "keystroke"] as const).map((way) => {
    const times: number[] = [];
    let verdict = "";
    for (let i = 0; i < repetitions && verdict !== notEnded; i++) {
      const answer = ways[way]();
      times.push(
        milliseconds(() => {
          verdict = withPatience(answer);
        }),
      );
    }
    return { way, ms: median(times), verdict };
  });
}

/** A session as a config gives it, with policies of its own. */
function sessionOf({ base, boundary, serviceControlPolicies, resources }: AdversarialCase): SessionContext {
  const none: Layer<never> = { state: "none" };
  const given = <T>(value: T): Layer<T> => ({ state: "given", value });
  return session({
    layers: {
      identity: given([documentOfStatements("base", base)]),
      boundary: boundary === undefined ? none : given([documentOfStatements("boundary", boundary)]),
      serviceControlPolicies:
        serviceControlPolicies === undefined
          ? none
          : given(serviceControlPolicies.map((level) => level.map((each) => documentOfStatements("scp", each)))),
      resourceControlPolicies: none,
      ...(resources !== undefined && {
        resourcePolicies: given(
          resources.map(({ arn, statements }) => {
            const model = modelOfValue({ Version: "2012-10-17", Statement: statements }, "resource");
            return { resource: arn, account: "111122223333", policy: given({ name: arn, model }) };
          }),
        ),
      }),
    },
  });
}

/** An engine that has read the catalog's resources and names, as a server does once, and knows nothing else. */
function startedEngine(catalog: Catalog): AccessEngine {
  const engine = new AccessEngine(catalog);
  const universe = engine.universe(["aws"]);
  for (const service of catalog.services) {
    universe.classesOf(service);
    universe.nameOrder(service);
  }
  return engine;
}

const notEnded = "not ended";

function withPatience(answer: () => string): string {
  try {
    return runInContext("answer()", createContext({ answer }), { timeout: patienceMs }) as string;
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return notEnded;
    throw error;
  }
}

function instanceActions(catalog: Catalog): readonly string[] {
  const { actions } = catalog.details("ec2")!;
  return [...actions.values()]
    .filter(({ resourceTypes }) => resourceTypes.some(({ name }) => name === "instance"))
    .map(({ name }) => name);
}
