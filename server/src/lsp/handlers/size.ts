import { sizeSummary } from "../../core/features/sizeSummary.js";
import type { SizeParams, SizeResult } from "../ownMessages.js";
import type { Session } from "../session.js";

/** `sessionPolicy/size`: for the status bar. Where several sessions use the policy, the one it fits worst. */
export async function size(session: Session, { textDocument }: SizeParams): Promise<SizeResult | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  const policies = analyzed?.analysis.policies.filter(({ kind }) => kind === "session") ?? [];
  const rest = ({ characters: { sent, limit } }: (typeof policies)[number]) => (limit ?? Infinity) - sent;
  const [tightest] = [...policies].sort((one, other) => rest(one) - rest(other));
  return tightest === undefined ? null : (sizeSummary(tightest) ?? null);
}
