import type { Analysis, PolicyAnalysis } from "../analysis.js";
import type { JsonObject } from "../syntax/json.js";
import { memberNamed, nodeAt } from "../syntax/navigate.js";
import type { Span } from "../text/span.js";

/** A statement in the outline of a document. */
export interface OutlineEntry {
  /** Its Sid, or its number. */
  readonly name: string;
  /** `Allow s3:GetObject and 2 more`. */
  readonly detail: string;
  readonly span: Span;
  /** What the cursor goes to: the Sid, or the opening brace. */
  readonly selection: Span;
}

/** The statements of a document's policies in the order they stand. */
export function outline({ policies }: Analysis): readonly OutlineEntry[] {
  const regions = new Set(policies.map(({ region }) => region));
  return [...regions].flatMap((region) => {
    const policy = policies.find((each) => each.region === region);
    return policy === undefined ? [] : statementsOf(policy);
  });
}

function statementsOf({ model, parsed }: PolicyAnalysis): readonly OutlineEntry[] {
  return model.statements.flatMap(({ path, index, sid, effect, actions }) => {
    const node = nodeAt(parsed.root, path);
    if (node?.type !== "object") return [];
    const [first] = actions.entries;
    const more = actions.entries.length > 1 ? ` and ${actions.entries.length - 1} more` : "";
    const what = first === undefined ? "" : ` ${actions.negated ? "all but " : ""}${first.text}${more}`;
    const name = sid === undefined || sid === "" ? `Statement ${index + 1}` : sid;
    return [{ name, detail: `${effect}${what}`, span: node.span, selection: selectionOf(node) }];
  });
}

function selectionOf(statement: JsonObject): Span {
  const { start, end } = statement.span;
  return memberNamed(statement, "Sid")?.value?.span ?? { start, end: Math.min(start + 1, end) };
}
