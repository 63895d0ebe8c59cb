import { decidingPatterns } from "../resourceGrants.js";
import type { Cell } from "../sets/cells/cell.js";
import type { Unknown } from "../verdict.js";
import type { SessionScope } from "./sessionScope.js";

/** Resources that have to let the session in by their own policy, whatever its identity policies say. */
export interface OwnPolicies {
  /** Patterns of resources whose policy is not stated. */
  readonly unstated: readonly string[];
  /** Why it cannot be told what those allow. */
  readonly doubt: Unknown;
}

/**
 * The KMS keys and roles to be assumed (D4) and the resources of another account (D5) that some cells are about, by
 * pattern; undefined where there are none.
 */
export function ownPoliciesOf(cells: readonly Cell[], scope: SessionScope): OwnPolicies | undefined {
  const [first] = cells;
  if (first === undefined || first.resources.kind === "none") return undefined;
  const foreign = cells.filter((cell) => isForeign(cell, scope));
  const others = foreign.map(({ statement, entry }) => textOf(statement, entry!));
  const own = decidingPatterns.get(first.service);
  const unstated = [...others, ...(own === undefined ? [] : [own.pattern])];
  if (unstated.length === 0) return undefined;
  const [detail, rule] = own === undefined ? ["the other account's policy isn't given", "D5"] : [own.notGiven, "D4"];
  return { unstated, doubt: { why: "layer-not-given", detail, rules: [rule] } };
}

/** Whether the resource is surely another account's, so that the identity policies must allow whatever it says (D5). */
export function isForeign({ statement, entry }: Cell, { ownAccount, resource }: SessionScope): boolean {
  if (entry === undefined) return false;
  const text = textOf(statement, entry);
  const account = ownAccount === undefined ? "" : accountField(text);
  if (/^\d{12}$/.test(account)) return account !== ownAccount;
  return resource?.foreign.some((arn) => text === arn || text.startsWith(`${arn}/`)) ?? false;
}

function textOf({ resources }: Cell["statement"], entry: number): string {
  return resources[entry]!.text;
}

/** The fifth field of an ARN; empty where there is none. */
function accountField(text: string): string {
  let start = 0;
  for (let field = 0; field < 4; field++) {
    start = text.indexOf(":", start) + 1;
    if (start === 0) return "";
  }
  const end = text.indexOf(":", start);
  return end < 0 ? text.slice(start) : text.slice(start, end);
}
