import type { PolicyDocument } from "../../access/layers.js";
import type { Statement } from "../../policy/model.js";
import type { Base, Place } from "./place.js";

/** At most so many statements of the roles are offered for copying. */
const most = 12;

export interface BaseStatement {
  readonly base: Base;
  readonly document: PolicyDocument;
  readonly statement: Statement;
}

/** The policies that grant what a base may do; empty where they are not given. */
export function identityDocuments({ session }: Base): readonly PolicyDocument[] {
  const { identity } = session.layers;
  return identity.state === "given" ? identity.value : [];
}

/** Statements by which the roles grant something, short enough to begin with. */
export function baseStatements({ bases }: Place): readonly BaseStatement[] {
  return bases
    .flatMap((base) =>
      identityDocuments(base).flatMap((document) =>
        document.model.statements
          .filter(({ effect, actions }) => effect === "Allow" && actions.entries.length <= 40)
          .map((statement) => ({ base, document, statement })),
      ),
    )
    .slice(0, most);
}
