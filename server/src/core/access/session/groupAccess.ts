import type { ActionAccess } from "../../analysis.js";
import type { GrantLayer } from "../compiledLayers.js";
import type { OutsideRule } from "../evaluate/outsidePolicies.js";
import type { ActionSet } from "../sets/actionSets.js";
import type { CellVerdict, Witness } from "../sets/cells/cellVerdict.js";
import type { Rule } from "../sets/rules.js";
import type { Counterexample, ExampleUnits, Unknown } from "../verdict.js";

/** What is the same of all actions of a group. */
export type Outcome = Omit<ActionAccess, "action" | "counterexample" | "exampleWithin">;

/** What the actions of a group can do on the statement's resources; all of them the same. */
export interface GroupAccess {
  readonly identityVerdict: CellVerdict;
  /** Undefined: the actions don't fit the statement's resources. */
  readonly access: Outcome | undefined;
  /** The request that shows a loss, by its action; undefined where nothing is lost. */
  readonly exampleFor?: ((action: string, units?: ExampleUnits) => Counterexample | undefined) | undefined;
  /** That request, whatever the action, and the layer that it is lost to. */
  readonly shown?: { readonly witness: Witness; readonly grant: GrantLayer } | undefined;
  /** Whether the actions have anything to do with the statement's resources is not documented (Q3, Q5). */
  readonly disputed?: boolean;
}

/** Actions of one service, with what was found out about them. */
export interface JudgedGroup {
  readonly service: string;
  readonly actions: ActionSet;
  readonly access: GroupAccess;
}

/** All members, in one order: a statement on everything has thousands of outcomes. */
export function outcome(
  result: Outcome["result"],
  decidedBy: Outcome["decidedBy"],
  statements: Outcome["statements"],
  { revivable, layers }: Pick<Outcome, "revivable" | "layers">,
  {
    denied = false,
    dependsOn = nothing,
    hangsWholly,
    unknown,
    lessDenied,
    isTakenAgain,
    outside,
    allowedOn,
  }: Partial<Outcome> = {},
): Outcome {
  return {
    result,
    decidedBy,
    statements,
    denied,
    revivable,
    dependsOn,
    hangsWholly,
    unknown,
    layers,
    lessDenied,
    isTakenAgain,
    outside,
    allowedOn,
  };
}

const nothing: readonly never[] = [];

/** The same with what the session's own Denies take of it. Written out, since to copy an object and leave a part out is dear. */
export function lessOwnDenies(
  { result, decidedBy, statements, denied, revivable, dependsOn, hangsWholly, unknown, outside, allowedOn }: Outcome,
  lessDenied: Outcome["lessDenied"],
  isTakenAgain: Outcome["isTakenAgain"],
  layers: Outcome["layers"],
): Outcome {
  const rest = { denied, dependsOn, hangsWholly, unknown, lessDenied, isTakenAgain, outside, allowedOn };
  return outcome(result, decidedBy, statements, { revivable, layers }, rest);
}

export const unfit: GroupAccess = { identityVerdict: { kind: "vacuous" }, access: undefined };

/** The statement's own condition holds in no request: it allows nothing. */
export function neverTrue(rule: Rule): GroupAccess {
  const statements = [rule.ref];
  return {
    identityVerdict: vacuous,
    access: {
      result: "no-effect",
      decidedBy: "session",
      statements,
      denied: false,
      revivable: false,
      dependsOn: [],
      layers: [{ layer: "session", answer: "does-not-allow", statements }],
    },
  };
}

/** No policy has a say in the actions: they always succeed (M5), or such a session cannot call them (M6). */
export function outsideAccess(rule: Rule, outside: OutsideRule): GroupAccess {
  const result = !rule.allow ? "removes-nothing" : outside === "M5" ? "allowed" : "no-effect";
  return {
    identityVerdict: vacuous,
    access: {
      result,
      decidedBy: "session",
      statements: [],
      denied: false,
      revivable: false,
      dependsOn: [],
      layers: [],
      outside,
    },
  };
}

export const vacuous: CellVerdict = { kind: "vacuous" };

export const budgetSpent: Unknown = {
  why: "budget",
  detail: "the policies are too intricate to be compared in the time there is",
  rules: [],
};

export const spentGroup: { readonly access: GroupAccess } = { access: unknownAccess(budgetSpent) };

export function unknownAccess(unknown: Unknown): GroupAccess {
  return {
    identityVerdict: { kind: "unknown", ...unknown },
    access: {
      result: "unknown",
      decidedBy: "identity",
      statements: [],
      denied: false,
      revivable: false,
      dependsOn: [],
      unknown,
      layers: [],
    },
  };
}

export const refusedWildcard: Unknown = {
  why: "disputed-rule",
  detail: "IAM refuses a wildcard for the service",
  rules: ["A2"],
};
