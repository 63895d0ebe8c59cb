import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { analyze } from "../../../server/src/core/analyze.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import type { SessionContext } from "../../../server/src/core/context/sessionContext.js";
import { fixTitle } from "../../../server/src/core/messages/fixTitle.js";
import type { PolicyKind } from "../../../server/src/core/policy/model.js";
import { refactorPlace } from "../../../server/src/core/refactor/place.js";
import { refactoringsAt } from "../../../server/src/core/refactor/refactorings.js";
import { jsonRegions } from "../../../server/src/core/regions/jsonRegion.js";
import { analysisOf, document, session } from "../../support/analysisBuilder.js";
import { readCursor } from "../../support/markedText.js";

export interface OfferSettings {
  /** Identity policies of the base role; none: the policy is linked to nothing. */
  readonly base?: readonly string[];
  /** What else is known of the session. */
  readonly layers?: Partial<SessionContext["layers"]>;
  readonly kind?: PolicyKind;
}

/** What is offered at the cursor of a policy: each title, and the text after it is chosen. */
export function offersAt(marked: string, catalog: Catalog, settings: OfferSettings = {}): Record<string, string> {
  const { text, offset } = readCursor(marked);
  const { base, layers, kind = "session" } = settings;
  const identity = {
    state: "given",
    value: (base ?? []).map((policy, at) => document(`role-${at}.json`, policy)),
  } as const;
  const sessions = base === undefined ? [] : [session({ layers: { identity, ...layers } })];
  const engine = new AccessEngine(catalog);
  const analysis = analyze({ regions: jsonRegions(text), context: analysisOf([], { kind, sessions }).context, engine });
  const place = refactorPlace(analysis, { start: offset, end: offset }, engine);
  if (place === undefined) return {};
  const { region } = place.policies[0]!;
  return Object.fromEntries(
    refactoringsAt(place).map(({ title, access, edits }) => {
      const changes = region.write(edits);
      let after = text;
      for (const { span, newText } of [...changes].reverse())
        after = after.slice(0, span.start) + newText + after.slice(span.end);
      return [fixTitle(title, access), after];
    }),
  );
}

/** A session policy of one statement on one line each, as people write short ones. */
export function policyText(...statements: readonly string[]): string {
  return `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${statements.join(",\n    ")}\n  ]\n}\n`;
}
