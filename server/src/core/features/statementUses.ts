import type { Analysis } from "../analysis.js";
import { sameUri } from "../context/uriPaths.js";
import type { PolicyPath } from "../syntax/json.js";
import { nodeAt } from "../syntax/navigate.js";
import { type Span, spanContains } from "../text/span.js";
import { placeOf, statementsBehind } from "./definitions.js";
import { entrySpan } from "./entrySpan.js";

/** The statement at `offset` of a role's policy; undefined between statements. */
export function statementAtOffset({ policies }: Analysis, offset: number): PolicyPath | undefined {
  for (const { model, parsed } of policies) {
    for (const { path } of model.statements) {
      const span = nodeAt(parsed.root, path)?.span;
      if (span !== undefined && spanContains(span, offset)) return path;
    }
  }
  return undefined;
}

/** The actions of a session policy that rest on a statement of another document, in host offsets. */
export function usesOfStatement(session: Analysis, uri: string, path: PolicyPath): readonly Span[] {
  const key = path.join(" ");
  const uses = session.policies.flatMap((policy) =>
    policy.entries
      .filter((entry) =>
        statementsBehind(entry).some((ref) => {
          const place = placeOf(ref, policy);
          return place !== undefined && place.path.join(" ") === key && sameUri(place.uri, uri);
        }),
      )
      .map((entry) => entrySpan(entry, policy)),
  );
  return [...new Map(uses.map((span) => [span.start, span])).values()].sort((a, b) => a.start - b.start);
}
