import { writeFileSync } from "node:fs";
import * as os from "node:os";
import { parseArgs } from "node:util";
import { adversarialPart } from "./adversarial.js";
import { type Figure, type Part, tableOf } from "./figures.js";
import { fitPart } from "./fit.js";
import { historyPart } from "./history.js";
import { keystrokePart } from "./keystroke.js";
import { lintPart } from "./lint.js";
import { managedPart } from "./managed.js";
import { memoryPart } from "./memory.js";
import { wirePart } from "./wire.js";

const parts: readonly Part[] = [
  keystrokePart,
  managedPart,
  lintPart,
  adversarialPart,
  historyPart,
  wirePart,
  memoryPart,
  fitPart,
];

const { values } = parseArgs({
  options: { only: { type: "string", multiple: true }, json: { type: "string" } },
});
const only = values.only ?? parts.map(({ name }) => name);
const strange = only.find((name) => !parts.some((part) => part.name === name));
if (strange !== undefined) {
  console.error(`There is no part "${strange}", only ${parts.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

const machine = { node: process.version, cpu: os.cpus()[0]?.model ?? "", cores: os.cpus().length };
console.log(`Node ${machine.node}, ${machine.cores} × ${machine.cpu}`);
const results: { readonly part: string; readonly figures: readonly Figure[] }[] = [];
for (const part of parts.filter(({ name }) => only.includes(name))) {
  const figures = await part.run();
  results.push({ part: part.name, figures });
  console.log(`\n${part.title} (${part.name})\n\n${tableOf(figures)}`);
}
const missed = results
  .flatMap(({ figures }) => figures)
  .filter(({ value, goal }) => goal !== undefined && value > goal);
console.log(`\n${missed.length === 0 ? "All goals are met." : `${missed.length} goals are missed.`}`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ machine, results }, undefined, 2)}\n`);
