import type { Analysis, EntryAccess, PolicyAnalysis } from "../analysis.js";
import { statementAt } from "../policy/statementAt.js";
import { jsonRegions } from "../regions/jsonRegion.js";
import type { JsonValue, PolicyPath } from "../syntax/json.js";
import { nodeAt } from "../syntax/navigate.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import { valueOfNode } from "../syntax/values.js";
import type { Span, TextChange } from "../text/span.js";
import { touchesEntry } from "./entrySpan.js";

/** What the base would have to grant so that an entry of a session policy takes effect. */
export interface MissingGrant {
  readonly pattern: string;
  /** The role's policy that could grant it, and how it is called on the screen. */
  readonly uri: string;
  readonly name: string;
  readonly statement: JsonValue;
  /** The entry's place in the session policy. */
  readonly path: PolicyPath;
}

/** What the role's identity policies lack of the entry at a place: only where a grant there is all that is missing. */
export function missingGrant(analysis: Analysis, span: Span): MissingGrant | undefined {
  for (const policy of analysis.policies) {
    const entry = policy.entries.find((each) => touchesEntry(span, each, policy));
    const grant = entry && grantFor(entry, policy);
    if (grant !== undefined) return grant;
  }
  return undefined;
}

function grantFor(entry: EntryAccess, { session, parsed, model }: PolicyAnalysis): MissingGrant | undefined {
  if (entry.effect !== "Allow" || entry.negated || session?.layers.identity.state !== "given") return undefined;
  const lost = entry.actions.filter(({ result }) => result === "not-granted" || result === "no-effect");
  const isMissing = lost.length > 0 && lost.every(({ decidedBy, denied }) => decidedBy === "identity" && !denied);
  // A policy that is no file of the workspace can't be edited.
  const document = session.layers.identity.value.find(({ uri }) => uri !== undefined);
  const statement = statementAt(model, entry.statement);
  const resource = statement && nodeAt(parsed.root, [...statement.path, "Resource"]);
  if (!isMissing || document?.uri === undefined || resource === undefined) return undefined;
  return {
    pattern: entry.pattern,
    uri: document.uri,
    name: document.name,
    statement: { Effect: "Allow", Action: entry.pattern, Resource: valueOfNode(resource) },
    path: entry.path,
  };
}

/** The changes that add a statement to a policy's text; none where it can't be edited. */
export function addStatement(text: string, statement: JsonValue): readonly TextChange[] {
  const [region] = jsonRegions(text);
  const root = region?.read().root;
  const list = nodeAt(root, ["Statement"]);
  if (region === undefined || list === undefined) return [];
  const edit: PolicyEdit =
    list.type === "array"
      ? { kind: "insert", path: ["Statement"], index: list.items.length, value: statement }
      : { kind: "replace", path: ["Statement"], value: [valueOfNode(list), statement] };
  return region.write([edit]);
}
