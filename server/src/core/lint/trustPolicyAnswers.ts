import type { ContextFacts } from "../access/evaluate/contextFacts.js";
import { actionMatches } from "../access/evaluate/matchAction.js";
import { testHolds } from "../access/evaluate/matchCondition.js";
import type { PolicyDocument } from "../access/layers.js";
import type { Catalog } from "../catalog/catalog.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { PrincipalEntry, Statement } from "../policy/model.js";
import type { ConfigPlace, RelatedPlace } from "./finding.js";

/** The linked trust policy, where there is one that could be read. */
export function trustDocument({ trustPolicy }: SessionContext): PolicyDocument | undefined {
  return trustPolicy.state === "given" && trustPolicy.value.model.complete ? trustPolicy.value : undefined;
}

/** The trust policy's Allow statements that may speak of an action; in doubt about how it is written, they do. */
export function trustStatements({ model }: PolicyDocument, action: string): readonly Statement[] {
  return model.statements.filter(
    ({ effect, actions }) => effect === "Allow" && actionMatches(actions, action.toLowerCase()).value !== false,
  );
}

/**
 * Those of a trust policy's statements that may let in a session of this name: a condition on `sts:RoleSessionName` that
 * surely does not hold keeps it out. All of them where the name is not known.
 */
export function statementsForName(
  statements: readonly Statement[],
  { model }: PolicyDocument,
  { principal: { sessionName } }: SessionContext,
): readonly Statement[] {
  if (sessionName === undefined) return statements;
  const facts: ContextFacts = {
    of: (key) =>
      key.toLowerCase() === nameKey
        ? { state: "present", values: [{ text: sessionName }], isList: false }
        : { state: "open", mayBeAbsent: true, shape: undefined, doubt: undefined },
  };
  return statements.filter(({ conditions, effect }) =>
    conditions
      .filter(({ key }) => key.toLowerCase() === nameKey)
      .every((test) => testHolds(test, model.substitutesVariables, effect, facts).value !== false),
  );
}

const nameKey = "sts:rolesessionname";

/** Everyone that Allow statements name; undefined where one of them names all but some. */
export function principalsOf(statements: readonly Statement[]): readonly PrincipalEntry[] | undefined {
  if (statements.some(({ principals }) => principals === undefined || principals.negated)) return undefined;
  return statements.flatMap(({ principals }) => principals?.entries ?? []);
}

/** What the services do that are all that the role trusts: make sessions themselves, without a session policy. */
export function sessionCreators(
  document: PolicyDocument,
  { sessionFacts }: Catalog,
): readonly { readonly principal: string; readonly what: string }[] {
  const principals = principalsOf(document.model.statements.filter(({ effect }) => effect === "Allow")) ?? [];
  const known = principals.map(({ type, value }) =>
    type === "Service"
      ? sessionFacts.sessionCreatingServices.find(({ principal }) => principal === value.toLowerCase())
      : undefined,
  );
  return known.flatMap((each) => (known.includes(undefined) || each === undefined ? [] : [each]));
}

/** Whether nobody can pass a session policy in a call of AssumeRole, since only such services are let in. */
export function isNeverPassed({ operation }: SessionContext, document: PolicyDocument, catalog: Catalog): boolean {
  return operation === "AssumeRole" && sessionCreators(document, catalog).length > 0;
}

/** What a session passes and its role's trust policy does not allow to be passed (T4). */
export interface UntrustedCall {
  readonly document: PolicyDocument;
  /** The call that makes the session, which the trust policy allows. */
  readonly call: string;
  /** What it would have to allow besides. */
  readonly action: string;
  readonly what: string;
}

/** None where the trust policy is not given, or does not allow the call itself: then that is what is to be told. */
export function untrustedCalls(session: SessionContext, catalog: Catalog): readonly UntrustedCall[] {
  const document = trustDocument(session);
  const call = catalog.sessionFacts.operations.get(session.operation)?.trustAction ?? "";
  if (document === undefined || call === "" || trustStatements(document, call).length === 0) return [];
  if (isNeverPassed(session, document, catalog)) return [];
  const hasTags = Object.keys(session.tags ?? {}).length > 0;
  const hasIdentity = Object.keys(session.context).some((key) => /^(aws|sts):sourceidentity$/i.test(key));
  const needed = [
    ...(hasTags ? [{ action: "sts:TagSession", what: "tags" }] : []),
    ...(hasIdentity ? [{ action: "sts:SetSourceIdentity", what: "a source identity" }] : []),
  ];
  return needed
    .filter(({ action }) => trustStatements(document, action).length === 0)
    .map((each) => ({ document, call, ...each }));
}

/** Where the config links the trust policy. */
export function trustPlace({ place }: SessionContext): ConfigPlace | undefined {
  if (place?.principal === undefined) return undefined;
  return { uri: place.configUri, path: [...place.principal, "trustPolicy"] };
}

/** The trust policy's own statements, for a finding to point to; without any, the list of them. */
export function trustRelated(
  document: PolicyDocument,
  statements: readonly Statement[],
  message: string,
): readonly RelatedPlace[] {
  const { uri } = document;
  if (uri === undefined) return [];
  const paths = statements.length === 0 ? [["Statement"]] : statements.slice(0, 3).map(({ path }) => path);
  return paths.map((path) => ({ uri, path, message }));
}
