import { parseTree } from "jsonc-parser";
import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { AnalysisMemory } from "../../server/src/core/analysisMemory.js";
import { analyze } from "../../server/src/core/analyze.js";
import type { Finding } from "../../server/src/core/lint/finding.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import { analysisOf } from "../support/analysisBuilder.js";
import type { Part } from "./figures.js";
import { managedPolicyText, wholeCatalog } from "./material.js";
import { median, medianRatio, milliseconds, timeRounds } from "./measure.js";

export const lintPart: Part = {
  name: "lint",
  title: "All AWS managed policies linted as identity policies",
  async run() {
    const catalog = await wholeCatalog();
    const arns = await catalog.managedPolicyArns();
    const texts = await Promise.all(arns.map(managedPolicyText));
    const engine = new AccessEngine(catalog);
    // As the command line has it.
    const memory = new AnalysisMemory({ keepsStatements: false, entryText: 8_000_000 });
    const { context } = analysisOf([], { kind: "identity", sessions: [] });
    const broken: string[] = [];
    const lint = (text: string): readonly Finding[] =>
      analyze({
        regions: jsonRegions(text),
        context,
        engine,
        memory,
        onFailure: ({ rule, error }) => broken.push(`${rule}: ${String(error)}`),
      }).policies.flatMap(({ findings }) => findings);
    const jobs = [
      { name: "parseTree", run: (text: string) => parseTree(text) },
      { name: "lint", run: lint },
    ];
    const times = timeRounds(jobs, { rounds: 31, warmUp: 6, inputs: () => texts });
    const byRule = new Map<string, number>();
    const slowest = arns
      .map((arn, at) => {
        let findings: readonly Finding[] = [];
        const ms = milliseconds(() => {
          findings = lint(texts[at]!);
        });
        for (const { rule } of findings) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
        return { name: arn.split("/").at(-1)!, ms };
      })
      .sort((a, b) => b.ms - a.ms)
      .slice(0, 5);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const kept = texts.flatMap(lint);
    globalThis.gc?.();
    const mebibytes = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    const findings = kept.length;
    const counts = [...byRule].sort((a, b) => b[1] - a[1]).map(([rule, count]) => `${rule} ${count}`);
    const total = (name: string) => (median(times.get(name)!) * texts.length) / 1000;
    return [
      { name: `parseTree of all ${texts.length}`, value: total("parseTree"), unit: "ms" },
      { name: "read, model and lint all", value: total("lint"), unit: "ms" },
      { name: "ratio", value: medianRatio(times, "lint", "parseTree"), unit: "×", goal: 3 },
      {
        name: "slowest policy",
        value: slowest[0]!.ms,
        unit: "ms",
        note: slowest.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(", "),
      },
      {
        name: "rules that broke down",
        value: new Set(broken).size,
        unit: "",
        goal: 0,
        note: [...new Set(broken)].join(", "),
      },
      { name: "memory of all findings", value: mebibytes, unit: "MiB" },
      {
        name: "findings",
        value: findings,
        unit: "",
        note: counts.join(", "),
      },
    ];
  },
};
