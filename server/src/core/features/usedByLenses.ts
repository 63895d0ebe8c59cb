import type { ActionAccess, Analysis, EntryAccess, PolicyAnalysis } from "../analysis.js";
import { canonicalUri } from "../context/uriPaths.js";
import { withThousands } from "../messages/numbers.js";
import { cut, lensRoom } from "../messages/room.js";
import type { Statement } from "../policy/model.js";
import type { PolicyPath } from "../syntax/json.js";
import { nodeAt } from "../syntax/navigate.js";
import type { Span } from "../text/span.js";
import type { Lens } from "./codeLenses.js";
import { placeOf } from "./definitions.js";
import { entrySpan } from "./entrySpan.js";

/** An action entry that leans on a statement. */
export interface StatementUse {
  readonly uri: string;
  readonly path: PolicyPath;
  /** In offsets of the document that the entry stands in. */
  readonly span: Span;
}

export interface UsingSessions {
  /** The analyses of the session policies that lean on the document. */
  readonly analyses: readonly Analysis[];
  /** Whether these are all of them, so that "no session" may be said. */
  readonly complete: boolean;
}

/** Above each statement of a role's policy, boundary or SCP: which linked sessions use it. */
export function usedByLenses({ context, policies }: Analysis, using: UsingSessions): readonly Lens[] {
  const kinds = ["identity", "boundary", "scp"];
  const [policy] = policies;
  if (policy === undefined || !kinds.includes(policy.kind) || context.usedBy.length === 0) return [];
  const uses = usesByStatement(canonicalUri(context.uri), using.analyses);
  const certain = using.complete && using.analyses.every((analysis) => analysis.policies.every(isCertain));
  return policy.model.statements.flatMap((statement) => {
    const node = nodeAt(policy.parsed.root, statement.path);
    const found = uses.get(JSON.stringify(statement.path));
    const text = textOf(statement, [...(found?.sessions ?? [])], certain);
    if (node === undefined || text === undefined) return [];
    const span = { start: node.span.start, end: Math.min(node.span.start + 1, node.span.end) };
    return [
      { kind: "used-by", span, path: statement.path, text: cut(text, lensRoom), uses: found?.uses ?? [] } as const,
    ];
  });
}

function textOf({ effect }: Statement, sessions: readonly string[], certain: boolean): string | undefined {
  const [first, ...others] = sessions;
  if (first === undefined) return effect === "Allow" && certain ? "Used by no linked session" : undefined;
  const name = cut(first, 24);
  const rest =
    others.length === 0 ? "" : ` and ${withThousands(others.length)} more session${others.length === 1 ? "" : "s"}`;
  return `${effect === "Allow" ? "Used by" : "Takes away from"} ${name}${rest}`;
}

interface Uses {
  readonly sessions: Set<string>;
  readonly uses: StatementUse[];
}

/** By the path of a statement of the document. */
function usesByStatement(uri: string, analyses: readonly Analysis[]): ReadonlyMap<string, Uses> {
  const found = new Map<string, Uses>();
  for (const { context, policies } of analyses) {
    for (const policy of policies) {
      for (const entry of policy.entries) {
        for (const key of statementsOf(entry, policy, uri)) {
          const uses = found.get(key) ?? { sessions: new Set(), uses: [] };
          found.set(key, uses);
          uses.sessions.add(policy.session?.name ?? "");
          uses.uses.push({ uri: context.uri, path: entry.path, span: entrySpan(entry, policy) });
        }
      }
    }
  }
  return found;
}

/** The statements of the document that have a say in an entry, each once. */
function statementsOf({ actions }: EntryAccess, policy: PolicyAnalysis, uri: string): ReadonlySet<string> {
  // Most actions of a wildcard share one list of answers.
  const lists = new Set(
    actions.flatMap(({ layers, statements }) => [
      statements,
      ...layers.flatMap((each) => [each.statements, each.granting ?? []]),
    ]),
  );
  const found = new Set<string>();
  for (const ref of [...lists].flat()) {
    const place = ref.layer === "session" ? undefined : placeOf(ref, policy);
    if (place !== undefined && canonicalUri(place.uri) === uri) found.add(JSON.stringify(place.path));
  }
  return found;
}

/** Whether nothing is left open of which statements a session uses: an answer that denies does not name what it beats. */
function isCertain({ entries, model }: PolicyAnalysis): boolean {
  return model.complete && entries.every(({ actions, result }) => result !== "unknown" && actions.every(isKnown));
}

function isKnown({ result, layers }: ActionAccess): boolean {
  return result !== "unknown" && layers.every(({ answer }) => answer !== "unknown" && answer !== "denies");
}
