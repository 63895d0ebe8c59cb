/** One measured value. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "×" | "ms" | "µs" | "MiB" | "";
  /** The most it should be; missing where the figure only informs. */
  readonly goal?: number;
  readonly note?: string;
}

/** A part of the benchmark. */
export interface Part {
  readonly name: string;
  readonly title: string;
  run(): Promise<readonly Figure[]>;
}

/** Figures as a table: name, goal, measured, ok, note. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [
    ["", "goal", "measured", "ok", ""],
    ...figures.map(({ name, value, unit, goal, note }) => [
      name,
      goal === undefined ? "" : `≤ ${goal} ${unit}`.trimEnd(),
      `${shown(value)} ${unit}`.trimEnd(),
      goal === undefined ? "" : value <= goal ? "yes" : "NO",
      note ?? "",
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(([name, ...rest]) =>
      [
        name!.padEnd(widths[0]!),
        ...rest.slice(0, 3).map((cell, i) => (i === 2 ? cell.padEnd(widths[3]!) : cell.padStart(widths[i + 1]!))),
        rest[3]!,
      ]
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function shown(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return value >= 100 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}
