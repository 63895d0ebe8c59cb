import { parseTree } from "jsonc-parser";
import { AccessEngine, rulesOf } from "../../server/src/core/access/accessEngine.js";
import { compare } from "../../server/src/core/access/compare.js";
import { unknownSession } from "../../server/src/core/access/sessionBindings.js";
import { Budget } from "../../server/src/core/access/sets/budget.js";
import { Letters } from "../../server/src/core/access/sets/letters.js";
import { AnalysisMemory } from "../../server/src/core/analysisMemory.js";
import { analyze } from "../../server/src/core/analyze.js";
import { codeLenses } from "../../server/src/core/features/codeLenses.js";
import { buildModel } from "../../server/src/core/policy/buildModel.js";
import type { PolicyModel } from "../../server/src/core/policy/model.js";
import { SameStatements } from "../../server/src/core/policy/sameStatements.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import { parsePolicy } from "../../server/src/core/syntax/parsePolicy.js";
import { lineIndex } from "../../server/src/core/text/lineIndex.js";
import { analysisOf } from "../support/analysisBuilder.js";
import type { Figure, Part } from "./figures.js";
import {
  documentOf,
  printedPolicy,
  readOnlyAccessArn,
  sessionUnder,
  sessionWithAllEdited,
  sessionWithOneEdit,
  wholeCatalog,
} from "./material.js";
import { type Job, median, medianRatio, timeRounds } from "./measure.js";

interface Typed {
  /** After an edit in one statement, and after one in all of them. */
  readonly one: string;
  readonly all: string;
  readonly oneModel: PolicyModel;
  readonly allModel: PolicyModel;
}

export const keystrokePart: Part = {
  name: "keystroke",
  title: "A session of 2,048 characters under ReadOnlyAccess, in its parseTree",
  async run() {
    return [...(await sessionFigures()), ...(await baseFigures())];
  },
};

async function sessionFigures(): Promise<readonly Figure[]> {
  const catalog = await wholeCatalog();
  const base = documentOf("ReadOnlyAccess", await printedPolicy(readOnlyAccessArn));
  const session = sessionUnder(base);
  // Each job has an engine of its own: none finds what another has kept.
  const engine = () => new AccessEngine(catalog);
  const [comparing, checkingOne, checkingAll, typingOne, typingAll] = [
    engine(),
    engine(),
    engine(),
    engine(),
    engine(),
  ] as const;
  const [lintingOne, lintingAll] = [new AnalysisMemory(), new AnalysisMemory()];
  const { context } = analysisOf([], { kind: "session", sessions: [session] });
  const keystroke = (text: string, engine: AccessEngine, memory: AnalysisMemory) => {
    const analysis = analyze({ regions: jsonRegions(text), context, engine, memory });
    return codeLenses(analysis, lineIndex(text), { actions: "all", summary: true }, memory.words);
  };
  const same = new SameStatements();
  const jobs: readonly Job<Typed>[] = [
    { name: "parseTree", run: ({ one }) => parseTree(one) },
    { name: "parse and model", run: ({ one }) => buildModel(parsePolicy(one), "session") },
    { name: "one, check", run: ({ oneModel }) => checkingOne.sessionAccess(oneModel, session) },
    { name: "all, check", run: ({ allModel }) => checkingAll.sessionAccess(allModel, session) },
    {
      name: "compare",
      run: ({ allModel }) => compare({ session: [{ name: "session", model: allModel }], base: [base] }, comparing),
    },
    { name: "one, keystroke", run: ({ one }) => keystroke(one, typingOne, lintingOne) },
    { name: "all, keystroke", run: ({ all }) => keystroke(all, typingAll, lintingAll) },
  ];
  const times = timeRounds(jobs, {
    rounds: 31,
    warmUp: 60,
    inputs: () =>
      Array.from({ length: 20 }, () => {
        const one = sessionWithOneEdit();
        const all = sessionWithAllEdited();
        // As a server has them: statements that are written as before are the same objects.
        const modelOf = (text: string) => buildModel(parsePolicy(text), "session", same);
        return { one, all, oneModel: modelOf(one), allModel: modelOf(all) };
      }),
  });
  const ratio = (name: string, job: string, goal?: number): Figure => ({
    name,
    value: medianRatio(times, job, "parseTree"),
    unit: "×",
    ...(goal === undefined ? {} : { goal }),
    note: `${Math.round(median(times.get(job)!))} µs`,
  });
  return [
    { name: "parseTree of the session", value: median(times.get("parseTree")!), unit: "µs" },
    ratio("our parser, and the model", "parse and model"),
    ratio("compile and check: one statement edited", "one, check", 4),
    // Goals are for what somebody types; what a paste or another file costs stands beside them.
    ratio("compile and check: all statements edited", "all, check"),
    ratio("compile and compare: all statements edited", "compare"),
    ratio("whole keystroke: one statement edited", "one, keystroke", 10),
    ratio("whole keystroke: all statements edited", "all, keystroke"),
  ];
}

async function baseFigures(): Promise<readonly Figure[]> {
  const catalog = await wholeCatalog();
  const text = await printedPolicy(readOnlyAccessArn);
  const place = { layer: "identity", policy: 0 } as const;
  const compile = (model: PolicyModel) =>
    rulesOf({ name: "ReadOnlyAccess", model }, place, unknownSession, new Letters());
  const budget = new Budget(Number.POSITIVE_INFINITY);
  const jobs: readonly Job<PolicyModel>[] = [
    { name: "parseTree", run: () => parseTree(text) },
    { name: "parse", run: () => parsePolicy(text) },
    { name: "parse and model", run: () => buildModel(parsePolicy(text), "identity") },
    { name: "compile", run: (model) => compile(model) },
    {
      name: "compile all",
      run: (model) => {
        for (const rule of compile(model))
          for (const service of catalog.services) rule.actions(catalog, service, budget);
      },
    },
    { name: "everything", run: () => compile(buildModel(parsePolicy(text), "identity")) },
  ];
  const model = buildModel(parsePolicy(text), "identity");
  const times = timeRounds(jobs, { rounds: 15, warmUp: 8, inputs: () => [model, model, model] });
  const ratio = (name: string, job: string, goal?: number): Figure => ({
    name,
    value: medianRatio(times, job, "parseTree"),
    unit: "×",
    ...(goal === undefined ? {} : { goal }),
    note: `${Math.round(median(times.get(job)!))} µs`,
  });
  return [
    {
      name: "parseTree of ReadOnlyAccess",
      value: median(times.get("parseTree")!),
      unit: "µs",
      note: `${text.length} characters`,
    },
    ratio("ReadOnlyAccess: our parser", "parse"),
    ratio("ReadOnlyAccess: our parser, and the model", "parse and model"),
    ratio("ReadOnlyAccess: compiled from its model", "compile", 1),
    ratio("ReadOnlyAccess: the same, for all services", "compile all"),
    ratio("ReadOnlyAccess: parsed and compiled", "everything"),
  ];
}
