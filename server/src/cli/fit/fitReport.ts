import type { FitResult } from "../../core/fit/fit.js";
import { costsText, fitSizes, proofText } from "../../core/messages/fitText.js";
import { withThousands } from "../../core/messages/numbers.js";
import { harmless } from "../output/harmless.js";
import type { Style } from "../output/style.js";

/** What was found, as scripts read it: docs/cli.md states it. */
export function fitJson({ policy, characters, fits, steps, proof, untouched, costs }: FitResult) {
  return {
    policy,
    characters,
    fits,
    steps,
    proof,
    ...(untouched !== undefined && { why: untouched }),
    ...(costs !== undefined && { costs }),
  };
}

export interface WrittenFile {
  readonly name: string;
  /** How it was written; undefined where it was not. */
  readonly written: "as-written" | "one-line" | undefined;
}

/** The same as a person reads it: the policy first, so that it can be copied. */
export function fitReport(fitted: FitResult, { name, written }: WrittenFile, style: Style): string {
  const { fits, steps, untouched, costs, text } = fitted;
  const verdict = fits ? style.green("✓ fits") : style.red("✗ does not fit");
  const lines = [
    ...(written === undefined ? [harmless(text), ""] : []),
    `${verdict}${style.dim(` · ${fitSizes(fitted)}`)}`,
    ...steps.map((step) => `  − ${withThousands(step.saved)}  ${harmless(step.text)}`),
    ...(steps.length === 0 ? [] : [style.dim(proofText(fitted))]),
    ...(untouched === undefined ? [] : [untouched]),
    ...(costs === undefined
      ? []
      : ["What costs most in the result:", ...costsText(costs).map((line) => `  ${harmless(line)}`)]),
  ];
  if (written === "as-written") lines.push(`Written to ${harmless(name)}, laid out as it was.`);
  if (written === "one-line")
    lines.push(`Written to ${harmless(name)} in one line: as it was laid out it would not fit.`);
  return `${lines.join("\n")}\n`;
}
