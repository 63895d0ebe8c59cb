import type { PolicyPath } from "../syntax/json.js";

/** What a policy says, normalized and without text places: what the engine and the rules reason about. */
export interface PolicyModel {
  /** `undefined` where the element is missing or is no version that AWS knows. */
  readonly version: "2012-10-17" | "2008-10-17" | undefined;
  /** Whether `${…}` is substituted: only under version 2012-10-17 (G6, Q9). */
  readonly substitutesVariables: boolean;
  /** The statements that could be read; the others are in `problems`. */
  readonly statements: readonly Statement[];
  /** Everything for which AWS would reject the document, or that could not be read (G1–G8). */
  readonly problems: readonly ModelProblem[];
  /**
   * Whether all of the document was read, so that something may be concluded from it as a whole. False where a problem
   * has `meaningLost`, and where the text has syntax problems other than comments and trailing commas.
   */
  readonly complete: boolean;
}

export type Effect = "Allow" | "Deny";

export interface Statement {
  /** Its place in the document's list of statements, unreadable ones counted. */
  readonly index: number;
  readonly path: PolicyPath;
  readonly sid: string | undefined;
  readonly effect: Effect;
  readonly actions: PatternList;
  /**
   * Missing in a trust policy, whose resource is the role itself (G2), and in an ECR repository policy, whose resource
   * is the repository.
   */
  readonly resources: PatternList | undefined;
  /** Missing in identity, session, boundary policies and SCPs (G2). */
  readonly principals: PrincipalElement | undefined;
  readonly conditions: readonly ConditionTest[];
}

/** Action or NotAction, Resource or NotResource, as lists. */
export interface PatternList {
  /** True for NotAction and NotResource: everything but what the entries match (A3, R7). */
  readonly negated: boolean;
  readonly entries: readonly PatternEntry[];
}

/**
 * An entry of a list. A class, of which there is only this type, because a copy made by spreading has no `path`: that is
 * worked out when it is asked for, as there are hundreds.
 */
export declare abstract class PatternEntry {
  readonly text: string;
  get path(): PolicyPath;
}

export interface PrincipalElement {
  readonly negated: boolean;
  /** `"*"` is given as `{ type: "*", value: "*" }`. */
  readonly entries: readonly PrincipalEntry[];
}

export interface PrincipalEntry {
  readonly type: "*" | "AWS" | "Service" | "Federated" | "CanonicalUser";
  readonly value: string;
  readonly path: PolicyPath;
}

/**
 * One operator applied to one key: all tests of a statement must hold (C1). An empty list of values is kept as a test
 * without values, and so are an operator without keys (with the key `""`) and a Condition without operators (with the
 * operator `""` and the key `""`): what they mean is doubtful (Q15).
 */
export interface ConditionTest {
  /** As written, qualifier and IfExists included: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly ConditionValue[];
  /** To the key's value(s); a single value has this very path, list items have one more step. */
  readonly path: PolicyPath;
}

export type ConditionValue = string | number | boolean;

export type ModelProblemKind =
  | "not-an-object"
  | "missing-statement"
  | "no-statements"
  | "unknown-element"
  | "wrong-type"
  | "missing-effect"
  | "invalid-effect"
  | "invalid-version"
  | "missing-action"
  | "missing-resource"
  | "both-elements"
  | "empty-list"
  | "invalid-sid"
  | "duplicate-sid"
  | "principal-not-supported"
  | "missing-principal"
  | "resource-not-supported"
  | "unknown-principal-type"
  | "unsupported-character";

export interface ModelProblem {
  readonly kind: ModelProblemKind;
  /** To the value at fault, or to the statement that lacks something. */
  readonly path: PolicyPath;
  /** The statement's index, where the problem is inside one. */
  readonly statement: number | undefined;
  /** The element's name or the text at fault. */
  readonly detail: string;
  /** Whether the statement's meaning is lost with it, so that nothing may be concluded from the document as a whole. */
  readonly meaningLost: boolean;
}

/** The kinds of document that are told apart: they differ in what their grammar allows (G2, G9). */
export type PolicyKind = "session" | "identity" | "trust" | "resource" | "boundary" | "scp" | "rcp";
