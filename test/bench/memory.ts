import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { AnalysisMemory } from "../../server/src/core/analysisMemory.js";
import { analyze } from "../../server/src/core/analyze.js";
import { createContextLoader } from "../../server/src/core/context/contextLoader.js";
import { codeLenses } from "../../server/src/core/features/codeLenses.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import { lineIndex } from "../../server/src/core/text/lineIndex.js";
import { MemoryFiles } from "../support/memoryFiles.js";
import type { Part } from "./figures.js";
import { configOfSession, sessionText, sessionWithAllEdited, sessionWithOneEdit, wholeCatalog } from "./material.js";

/** What is kept of edits is bounded: it is full after so many, and V8 has compiled what it compiles. */
const before = 20_000;
const edits = 100_000;

export const memoryPart: Part = {
  name: "memory",
  title: "Memory after edits of the session, with context, findings and lenses each time",
  async run() {
    if (globalThis.gc === undefined) throw new Error("To be run with --expose-gc");
    const catalog = await wholeCatalog();
    const files = new MemoryFiles({ "session-policy.config.json": configOfSession, "s.json": sessionText });
    const loader = createContextLoader(files, catalog);
    const engine = new AccessEngine(catalog);
    const memory = new AnalysisMemory();
    const uri = files.uri("s.json");
    const start = performance.now();
    let heapBefore = 0;
    for (let i = 0; i < before + edits; i++) {
      if (i === before) heapBefore = heapMiB();
      const text = i % 10 === 0 ? sessionWithAllEdited() : sessionWithOneEdit();
      files.edit("s.json", text);
      files.reads.length = 0;
      files.lists.length = 0;
      const context = await loader.load(uri, text);
      const analysis = analyze({ regions: jsonRegions(text), context, engine, memory });
      codeLenses(analysis, lineIndex(text), { actions: "all", summary: true }, memory.words);
      if (analysis.policies.length !== 1) throw new Error("The session is not linked");
    }
    const each = (performance.now() - start) / (before + edits);
    const heapAfter = heapMiB();
    return [
      { name: `heap after ${before} edits`, value: heapBefore, unit: "MiB" },
      { name: `growth over ${edits} more`, value: heapAfter - heapBefore, unit: "MiB", goal: 1 },
      { name: "one edit, with its context", value: each * 1000, unit: "µs", note: "mean" },
    ];
  },
};

function heapMiB(): number {
  // Twice: what weak references hold goes at the second time.
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
