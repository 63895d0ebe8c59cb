import type { Group, LintedPolicy } from "./lintedPolicies.js";

export interface CodeRow {
  readonly code: string;
  /** Depends on what AWS's catalog had on the day of the answer. */
  readonly catalogBound: boolean;
  /** Issues that AWS reported. */
  readonly theirs: number;
  /** Of these, reported by us at the same places. */
  readonly found: number;
  /** Reported by us in the same policy at other places. */
  readonly elsewhere: number;
  readonly missed: number;
  /** Reported by us alone, in a policy with and without issues of AWS's. */
  readonly extra: number;
  readonly extraInClean: number;
}

export interface Difference {
  readonly policy: string;
  readonly kind: "missed" | "elsewhere" | "extra" | "extra in clean";
  readonly code: string;
  readonly theirs: string;
  readonly ours: string;
}

const boundCodes =
  /^(INVALID_ACTION|INVALID_SERVICE(_IN_ACTION)?|REDUNDANT_ACTION|.*_CONDITION_KEY(_.*)?|.*_UNSUPPORTED_TAG_.*)$/;

export function isCatalogBound(code: string): boolean {
  return boundCodes.test(code);
}

export interface Answered {
  readonly policy: LintedPolicy;
  readonly ours: readonly Group[];
  readonly clean: boolean;
}

/** A row for each code that either side has reported. */
export function codeTable(answers: readonly Answered[]): readonly CodeRow[] {
  const all = answers.flatMap(({ policy, ours }) => [...policy.theirs, ...ours]);
  const codes = [...new Set(all.map(({ code }) => code))].sort();
  const found = differences(answers);
  return codes.map((code) => {
    const count = (kind: Difference["kind"]) => found.filter((each) => each.code === code && each.kind === kind).length;
    const theirs = answers.reduce(
      (sum, { policy }) => sum + policy.theirs.filter((each) => each.code === code).length,
      0,
    );
    const [elsewhere, missed] = [count("elsewhere"), count("missed")];
    return {
      code,
      catalogBound: isCatalogBound(code),
      theirs,
      found: theirs - elsewhere - missed,
      elsewhere,
      missed,
      extra: count("extra"),
      extraInClean: count("extra in clean"),
    };
  });
}

/** Everything that one side says and the other does not. */
export function differences(answers: readonly Answered[]): readonly Difference[] {
  return answers.flatMap(({ policy, ours, clean }) => {
    const left = [...ours];
    const take = (fits: (group: Group) => boolean): Group | undefined => {
      const at = left.findIndex(fits);
      return at < 0 ? undefined : left.splice(at, 1)[0];
    };
    const unmatched = policy.theirs.filter(
      ({ code, places }) => take((group) => group.code === code && same(group.places, places)) === undefined,
    );
    const missing = unmatched.map(({ code, places }): Difference => {
      const near = take((group) => group.code === code && [...places].some((place) => group.places.has(place)));
      const kind = near === undefined ? "missed" : "elsewhere";
      return { policy: policy.name, kind, code, theirs: textOf(places), ours: near ? textOf(near.places) : "" };
    });
    const kind = clean ? "extra in clean" : "extra";
    const extra = left.map(
      ({ code, places }): Difference => ({ policy: policy.name, kind, code, theirs: "", ours: textOf(places) }),
    );
    return [...missing, ...extra];
  });
}

export function codeTableText(rows: readonly CodeRow[]): string {
  const columns = ["code", "theirs", "found", "elsewhere", "missed", "extra", "extraInClean"] as const;
  const section = (title: string, own: readonly CodeRow[]) => {
    const cells = own.map((row) =>
      columns.map((column) => (column === "found" && row.theirs === 0 ? "n/a" : String(row[column]))),
    );
    const lines = [[title, ...columns.slice(1)], ...cells];
    const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
    return lines
      .map((line) => line.map((text, i) => (i === 0 ? text.padEnd(widths[i]!) : text.padStart(widths[i]!))).join("  "))
      .join("\n");
  };
  const bound = rows.filter(({ catalogBound }) => catalogBound);
  const free = rows.filter(({ catalogBound }) => !catalogBound);
  return `${section("issue code", free)}\n\n${section("bound to the catalog", bound)}`;
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((place) => b.has(place));
}

function textOf(places: ReadonlySet<string>): string {
  return [...places].sort().join(" | ");
}
