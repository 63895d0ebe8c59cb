import type { Outcome } from "./answerQuestion.js";

export interface Row {
  readonly set: string;
  readonly universe: "any" | "catalog";
  readonly questions: number;
  readonly agree: number;
  readonly disagree: number;
  readonly unknown: number;
  /** Verdicts `depends`, which count as "not within" in the columns before. */
  readonly depends: number;
}

/** Outcomes counted by set and universe, in the order in which these first occur. */
export function outcomeTable(outcomes: readonly Outcome[]): readonly Row[] {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = `${outcome.question.set}\n${outcome.universe}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [outcome]);
    else group.push(outcome);
  }
  return [...groups.values()].map((group) => {
    const count = (holds: (outcome: Outcome) => boolean) => group.filter(holds).length;
    return {
      set: group[0]!.question.set,
      universe: group[0]!.universe,
      questions: group.length,
      agree: count(({ agrees }) => agrees === true),
      disagree: count(({ agrees }) => agrees === false),
      unknown: count(({ agrees }) => agrees === undefined),
      depends: count(({ verdict }) => verdict === "depends"),
    };
  });
}

export function tableText(rows: readonly Row[]): string {
  const columns = ["set", "universe", "questions", "agree", "disagree", "unknown", "depends"] as const;
  const lines = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const pad = (text: string, i: number) => (i < 2 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!));
  return lines.map((line) => line.map(pad).join("  ")).join("\n");
}

/** One outcome on some lines: both answers, and what ours rests on. */
export function outcomeText({ question, universe, verdict, comparison }: Outcome): string {
  const worst = comparison.statements.find((statement) => statement.verdict === verdict);
  const lines = [
    `${question.set}, ${universe}: ${question.id}`,
    `  ours ${verdict}, theirs ${question.within ? "within" : "not within"}`,
  ];
  if (worst?.counterexample !== undefined) {
    const { action, resource, context } = worst.counterexample;
    lines.push(`  ${action} on ${resource} ${JSON.stringify(context)}, statement ${worst.index}`);
  }
  if (worst !== undefined && worst.dependsOn.length > 0) lines.push(`  on ${worst.dependsOn.join(", ")}`);
  if (worst?.unknown !== undefined) lines.push(`  ${worst.unknown.detail} (${worst.rules.join(" ")})`);
  return lines.join("\n");
}
