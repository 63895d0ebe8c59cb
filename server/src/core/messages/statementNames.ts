import type { StatementRef } from "../access/layers.js";
import { referredStatement } from "../access/referredStatement.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { PolicyModel } from "../policy/model.js";
import { statementAt } from "../policy/statementAt.js";

/** `Sid DenyEU`, or `statement 2` where it has none. */
export function statementName(index: number, sid: string | undefined): string {
  return sid === undefined || sid === "" ? `statement ${index + 1}` : `Sid ${sid}`;
}

/** A document's name without folder and ending: `RegionLock` for `scp/RegionLock.json`, `ReadOnlyAccess` for its ARN. */
export function documentStem(name: string): string {
  const last = name.slice(name.lastIndexOf("/") + 1);
  return last.replace(/\.(json|jsonc)$/i, "");
}

/** Who denies, for a lens: `SCP RegionLock, Sid DenyEU`. The longest wording first. */
export function denierWordings(ref: StatementRef, session: SessionContext, model: PolicyModel): readonly string[] {
  const referred = referredStatement(ref, session);
  const own = ref.layer === "session" && ref.policy === 0;
  const statement = own ? statementAt(model, ref.statement) : referred?.statement;
  const document = own ? "this policy" : documentWords(ref, referred?.document?.name);
  return [`${document}, ${statementName(ref.statement, statement?.sid)}`, document];
}

function documentWords(ref: StatementRef, name: string | undefined): string {
  const layer = {
    identity: "",
    boundary: "boundary",
    scp: "SCP",
    rcp: "RCP",
    session: "session policy",
    resource: "resource policy",
  }[ref.layer];
  return [layer, name === undefined ? "" : documentStem(name)].filter((part) => part !== "").join(" ") || "the role";
}
