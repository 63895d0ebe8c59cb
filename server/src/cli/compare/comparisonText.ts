import type { ComparedStatement, Comparison, VerdictKind } from "../../core/access/compare.js";
import type { PolicyDocument } from "../../core/access/layers.js";
import { layerTitle } from "../../core/messages/layerNames.js";
import { alternatives, listed } from "../../core/messages/lists.js";
import { counted } from "../../core/messages/numbers.js";
import { onOneLine } from "../../core/messages/quoted.js";
import { harmless } from "../output/harmless.js";
import type { Paint, Style } from "../output/style.js";

const words: {
  readonly [verdict in VerdictKind]: readonly [mark: string, text: string, paint: (style: Style) => Paint];
} = {
  within: ["✓", "within", ({ green }) => green],
  exceeds: ["✗", "exceeds", ({ red }) => red],
  depends: ["~", "depends", ({ yellow }) => yellow],
  unknown: ["?", "can't tell", ({ magenta }) => magenta],
};

/** A comparison as a person reads it. Statements are counted from 1. */
export function comparisonText(
  comparison: Comparison,
  session: readonly Pick<PolicyDocument, "name">[],
  style: Style,
): string {
  const [mark, text, paint] = words[comparison.verdict];
  const ceiling = comparison.ceiling.map((layer) =>
    layerTitle(layer).replace(/^[IB](?=[a-z])/, (c) => c.toLowerCase()),
  );
  const against = comparison.universe === "any" ? "any request" : "requests that can occur";
  const lines = [
    paint(style)(`${mark} ${text}`) + style.dim(` · compared with ${listed(ceiling)}, over ${against}`),
    ...comparison.statements.flatMap((statement) => statementLines(statement, session, style)),
  ];
  return `${lines.join("\n")}\n`;
}

function statementLines(
  statement: ComparedStatement,
  session: readonly Pick<PolicyDocument, "name">[],
  style: Style,
): readonly string[] {
  const [mark, text, paint] = words[statement.verdict];
  const name = plain(session[statement.policy]?.name ?? `policy ${statement.policy + 1}`);
  const notes = notesOn(statement).map((note) => style.dim(`      ${plain(note)}`));
  return [`  ${paint(style)(mark)} ${name}, statement ${statement.index + 1}: ${text}`, ...notes];
}

function notesOn({ reasons, counterexample, dependsOn, unknown, exceedingActions }: ComparedStatement): string[] {
  const notes: string[] = [];
  const reasonWords = { "not-granted": "not granted", "base-denied": "denied by the base" };
  const reason = alternatives(reasons.map((each) => reasonWords[each]));
  if (counterexample !== undefined) {
    const { action, resource, context } = counterexample;
    const keys = Object.entries(context).map(([key, value]) => ` with ${key} = ${[value].flat().join(", ")}`);
    notes.push(`${reason === "" ? "" : `${reason}, `}for example ${action} on ${resource}${keys.join("")}`);
  } else if (reason !== "") notes.push(reason);
  if (exceedingActions !== undefined && exceedingActions.length > 1) {
    notes.push(`${counted(exceedingActions.length, "action")}: ${listed(exceedingActions, 5)}`);
  }
  if (dependsOn.length > 0) notes.push(`it depends on ${listed(dependsOn)}`);
  if (unknown !== undefined) notes.push(unknown.detail);
  return notes;
}

function plain(text: string): string {
  return harmless(onOneLine(text));
}
