import type { Principal } from "../layers.js";
import { type KeyFact, shapedFact } from "./keyFact.js";
import type { SessionIdentity } from "./sessionIdentity.js";

export interface PrincipalFacts {
  readonly principal: Principal;
  readonly identity: SessionIdentity;
  /** The account that owns the resource, as far as it is known. */
  readonly resourceAccount: string | undefined;
}

export interface DerivedKey {
  /** In AWS's casing. */
  readonly key: string;
  readonly fact: KeyFact;
  /** What it follows from, for a message: `the principal`. */
  readonly source: string;
}

/**
 * Keys that follow from who makes the request (V5, V6, C8) and whose the resource is, by lower-cased key. The role's or
 * user's id is never known, so `aws:userid` is known in part only.
 */
export function derivedContext(facts: PrincipalFacts): ReadonlyMap<string, DerivedKey> {
  const { principal, identity, resourceAccount } = facts;
  const name = principal.sessionName ?? "*";
  const derived: DerivedKey[] = [];
  const follow = (key: string, fact: KeyFact, source = "the principal") => derived.push({ key, fact, source });
  const account = identity.account;
  if (principal.kind === "role-session") {
    follow("aws:PrincipalArn", valueOr(identity.base, "arn:*:iam::*:role/*"));
    follow("aws:userid", shapedFact(`*:${name}`, false));
    follow("aws:PrincipalType", value("AssumedRole"));
  } else {
    follow("aws:PrincipalArn", valueOr(identity.session, `arn:*:sts::${account ?? "*"}:federated-user/${name}`));
    follow("aws:userid", shapedFact(`${account ?? "*"}:${name}`, false));
    follow("aws:PrincipalType", value("FederatedUser"));
  }
  follow("aws:PrincipalAccount", valueOr(account, "*"));
  follow("aws:username", { state: "absent" });
  follow("aws:TokenIssueTime", { state: "open", mayBeAbsent: false, shape: undefined, doubt: undefined });
  follow("aws:PrincipalIsAWSService", value("false"));
  if (resourceAccount !== undefined) {
    // Not every service sends it.
    follow("aws:ResourceAccount", shapedFact(resourceAccount, true), "the resource's account");
  }
  return new Map(derived.map((each) => [each.key.toLowerCase(), each]));
}

function value(text: string): KeyFact {
  return { state: "present", values: [{ text }], isList: false };
}

function valueOr(text: string | undefined, pattern: string): KeyFact {
  return text === undefined ? shapedFact(pattern, false) : value(text);
}
