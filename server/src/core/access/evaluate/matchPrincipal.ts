import type { PrincipalElement, PrincipalEntry } from "../../policy/model.js";
import { type Answer, and, answerOf, doubt, no, or, restingOn, yes } from "./answer.js";
import { globMatches } from "./globs.js";
import type { SessionIdentity } from "./sessionIdentity.js";

/** By which name a principal element speaks of the session (section 6: Rd is `everyone` and `session`). */
export interface NamedBy {
  /** `*`. */
  readonly everyone: Answer;
  /** The assumed-role session's or federated user's ARN. */
  readonly session: Answer;
  /** The role's ARN, or that of the user who federates (Rr). */
  readonly base: Answer;
  /** The account or its root (Ra). */
  readonly account: Answer;
}

/** How an element without Not names the session. */
export function namedBy(entries: readonly PrincipalEntry[], identity: SessionIdentity): NamedBy {
  const aws = entries.filter(({ type }) => type === "AWS" || type === "*").map(({ value }) => value);
  const undecided = or(entries.map((entry) => maybeNamed(entry, identity)));
  return {
    everyone: answerOf(aws.includes("*")),
    session: or([sessionNamed(aws, identity), undecided]),
    base: or([baseNamed(aws, identity), undecided]),
    account: or([accountNamed(aws, identity), undecided]),
  };
}

/**
 * Whether a Deny applies to the session: by any of its names, or with NotPrincipal by none of them.
 * @param hasBoundary whether a permissions boundary is attached to the role or user (D8)
 */
export function isHit(element: PrincipalElement, identity: SessionIdentity, hasBoundary: Answer): Answer {
  const { everyone, session, base, account } = namedBy(element.entries, identity);
  if (!element.negated) return or([everyone, session, base, account]);
  const byBoundary = hasBoundary.value === false ? no : restingOn(hasBoundary, "D8");
  if (everyone.value === true) return byBoundary;
  const names = [session, base, account];
  const all = and(names);
  const some = or(names);
  // D9: where account, role and session are not all listed, it depends on the service.
  const spared = all.value === true ? yes : some.value === false ? no : partlyListed;
  const byList = spared.value === undefined ? spared : answerOf(!spared.value);
  return or([byList, byBoundary]);
}

const partlyListed = doubt("NotPrincipal does not list account, role and session together", "D9");

function sessionNamed(values: readonly string[], { session, sessions }: SessionIdentity): Answer {
  if (session !== undefined) return answerOf(values.includes(session));
  const mayBe = values.some((value) => (sessions === undefined ? /:sts:/.test(value) : value.startsWith(sessions)));
  return mayBe ? doubt("the session's ARN is not known") : no;
}

function baseNamed(values: readonly string[], { base }: SessionIdentity): Answer {
  if (base !== undefined) return answerOf(values.includes(base));
  const mayBe = values.some((value) => /:iam:/.test(value) && !value.endsWith(":root"));
  return mayBe ? doubt("the ARN of the session's role or user is not known") : no;
}

function accountNamed(values: readonly string[], { account, partition }: SessionIdentity): Answer {
  if (account !== undefined)
    return answerOf(values.includes(account) || values.includes(`arn:${partition}:iam::${account}:root`));
  const mayBe = values.some((value) => /^\d{12}$/.test(value) || value.endsWith(":root"));
  return mayBe ? doubt("the session's account is not known") : no;
}

/** Names of which it cannot be told whether the session is meant. */
function maybeNamed({ type, value }: PrincipalEntry, { account, base, session }: SessionIdentity): Answer {
  if (type === "CanonicalUser") return doubt("which account a canonical user id stands for is not known");
  if (type !== "AWS") return no;
  // AWS writes unique ids in place of a deleted role's or user's ARN.
  if (/^A[A-Z0-9]{15,}$/.test(value)) return doubt(`whose the unique id "${value}" is is not known`);
  if (!/[*?]/.test(value) || value === "*") return no;
  const names = [session, base, account];
  const mayMatch = names.some((name) => name === undefined || globMatches(value, name));
  return mayMatch ? doubt(`"${value}" has a wildcard, which a principal cannot have`) : no;
}
