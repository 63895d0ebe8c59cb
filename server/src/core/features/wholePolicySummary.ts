import type { EntryAccess, PolicyAnalysis } from "../analysis.js";
import { counted, withThousands } from "../messages/numbers.js";
import { passesOn } from "../messages/passesOn.js";
import { principalName, principalWord } from "../messages/principalNames.js";
import { cut, firstThatFits, lensRoom } from "../messages/room.js";

/** How many Allow entries of a policy do what. */
export interface EntryCounts {
  readonly total: number;
  readonly effective: number;
  /** "Whatever the role may do": an unconditioned Allow of everything, or of everything but NotAction's. */
  readonly passThrough: number;
  readonly partly: number;
  /** Not granted, or without effect. */
  readonly notGranted: number;
  /** Without effect because no action of theirs fits the statement's resources. */
  readonly unfit: number;
  readonly depends: number;
  readonly unknown: number;
}

/** What a session policy does as a whole, as the lens on top and the command line say it. */
export interface WholePolicySummary {
  readonly counts: EntryCounts;
  /** `all effective`, `2 of 3 actions not granted` … */
  readonly effect: string;
  /** `231 / 2,048`. */
  readonly size: string;
  /** All of it: `S3AccessRole · 231 / 2,048 · all effective`. */
  readonly text: string;
}

export function wholePolicySummary(policy: PolicyAnalysis, room = lensRoom): WholePolicySummary {
  const counts = countEntries(policy);
  const effect = effectOf(policy, counts);
  const size = sizeWords(policy);
  const { session } = policy;
  const rest = `${size} · ${effect}`;
  if (session === undefined) return { counts, effect, size, text: firstThatFits([rest], room) };
  const name = principalName(session);
  const wordings = [name, cut(name, 24), principalWord(session)].map((each) => `${each} · ${rest}`);
  return { counts, effect, size, text: firstThatFits(wordings, room) };
}

/** The characters that are sent, against the limit where there is one: `231 / 2,048`. */
export function sizeWords({ characters }: Pick<PolicyAnalysis, "characters">): string {
  const sent = withThousands(characters.sent);
  return characters.limit === undefined
    ? counted(characters.sent, "character")
    : `${sent} / ${withThousands(characters.limit)}`;
}

function countEntries(policy: PolicyAnalysis): EntryCounts {
  const counts = { total: 0, effective: 0, passThrough: 0, partly: 0, notGranted: 0, unfit: 0, depends: 0, unknown: 0 };
  for (const entry of policy.entries) {
    if (entry.effect === "Deny") continue;
    counts.total++;
    counts[classOf(entry, policy)]++;
  }
  return counts;
}

function classOf(entry: EntryAccess, policy: PolicyAnalysis): Exclude<keyof EntryCounts, "total"> {
  if (passesOn(entry, policy.model)) return "passThrough";
  switch (entry.result) {
    case "partly":
      return entry.negated ? "passThrough" : "partly";
    case "not-granted":
      return "notGranted";
    case "no-effect":
      return entry.actions.length === 0 ? "unfit" : "notGranted";
    case "depends":
      return "depends";
    case "unknown":
      return "unknown";
    default:
      return "effective";
  }
}

/** The worst that is true of any entry. */
function effectOf(policy: PolicyAnalysis, counts: EntryCounts): string {
  if (policy.parsed.problems.some(({ kind }) => kind === "too-long")) return "too long";
  if (policy.parsed.problems.length > 0) return "not valid JSON";
  if (policy.model.problems.length > 0) return "AWS would reject it";
  const { sent, minified, limit } = policy.characters;
  if (limit !== undefined && sent > limit) return minified > limit ? "too long" : "too long as written";
  if (policy.verdict === "no-base") return "base policies not given";
  if (counts.total === 0) return "allows nothing";
  const of = `of ${counted(counts.total, "action")}`;
  if (counts.notGranted > 0) return `${counts.notGranted} ${of} not granted`;
  if (counts.unfit > 0) return `${counts.unfit} ${of} without effect`;
  if (counts.partly > 0) return `${counts.partly} ${of} partly granted`;
  if (counts.unknown > 0) return `can't tell for ${counts.unknown} ${of}`;
  if (counts.depends > 0) return `${counts.depends} ${of} conditional`;
  return counts.passThrough > 0 ? "passes on what is granted" : "all effective";
}
