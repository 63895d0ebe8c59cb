import type { AccessEngine } from "../access/accessEngine.js";
import { compare } from "../access/compare.js";
import { decideOutsidePolicies } from "../access/evaluate/outsidePolicies.js";
import { sessionBindings } from "../access/sessionBindings.js";
import type { EntryAccess } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import { modelOfValue } from "../policy/buildModel.js";
import type { PolicyModel, Statement } from "../policy/model.js";
import { statementAt } from "../policy/statementAt.js";

/**
 * What an edit of a policy does to the access that it gives:
 * - `same`: nothing, in every request, whatever resource-based policies exist that are not stated;
 * - `same-today`: nothing in any request that can occur by the catalog, which AWS adds to;
 * - `narrower`: nothing is allowed that was not allowed before.
 */
export type AccessEffect = "same" | "same-today" | "narrower";

export interface ProvedEffect {
  readonly access: AccessEffect;
  /** Whether what goes was not granted by the base anyway, so that only a resource-based policy could tell. */
  readonly withoutEffect: boolean;
}

/**
 * Proves what becomes of access when `before` is replaced by `after`. Undefined where it cannot be proved that nothing is
 * added. Only for policies without principals.
 * @param sessions all sessions that use the policy; what is claimed of access holds in each of them
 */
export function proveEffect(
  before: PolicyModel,
  after: PolicyModel,
  sessions: readonly SessionContext[],
  engine: AccessEngine,
): ProvedEffect | undefined {
  if (!before.complete || !after.complete) return undefined;
  if (isWithin(after, before, "any", engine)) {
    if (isWithin(before, after, "any", engine)) return { access: "same", withoutEffect: true };
    if (isWithin(before, after, "catalog", engine)) return { access: "same-today", withoutEffect: true };
    if (sessions.length === 0) return { access: "narrower", withoutEffect: false };
    const lost = sessions.map((session) => ({ session, loss: lossInSession(before, after, session, engine) }));
    return {
      access: lost.every(({ loss }) => loss === "nothing") ? "same" : "narrower",
      withoutEffect: lost.every(
        ({ session, loss }) => loss !== "something" || isNotGranted(before, after, session, engine),
      ),
    };
  }
  const sameToday = isWithin(after, before, "catalog", engine) && isWithin(before, after, "catalog", engine);
  return sameToday ? { access: "same-today", withoutEffect: true } : undefined;
}

/**
 * Whether all that the inner policy allows the outer one allows too, and all that the outer one denies the inner one
 * denies too: an explicit Deny also beats what a resource-based policy grants the session (D1, D3), so that what is
 * denied must not be taken for what is just not allowed.
 */
function isWithin(inner: PolicyModel, outer: PolicyModel, universe: "catalog" | "any", engine: AccessEngine): boolean {
  return (
    contains(outer, inner, universe, engine) &&
    (sameDenies(inner, outer) || contains(deniesAsAllows(inner), deniesAsAllows(outer), universe, engine))
  );
}

function contains(outer: PolicyModel, inner: PolicyModel, universe: "catalog" | "any", engine: AccessEngine): boolean {
  const document = (model: PolicyModel) => ({ name: "policy", model });
  return compare({ session: [document(inner)], base: [document(outer)], universe }, engine).verdict === "within";
}

function sameDenies(a: PolicyModel, b: PolicyModel): boolean {
  const denies = ({ statements }: PolicyModel) =>
    JSON.stringify(statements.filter(({ effect }) => effect === "Deny").map(meaningOf));
  return a.substitutesVariables === b.substitutesVariables && denies(a) === denies(b);
}

function meaningOf({ actions, resources, conditions }: Statement): unknown {
  const texts = (list: Statement["resources"]) => list && [list.negated, list.entries.map(({ text }) => text)];
  return [texts(actions), texts(resources), conditions.map(({ operator, key, values }) => [operator, key, values])];
}

function deniesAsAllows(model: PolicyModel): PolicyModel {
  return { ...model, statements: model.statements.flatMap((each) => (each.effect === "Deny" ? [turned(each)] : [])) };
}

function turned(statement: Statement): Statement {
  return { ...statement, effect: statement.effect === "Allow" ? "Deny" : "Allow" };
}

/**
 * What a session loses when its policy becomes `after`, which is within `before`. The old policy with a Deny on all that
 * the new one allows is just what goes: of that, nothing may take effect. `hidden`: nothing but what a resource-based
 * policy that is not stated might have made effective (E3).
 */
function lossInSession(
  before: PolicyModel,
  after: PolicyModel,
  session: SessionContext,
  engine: AccessEngine,
): "nothing" | "hidden" | "something" {
  if (!sameDenies(before, after)) return "something";
  const first = 1 + Math.max(-1, ...before.statements.map(({ index }) => index));
  const kept = after.statements.filter(({ effect }) => effect === "Allow");
  const difference: PolicyModel = {
    ...before,
    statements: [
      ...before.statements,
      ...kept.map((statement, at) => ({
        ...turned(statement),
        index: first + at,
        path: ["Statement", first + at],
      })),
    ],
  };
  const going = allowsOf(difference, session, engine);
  if (going.some((entry) => !takesNoEffect(entry, session))) return "something";
  if (going.some(({ actions }) => actions.some(({ revivable }) => revivable))) return "hidden";
  return going.some((entry) => mayHideDisputed(entry, difference, session, engine)) ? "hidden" : "nothing";
}

function allowsOf(policy: PolicyModel, session: SessionContext, engine: AccessEngine): readonly EntryAccess[] {
  return engine.sessionAccess(policy, session).entries.filter(({ effect }) => effect === "Allow");
}

/**
 * Whether the base's identity policies grant nothing of what goes: whether all that they grant, less what the new policy
 * allows, stays clear of the old one. Asked of whole sets, it is exact under conditions too.
 */
function isNotGranted(before: PolicyModel, after: PolicyModel, session: SessionContext, engine: AccessEngine): boolean {
  const { identity } = session.layers;
  if (identity.state !== "given" || !sameDenies(before, after)) return false;
  const denyingAllowsOf = (model: PolicyModel): PolicyModel => ({
    ...model,
    statements: model.statements.flatMap((each) => (each.effect === "Allow" ? [turned(each)] : [])),
  });
  const everything = modelOfValue(
    { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
    "identity",
  );
  const named = (model: PolicyModel) => ({ name: "policy", model });
  const question = {
    session: [...identity.value, named(denyingAllowsOf(after))],
    base: [named(everything), named(denyingAllowsOf(before))],
    bindings: sessionBindings(session),
  };
  return compare(question, engine).verdict === "within";
}

/**
 * A wildcard may catch actions of which it is not documented whether they go together with the statement's resources
 * (Q3, Q5). Those are no loss only if the session could not call them on any resource.
 */
function mayHideDisputed(
  entry: EntryAccess,
  policy: PolicyModel,
  session: SessionContext,
  engine: AccessEngine,
): boolean {
  if (entry.unfit.length === 0) return false;
  if (entry.unfit.length > mostDisputed) return true;
  const statement = statementAt(policy, entry.statement)!;
  const others = policy.statements.filter((each) => each !== statement);
  const naming = (names: readonly string[], resources: Statement["resources"]): PolicyModel => {
    const entries = names.map((text, at) => ({ text, path: [...statement.path, "Action", at] }));
    return { ...policy, statements: [...others, { ...statement, actions: { negated: false, entries }, resources }] };
  };
  const own = (model: PolicyModel) =>
    allowsOf(model, session, engine).filter((each) => each.statement === statement.index);
  const disputed = own(naming(entry.unfit, statement.resources)).flatMap(({ actions }) =>
    actions.map(({ action }) => action),
  );
  if (disputed.length === 0) return false;
  const everywhere = { negated: false, entries: [{ text: "*", path: [...statement.path, "Resource"] }] };
  return own(naming(disputed, everywhere)).some(
    (each) => !takesNoEffect(each, session) || each.actions.some(({ revivable }) => revivable),
  );
}

/** More than that are not looked at one by one. */
const mostDisputed = 300;

function takesNoEffect({ actions, unfit }: EntryAccess, { principal }: SessionContext): boolean {
  if (actions.length === 0) return unfit.length > 0;
  return actions.every(
    ({ action, result }) =>
      result === "no-effect" ||
      result === "not-granted" ||
      // What needs no permission does not lose it either (M5).
      decideOutsidePolicies(principal, action.toLowerCase())?.decision === "allow",
  );
}
