import type { CliHost } from "../host.js";

/** Colors for a terminal; each leaves the text as it is where there are none. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly blue: Paint;
  readonly magenta: Paint;
}

export type Paint = (text: string) => string;

const codes = { bold: 1, dim: 2, red: 31, yellow: 33, green: 32, blue: 34, magenta: 35 } as const;

/** Colors only where a person is looking, and has not asked for none (no-color.org). */
export function styleFor({ output, environment }: CliHost): Style {
  const plain = !output.isTerminal || (environment.NO_COLOR ?? "") !== "" || environment.TERM === "dumb";
  const paint =
    (code: number): Paint =>
    (text) =>
      plain || text === "" ? text : `\u001b[${code}m${text}\u001b[0m`;
  return {
    bold: paint(codes.bold),
    dim: paint(codes.dim),
    red: paint(codes.red),
    yellow: paint(codes.yellow),
    green: paint(codes.green),
    blue: paint(codes.blue),
    magenta: paint(codes.magenta),
  };
}
