import type { Analysis } from "../analysis.js";
import type { Catalog } from "../catalog/catalog.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { Finding } from "../lint/finding.js";
import { trustPlace, trustStatements, untrustedCalls } from "../lint/trustPolicyAnswers.js";
import { buildModel } from "../policy/buildModel.js";
import { jsonRegions } from "../regions/jsonRegion.js";
import { nodeAt } from "../syntax/navigate.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import { valueOfNode } from "../syntax/values.js";
import { type Span, spansTouch, type TextChange } from "../text/span.js";

/** What a role's trust policy would have to allow so that the session can be made as the config says. */
export interface MissingTrust {
  /** `sts:TagSession`. */
  readonly action: string;
  /** The call that the trust policy allows already. */
  readonly call: string;
  /** The trust policy, and how it is called on the screen. */
  readonly uri: string;
  readonly name: string;
}

/** The rule whose findings this answers. */
export const untrustedRule = "session-tags-not-trusted";

/** What is missing for the sessions of a document, or of a config's, if `span` touches a finding that says so. */
export function missingTrust(analysis: Analysis, span: Span, catalog: Catalog): readonly MissingTrust[] {
  const found = new Map<string, MissingTrust>();
  for (const session of flaggedSessions(analysis, span)) {
    for (const { document, call, action } of untrustedCalls(session, catalog)) {
      const { uri, name } = document;
      if (uri !== undefined) found.set(`${uri} ${action}`, { action, call, uri, name });
    }
  }
  return [...found.values()];
}

function flaggedSessions({ policies, findings, context }: Analysis, span: Span): readonly SessionContext[] {
  const touched = (found: readonly Finding[]) =>
    found.filter(({ rule, span: at }) => rule === untrustedRule && spansTouch(at, span));
  const own = policies.flatMap((policy) =>
    policy.session !== undefined && touched(policy.findings).length > 0 ? [policy.session] : [],
  );
  // In a config the finding stands where the trust policy is linked, for all sessions that lean on it.
  const places = new Set(touched(findings).map(({ path }) => JSON.stringify(path)));
  if (places.size === 0) return own;
  const governed = context.governed.flatMap((document) => document.context.sessions);
  return [...own, ...governed.filter((session) => places.has(JSON.stringify(trustPlace(session)?.path)))];
}

/** The changes that let a trust policy allow `action` wherever it allows `call`; none where it can't be edited. */
export function allowBesides(text: string, { action, call }: MissingTrust): readonly TextChange[] {
  const [region] = jsonRegions(text);
  const parsed = region?.read();
  if (region === undefined || parsed === undefined) return [];
  const model = buildModel(parsed, "trust");
  const edits = trustStatements({ name: "", model }, call).flatMap(({ path }): readonly PolicyEdit[] => {
    const at = [...path, "Action"];
    const node = nodeAt(parsed.root, at);
    if (node === undefined) return [];
    if (node.type === "array") return [{ kind: "insert", path: at, index: node.items.length, value: action }];
    return [{ kind: "replace", path: at, value: [valueOfNode(node), action] }];
  });
  return region.write(edits);
}
