import type { PolicyDocument } from "../../access/layers.js";
import type { Catalog } from "../../catalog/catalog.js";
import { sessionPolicyLimit } from "../../context/sessionPolicyLimit.js";
import { blank, type Template } from "../../regions/template.js";
import type { JsonValue } from "../../syntax/json.js";
import { countCharacters } from "../../text/characters.js";
import { identityDocuments } from "./baseStatements.js";
import type { Proposal, Proposals } from "./completion.js";
import type { Base, Place } from "./place.js";
import { statementTemplate, statementValue } from "./statementTemplate.js";

/** A whole policy, for an empty document. */
export function proposeDocument(place: Place): Proposals {
  const proposals: Proposal[] = [
    {
      label: titles[place.kind],
      kind: "snippet",
      note: "with one statement",
      filling: { kind: "value", value: policyOf([statementTemplate(place)]) },
      rank: 0,
      goesOn: true,
    },
  ];
  if (place.kind === "session") {
    proposals.push({
      label: "Everything but …",
      kind: "snippet",
      note: "all that the role grants, less what a Deny takes away",
      filling: {
        kind: "value",
        value: policyOf([
          { Effect: "Allow", Action: "*", Resource: "*" },
          { Effect: "Deny", Action: [blank(1)], Resource: blank(2, "*") },
        ]),
      },
      rank: 2,
      goesOn: true,
    });
    for (const base of place.bases) proposals.push(...copyOf(base, place.catalog));
  }
  return { proposals };
}

const titles = {
  session: "Session policy",
  identity: "Identity-based policy",
  trust: "Trust policy",
  resource: "Resource-based policy",
  boundary: "Permissions boundary",
  scp: "Service control policy",
  rcp: "Resource control policy",
} as const;

function policyOf(statements: readonly Template[]): Template {
  return { Version: "2012-10-17", Statement: statements };
}

/** What a role grants, to be cut down; only where all of it is known and fits into a session policy. */
function copyOf(base: Base, catalog: Catalog): readonly Proposal[] {
  const documents: readonly PolicyDocument[] = identityDocuments(base);
  const statements = documents.flatMap(({ model }) => model.statements);
  const value = policyOf(statements.map((statement) => statementValue(statement, false))) as JsonValue;
  const limit = sessionPolicyLimit(base.session.operation, catalog);
  const isWhole = documents.every(({ model }) => model.complete) && statements.length > 0;
  if (!isWhole || countCharacters(JSON.stringify(value)) > limit) return [];
  return [
    {
      label: `Copy of ${base.name}`,
      kind: "snippet",
      note: "what it grants, to be cut down",
      filling: { kind: "value", value },
      rank: 1,
    },
  ];
}
