import type { PolicyDocument } from "../../access/layers.js";
import { statementName } from "../../messages/statementNames.js";
import type { Statement } from "../../policy/model.js";
import { identityDocuments } from "./baseStatements.js";
import type { Place } from "./place.js";

/** A text that stands elsewhere, and where: `in S3AccessRolePolicy.json, statement 1`. */
export interface SeenText {
  readonly text: string;
  readonly where: string;
}

/** The resources that the roles' own Allows name, where they may go with actions of these services; each once. */
export function resourcesOfBases(place: Place, services: ReadonlySet<string> | "any"): readonly SeenText[] {
  return distinct(
    statementsOfBases(place).flatMap(({ statement, where }) => {
      const { effect, actions, resources } = statement;
      if (effect !== "Allow" || resources === undefined || resources.negated) return [];
      const fits =
        services === "any" ||
        actions.negated ||
        actions.entries.some(({ text }) => text.startsWith("*") || services.has(serviceIn(text)));
      if (!fits) return [];
      return resources.entries
        .filter(
          ({ text }) =>
            services === "any" ||
            text === "*" ||
            services.has(arnField(text, 2) ?? "") ||
            /[*?]/.test(arnField(text, 2) ?? "*"),
        )
        .map(({ text }) => ({ text, where }));
    }),
  );
}

/** The resources that this policy's other statements name. */
export function resourcesHere({ model, statement }: Place): readonly string[] {
  const others = model.statements.filter(({ path }) => path.join(" ") !== statement?.path.join(" "));
  return [...new Set(others.flatMap(({ resources }) => resources?.entries.map(({ text }) => text) ?? []))];
}

/** The values that the roles' policies compare a condition key with; each once. */
export function valuesOfBases(place: Place, key: string): readonly SeenText[] {
  const lower = key.toLowerCase();
  return distinct(
    statementsOfBases(place).flatMap(({ statement, where }) =>
      statement.conditions
        .filter((test) => test.key.toLowerCase() === lower)
        .flatMap(({ values }) => values.map((value) => ({ text: String(value), where }))),
    ),
  );
}

/** Accounts named around the document: those of the roles first. */
export function accountsSeen(place: Place): readonly string[] {
  const arns = [...principalArns(place), ...arnsSeen(place)];
  const accounts = arns.map((arn) => arnField(arn, 4) ?? "").filter((account) => /^\d{12}$/.test(account));
  return [...new Set(accounts)];
}

/** Regions named around the document, in ARNs and in conditions. */
export function regionsSeen(place: Place): readonly string[] {
  const inArns = arnsSeen(place).map((arn) => arnField(arn, 3) ?? "");
  const inConditions = allStatements(place).flatMap(({ conditions }) =>
    conditions.filter(({ key }) => /^aws:requestedregion$/i.test(key)).flatMap(({ values }) => values.map(String)),
  );
  return [...new Set([...inConditions, ...inArns].filter((region) => /^[a-z]+(-[a-z]+)+-\d$/.test(region)))];
}

/** The partition of the roles, or that of the ARNs around. */
export function partitionSeen(place: Place): string {
  const partitions = [...principalArns(place), ...arnsSeen(place)].map((arn) => arnField(arn, 1) ?? "");
  return partitions.find((partition) => /^aws[a-z-]*$/.test(partition)) ?? "aws";
}

/** ARNs of the roles and users that the config names. */
export function principalArns({ bases }: Place): readonly string[] {
  return bases.flatMap(({ session: { principal } }) => principal.roleArn ?? principal.userArn ?? []);
}

/** A field of an ARN by its number from 0; undefined for what is no ARN. */
export function arnField(text: string, field: number): string | undefined {
  const fields = text.split(":");
  return fields[0] === "arn" && fields.length > field ? fields[field] : undefined;
}

function serviceIn(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(":"))).toLowerCase();
}

function statementsOfBases(place: Place): readonly { readonly statement: Statement; readonly where: string }[] {
  return place.bases.flatMap((base) =>
    identityDocuments(base).flatMap((document) =>
      document.model.statements.map((statement) => ({ statement, where: whereOf(document, statement) })),
    ),
  );
}

function whereOf({ name }: PolicyDocument, { index, sid }: Statement): string {
  const short = name.slice(name.lastIndexOf("/") + 1);
  return `in ${short}, ${statementName(index, sid)}`;
}

function allStatements(place: Place): readonly Statement[] {
  return [...place.model.statements, ...statementsOfBases(place).map(({ statement }) => statement)];
}

function arnsSeen(place: Place): readonly string[] {
  return allStatements(place).flatMap(({ resources, principals }) => [
    ...(resources?.entries.map(({ text }) => text) ?? []),
    ...(principals?.entries.map(({ value }) => value) ?? []),
  ]);
}

function distinct(texts: readonly SeenText[]): readonly SeenText[] {
  return [...new Map([...texts].reverse().map((seen) => [seen.text, seen])).values()].reverse();
}
