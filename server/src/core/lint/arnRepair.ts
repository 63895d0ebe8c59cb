import { quoted } from "../messages/quoted.js";
import type { PolicyPath } from "../syntax/json.js";
import type { ArnField } from "./facts/resourceFacts.js";
import type { Fix } from "./finding.js";
import type { RuleInput } from "./rule.js";

/** A field of an ARN in a policy's text. */
export interface FieldAt {
  readonly path: PolicyPath;
  /** The whole entry. */
  readonly text: string;
  readonly field: ArnField;
}

/**
 * Fixes that write another text into one field of an ARN, one for each of `texts`. An ARN that named nothing names
 * something then, which is what was meant; nothing is claimed of what the policy then allows.
 */
export function fieldFixes({ path, text, field }: FieldAt, texts: readonly string[]): readonly Fix[] {
  return [...new Set(texts)].map((written, at) => {
    const value = text.slice(0, field.start) + written + text.slice(field.end);
    return {
      id: `repair-arn-${at}`,
      title: `Change to ${quoted(value)}`,
      edits: [{ kind: "replace", path, value }],
      access: "text-only",
      ...(texts.length === 1 && written !== "*" && { preferred: true }),
    };
  });
}

/** What may stand for a Region that is missing: those that the policy names elsewhere, and all of them. */
export function likelyRegions({ statements }: Pick<RuleInput, "statements">): readonly string[] {
  return [...namedElsewhere(statements, "region"), "*"];
}

/** The same for an account; the principal's own comes first. */
export function likelyAccounts({ statements, session }: Pick<RuleInput, "statements" | "session">): readonly string[] {
  const own = (session?.principal.roleArn ?? session?.principal.userArn)?.split(":")[4];
  return [...(own ? [own] : []), ...namedElsewhere(statements, "account"), "*"];
}

function namedElsewhere(statements: RuleInput["statements"], field: "region" | "account"): readonly string[] {
  const plain = field === "region" ? /^[a-z]{2}(-[a-z]+)+-\d$/ : /^\d{12}$/;
  const named = statements.flatMap(({ resources }) => resources.map(({ arn }) => arn?.[field].text ?? ""));
  return [...new Set(named)].filter((text) => plain.test(text)).slice(0, 2);
}
