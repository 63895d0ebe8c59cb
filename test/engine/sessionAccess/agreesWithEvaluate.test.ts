import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { ContextValues, Layers, PolicyDocument, ResourcePolicy } from "../../../server/src/core/access/layers.js";
import { isLost } from "../../../server/src/core/access/summarizeEntry.js";
import type { ActionAccess } from "../../../server/src/core/analysis.js";
import type { SessionContext } from "../../../server/src/core/context/sessionContext.js";
import type { PolicyKind } from "../../../server/src/core/policy/model.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { session as sessionContext } from "../../support/analysisBuilder.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { documentOf } from "../../support/policyNotation.js";

/*
 * What the lenses say, against the literal definition: for small policies in all layers, resource policies and resources
 * of another account among them, every request of a small world. More with RUNS=5000.
 */
const runs = Number(process.env["RUNS"] ?? 40);
const timeout = 60_000 + runs * 500;

const catalog = fakeCatalog();
const engine = new AccessEngine(catalog);

const [own, other] = ["111122223333", "222222222222"];
const role = `arn:aws:iam::${own}:role/r`;
const sessionArn = `arn:aws:sts::${own}:assumed-role/r/s`;
const queues = [own, other].flatMap((owner) => ["q", "p"].map((name) => `arn:aws:sqs:us-east-1:${owner}:${name}`));
const keys = ["k", "l"].map((name) => `arn:aws:kms:us-east-1:${own}:key/${name}`);
const roles = [own, other].map((owner) => `arn:aws:iam::${owner}:role/x`);
const objects = ["b", "c"].flatMap((bucket) => ["a", "ab", "x"].map((key) => `arn:aws:s3:::${bucket}/${key}`));
const world: readonly (readonly [action: string, resource: string])[] = [
  ...["b", "c"].map((bucket) => ["s3:ListBucket", `arn:aws:s3:::${bucket}`] as const),
  ...["s3:GetObject", "s3:PutObject"].flatMap((action) => objects.map((arn) => [action, arn] as const)),
  ["s3:ListAllMyBuckets", "*"],
  ...queues.map((arn) => ["sqs:SendMessage", arn] as const),
  ...keys.map((arn) => ["kms:Decrypt", arn] as const),
  ...roles.map((arn) => ["sts:AssumeRole", arn] as const),
  ["kms:ListKeys", "*"],
];

const action = fc.constantFrom(
  ...["s3:GetObject", "s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:*Object", "s3:*", "*", "*"],
  ...["sqs:SendMessage", "sqs:*", "kms:Decrypt", "kms:*", "sts:AssumeRole"],
);
const resource = fc.oneof(
  { weight: 2, arbitrary: fc.constant("*") },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...["arn:aws:s3:::b/*", "arn:aws:s3:::b", "arn:aws:s3:::*", "arn:aws:s3:::?/a*", "arn:aws:s3:::b/a"],
      ...[...queues, `arn:aws:sqs:us-east-1:${own}:*`, ...keys, ...roles],
    ),
  },
);
const condition = fc.constantFrom<JsonValue>(
  { Bool: { "aws:SecureTransport": "true" } },
  { Bool: { "aws:SecureTransport": "false" } },
  { StringEquals: { "aws:PrincipalTag/t": "a" } },
  { StringNotEquals: { "aws:PrincipalTag/t": "a" } },
  { StringEqualsIfExists: { "aws:PrincipalTag/t": "a" } },
);
const contexts: readonly ContextValues[] = ["true", "false"].flatMap((secure) =>
  [undefined, "a", "b"].map((tag) => ({
    "aws:SecureTransport": secure,
    ...(tag === undefined ? {} : { "aws:PrincipalTag/t": tag }),
  })),
);

const both = ["Allow", "Allow", "Allow", "Deny"];
function statement(effects: readonly string[], principal: fc.Arbitrary<JsonValue> | undefined) {
  return fc
    .record({
      Effect: fc.constantFrom(...effects),
      Principal: principal ?? fc.constant(undefined),
      notAction: fc.nat(5),
      actions: fc.array(action, { minLength: 1, maxLength: 2 }),
      notResource: fc.nat(5),
      resources: fc.array(resource, { minLength: 1, maxLength: 2 }),
      Condition: fc.option(condition, { nil: undefined, freq: 1 }),
    })
    .map(
      ({ Effect, Principal, notAction, actions, notResource, resources, Condition }): JsonValue => ({
        Effect,
        ...(Principal === undefined ? {} : { Principal }),
        [notAction === 0 ? "NotAction" : "Action"]: actions,
        [notResource === 0 ? "NotResource" : "Resource"]: resources,
        ...(Condition === undefined ? {} : { Condition }),
      }),
    );
}

function document(kind: PolicyKind, effects = both, principal?: fc.Arbitrary<JsonValue>) {
  return fc
    .array(statement(effects, principal), { minLength: 1, maxLength: 3 })
    .map((Statement): PolicyDocument => documentOf(kind, { Version: "2012-10-17", Statement }));
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const principal = fc.constantFrom<JsonValue>(
  "*",
  ...[role, sessionArn, `arn:aws:iam::${own}:root`, `arn:aws:iam::${own}:role/other`].map((AWS) => ({ AWS })),
);
const hung = ["arn:aws:s3:::b", queues[0]!, queues[2]!, keys[0]!, roles[0]!];
const resourcePolicy = fc.tuple(fc.constantFrom(...hung), document("resource", both, principal)).map(
  ([arn, policy]): ResourcePolicy => ({
    resource: arn,
    account: arn.split(":")[4] || own,
    policy: given(policy),
  }),
);

const none = { state: "none" } as const;
const unknown = { state: "unknown", why: "not given" } as const;
function given<T>(value: T) {
  return { state: "given", value } as const;
}

const questions = fc.record({
  session: document("session"),
  base: document("identity"),
  boundary: optional(document("boundary")),
  scp: optional(document("scp")),
  rcp: optional(document("rcp", ["Deny"], fc.constant<JsonValue>("*"))),
  resources: fc.oneof(
    fc.constantFrom("none" as const, "unknown" as const),
    fc.uniqueArray(resourcePolicy, { minLength: 1, maxLength: 2, selector: (each) => each.resource }),
  ),
  isComplete: fc.boolean(),
  sessionName: fc.constantFrom("s", "s", undefined),
});
type Question = typeof questions extends fc.Arbitrary<infer T> ? T : never;

const all = documentOf("identity", {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});

function layersOf({ session, base, boundary, scp, rcp, resources }: Question): Layers {
  return {
    identity: given([base]),
    session: given([session]),
    boundary: boundary === undefined ? none : given([boundary]),
    serviceControlPolicies: scp === undefined ? none : given([[all], [scp]]),
    resourceControlPolicies: rcp === undefined ? none : given([[rcp]]),
    resourcePolicies: resources === "none" ? none : resources === "unknown" ? unknown : given(resources),
  };
}

/** What the policies that nobody has stated may be: none, or one that lets the session in or keeps it out. */
function possibleLayers(question: Question, [, arn]: readonly [string, string]): readonly Layers[] {
  const layers = layersOf(question);
  const { resources } = question;
  const stated = typeof resources === "string" ? [] : resources;
  const asStated: Layers = { ...layers, resourcePolicies: stated.length === 0 ? none : given(stated) };
  const isStated = stated.some(({ resource: each }) => arn === each || arn.startsWith(`${each}/`));
  if (arn === "*" || isStated || resources === "none" || (resources !== "unknown" && question.isComplete))
    return [asStated];
  const policy = documentOf("resource", {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { AWS: sessionArn }, Action: "*", Resource: "*" },
  });
  const more: ResourcePolicy = { resource: arn, account: arn.split(":")[4] || own, policy: given(policy) };
  return [asStated, { ...layers, resourcePolicies: given([...stated, more]) }];
}

function decide(
  [name, arn]: readonly [string, string],
  context: ContextValues,
  layers: Layers,
  sessionName: string | undefined = "s",
): string {
  return evaluate(
    {
      principal: { kind: "role-session", roleArn: role, ...(sessionName === undefined ? {} : { sessionName }) },
      action: name,
      resource: arn,
      resourceAccount: arn.split(":")[4] || own,
      context,
      contextIsComplete: true,
    },
    layers,
    catalog,
  ).decision;
}

const free: Layers = {
  identity: given([all]),
  session: none,
  boundary: none,
  serviceControlPolicies: none,
  resourceControlPolicies: none,
  resourcePolicies: none,
};

/** Requests that some statements alone let through, whatever the resources' own policies say. */
function requestsOf(statements: readonly JsonValue[]) {
  const documents = given([documentOf("identity", { Version: "2012-10-17", Statement: statements })]);
  return world.flatMap((request) =>
    contexts
      .filter((context) => {
        const [name, arn] = request;
        // A key, a role or another account's resource is let in by its own policy: it leaves it to the account.
        const root = documentOf("resource", {
          Version: "2012-10-17",
          Statement: { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${own}:root` }, Action: "*", Resource: "*" },
        });
        const account = arn.split(":")[4] || own;
        const resourcePolicies = arn === "*" ? none : given([{ resource: arn, account, policy: given(root) }]);
        return decide([name, arn], context, { ...free, identity: documents, resourcePolicies }) === "allow";
      })
      .map((context) => ({ request, context })),
  );
}

function shown(question: Question): string {
  const policy = ({ model }: PolicyDocument) =>
    JSON.stringify(
      model.statements.map(({ effect, actions, resources, conditions, principals }) => [
        effect,
        `${actions.negated ? "!" : ""}${actions.entries.map(({ text }) => text).join()}`,
        `${resources?.negated ? "!" : ""}${resources?.entries.map(({ text }) => text).join()}`,
        ...conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join()}`),
        ...(principals?.entries.map(({ value }) => value) ?? []),
      ]),
    );
  const { session, base, boundary, scp, rcp, resources, isComplete, sessionName } = question;
  const lines = [
    `session  ${policy(session)}`,
    `base     ${policy(base)}`,
    boundary && `boundary ${policy(boundary)}`,
    scp && `scp      ${policy(scp)}`,
    rcp && `rcp      ${policy(rcp)}`,
    typeof resources === "string"
      ? `resource policies ${resources}`
      : resources
          .map(({ resource: arn, policy: each }) => `${arn} ${each.state === "given" ? policy(each.value) : ""}`)
          .join("\n"),
    `${isComplete ? "complete" : "not complete"}, session name ${sessionName ?? "not known"}`,
  ];
  return `\n${lines.filter((line) => line !== undefined).join("\n")}\n`;
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
    if (found.result === "no-effect") {
      for (const decision of decisions) expect(decision, message(each)).toMatch(/^deny/);
    }
    if (found.result === "not-granted") expect(decisions[0], message(each)).toMatch(/^deny/);
  }
  const { counterexample } = found;
  if (counterexample === undefined || !isLost(found)) return;
  const lost = [counterexample.action, counterexample.resource] as const;
  const context = { "aws:SecureTransport": "true", ...counterexample.context };
  const layers = layersOf(question);
  const asGiven = layers.resourcePolicies.state === "unknown" ? { ...layers, resourcePolicies: none } : layers;
  expect(decide(lost, context, asGiven, question.sessionName), message("counterexample")).toMatch(/^deny/);
}

/** Without the Deny nothing more is allowed. */
function checkDeny(found: ActionAccess, statements: readonly JsonValue[], at: number, question: Question): void {
  const rest = statements.filter((_, i) => i !== at);
  if (rest.length === 0) return;
  const without = documentOf("session", { Version: "2012-10-17", Statement: rest });
  for (const request of world.filter(([name]) => name === found.action)) {
    for (const context of contexts) {
      for (const layers of possibleLayers(question, request)) {
        const other = decide(request, context, { ...layers, session: given([without]) }, question.sessionName);
        if (other.startsWith("deny")) continue;
        const decision = decide(request, context, layers, question.sessionName);
        expect(decision, `${shown(question)}${JSON.stringify([at, found.action, request])}`).toBe(other);
      }
    }
  }
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
      fc.property(questions, (question) => {
        const { sessionName } = question;
        const context: SessionContext = {
          ...sessionContext({}),
          principal: {
            kind: "role-session",
            roleArn: role,
            ...(sessionName === undefined ? {} : { sessionName }),
          },
          layers: layersOf(question),
          resourcePoliciesComplete: question.isComplete,
        };
        const { entries } = engine.sessionAccess(question.session.model, context);
        const statements = jsonOf(question.session);
        const denies = statements
          .filter((each) => (each as { readonly Effect: string }).Effect === "Deny")
          .map((each) => ({ ...(each as object), Effect: "Allow" }) as JsonValue);
        const denied = new Set(denies.length === 0 ? [] : requestsOf(denies).map((each) => JSON.stringify(each)));
        const named = statements.map((each) => requestsOf([each]));
        const kept = new Map<string, readonly string[]>();
        const decisions: Requests["decisions"] = (request, values) => {
          const key = JSON.stringify([request, values]);
          let found = kept.get(key);
          if (found === undefined) {
            found = possibleLayers(question, request).map((layers) => decide(request, values, layers, sessionName));
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
