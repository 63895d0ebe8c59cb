import { globMatches } from "../access/evaluate/globs.js";
import { isLost } from "../access/summarizeEntry.js";
import type { ActionAccess } from "../analysis.js";
import type { PolicyPath } from "../syntax/json.js";
import type { ActionFacts, ActionText } from "./facts/actionFacts.js";
import type { ConditionFacts } from "./facts/conditionFacts.js";
import type { StatementFacts } from "./facts/policyFacts.js";
import { arnParts, type ResourceFacts, type ResourceText } from "./facts/resourceFacts.js";
import type { Severity } from "./finding.js";
import type { RuleInput } from "./rule.js";

/** A statement that allows an action of IAM on more roles than anybody can have meant. */
export interface BroadGrant {
  readonly statement: StatementFacts;
  /** How the action comes to be allowed, and on what: AWS has an issue code for each combination. */
  readonly by: "name" | "wildcard" | "NotAction";
  readonly on: "wildcard" | "NotResource";
  /** The entry or element that allows it. */
  readonly actionPath: PolicyPath;
  readonly actionText: string;
  readonly resourcePath: PolicyPath;
  /** In a session policy, how far the base is known to grant it. */
  readonly inSession: "granted" | "unknown" | undefined;
}

/**
 * Statements that allow `action` on a wildcard or by NotResource, without one of the conditions that limit it. In a
 * session of which the base is given, only where it takes effect: what the role does not grant harms nobody.
 * @param concerned those with an entry that `matchesAction`, or with NotAction
 * @param action `PassRole`, of IAM
 * @param limitingKeys keys of conditions, in lower case
 */
export function* broadGrants(
  input: RuleInput,
  concerned: readonly StatementFacts[],
  action: string,
  limitingKeys: readonly string[],
): Iterable<BroadGrant> {
  for (const statement of concerned) {
    if (statement.effect !== "Allow") continue;
    // Places are worked out of what may be broad.
    if (!statement.hasNotResource && !statement.resourceTexts.some(takesAllRoles)) continue;
    const broad = broadEntry(statement.resources);
    if (broad === undefined || statement.conditions.some((each) => isLimiting(each, limitingKeys))) continue;
    const granting = grantingEntry(statement.actions, action);
    if (granting === undefined) continue;
    const inSession = effectInSession(input, statement, granting, `iam:${action}`, limitingKeys);
    if (inSession === "none") continue;
    yield {
      statement,
      by: granting.negated ? "NotAction" : granting.form === "named" ? "name" : "wildcard",
      on: broad.negated ? "NotResource" : "wildcard",
      actionPath: granting.negated ? [...statement.path, "NotAction"] : granting.path,
      actionText: granting.negated ? "NotAction" : granting.text,
      resourcePath: broad.negated ? [...statement.path, "NotResource"] : broad.path,
      inSession,
    };
  }
}

/** AWS's class for a policy that grants; in a session policy that may grant nothing, a suggestion. */
export function severityOf({ inSession }: BroadGrant, usual: Severity, { kind, session }: RuleInput): Severity {
  if (kind !== "session") return usual;
  return session !== undefined && inSession === "granted" ? usual : "suggestion";
}

/** A test that the request must pass with one of some values: not "if it is there", not "anything but", not a mere ending. */
function isLimiting({ lowerKey, operator, values }: ConditionFacts, keys: readonly string[]): boolean {
  if (!keys.includes(lowerKey) || operator === undefined) return false;
  const { family, base, negated, ifExists, qualifier } = operator;
  if ((family !== "string" && family !== "arn") || negated || qualifier === "ForAllValues") return false;
  // As AWS's validator has it: StringLikeIfExists is enough for it and StringEqualsIfExists is not.
  if (ifExists && base === "StringEquals") return false;
  return values.length > 0 && values.every(({ text }) => !/^[*?]/.test(text));
}

/** The entry by which the action is allowed: by its name if there is one. */
function grantingEntry(actions: readonly ActionFacts[], action: string): ActionFacts | undefined {
  const covering = actions.find((each) => matchesAction(each, action));
  const [first] = actions;
  if (first?.negated === true) return covering === undefined ? first : undefined;
  return actions.find((each) => each.form === "named" && matchesAction(each, action)) ?? covering;
}

/** Whether an entry matches the action of IAM. */
export function matchesAction({ form, service, name }: ActionText, action: string): boolean {
  if (form === "every") return true;
  if (service !== "iam") return false;
  if (form === "named") return name.length === action.length && name.toLowerCase() === action.toLowerCase();
  return form === "pattern" && globMatches(name.toLowerCase(), action.toLowerCase());
}

/** The first entry that takes in every role of an account, or any entry of NotResource. */
function broadEntry(resources: readonly ResourceFacts[]): ResourceFacts | undefined {
  const [first] = resources;
  return first?.negated === true ? first : resources.find(takesAllRoles);
}

function takesAllRoles({ text, arn }: Pick<ResourceText, "text" | "arn">): boolean {
  if (text === "*") return true;
  return arn?.service.text === "iam" && /^(\*|role\/\*|role\*)+$/.test(arn.resource.text);
}

/** What is left of the action under the session's base. */
function effectInSession(
  { kind, session, entries }: RuleInput,
  { index, resources }: StatementFacts,
  granting: ActionFacts,
  action: string,
  limitingKeys: readonly string[],
): "none" | "granted" | "unknown" | undefined {
  if (kind !== "session") return undefined;
  // Whatever the role may do: then it is the role's policy that is broad.
  if (granting.form === "every" && !granting.negated && resources.some(({ text }) => text === "*")) return "none";
  if (session === undefined) return undefined;
  const entry = entries.find(
    (each) => each.statement === index && (each.negated || each.path.join(" ") === granting.path.join(" ")),
  );
  const access = entry?.actions.find((each) => each.action === action);
  if (access === undefined || access.result === "unknown") return "unknown";
  if (isLost(access) || isLimited(access, limitingKeys)) return "none";
  return "granted";
}

/** Whether the base allows it on single roles only, or under one of the conditions. */
function isLimited({ dependsOn, allowedOn }: ActionAccess, limitingKeys: readonly string[]): boolean {
  if (dependsOn.some((key) => limitingKeys.includes(key.toLowerCase()))) return true;
  return allowedOn?.every((text) => !takesAllRoles({ text, arn: arnParts(text) })) ?? false;
}
