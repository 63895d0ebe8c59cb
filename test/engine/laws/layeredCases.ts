import fc from "fast-check";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type {
  ContextValues,
  Layers,
  PolicyDocument,
  Principal,
  ResourcePolicy,
} from "../../../server/src/core/access/layers.js";
import type { PolicyKind } from "../../../server/src/core/policy/model.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { documentOf } from "../../support/policyNotation.js";

/*
 * Small policies for all layers, resource policies and resources of another account among them, and a small world of
 * requests to put to `evaluate`.
 */

export const catalog = fakeCatalog();

export const [own, other] = ["111122223333", "222222222222"];
export const role = `arn:aws:iam::${own}:role/r`;
const user = `arn:aws:iam::${own}:user/u`;
const arnsOf: { readonly [kind in Principal["kind"]]: readonly string[] } = {
  "role-session": [role, `arn:aws:sts::${own}:assumed-role/r/s`],
  "federated-user": [user, `arn:aws:sts::${own}:federated-user/s`],
};
const queues = [own, other].flatMap((owner) => ["q", "p"].map((name) => `arn:aws:sqs:us-east-1:${owner}:${name}`));
const keys = ["k", "l"].map((name) => `arn:aws:kms:us-east-1:${own}:key/${name}`);
const roles = [own, other].map((owner) => `arn:aws:iam::${owner}:role/x`);
const objects = ["b", "c"].flatMap((bucket) => ["a", "ab", "x"].map((key) => `arn:aws:s3:::${bucket}/${key}`));
export const world: readonly (readonly [action: string, resource: string])[] = [
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
  ...["s3:**", "S3:*?*Object", "**", "*:Decrypt"],
);
const variable = "${aws:PrincipalTag/t}";
const resource = fc.oneof(
  { weight: 2, arbitrary: fc.constant("*") },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...["arn:aws:s3:::b/*", "arn:aws:s3:::b", "arn:aws:s3:::*", "arn:aws:s3:::?/a*", "arn:aws:s3:::b/a"],
      ...["arn:aws:s3:::b/**", "arn:aws:s3:::*/?*", "arn:aws:s3:::b/a?", "arn:aws:s3:*:*:b/a*", "arn:aws:s3", "**"],
      ...[...queues, `arn:aws:sqs:us-east-1:${own}:*`, ...keys, ...roles],
    ),
  },
);
const withVariables = fc.oneof(
  { weight: 5, arbitrary: resource },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[`arn:aws:s3:::b/${variable}*`, `arn:aws:s3:::*/${variable}`, `arn:aws:s3:::b/\${aws:PrincipalTag/t, 'x'}`],
    ),
  },
);
const condition = fc.constantFrom<JsonValue>(
  { Bool: { "aws:SecureTransport": "true" } },
  { Bool: { "aws:SecureTransport": "false" } },
  { StringEquals: { "aws:PrincipalTag/t": "a" } },
  { StringNotEquals: { "aws:PrincipalTag/t": "a" } },
  { StringEqualsIfExists: { "aws:PrincipalTag/t": "a" } },
  { StringLike: { "aws:PrincipalTag/t": ["?*", "**b"] } },
  { StringNotLike: { "aws:PrincipalTag/t": "*?" } },
  { StringEquals: { "aws:PrincipalTag/t": ["**", "*"] } },
  { BoolIfExists: { "aws:PrincipalTag/t": "true" } },
  // Of the session's name, which may be known: "s".
  { StringLike: { "aws:userid": "*:s" } },
  { StringNotLike: { "aws:userid": ["*:t", "AROAY:*"] } },
  { StringEquals: { "aws:userid": ["AROAX:s", `${own}:s`] } },
);
const organization = "aws:PrincipalOrgID";
const openCondition = fc.oneof(
  { weight: 3, arbitrary: condition },
  fc.constantFrom<JsonValue>(
    { StringEquals: { [organization]: `x${variable}` } },
    { StringLike: { [organization]: `${variable}*` } },
    { StringNotEquals: { [organization]: variable } },
  ),
);
const contexts: readonly ContextValues[] = ["true", "false"].flatMap((secure) =>
  [undefined, "a", "b"].map((tag) => ({
    "aws:SecureTransport": secure,
    ...(tag === undefined ? {} : { "aws:PrincipalTag/t": tag }),
  })),
);

const both = ["Allow", "Allow", "Allow", "Deny"];
interface Parts {
  readonly effects?: readonly string[];
  readonly principal?: fc.Arbitrary<JsonValue>;
  readonly variables?: boolean;
}

function statement({ effects = both, principal, variables = false }: Parts) {
  return fc
    .record({
      Effect: fc.constantFrom(...effects),
      Principal: principal ?? fc.constant(undefined),
      notAction: fc.nat(5),
      actions: fc.array(action, { minLength: 1, maxLength: 2 }),
      notResource: fc.nat(5),
      resources: fc.array(variables ? withVariables : resource, { minLength: 1, maxLength: 2 }),
      Condition: fc.option(variables ? openCondition : condition, { nil: undefined, freq: 2 }),
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

function document(kind: PolicyKind, parts: Parts = {}) {
  return fc
    .array(statement(parts), { minLength: 1, maxLength: 3 })
    .map((Statement): PolicyDocument => documentOf(kind, { Version: "2012-10-17", Statement }));
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const anyone = fc.constantFrom<JsonValue>(
  "*",
  ...[...Object.values(arnsOf).flat(), `arn:aws:iam::${own}:root`, `arn:aws:iam::${own}:role/other`].map((AWS) => ({
    AWS,
  })),
);
const hung = ["arn:aws:s3:::b", queues[0]!, queues[2]!, keys[0]!, roles[0]!];
const resourcePolicy = fc.tuple(fc.constantFrom(...hung), document("resource", { principal: anyone })).map(
  ([arn, policy]): ResourcePolicy => ({
    resource: arn,
    account: arn.split(":")[4] || own,
    policy: given(policy),
  }),
);

export const none = { state: "none" } as const;
const unknown = { state: "unknown", why: "not given" } as const;
export function given<T>(value: T) {
  return { state: "given", value } as const;
}

/** @param variables whether resources have policy variables in them, and the session's tag may be known */
export const questions = (variables: boolean) =>
  fc.record({
    session: document("session", { variables }),
    /** Passed along with it. */
    managed: fc.option(document("session", { variables }), { nil: undefined, freq: 3 }),
    base: document("identity", { variables }),
    boundary: optional(document("boundary", { variables })),
    scp: optional(document("scp")),
    rcp: optional(document("rcp", { effects: ["Deny"], principal: fc.constant<JsonValue>("*") })),
    resources: fc.oneof(
      fc.constantFrom("none" as const, "unknown" as const),
      fc.uniqueArray(resourcePolicy, { minLength: 1, maxLength: 2, selector: (each) => each.resource }),
    ),
    isComplete: fc.boolean(),
    kind: fc.constantFrom<Principal["kind"]>("role-session", "role-session", "federated-user"),
    isNamed: fc.constantFrom(true, true, false),
    /** Of the session; `undefined`: not known, `""`: it has none. */
    tag: variables ? fc.constantFrom(undefined, undefined, "", "a", "b") : fc.constant(undefined),
  });
export type Question = ReturnType<typeof questions> extends fc.Arbitrary<infer T> ? T : never;

/** As far as the tool is told; the name is `s`. */
export function principalOf({ kind, isNamed }: Pick<Question, "kind" | "isNamed">): Principal {
  const name = isNamed ? { sessionName: "s" } : {};
  return kind === "role-session" ? { kind, roleArn: role, ...name } : { kind, userArn: user, ...name };
}

/** The contexts that a request of the session can have. */
export function contextsOf({ tag, kind, ...policies }: Question): readonly ContextValues[] {
  const { session, managed, base, boundary } = policies;
  const ofTag = tag === undefined ? contexts : contexts.filter((each) => (each["aws:PrincipalTag/t"] ?? "") === tag);
  const isAboutId = JSON.stringify(policies).includes("aws:userid");
  const ids = kind === "role-session" ? ["AROAX:s", "AROAY:s"] : [`${own}:s`];
  const possible = !isAboutId
    ? ofTag
    : ofTag.flatMap((each) => ids.map((id): ContextValues => ({ ...each, "aws:userid": id })));
  if (!JSON.stringify([session, managed, base, boundary]).includes(organization)) return possible;
  return [{}, { [organization]: "xa" }, { [organization]: "a" }].flatMap((more) =>
    possible.map((context) => ({ ...context, ...more })),
  );
}

export const all = documentOf("identity", {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});

export function layersOf({ session, managed, base, boundary, scp, rcp, resources }: Question): Layers {
  return {
    identity: given([base]),
    session: given(managed === undefined ? [session] : [session, managed]),
    boundary: boundary === undefined ? none : given([boundary]),
    serviceControlPolicies: scp === undefined ? none : given([[all], [scp]]),
    resourceControlPolicies: rcp === undefined ? none : given([[rcp]]),
    resourcePolicies: resources === "none" ? none : resources === "unknown" ? unknown : given(resources),
  };
}

/** What the policies that nobody has stated may be: none, or one that lets the session in or keeps it out. */
export function possibleLayers(question: Question, [, arn]: readonly [string, string]): readonly Layers[] {
  const layers = layersOf(question);
  const { resources } = question;
  const stated = typeof resources === "string" ? [] : resources;
  const asStated: Layers = { ...layers, resourcePolicies: stated.length === 0 ? none : given(stated) };
  const isStated = stated.some(({ resource: each }) => arn === each || arn.startsWith(`${each}/`));
  if (arn === "*" || isStated || resources === "none" || (resources !== "unknown" && question.isComplete))
    return [asStated];
  const policy = documentOf("resource", {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { AWS: arnsOf[question.kind][1]! }, Action: "*", Resource: "*" },
  });
  const more: ResourcePolicy = { resource: arn, account: arn.split(":")[4] || own, policy: given(policy) };
  return [asStated, { ...layers, resourcePolicies: given([...stated, more]) }];
}

export function decide(
  [name, arn]: readonly [string, string],
  context: ContextValues,
  layers: Layers,
  kind: Principal["kind"],
): string {
  return evaluate(
    {
      principal: { ...principalOf({ kind, isNamed: true }), ...nameIn(context) },
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

/** What the session is called by a context that says so. */
function nameIn(context: ContextValues): { readonly sessionName?: string } {
  const id = context["aws:userid"];
  return typeof id === "string" ? { sessionName: id.slice(id.indexOf(":") + 1) } : {};
}

export function shown(question: Question): string {
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
  const { session, managed, base, boundary, scp, rcp, resources, isComplete, kind, isNamed, tag } = question;
  const lines = [
    `session  ${policy(session)}`,
    managed && `managed  ${policy(managed)}`,
    `base     ${policy(base)}`,
    boundary && `boundary ${policy(boundary)}`,
    scp && `scp      ${policy(scp)}`,
    rcp && `rcp      ${policy(rcp)}`,
    typeof resources === "string"
      ? `resource policies ${resources}`
      : resources
          .map(({ resource: arn, policy: each }) => `${arn} ${each.state === "given" ? policy(each.value) : ""}`)
          .join("\n"),
    `${isComplete ? "complete" : "not complete"}, ${kind}, ${isNamed ? "named" : "name not known"}, tag ${tag}`,
  ];
  return `\n${lines.filter((line) => line !== undefined).join("\n")}\n`;
}
