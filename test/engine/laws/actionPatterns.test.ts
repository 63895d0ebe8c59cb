import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actionMatches } from "../../../server/src/core/access/evaluate/matchAction.js";
import { foldActions } from "../../../server/src/core/access/foldActions.js";
import { matchingActions } from "../../../server/src/core/access/matchingActions.js";
import { addMatching, emptyActionSet } from "../../../server/src/core/access/sets/actionSets.js";
import { has } from "../../../server/src/core/access/sets/bits.js";
import { Budget } from "../../../server/src/core/access/sets/budget.js";
import { Letters } from "../../../server/src/core/access/sets/letters.js";
import { Rule, RuleSet } from "../../../server/src/core/access/sets/rules.js";
import { SymbolicActions } from "../../../server/src/core/access/sets/symbolicActions.js";
import { noBindings } from "../../../server/src/core/access/sets/variableBindings.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { joinNames } from "../../../server/src/core/catalog/joinedNames.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { documentOf } from "../../support/policyNotation.js";
import { wordsOver } from "./smallWorld.js";

/*
 * Patterns of actions, however odd, match what `evaluate` says they match; where it cannot say, nothing certain may rest on
 * them: what a layer allows is taken at its smallest, what it denies at its largest. More with RUNS=5000.
 */
const runs = Number(process.env.RUNS ?? 1000);
const timeout = 30_000 + runs * 20;
const parameters = { numRuns: runs, ...(process.env.SEED && { seed: Number(process.env.SEED) }) };

const names: { readonly [service: string]: readonly string[] } = {
  s: [...wordsOver("AB", 1, 3), ...wordsOver("A", 4, 40)],
  "s-b": ["GetA", "GetB", "GetAb", "PutA", "PutAbAb", "GetAbAb", "A"],
  sb: ["AaBb", "AaBbAa", "AaAa", "Aa", "Bb", "BbAa", "B1", "B12"],
};

function catalogOf(): Catalog {
  const sorted = new Map(
    Object.entries(names).map(([service, all]) => [
      service,
      [...all].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    ]),
  );
  const of = (service: string) => sorted.get(service.toLowerCase()) ?? [];
  const lower = (service: string) => of(service).map((name) => name.toLowerCase());
  return {
    ...fakeCatalog(),
    services: Object.keys(names),
    hasService: (service) => sorted.has(service.toLowerCase()),
    details: () => undefined,
    actionNames: of,
    lowerActionNames: lower,
    joinedActionNames: (service) => joinNames(lower(service)),
    actionIndex: (service, name) => lower(service).indexOf(name.toLowerCase()),
    canonicalAction: (service, name) => of(service)[lower(service).indexOf(name.toLowerCase())],
  };
}

const catalog = catalogOf();
const all = catalog.services.flatMap((service) => catalog.actionNames(service).map((name) => `${service}:${name}`));
const unlimited = () => new Budget(Number.POSITIVE_INFINITY);

const name = fc
  .array(fc.constantFrom("a", "b", "A", "*", "*", "?", "**", "Get", "aa", "1"), { maxLength: 5 })
  .map((parts) => parts.join(""));
const service = fc.constantFrom("s", "S", "s-b", "sb", "SB", "x", "", "s", "sb", "s-b");
const wellFormed = fc.tuple(service, name).map(([prefix, rest]) => `${prefix}:${rest}`);
const pattern = fc.oneof(
  { weight: 5, arbitrary: wellFormed },
  fc.constantFrom(
    "*",
    "**",
    "?*",
    "*:*",
    "s*",
    "s?:a*",
    "*a",
    "?:a",
    "s:a:*",
    "*b:*",
    "",
    "s",
    "***",
    "s*:*a",
    "*:a?",
    ":",
  ),
  name,
);

function regularOf(text: string): RegExp {
  const source = Array.from(text, (each) =>
    each === "*" ? ".*" : each === "?" ? "." : each.replace(/[-.+^$]/g, "\\$&"),
  );
  return new RegExp(`^${source.join("")}$`, "is");
}

function found(lowerPattern: string): readonly string[] {
  return catalog.services.flatMap((each) => {
    const set = emptyActionSet(catalog, each);
    addMatching(catalog, each, lowerPattern, set, unlimited());
    return catalog.actionNames(each).flatMap((action, i) => (has(set, i) ? [`${each}:${action}`] : []));
  });
}

test("actions are found that a pattern matches as a text", { timeout }, () => {
  const property = fc.property(pattern, (text) => {
    const regular = regularOf(text);
    const expected = all.filter((action) => text === "*" || regular.test(action));
    expect(found(text.toLowerCase()), text).toEqual(expected);
    const prefix = text.split(":")[0]!;
    const isPlain = text.includes(":") && !/[*?]/.test(prefix);
    expect(matchingActions(text, catalog), text).toEqual(isPlain ? expected : []);
  });
  fc.assert(property, parameters);
});

const list = fc.array(pattern, { minLength: 1, maxLength: 3 });
const statement = fc.record({
  effect: fc.constantFrom("Allow", "Deny"),
  negated: fc.boolean(),
  patterns: list,
});
type Written = typeof statement extends fc.Arbitrary<infer T> ? T : never;

const reading = { substitutesVariables: true, bindings: noBindings, letters: new Letters() };

function ruleOf({ effect, negated, patterns }: Written, layer: "session" | "identity", at = 0): Rule {
  const policy = {
    Version: "2012-10-17",
    Statement: [{ Effect: effect, [negated ? "NotAction" : "Action"]: patterns, Resource: "*" }],
  };
  const [model] = documentOf(layer, policy).model.statements;
  const ref = { layer, policy: 0, statement: at, effect: model!.effect } as const;
  return new Rule(model!, ref, reading);
}

/** What `evaluate` says of an action; undefined: it cannot be told. */
function answerOn({ negated, patterns }: Written, action: string): boolean | undefined {
  const entries = patterns.map((text) => ({ text, path: [] }));
  return actionMatches({ negated, entries } as unknown as Parameters<typeof actionMatches>[0], action.toLowerCase())
    .value;
}

function namedBy(rule: Rule): ReadonlySet<string> {
  const taken = catalog.services.flatMap((each) => {
    const set = rule.actions(catalog, each, unlimited());
    return catalog.actionNames(each).flatMap((action, i) => (has(set, i) ? [`${each}:${action}`] : []));
  });
  return new Set(taken);
}

describe("statements on actions", () => {
  test("are never taken for larger or smaller than is safe", { timeout }, () => {
    const property = fc.property(statement, fc.constantFrom("session", "identity"), (written, layer) => {
      const rule = ruleOf(written, layer);
      const taken = namedBy(rule);
      const widest = namedBy(rule.denyAtWidest);
      const isSmallest = (written.effect === "Allow") === (layer === "identity");
      for (const action of all) {
        const answer = answerOn(written, action);
        const message = JSON.stringify([written, layer, action]);
        const expected = answer ?? !isSmallest;
        expect(taken.has(action), message).toBe(expected);
        expect(rule.touches(action.split(":")[0]!) || !taken.has(action), message).toBe(true);
        if (layer === "session" && written.effect === "Deny") expect(widest.has(action), message).toBe(answer ?? true);
      }
    });
    fc.assert(property, parameters);
  });

  test("in a universe of every text too", { timeout }, () => {
    const names = [...wordsOver("abx", 1, 3), "geta"].flatMap((each) =>
      ["s", "sb", "x"].map((prefix) => `${prefix}:${each}`),
    );
    const property = fc.property(statement, fc.array(statement, { maxLength: 2 }), (written, others) => {
      const own = ruleOf({ ...written, effect: "Allow" }, "session");
      const rules = others.map((each, at) => ruleOf(each, "identity", at));
      const base = new RuleSet("identity", undefined, rules);
      const space = new SymbolicActions(catalog, noBindings, "role-session");
      const cells = space.cellsOf(own, [new RuleSet("session", undefined, [own]), base], unlimited());
      const shapes = new Set(
        cells.map((cell) =>
          rules
            .map((rule) => [cell.rulesOf(base)].flatMap(({ allows, denies }) => [...allows, ...denies]).includes(rule))
            .join(),
        ),
      );
      for (const action of names) {
        if (answerOn(written, action) === false) continue;
        // The layer as it is taken: what it allows at its smallest, what it denies at its largest.
        const shape = others.map((each) => answerOn(each, action) ?? each.effect === "Deny").join();
        expect(shapes.has(shape), `${JSON.stringify([written, others])} ${action} ${shape}`).toBe(true);
      }
    });
    fc.assert(property, parameters);
  });
});

test("folded actions are just those that were to be folded", { timeout }, () => {
  const some = fc.subarray(
    all.filter((action) => !/^s:A{4,}$/.test(action)),
    { minLength: 1 },
  );
  const within = fc.option(
    fc.constantFrom("*", "s:*", "s-b:Get*", "sb:Aa*", "s-b:*Ab", "sb:??*", "s-b:Get?*", "sb:*"),
    {
      nil: undefined,
    },
  );
  const property = fc.property(some, fc.subarray(all), within, (actions, harmless, frame) => {
    const folded = foldActions(actions, catalog, {
      harmless: new Set(harmless),
      ...(frame === undefined ? {} : { within: frame }),
    });
    const regulars = folded.map(regularOf);
    const message = JSON.stringify([actions, harmless, frame, folded]);
    for (const action of all) {
      const isFolded = regulars.some((regular) => regular.test(action));
      if (actions.includes(action)) expect(isFolded, message).toBe(true);
      else if (!harmless.includes(action)) expect(isFolded, message).toBe(false);
    }
    if (frame === undefined) return;
    for (const text of folded.filter((each) => each.endsWith("*"))) {
      for (const end of ["", "x", "xx", "Ab"])
        expect(regularOf(frame).test(text.slice(0, -1) + end), message).toBe(true);
    }
  });
  fc.assert(property, parameters);
});

test("what is unknown to `evaluate` is neither a match nor none", () => {
  expect(answerOn({ effect: "Allow", negated: false, patterns: ["s*"] }, "s:a")).toBeUndefined();
  expect(answerOn({ effect: "Allow", negated: true, patterns: ["s*"] }, "s:a")).toBeUndefined();
  expect(answerOn({ effect: "Allow", negated: false, patterns: ["s:a:*"] }, "s:a")).toBe(false);
});
