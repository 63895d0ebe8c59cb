import type { ActionAccess } from "../../analysis.js";
import type { Counterexample, ExampleUnits } from "../verdict.js";
import type { GroupAccess, Outcome } from "./groupAccess.js";

/** An action with what was found out about its group, which is not copied: a statement on everything has 22,000 actions. */
export class JudgedAction implements ActionAccess {
  readonly action: string;
  readonly #access: Outcome;
  readonly #exampleFor: GroupAccess["exampleFor"];

  constructor(action: string, access: Outcome, exampleFor: GroupAccess["exampleFor"]) {
    this.action = action;
    this.#access = access;
    this.#exampleFor = exampleFor;
  }

  get result(): ActionAccess["result"] {
    return this.#access.result;
  }

  get decidedBy(): ActionAccess["decidedBy"] {
    return this.#access.decidedBy;
  }

  get statements(): ActionAccess["statements"] {
    return this.#access.statements;
  }

  get denied(): ActionAccess["denied"] {
    return this.#access.denied;
  }

  get revivable(): ActionAccess["revivable"] {
    return this.#access.revivable;
  }

  get dependsOn(): ActionAccess["dependsOn"] {
    return this.#access.dependsOn;
  }

  get hangsWholly(): ActionAccess["hangsWholly"] {
    return this.#access.hangsWholly;
  }

  get unknown(): ActionAccess["unknown"] {
    return this.#access.unknown;
  }

  get layers(): ActionAccess["layers"] {
    return this.#access.layers;
  }

  get lessDenied(): ActionAccess["lessDenied"] {
    return this.#access.lessDenied;
  }

  get isTakenAgain(): ActionAccess["isTakenAgain"] {
    return this.#access.isTakenAgain;
  }

  get outside(): ActionAccess["outside"] {
    return this.#access.outside;
  }

  get allowedOn(): ActionAccess["allowedOn"] {
    return this.#access.allowedOn;
  }

  /** Few of them are ever looked at, and each is replayed first. */
  get counterexample(): Counterexample | undefined {
    return this.#exampleFor?.(this.action);
  }

  exampleWithin(units: ExampleUnits): Counterexample | undefined {
    return this.#exampleFor?.(this.action, units);
  }
}
