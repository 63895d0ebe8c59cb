import type { EntryAccess, PolicyAnalysis } from "../../analysis.js";
import { entryText } from "../../messages/entryText.js";
import { code, escaped } from "../../messages/markdown.js";
import { withThousands } from "../../messages/numbers.js";
import { wholePolicySummary } from "../wholePolicySummary.js";
import type { HoverPlace } from "./hoverPlace.js";

const rowsShown = 30;

/** What comes in one session of the list of actions that is pointed at, or of the policy as a whole. */
export function listResults(policy: PolicyAnalysis, { subject, path, statement }: HoverPlace): string {
  if (policy.session === undefined || subject.kind !== "element" || subject.value !== undefined) return "";
  if (subject.name === "Statement") return `**In this session**: ${escaped(wholePolicySummary(policy, 200).text)}`;
  if (subject.name !== "Action" && subject.name !== "NotAction") return "";
  const entries = policy.entries.filter(
    (entry) => entry.statement === statement?.index && path.every((step, at) => step === entry.path[at]),
  );
  return entries.length === 0 ? "" : table(entries, policy);
}

function table(entries: readonly EntryAccess[], policy: PolicyAnalysis): string {
  const rows = entries
    .slice(0, rowsShown)
    .map((entry) => `| ${code(entry.pattern)} | ${escaped(entryText(entry, policy, { room: 120 }))} |`);
  const more = entries.length - rows.length;
  if (more > 0) rows.push(`| and ${withThousands(more)} more | |`);
  return ["| Action | In this session |", "|---|---|", ...rows].join("\n");
}
