import { readFileSync } from "node:fs";
import type { Layer, PolicyDocument } from "../../server/src/core/access/layers.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { SessionContext } from "../../server/src/core/context/sessionContext.js";
import { buildModel, modelOfValue } from "../../server/src/core/policy/buildModel.js";
import type { JsonValue } from "../../server/src/core/syntax/json.js";
import { parsePolicy } from "../../server/src/core/syntax/parsePolicy.js";
import { session } from "../support/analysisBuilder.js";
import { testCatalog } from "../support/testCatalog.js";

export const readOnlyAccessArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";

/** 2,048 characters, 8 statements, 20 actions. */
export const sessionText = readFileSync(new URL("../../test/bench/session2k.json", import.meta.url), "utf8");

let loaded: Promise<Catalog> | undefined;

/** The project's catalog with all details read: what a part measures is not the reading. */
export function wholeCatalog(): Promise<Catalog> {
  loaded ??= testCatalog([]).then(async (catalog) => {
    await catalog.loadAll();
    return catalog;
  });
  return loaded;
}

export async function managedPolicyText(arn: string): Promise<string> {
  const text = await (await wholeCatalog()).managedPolicy(arn);
  if (text === undefined) throw new Error(`The catalog has no policy ${arn}`);
  return text;
}

/** An AWS managed policy as an editor would show it. */
export async function printedPolicy(arn: string): Promise<string> {
  return JSON.stringify(JSON.parse(await managedPolicyText(arn)), undefined, 2);
}

export function documentOf(name: string, text: string): PolicyDocument {
  return { name, model: buildModel(parsePolicy(text), "identity") };
}

export function documentOfStatements(name: string, statements: JsonValue): PolicyDocument {
  return { name, model: modelOfValue({ Version: "2012-10-17", Statement: statements }, "identity") };
}

/** A session of a role that has these policies, no boundary, and nothing above it. */
export function sessionUnder(...base: readonly PolicyDocument[]): SessionContext {
  const none: Layer<never> = { state: "none" };
  return session({
    layers: {
      identity: { state: "given", value: base },
      serviceControlPolicies: none,
      resourceControlPolicies: none,
    },
  });
}

let edits = 0;

/** The session after a keystroke in the resource of one statement; never twice the same text, always the same length. */
export function sessionWithOneEdit(): string {
  return sessionText.replace("2026", unique(4));
}

/** The same, but no statement is as it was before. */
export function sessionWithAllEdited(): string {
  const four = unique(4);
  return sessionText
    .replace("2026", four)
    .replaceAll(/(?<="Sid": "\w+)\w{4}(?=")/g, four)
    .replaceAll(/\bred\b/g, four.slice(1))
    .replaceAll("orders", `or${four}`);
}

function unique(length: number): string {
  return (edits++).toString(36).padStart(length, "0").slice(-length);
}

/** A config that gives the session in `s.json` ReadOnlyAccess as its base. */
export const configOfSession = {
  version: 1,
  roles: {
    Reader: {
      arn: "arn:aws:iam::111122223333:role/Reader",
      identityPolicies: [readOnlyAccessArn],
      permissionsBoundary: null,
    },
  },
  sessions: [{ name: "s", files: ["s.json"], role: "Reader" }],
};
