import type { ConditionTest, Effect } from "../../policy/model.js";
import { variableKeys } from "../evaluate/policyVariables.js";
import type { Guard } from "./guard.js";

/** A test that occurs in a question, once however often it stands there. */
export interface Atom {
  readonly test: ConditionTest;
  readonly substitutesVariables: boolean;
  readonly effect: Effect;
}

/** The tests of several statements, each once, by key in lower case; `places` tells where a statement's tests are. */
export class Atoms {
  readonly byKey = new Map<string, Atom[]>();
  /** How each key was first spelled, those of policy variables among them. */
  readonly spelling = new Map<string, string>();
  readonly #places = new Map<string, AtomPlace>();

  /** The places of a statement's tests. */
  add(guard: Guard): readonly AtomPlace[] {
    return guard.tests.map((test) => this.#add(test, guard));
  }

  #add(test: ConditionTest, guard: Guard): AtomPlace {
    const key = test.key.toLowerCase();
    const { substitutesVariables, effect } = guard;
    const name = JSON.stringify([test.operator, key, test.values, substitutesVariables, effect]);
    let place = this.#places.get(name);
    if (place === undefined) {
      let atoms = this.byKey.get(key);
      if (atoms === undefined) {
        atoms = [];
        this.byKey.set(key, atoms);
        if (!this.spelling.has(key)) this.spelling.set(key, test.key);
      }
      place = { key, index: atoms.length };
      atoms.push({ test, substitutesVariables, effect });
      this.#places.set(name, place);
      this.#spell(test, substitutesVariables);
    }
    return place;
  }

  #spell({ values }: ConditionTest, substitutesVariables: boolean): void {
    for (const value of values) {
      for (const key of variableKeys(String(value), substitutesVariables)) {
        if (!this.spelling.has(key.toLowerCase())) this.spelling.set(key.toLowerCase(), key);
      }
    }
  }
}

export interface AtomPlace {
  readonly key: string;
  readonly index: number;
}
