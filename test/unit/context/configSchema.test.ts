import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../server/src/core/context/readConfig.js";
import { ruleLevels } from "../../../server/src/core/context/readRules.js";
import { operations } from "../../../server/src/core/context/readSession.js";

interface Schema {
  readonly properties: { readonly [name: string]: Schema };
  readonly definitions: { readonly [name: string]: Schema };
  readonly items: Schema;
  readonly enum: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
}

const path = new URL("../../../syntaxes/session-policy.config.schema.json", import.meta.url);
const schema: Schema = JSON.parse(readFileSync(path, "utf8"));
const { role, user, resource, session, ignore, ruleLevel } = schema.definitions as Required<Schema["definitions"]>;

/** The names that the reader takes at a place, read off what it says of a name that it doesn't know. */
function knownNames(config: object): readonly string[] {
  const { problems } = readConfig("file:///ws/c.json", JSON.stringify(config));
  const message = problems.find(({ detail }) => detail === "Qxzvwkj")?.message ?? "";
  return /Known here are (.*)\.$/.exec(message)?.[1]?.split(", ").sort() ?? [];
}

describe("the schema knows what the reader knows", () => {
  const odd = { Qxzvwkj: 1 };
  test.each<[string, Schema | undefined, object]>([
    ["config", schema, odd],
    ["role", role, { roles: { R: odd } }],
    ["user", user, { users: { U: odd } }],
    ["resource", resource, { resources: { "arn:aws:s3:::b": odd } }],
    ["session", session, { sessions: [odd] }],
    ["requirement", session?.properties.requires?.items, { sessions: [{ requires: [odd] }] }],
    ["ignore", ignore, { ignore: [odd] }],
  ])("properties of a %s", (_, part, config) => {
    expect(Object.keys(part?.properties ?? {}).sort()).toEqual(knownNames(config));
  });

  test("operations", () => {
    expect(session?.properties.operation?.enum).toEqual(operations);
    expect(session?.properties.operation?.enumDescriptions).toHaveLength(operations.length);
  });

  test("levels of rules", () => {
    expect(ruleLevel?.enum).toEqual(ruleLevels);
    expect(ruleLevel?.enumDescriptions).toHaveLength(ruleLevels.length);
  });
});
