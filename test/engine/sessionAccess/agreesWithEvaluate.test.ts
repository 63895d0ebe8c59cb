import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { globMatches } from "../../../server/src/core/access/evaluate/globs.js";
import type { ContextValues, Layers, PolicyDocument } from "../../../server/src/core/access/layers.js";
import { isLost } from "../../../server/src/core/access/summarizeEntry.js";
import type { ActionAccess } from "../../../server/src/core/analysis.js";
import type { SessionContext } from "../../../server/src/core/context/sessionContext.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { session as sessionContext } from "../../support/analysisBuilder.js";
import { documentOf } from "../../support/policyNotation.js";
import {
  all,
  catalog,
  contextsOf,
  decide,
  given,
  layersOf,
  none,
  other,
  own,
  possibleLayers,
  principalOf,
  type Question,
  questions,
  shown,
  world,
} from "../laws/layeredCases.js";

/*
 * What the lenses say, against the literal definition: for small policies in all layers, resource policies and resources
 * of another account among them, every request of a small world. More with RUNS=5000.
 */
const runs = Number(process.env["RUNS"] ?? 160);
const timeout = 60_000 + runs * 500;

const engine = new AccessEngine(catalog);

const free: Layers = {
  identity: given([all]),
  session: none,
  boundary: none,
  serviceControlPolicies: none,
  resourceControlPolicies: none,
  resourcePolicies: none,
};

/** Requests that some statements alone let through, whatever the resources' own policies say. */
function requestsOf(statements: readonly JsonValue[], question: Question) {
  const documents = given([documentOf("identity", { Version: "2012-10-17", Statement: statements })]);
  return world.flatMap((request) =>
    contextsOf(question)
      .filter((context) => {
        const [name, arn] = request;
        // A key, a role or another account's resource is let in by its own policy: it leaves it to the account.
        const root = documentOf("resource", {
          Version: "2012-10-17",
          Statement: { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${own}:root` }, Action: "*", Resource: "*" },
        });
        const account = arn.split(":")[4] || own;
        const resourcePolicies = arn === "*" ? none : given([{ resource: arn, account, policy: given(root) }]);
        return (
          decide(
            [name, arn],
            context,
            { ...free, identity: documents, session: given([all]), resourcePolicies },
            question.kind,
          ) === "allow"
        );
      })
      .map((context) => ({ request, context })),
  );
}

interface Requests {
  readonly named: ReturnType<typeof requestsOf>;
  /** Those that the session's own Denies take, as text. */
  readonly denied: ReadonlySet<string>;
  readonly decisions: (request: readonly [string, string], context: ContextValues) => readonly string[];
}

function checkAllow(
  found: ActionAccess,
  statementJson: JsonValue,
  { named: all, denied, decisions: decisionsOf }: Requests,
  question: Question,
): void {
  const requests = all.filter(({ request: [name] }) => name === found.action);
  const { Resource = [] } = statementJson as { readonly Resource?: readonly string[] };
  const message = (what: unknown) => `${shown(question)}${JSON.stringify(found)}\n${JSON.stringify(what)}`;
  for (const each of requests) {
    const { request, context } = each;
    const decisions = decisionsOf(request, context);
    const ownDeny = denied.has(JSON.stringify(each));
    // A pattern that names no account is about the session's own.
    const isMeant = !request[1].includes(other) || Resource.includes(request[1]);
    if (found.result === "allowed" && isMeant) {
      if (ownDeny) expect(found.lessDenied, message(each)).toBeDefined();
      // Whether a Deny of an ARN is about an action without a resource is not told (Q5).
      else expect(decisions[0], message(each)).toMatch(found.lessDenied ? /^(allow|unknown)$/ : /^allow$/);
    }
    // "Allowed only on …": there, and nowhere else.
    if (found.result === "partly" && found.allowedOn !== undefined && isMeant && !ownDeny) {
      const isThere = found.allowedOn.some((pattern) => {
        const tag = context["aws:PrincipalTag/t"];
        const text = pattern.replace(/\$\{aws:PrincipalTag\/t(?:, '(.*)')?\}/, (_, other) => `${tag ?? other ?? "\0"}`);
        return text === "*" || globMatches(text, request[1]);
      });
      expect(decisions[0], message(each)).toMatch(
        isThere ? (found.lessDenied ? /^(allow|unknown)$/ : /^allow$/) : /^deny/,
      );
    }
    if (found.result === "no-effect") {
      for (const decision of decisions) expect(decision, message(each)).toMatch(/^deny/);
    }
    if (found.result === "not-granted") expect(decisions[0], message(each)).toMatch(/^deny/);
  }
  const { counterexample } = found;
  if (counterexample === undefined || !isLost(found)) return;
  const lost = [counterexample.action, counterexample.resource] as const;
  const tag = question.tag ? { "aws:PrincipalTag/t": question.tag } : {};
  const context = { "aws:SecureTransport": "true", ...tag, ...counterexample.context };
  const layers = layersOf(question);
  const asGiven = layers.resourcePolicies.state === "unknown" ? { ...layers, resourcePolicies: none } : layers;
  expect(decide(lost, context, asGiven, question.kind), message("counterexample")).toMatch(/^deny/);
}

/** Without the Deny nothing more is allowed. */
function checkDeny(found: ActionAccess, statements: readonly JsonValue[], at: number, question: Question): void {
  const rest = statements.filter((_, i) => i !== at);
  if (rest.length === 0) return;
  const without = documentOf("session", { Version: "2012-10-17", Statement: rest });
  for (const request of world.filter(([name]) => name === found.action)) {
    for (const context of contextsOf(question)) {
      for (const layers of possibleLayers(question, request)) {
        const other = decide(
          request,
          context,
          { ...layers, session: given([without, ...managedOf(question)]) },
          question.kind,
        );
        if (other.startsWith("deny")) continue;
        const decision = decide(request, context, layers, question.kind);
        expect(decision, `${shown(question)}${JSON.stringify([at, found.action, request])}`).toBe(other);
      }
    }
  }
}

function managedOf({ managed }: Question): readonly PolicyDocument[] {
  return managed === undefined ? [] : [managed];
}

function jsonOf({ model }: PolicyDocument): readonly JsonValue[] {
  return model.statements.map(({ effect, actions, resources, conditions }) => ({
    Effect: effect,
    [actions.negated ? "NotAction" : "Action"]: actions.entries.map(({ text }) => text),
    [resources!.negated ? "NotResource" : "Resource"]: resources!.entries.map(({ text }) => text),
    ...(conditions.length === 0
      ? {}
      : { Condition: { [conditions[0]!.operator]: { [conditions[0]!.key]: [...conditions[0]!.values] } } }),
  }));
}

describe("what the session policy's entries are said to do", () => {
  test("agrees with evaluate", { timeout }, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(questions(true), (question) => {
        const { tag } = question;
        const context: SessionContext = {
          ...sessionContext({}),
          principal: principalOf(question),
          managedPolicies: managedOf(question).map((value) => ({
            arn: "arn:aws:iam::aws:policy/Own",
            document: given(value),
          })),
          ...(tag === undefined ? {} : { tags: tag === "" ? {} : { t: tag }, roleTags: {} }),
          layers: layersOf(question),
          resourcePoliciesComplete: question.isComplete,
        };
        const { entries } = engine.sessionAccess(question.session.model, context);
        const statements = jsonOf(question.session);
        const denies = [...statements, ...managedOf(question).flatMap(jsonOf)]
          .filter((each) => (each as { readonly Effect: string }).Effect === "Deny")
          .map((each) => ({ ...(each as object), Effect: "Allow" }) as JsonValue);
        const denied = new Set(
          denies.length === 0 ? [] : requestsOf(denies, question).map((each) => JSON.stringify(each)),
        );
        const named = statements.map((each) => requestsOf([each], question));
        const kept = new Map<string, readonly string[]>();
        const decisions: Requests["decisions"] = (request, values) => {
          const key = JSON.stringify([request, values]);
          let found = kept.get(key);
          if (found === undefined) {
            found = possibleLayers(question, request).map((layers) => decide(request, values, layers, question.kind));
            kept.set(key, found);
          }
          return found;
        };
        for (const entry of entries) {
          for (const each of entry.actions) {
            seen.set(each.result, (seen.get(each.result) ?? 0) + 1);
            if (entry.effect === "Allow") {
              const requests = { named: named[entry.statement]!, denied, decisions };
              checkAllow(each, statements[entry.statement]!, requests, question);
            }
            if (each.result === "removes-nothing") checkDeny(each, statements, entry.statement, question);
          }
          if (entry.result === "allowed") expect(entry.actions.every(({ result }) => result === "allowed")).toBe(true);
        }
      }),
      { numRuns: runs },
    );
    for (const result of ["allowed", "no-effect", "not-granted", "partly", "removes-nothing"]) {
      expect(seen.get(result) ?? 0, result).toBeGreaterThan(0);
    }
  });
});
