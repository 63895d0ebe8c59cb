import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { ContextValues, Layers, PolicyDocument, Principal } from "../../../server/src/core/access/layers.js";
import type { SessionContext } from "../../../server/src/core/context/sessionContext.js";
import { entryText } from "../../../server/src/core/messages/entryText.js";
import { session as sessionContext } from "../../support/analysisBuilder.js";
import { boundary, identity, rcp, resourcePolicy, scp, session, trustPolicy } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

/*
 * Small situations as a reader of AWS's documentation would put them, each with the answer worked out by hand: who may do
 * what, what an entry is said to do, how a session policy stands to its base. Texts of policies are those of policyNotation.ts.
 */

const catalog = await testCatalog();
const engine = new AccessEngine(catalog);
export const A = "111122223333";
export const B = "444455556666";
export const role = `arn:aws:iam::${A}:role/path/r`;
export const sess = `arn:aws:sts::${A}:assumed-role/r/s`;
const none = { state: "none" } as const;
const given = <T>(value: T) => ({ state: "given", value }) as const;

/** What is around a session policy; what is left out is not there, and the role may do everything. */
interface Around {
  readonly id?: readonly string[];
  readonly pb?: readonly string[];
  readonly scp?: readonly (readonly string[])[];
  readonly rcp?: readonly (readonly string[])[];
  /** With the account of a resource that is not the role's. */
  readonly res?: readonly (readonly [arn: string, policy: readonly string[], account?: string])[];
  readonly complete?: boolean;
  readonly managed?: readonly string[];
  readonly tags?: { readonly [key: string]: string };
  readonly roleTags?: { readonly [key: string]: string };
  readonly context?: ContextValues;
  readonly principal?: Principal;
}

type Own = readonly string[] | PolicyDocument;
const documentIn = (own: Own): PolicyDocument => ("model" in own ? own : session(...own));
const principalIn = ({ principal }: Around): Principal =>
  principal ?? { kind: "role-session", roleArn: role, sessionName: "s" };

function layersIn(around: Around): Omit<Layers, "session"> {
  const { id = ["+*"], pb, scp: scps, rcp: rcps, res } = around;
  return {
    identity: given([identity(...id)]),
    boundary: pb === undefined ? none : given([boundary(...pb)]),
    serviceControlPolicies: scps === undefined ? none : given(scps.map((level) => [scp(...level)])),
    resourceControlPolicies: rcps === undefined ? none : given(rcps.map((level) => [rcp(...level)])),
    resourcePolicies:
      res === undefined
        ? none
        : given(
            res.map(([resource, policy, account = A]) => {
              const written = /:role\//.test(resource) ? trustPolicy(...policy) : resourcePolicy(...policy);
              return { resource, account, policy: given(written) };
            }),
          ),
  };
}

function sessionIn(around: Around): SessionContext {
  const { complete = false, managed, tags, roleTags, context = {} } = around;
  return {
    ...sessionContext({}),
    principal: principalIn(around),
    layers: layersIn(around),
    resourcePoliciesComplete: complete,
    managedPolicies:
      managed === undefined ? [] : [{ arn: "arn:aws:iam::aws:policy/Own", document: given(session(...managed)) }],
    tags,
    roleTags,
    context,
  };
}

/** `s3:GetObject: depends scp aws:SourceIp`, entry by entry. */
export function lens(own: Own, around: Around = {}): string {
  const { entries } = engine.sessionAccess(documentIn(own).model, sessionIn(around));
  const texts = entries.map(({ pattern, result, actions }) => {
    const shown = actions.find((action) => action.result === result) ?? actions[0];
    const details = shown === undefined ? [] : [shown.decidedBy, shown.unknown?.rules.join(), shown.dependsOn.join()];
    return [`${pattern}: ${result}`, ...details.filter(Boolean)].join(" ");
  });
  return texts.join(" | ");
}

/** What the lens of the first entry says; what its hover says, where there is room enough. */
export function words(own: Own, around: Around = {}, room?: number): string {
  const { model } = documentIn(own);
  const context = sessionIn(around);
  const { entries } = engine.sessionAccess(model, context);
  return entryText(entries[0]!, { model, session: context }, room === undefined ? {} : { room });
}

/** `allow`, `depends aws:SourceIp`, `unknown D9`. */
export function dec(
  action: string,
  resource: string,
  own: Own | undefined,
  around: Around = {},
  context: ContextValues = {},
  { resourceAccount = A }: { readonly resourceAccount?: string } = {},
): string {
  const answer = evaluate(
    { principal: principalIn(around), action, resource, resourceAccount, context, contextIsComplete: true },
    { ...layersIn(around), session: own === undefined ? none : given([documentIn(own)]) },
    catalog,
  );
  const details = answer.decision === "unknown" ? answer.rules : answer.dependsOn;
  return [answer.decision, ...details].join(" ");
}

/** `within`, `exceeds not-granted`, `depends aws:SourceIp`. */
export function cmp(own: readonly string[], base: readonly string[]): string {
  const { verdict, statements } = compare({ session: [session(...own)], base: [identity(...base)] }, engine);
  const worst = statements.find((statement) => statement.verdict === verdict);
  const details = verdict === "unknown" ? worst?.rules : [...(worst?.reasons ?? []), ...(worst?.dependsOn ?? [])];
  return [verdict, ...(details ?? [])].join(" ");
}

export const key = `arn:aws:kms:us-east-1:${A}:key/k`;
export const keyB = `arn:aws:kms:us-east-1:${B}:key/k`;
export const root = `AWS:arn:aws:iam::${A}:root`;
export const bkt = "arn:aws:s3:::b";
export const role2 = `arn:aws:iam::${A}:role/x`;
export const fu: Principal = { kind: "federated-user", userArn: `arn:aws:iam::${A}:user/u`, sessionName: "f" };
export const T = "${aws:PrincipalTag/t}";

export type Scenario = readonly [title: string, answer: () => string, expected: string];
