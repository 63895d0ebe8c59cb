import type { ConfigText, PolicyReference, PrincipalConfig, Stated, TagValues } from "./config.js";
import { type ConfigNode, type ConfigReader, quote, saysNone } from "./configReader.js";

const userProperties = [
  "arn",
  "identityPolicies",
  "permissionsBoundary",
  "serviceControlPolicies",
  "resourceControlPolicies",
  "tags",
] as const;
const roleProperties = ["trustPolicy", ...userProperties] as const;

const aPolicy = "the path of a policy file or the ARN of an AWS managed policy";

/** Reads an entry of `roles` or `users`. */
export function readPrincipal(
  reader: ConfigReader,
  kind: "role" | "user",
  name: string,
  value: ConfigNode,
): PrincipalConfig {
  const found = reader.members(value, `an object that describes the ${kind}`);
  const members = found ?? new Map<string, ConfigNode>();
  reader.onlyKnown(members, kind === "role" ? roleProperties : userProperties, `a ${kind}`);
  const absent = found === undefined ? ({ state: "broken" } as const) : ({ state: "not-given" } as const);
  const stated = <T>(property: string, read: (value: ConfigNode) => Stated<T>): Stated<T> => {
    const member = members.get(property);
    return member === undefined ? absent : read(member);
  };
  return {
    kind,
    name,
    path: value.path,
    arn: readPrincipalArn(reader, kind, members.get("arn")),
    trustPolicy: kind === "role" ? stated("trustPolicy", (member) => readPolicy(reader, member)) : { state: "none" },
    identityPolicies: stated("identityPolicies", (member) => readPolicies(reader, member)),
    permissionsBoundary: stated("permissionsBoundary", (member) => readBoundary(reader, member)),
    serviceControlPolicies: stated("serviceControlPolicies", (member) => readLevels(reader, member)),
    resourceControlPolicies: stated("resourceControlPolicies", (member) => readLevels(reader, member)),
    tags: stated("tags", (member) => readTags(reader, member)),
  };
}

function readPrincipalArn(
  reader: ConfigReader,
  kind: "role" | "user",
  value: ConfigNode | undefined,
): string | undefined {
  if (value === undefined) return undefined;
  const arn = reader.text(value, `the ${kind}'s ARN`);
  if (arn === undefined) return undefined;
  const shape = new RegExp(`^arn:[a-z0-9-]+:iam::[0-9]{12}:${kind}/[!-~]+$`);
  if (shape.test(arn)) return arn;
  reader.report(
    "unknown-value",
    value.path,
    arn,
    `${quote(arn)} is not the ARN of a ${kind}, so resource policies that name the ${kind} can't be recognized. ` +
      `It looks like "arn:aws:iam::111122223333:${kind}/Example", with the 12 digits of the account.`,
  );
  return undefined;
}

/** A policy, or `null` for "there is none". */
export function readPolicy(reader: ConfigReader, value: ConfigNode): Stated<PolicyReference> {
  if (value.node.type === "null") return { state: "none" };
  const text = reader.text(value, `${aPolicy}, or null if there is none`);
  return text === undefined ? { state: "broken" } : { state: "given", value: { text, path: value.path } };
}

/** AWS allows one boundary; a list of one is read all the same, and `[]` says that there is none. */
function readBoundary(reader: ConfigReader, value: ConfigNode): Stated<PolicyReference> {
  if (saysNone(value.node)) return { state: "none" };
  if (value.node.type === "array" && value.node.items.length === 1) {
    return readPolicy(reader, {
      node: value.node.items[0]!,
      path: [...value.path, 0],
    });
  }
  return readPolicy(reader, value);
}

function readPolicies(reader: ConfigReader, value: ConfigNode): Stated<readonly PolicyReference[]> {
  if (saysNone(value.node)) return { state: "none" };
  return given(reader.texts(value, `a list, each item ${aPolicy}`, aPolicy));
}

function readLevels(reader: ConfigReader, value: ConfigNode): Stated<readonly (readonly PolicyReference[])[]> {
  if (saysNone(value.node)) return { state: "none" };
  const expected = 'a list with one inner list for each level, root first: [["scp/root.json"], ["scp/ou.json"]]';
  const items = reader.items(value, expected);
  if (items === undefined) return { state: "broken" };
  if (items.every((item) => item.node.type === "string")) {
    // The usual slip; one message for the list instead of one for each item.
    reader.wrongType(value, expected);
    return { state: "broken" };
  }
  const levels = items.map((item) => reader.texts(item, `a list, each item ${aPolicy}`, aPolicy));
  return given(levels.includes(undefined) ? undefined : levels.map((level) => level ?? []));
}

/** Tags as an object of strings; `{}`, `null` and `[]` say that there are none. */
export function readTags(reader: ConfigReader, value: ConfigNode): Stated<TagValues> {
  if (saysNone(value.node)) return { state: "none" };
  const members = reader.members(value, 'an object of tags such as {"team": "red"}');
  if (members === undefined) return { state: "broken" };
  if (members.size === 0) return { state: "none" };
  const tags = [...members].map(([key, member]) => [key, reader.string(member, "a tag's value, a text")] as const);
  if (tags.some(([, text]) => text === undefined)) return { state: "broken" };
  return {
    state: "given",
    value: recordOf(tags.map(([key, text]) => [key, text ?? ""])),
  };
}

/** An object without a prototype: its keys are the user's, and one may be `__proto__` or `constructor`. */
export function recordOf<T>(entries: readonly (readonly [string, T])[]): {
  readonly [key: string]: T;
} {
  const record = Object.create(null) as { [key: string]: T };
  for (const [key, value] of entries) record[key] = value;
  return record;
}

function given<T extends readonly unknown[]>(value: T | undefined): Stated<T> {
  return value === undefined ? { state: "broken" } : { state: "given", value };
}

/** All policies that an entry of `roles` or `users` names, with what they are to it. */
export function policiesOf(principal: PrincipalConfig): readonly {
  readonly kind: "identity" | "trust" | "boundary" | "scp" | "rcp";
  readonly reference: ConfigText;
}[] {
  const one = (stated: Stated<PolicyReference>) => (stated.state === "given" ? [stated.value] : []);
  const many = (stated: Stated<readonly PolicyReference[]>) => (stated.state === "given" ? stated.value : []);
  const levels = (stated: Stated<readonly (readonly PolicyReference[])[]>) =>
    stated.state === "given" ? stated.value.flat() : [];
  return [
    ...many(principal.identityPolicies).map((reference) => ({
      kind: "identity" as const,
      reference,
    })),
    ...one(principal.trustPolicy).map((reference) => ({
      kind: "trust" as const,
      reference,
    })),
    ...one(principal.permissionsBoundary).map((reference) => ({
      kind: "boundary" as const,
      reference,
    })),
    ...levels(principal.serviceControlPolicies).map((reference) => ({
      kind: "scp" as const,
      reference,
    })),
    ...levels(principal.resourceControlPolicies).map((reference) => ({
      kind: "rcp" as const,
      reference,
    })),
  ];
}
