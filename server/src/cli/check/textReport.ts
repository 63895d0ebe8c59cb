import type { EntryAccess, EntryResult, PolicyAnalysis } from "../../core/analysis.js";
import { codeLenses, type Lens } from "../../core/features/codeLenses.js";
import { entrySpan } from "../../core/features/entrySpan.js";
import { shownFindings } from "../../core/features/shownFindings.js";
import { sizeWords } from "../../core/features/wholePolicySummary.js";
import type { Finding, Severity } from "../../core/lint/finding.js";
import { kindWords } from "../../core/messages/elementProse.js";
import { counted } from "../../core/messages/numbers.js";
import { passesOn } from "../../core/messages/passesOn.js";
import { onOneLine } from "../../core/messages/quoted.js";
import { cut } from "../../core/messages/room.js";
import type { Position } from "../../core/text/span.js";
import { harmless } from "../output/harmless.js";
import type { Paint, Style } from "../output/style.js";
import type { CheckedFile } from "./checkedFile.js";
import { codeFrame } from "./codeFrame.js";
import { severities, tallyOf, unknownPolicies } from "./tally.js";

/** The report for people: what is wrong, then what each action does, file by file. */
export function textReport(files: readonly CheckedFile[], style: Style): string {
  const parts = files.map((file) => fileText(file, style));
  return [...parts, totals(files, style)].join("\n\n");
}

/** Findings of a file as a person reads them: each once, whatever sessions use it. */
export function findingsOf({ findings, analysis }: CheckedFile): readonly Finding[] {
  const shown = analysis === undefined ? [] : shownFindings(analysis).map(({ finding }) => finding);
  return [...findings, ...shown];
}

function fileText(file: CheckedFile, style: Style): string {
  const findings = findingsOf(file);
  const lenses = lensesOf(file);
  const heads = lenses
    .filter(({ kind }) => kind !== "action")
    .map(({ kind, text }) => {
      return `  ${kind === "not-given" ? style.dim(plain(text)) : plain(text)}`;
    });
  const actions = lenses.filter(({ kind }) => kind === "action");
  const title = style.bold(plain(file.name));
  const about = heads.length === 0 ? style.dim(aboutPolicy(file)) : "";
  const top = [[title, about].filter((each) => each !== "").join("  "), ...heads].join("\n");
  const blocks = [
    findings.map((finding) => findingText(finding, file, style)).join("\n"),
    actionsText(actions, file, style),
  ];
  return [top, ...blocks].filter((block) => block !== "").join("\n\n");
}

/** `identity policy · 118 characters`, for what has no lens on top. */
function aboutPolicy({ analysis, findings }: CheckedFile): string {
  const policy = analysis?.policies[0];
  if (policy === undefined) return findings.length > 0 ? "" : "nothing to report";
  return `${kindWords[policy.kind]} · ${sizeWords(policy)}`;
}

function lensesOf({ analysis }: CheckedFile): readonly Lens[] {
  if (analysis === undefined) return [];
  // Every entry has a line of its own here, so none has to name its action.
  const onePerLine = { positionAt: (offset: number): Position => ({ line: offset, character: 0 }) };
  return codeLenses(analysis, onePerLine, { summary: true, actions: "all", apart: true });
}

const severityPaint = {
  error: ({ red }) => red,
  "security-warning": ({ magenta }) => magenta,
  warning: ({ yellow }) => yellow,
  suggestion: ({ blue }) => blue,
} as const satisfies { readonly [severity in Severity]: (style: Style) => Paint };

function findingText(finding: Finding, file: CheckedFile, style: Style): string {
  const place = positionText(file.lines.positionAt(finding.span.start));
  const [first = "", ...rest] = finding.message.split("\n\n");
  const head = `  ${style.dim(place.padEnd(6))} ${severityPaint[finding.severity](style)(finding.severity)}  ${plain(first)}  ${style.dim(finding.rule)}`;
  const sessions = rest.find((part) => part.startsWith("This is so in "));
  const notes = [exampleText(finding), sessions]
    .filter((note) => note !== undefined)
    .map((note) => `${indent}${style.dim(plain(note))}`);
  return [head, ...codeFrame(finding.span, file).map((line) => `${indent}${style.dim(plain(line))}`), ...notes].join(
    "\n",
  );
}

/** `for example s3:PutObject on arn:… with aws:SourceIp = 203.0.113.9` */
function exampleText({ counterexample }: Finding): string | undefined {
  if (counterexample === undefined) return undefined;
  const { action, resource, context } = counterexample;
  const keys = Object.entries(context).map(([key, value]) => `${key} = ${[value].flat().join(", ")}`);
  return `for example ${action} on ${resource}${keys.length === 0 ? "" : ` with ${keys.join(", ")}`}`;
}

const indent = " ".repeat(9);

const marks: { readonly [result in EntryResult]: readonly [mark: string, paint: (style: Style) => Paint] } = {
  allowed: ["✓", ({ green }) => green],
  partly: ["~", ({ yellow }) => yellow],
  "not-granted": ["✗", ({ red }) => red],
  "no-effect": ["✗", ({ red }) => red],
  depends: ["~", ({ yellow }) => yellow],
  unknown: ["?", ({ magenta }) => magenta],
  removes: ["−", ({ blue }) => blue],
  "removes-nothing": ["−", ({ dim }) => dim],
};

const patternRoom = 44;

/** From so many on, actions of one statement that fare alike share a row. */
const alikeFrom = 4;

interface Row {
  readonly lens: Lens;
  readonly entry: EntryAccess | undefined;
  readonly result: EntryResult;
  /** How many more of the same follow it. */
  readonly more: number;
}

/** What each action does, in columns. */
function actionsText(lenses: readonly Lens[], file: CheckedFile, style: Style): string {
  const policies = file.analysis?.policies ?? [];
  const rows = grouped(
    lenses.map((lens): Row => {
      const found = entryOf(lens, policies);
      return { lens, entry: found?.entry, result: found === undefined ? "unknown" : shownResult(found), more: 0 };
    }),
  );
  const patterns = rows.map(({ entry, more }) => {
    const pattern = cut(plain(entry?.pattern ?? ""), patternRoom);
    return more === 0 ? pattern : `${pattern} and ${more} more`;
  });
  const width = Math.max(0, ...patterns.map((pattern) => [...pattern].length));
  return rows
    .map(({ lens, result }, at) => {
      const [mark, paint] = marks[result];
      const place = positionText(file.lines.positionAt(lens.span.start)).padEnd(6);
      const pattern = patterns[at] ?? "";
      const space = " ".repeat(width - [...pattern].length);
      return `  ${style.dim(place)} ${paint(style)(mark)} ${pattern}${space}  ${plain(lens.text)}`;
    })
    .join("\n");
}

function grouped(rows: readonly Row[]): readonly Row[] {
  const result: Row[] = [];
  for (let at = 0; at < rows.length; ) {
    const first = rows[at]!;
    let end = at + 1;
    while (end < rows.length && isAlike(first, rows[end]!)) end++;
    if (end - at >= alikeFrom) result.push({ ...first, more: end - at - 1 });
    else result.push(...rows.slice(at, end));
    at = end;
  }
  return result;
}

function isAlike(one: Row, other: Row): boolean {
  return (
    one.entry?.statement === other.entry?.statement && one.result === other.result && one.lens.text === other.lens.text
  );
}

interface Found {
  readonly entry: EntryAccess;
  readonly policy: PolicyAnalysis;
}

/** The entry a lens speaks of, in the session where it fares worst. */
function entryOf(lens: Lens, policies: readonly PolicyAnalysis[]): Found | undefined {
  const order: readonly EntryResult[] = ["no-effect", "not-granted", "partly", "unknown", "depends"];
  const rank = ({ entry }: Found) => (order.indexOf(entry.result) + order.length + 1) % (order.length + 1);
  const found = policies.flatMap((policy) =>
    policy.entries
      .filter((entry) => entrySpan(entry, policy).start === lens.span.start)
      .map((entry): Found => ({ entry, policy })),
  );
  return found.reduce<Found | undefined>(
    (worst, each) => (worst === undefined || rank(each) < rank(worst) ? each : worst),
    undefined,
  );
}

/** What passes on what is granted is told like that, and marked as a part. */
function shownResult({ entry, policy }: Found): EntryResult {
  return passesOn(entry, policy.model) ? "partly" : entry.result;
}

function positionText({ line, character }: Position): string {
  return `${line + 1}:${character + 1}`;
}

function totals(files: readonly CheckedFile[], style: Style): string {
  const tally = tallyOf(files.flatMap(findingsOf));
  const counts = severities
    .filter((severity) => tally[severity] > 0)
    .map((severity) => severityPaint[severity](style)(counted(tally[severity], severity.replace("-", " "))));
  if (files.length === 0) return "0 files checked\n";
  const unknown = unknownPolicies(files);
  if (unknown > 0) counts.push(style.magenta(`${unknown} unknown`));
  const fine = counts.length === 0;
  return `${fine ? style.green("✓ ") : ""}${counted(files.length, "file")} checked: ${fine ? "no findings" : counts.join(", ")}\n`;
}

/** Text from a file on one line, without what could play tricks on the terminal. */
function plain(text: string): string {
  return harmless(onOneLine(text));
}
