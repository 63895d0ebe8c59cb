import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { analyze } from "../../server/src/core/analyze.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { Finding } from "../../server/src/core/lint/finding.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import type { JsonValue, PolicyPath } from "../../server/src/core/syntax/json.js";
import { analysisOf } from "../support/analysisBuilder.js";

/** A policy that AWS's validator has seen, and what it said. */
export interface LintedPolicy {
  readonly name: string;
  readonly document: JsonValue;
  /** Empty for one that it found nothing wrong with. */
  readonly theirs: readonly Group[];
}

/** One issue, with all the places that it names. */
export interface Group {
  readonly code: string;
  readonly places: ReadonlySet<string>;
}

/** Reads a line of aws-validate-policy.jsonl or aws-validate-policy-clean.jsonl. */
export function readLintedPolicy(line: string): LintedPolicy {
  const { policy, date, document, findings = [] } = JSON.parse(line) as WrittenPolicy;
  const theirs = findings.map(({ code, locations = [] }) => ({
    code,
    places: new Set(locations.map((steps) => pathText(pathOf(steps, document)))),
  }));
  return { name: date === undefined ? policy : `${policy} ${date}`, document, theirs: connected(theirs) };
}

/** What we say of it as an identity policy: findings that have one of AWS's codes. */
export function ourGroups({ document }: LintedPolicy, catalog: Catalog): readonly Group[] {
  const findings = findingsOf(JSON.stringify(document, undefined, 2), catalog);
  const coded = findings.filter((finding): finding is CodedFinding => finding.awsIssueCode !== undefined);
  return connected(
    coded.map(({ awsIssueCode, path, related }) => ({
      code: awsIssueCode,
      places: new Set(
        [path, ...related.filter(({ uri }) => uri === undefined).map((place) => place.path)].map(pathText),
      ),
    })),
  );
}

type CodedFinding = Finding & { readonly awsIssueCode: string };

/** All that the rules find in an identity policy. A rule that breaks down breaks this. */
export function findingsOf(text: string, catalog: Catalog): readonly Finding[] {
  const { context } = analysisOf([], { kind: "identity", sessions: [] });
  const onFailure = ({ rule, error }: { readonly rule: string; readonly error: unknown }): never => {
    throw new Error(`The rule ${rule} broke down`, { cause: error });
  };
  const { policies } = analyze({ regions: jsonRegions(text), context, engine: new AccessEngine(catalog), onFailure });
  return policies.flatMap(({ findings }) => findings);
}

/**
 * Issues of one code that share a place as one: AWS names a wildcard and all entries that it covers in one issue, we
 * have a finding for each entry.
 */
function connected(groups: readonly Group[]): readonly Group[] {
  const joined: { code: string; places: Set<string> }[] = [];
  for (const { code, places } of groups) {
    const touching = joined.filter((each) => each.code === code && [...places].some((place) => each.places.has(place)));
    const whole = { code, places: new Set([...touching.flatMap((each) => [...each.places]), ...places]) };
    for (const each of touching) joined.splice(joined.indexOf(each), 1);
    joined.push(whole);
  }
  return joined;
}

type Step = { readonly value?: string; readonly key?: string; readonly index?: number };

interface WrittenPolicy {
  readonly policy: string;
  readonly date?: string;
  readonly document: JsonValue;
  readonly findings?: readonly { readonly code: string; readonly locations?: readonly (readonly Step[])[] }[];
}

/** AWS counts the one statement of a policy without a list as number 0. */
function pathOf(steps: readonly Step[], document: JsonValue): PolicyPath {
  const path: (string | number)[] = [];
  let at: unknown = document;
  for (const { value, key, index } of steps) {
    const step = value ?? key ?? index;
    if (step === undefined || (typeof step === "number" && !Array.isArray(at))) continue;
    path.push(step);
    at = typeof at === "object" && at !== null ? (at as Record<string | number, unknown>)[step] : undefined;
  }
  return path;
}

function pathText(path: PolicyPath): string {
  return path.join(" ");
}
