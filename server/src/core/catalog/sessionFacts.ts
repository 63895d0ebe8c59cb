import { CatalogError } from "./catalogError.js";
import { isObject, isStrings } from "./dataFile.js";

export const sessionFactsFile = "session-facts.json";

/** What is true of the calls that make sessions, beside what the Service Authorization Reference says. Kept by hand. */
export interface SessionFacts {
  readonly source: string;
  /** ISO date of the table. */
  readonly date: string;
  /** By the config's `operation`. */
  readonly operations: ReadonlyMap<string, OperationFacts>;
  /** How many managed policies a call may pass. */
  readonly managedPolicies: number;
  /** Limits of session tags (T4). */
  readonly tags: { readonly most: number; readonly keyCharacters: number; readonly valueCharacters: number };
  /** What AWS Transfer Family fills in, without `${}` (V7). */
  readonly transferVariables: readonly string[];
  /** Services that make sessions themselves and let nobody pass a session policy. */
  readonly sessionCreatingServices: readonly { readonly principal: string; readonly what: string }[];
  readonly requirementTemplates: readonly RequirementTemplate[];
}

export interface OperationFacts {
  /** How many characters a session policy may have, white space counted (T1). */
  readonly policyCharacters: number;
  /** What the role's trust policy has to allow; "" where that is no question of this call. */
  readonly trustAction: string;
}

/** A need that people trip over, for the config's `requires`. `${bucket}` and the like are to be filled in. */
export interface RequirementTemplate {
  readonly id: string;
  readonly title: string;
  /** Why the permissions go together, in a sentence. */
  readonly why: string;
  readonly requires: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
}

/** Takes the parsed data file apart. Throws a CatalogError where it is not as expected. */
export function readSessionFacts(file: Record<string, unknown>): SessionFacts {
  const { source, date, operations, managedPolicies, tags, transferVariables, sessionCreatingServices } = file;
  const { requirementTemplates } = file;
  const complete =
    typeof source === "string" &&
    typeof date === "string" &&
    typeof managedPolicies === "number" &&
    isObject(operations) &&
    Object.values(operations).every(isOperation) &&
    isObject(tags) &&
    ["most", "keyCharacters", "valueCharacters"].every((name) => typeof tags[name] === "number") &&
    isStrings(transferVariables) &&
    Array.isArray(sessionCreatingServices) &&
    sessionCreatingServices.every((each) => hasTexts(each, ["principal", "what"])) &&
    Array.isArray(requirementTemplates) &&
    requirementTemplates.every(isTemplate);
  if (!complete) throw new CatalogError(sessionFactsFile, "is damaged: a member is missing or not as expected");
  return {
    source,
    date,
    operations: new Map(Object.entries(operations as { readonly [operation: string]: OperationFacts })),
    managedPolicies,
    tags: tags as unknown as SessionFacts["tags"],
    transferVariables,
    sessionCreatingServices: sessionCreatingServices as SessionFacts["sessionCreatingServices"],
    requirementTemplates: requirementTemplates as readonly RequirementTemplate[],
  };
}

function isOperation(value: unknown): boolean {
  return isObject(value) && typeof value.policyCharacters === "number" && typeof value.trustAction === "string";
}

function isTemplate(value: unknown): boolean {
  if (!isObject(value) || !hasTexts(value, ["id", "title", "why"]) || !Array.isArray(value.requires)) return false;
  return value.requires.every((each) => isObject(each) && isStrings(each.actions) && isStrings(each.resources));
}

function hasTexts(value: unknown, names: readonly string[]): boolean {
  return isObject(value) && names.every((name) => typeof value[name] === "string");
}
