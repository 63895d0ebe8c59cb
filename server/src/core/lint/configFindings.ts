import type { PolicyAnalysis } from "../analysis.js";
import type { IgnoreConfig } from "../context/config.js";
import type { DocumentContext, GovernedDocument } from "../context/sessionContext.js";
import { filePattern, isExclusion, namesPath } from "../context/sessionFiles.js";
import { quoted } from "../messages/quoted.js";
import type { Region } from "../regions/region.js";
import type { JsonNode, PolicyPath } from "../syntax/json.js";
import { nodeAt } from "../syntax/navigate.js";
import { placeOfPath } from "../syntax/placeOfPath.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import { valueOfNode } from "../syntax/values.js";
import { nearestName } from "../text/nearestName.js";
import type { Span } from "../text/span.js";
import type { Finding } from "./finding.js";
import type { Rule } from "./rule.js";
import { rules as allRules } from "./rules/index.js";
import type { RuleLevels } from "./runRules.js";

export interface ConfigFindingsInput {
  /** The config's own text. */
  readonly region: Region;
  readonly context: DocumentContext;
  /** All that it has a say in, with all findings, accepted ones too. */
  readonly documents: readonly GovernedAnalysis[];
  /** The user's settings. */
  readonly levels: RuleLevels;
  /** All rules, if not given. */
  readonly rules?: readonly Rule[];
}

export interface GovernedAnalysis {
  readonly document: GovernedDocument;
  readonly policies: readonly PolicyAnalysis[];
}

/** What is found out about a config by all that it has a say in, in the order of its places. */
export function configFindings(input: ConfigFindingsInput): readonly Finding[] {
  const findings = [...placedInConfig(input), ...unknownRules(input), ...unusedIgnores(input)];
  return findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Findings of the policies that have a place in the config: told there once, with the policies they come from. */
function placedInConfig({ region, context, documents }: ConfigFindingsInput): readonly Finding[] {
  const root = region.read().root;
  const found = new Map<string, Finding>();
  for (const { document, policies } of documents) {
    const accepted = new Set(document.context.ignore.map(({ rule }) => rule));
    for (const finding of policies.flatMap((policy) => policy.findings)) {
      const { config, rule, message, path } = finding;
      if (config === undefined || config.uri !== context.uri || accepted.has(rule)) continue;
      const key = JSON.stringify([rule, config.path, message]);
      const known = found.get(key);
      const from = { uri: document.uri, path, message: `In ${document.path}` };
      const related = [...(known?.related ?? finding.related.filter(({ uri }) => uri !== context.uri)), from];
      const span = placeOfPath(root, config.path, config.onKey);
      const { counterexample, severity } = finding;
      found.set(key, {
        rule,
        severity,
        span,
        path: config.path,
        message,
        related: distinct(related),
        ...(counterexample !== undefined && { counterexample }),
        fixes: [],
      });
    }
  }
  return [...found.values()];
}

/** Rules that are named and do not exist. */
function unknownRules({ region, context, rules = allRules }: ConfigFindingsInput): readonly Finding[] {
  const root = region.read().root;
  const ids = rules.map(({ id }) => id);
  const named: readonly { readonly id: string; readonly path: PolicyPath; readonly onKey: boolean }[] = [
    ...[...context.rules.keys()].map((id) => ({ id, path: ["rules", id], onKey: true })),
    ...context.ignore.map(({ rule, path }) => ({ id: rule, path: [...path, "rule"], onKey: false })),
  ];
  return named
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, path, onKey }) => {
      const meant = nearestName(id, ids);
      const advice = meant === undefined ? "Take its id from a finding, or remove this." : `Did you mean "${meant}"?`;
      const edits = meant === undefined ? undefined : renamed(root, path, onKey, meant);
      const fixes =
        edits === undefined
          ? []
          : [
              {
                id: "correct-rule",
                title: `Change to "${meant}"`,
                edits,
                access: "text-only" as const,
                preferred: true,
              },
            ];
      return {
        ...ofConfig("unknown-rule", path, placeOfPath(root, path, onKey)),
        message: `There is no rule ${quoted(id)}, so this has no effect. ${advice}`,
        fixes,
      };
    });
}

/** Writes another name for a rule; undefined where `rules` has a level for that one already. */
function renamed(
  root: JsonNode | undefined,
  path: PolicyPath,
  onKey: boolean,
  name: string,
): readonly PolicyEdit[] | undefined {
  if (!onKey) return [{ kind: "replace", path, value: name }];
  const parent = path.slice(0, -1);
  const level = nodeAt(root, path);
  if (level === undefined || nodeAt(root, [...parent, name]) !== undefined) return undefined;
  return [
    { kind: "remove", path },
    { kind: "set", path: parent, key: name, value: valueOfNode(level), after: String(path.at(-1)) },
  ];
}

/** Accepted findings that there are none of. Nothing is said where not everything could be looked at. */
function unusedIgnores(input: ConfigFindingsInput): readonly Finding[] {
  const { context, rules = allRules } = input;
  if (context.governsMore) return [];
  const known = context.ignore.filter(({ rule }) => rules.some(({ id }) => id === rule));
  return known.flatMap((entry) => unusedParts(entry, input));
}

function unusedParts(entry: IgnoreConfig, { region, context, documents, levels }: ConfigFindingsInput): Finding[] {
  const root = region.read().root;
  const { rule, path, files } = entry;
  const finding = (at: PolicyPath, message: string, title: string, removed: PolicyPath): Finding => ({
    ...ofConfig("unused-ignore", at, placeOfPath(root, at)),
    message,
    unnecessary: true,
    fixes: [{ id: "remove", title, edits: [{ kind: "remove", path: removed }], access: "text-only", preferred: true }],
  });
  const removal = "Remove this item of ignore";
  const whole = (message: string) => finding([...path, "rule"], message, removal, path);
  if (context.rules.get(rule) === "off") {
    return [whole(`The rule "${rule}" is off in this config, so there is nothing to ignore. Remove this item.`)];
  }
  // Off for this user only: others may still see what is accepted here.
  if (!context.rules.has(rule) && levels[rule] === "off") return [];
  const meant = documents.filter(({ document }) => document.context.ignore.some((each) => samePath(each.path, path)));
  // What is half-typed has not all of its findings.
  if (meant.some(isHalfRead)) return [];
  const used = meant.filter(({ policies }) => policies.some((policy) => policy.findings.some((f) => f.rule === rule)));
  if (used.length === 0) {
    const where = meant.length === 0 ? "names no policy" : `accepts nothing: "${rule}" finds nothing there`;
    return [whole(`This item of "ignore" ${where}. Remove it, so that a new finding is not overlooked.`)];
  }
  return files.flatMap(({ text, path: at }) => {
    const pattern = filePattern(text);
    if (isExclusion(pattern) || used.some(({ document }) => namesPath(pattern, context.uri, document.path))) return [];
    const message = `${quoted(text)} accepts nothing: "${rule}" finds nothing there. Remove it, so that a new finding is not overlooked.`;
    return [finding(at, message, `Remove ${quoted(text)}`, at)];
  });
}

function isHalfRead({ policies }: GovernedAnalysis): boolean {
  return policies.length === 0 || policies.some(({ parsed }) => parsed.problems.some(({ kind }) => halfRead.has(kind)));
}

const halfRead: ReadonlySet<string> = new Set(["syntax", "too-deep", "too-long", "empty"]);

/** What only a config can have is named as its other problems are. */
function ofConfig(kind: string, path: PolicyPath, span: Span) {
  return { rule: `config-${kind}`, severity: "warning" as const, span, path, related: [] };
}

function samePath(a: PolicyPath, b: PolicyPath): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
