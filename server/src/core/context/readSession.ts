import type { ConfigText, SessionConfig } from "./config.js";
import { type ConfigNode, type ConfigReader, quote, saysNone } from "./configReader.js";
import { readTags, recordOf } from "./readPrincipal.js";
import type { Operation } from "./sessionContext.js";

const sessionProperties = [
  "name",
  "files",
  "role",
  "user",
  "operation",
  "sessionName",
  "sentAs",
  "managedPolicies",
  "tags",
  "context",
  "requires",
] as const;

/** Every operation that takes a session policy, the default first. */
export const operations: readonly Operation[] = [
  "AssumeRole",
  "AssumeRoleWithSAML",
  "AssumeRoleWithWebIdentity",
  "GetFederationToken",
  "Transfer",
  "RolesAnywhere",
  "EKSPodIdentity",
  "Glue",
];

/** Reads an entry of `sessions`; undefined for one that is no object. */
export function readSession(reader: ConfigReader, index: number, value: ConfigNode): SessionConfig | undefined {
  const members = reader.members(value, "an object that describes a session");
  if (members === undefined) return undefined;
  reader.onlyKnown(members, sessionProperties, "a session");
  const { path } = value;
  const files = readFiles(reader, members, path);
  const named = optional(members, "name", (member) => reader.text(member, "the session's name"));
  const name = named ?? (files[0] === undefined ? `session ${index + 1}` : baseName(files[0].text));
  if (!members.has("name")) {
    const message = `This session has no "name", so it is called ${quote(name)} after its file. Give it a "name".`;
    reader.report("missing-property", path, "name", message, {
      severity: "warning",
    });
  }
  const role = reference(reader, members, "role");
  const user = reference(reader, members, "user");
  reportPrincipal(reader, members, name, path);
  const operation = readOperation(reader, members);
  const managedPolicies = optional(members, "managedPolicies", (member) => readManagedPolicies(reader, member)) ?? [];
  const context = optional(members, "context", (member) => readContext(reader, member)) ?? recordOf([]);
  if (operation === "GetFederationToken") reportNoPolicy(reader, members.get("files"), managedPolicies, name);
  return {
    index,
    name,
    path,
    files,
    role,
    user,
    operation,
    sessionName: optional(members, "sessionName", (member) => readSessionName(reader, member, operation, context)),
    sentAs:
      optional(members, "sentAs", (member) =>
        reader.oneOf(member, ["file", "minified"] as const, "way to send a policy", "The file is taken as it is."),
      ) ?? "file",
    managedPolicies,
    tags: optional(members, "tags", (member) => readTags(reader, member)) ?? {
      state: "not-given",
    },
    context,
    requires: optional(members, "requires", (member) => readRequires(reader, member)) ?? [],
  };
}

/** Table 3: such a session without a session policy has nothing. */
function reportNoPolicy(
  reader: ConfigReader,
  files: ConfigNode | undefined,
  managedPolicies: readonly ConfigText[],
  name: string,
): void {
  if (files?.node.type !== "array" || files.node.items.length > 0 || managedPolicies.length > 0) return;
  const message =
    `The session ${quote(name)} passes no session policy, so it may do nothing: a session of GetFederationToken has ` +
    'only what its session policies allow. Name one in "files", or managed ones in "managedPolicies".';
  reader.report("no-session-policy", files.path, name, message, { severity: "warning" });
}

type Members = ReadonlyMap<string, ConfigNode>;

function optional<T>(members: Members, property: string, read: (value: ConfigNode) => T): T | undefined {
  const member = members.get(property);
  return member === undefined ? undefined : read(member);
}

/** `sessions/*.json` and `sessions/get-object.session.json` without folders and endings. */
function baseName(file: string): string {
  return file.replace(/^.*\//s, "").replace(/(\.session)?\.json$/, "");
}

function readFiles(reader: ConfigReader, members: Members, path: ConfigNode["path"]): readonly ConfigText[] {
  const value = members.get("files");
  if (value === undefined) {
    const message =
      'This session has no "files", so it is linked to no policy. Add the paths or globs of its session policies, ' +
      'for example "files": ["sessions/get-object.json"].';
    reader.report("missing-property", path, "files", message);
    return [];
  }
  const items = reader.items(value, 'a list of paths or globs such as ["sessions/*.json"]');
  // Here a broken item may be left out: the other files are linked all the same.
  return (items ?? []).flatMap((item) => {
    const text = reader.text(item, "the path or glob of a session policy");
    return text === undefined ? [] : [{ text, path: item.path }];
  });
}

function reference(reader: ConfigReader, members: Members, kind: "role" | "user"): ConfigText | undefined {
  const value = members.get(kind);
  if (value === undefined) return undefined;
  const text = reader.string(value, `the name of a ${kind} that is defined under "${kind}s"`);
  return text === undefined ? undefined : { text, path: value.path };
}

function reportPrincipal(reader: ConfigReader, members: Members, name: string, path: ConfigNode["path"]): void {
  const user = members.get("user");
  if (members.has("role") && user !== undefined) {
    const message =
      `The session ${quote(name)} names both a "role" and a "user", so it isn't known whose policies limit it. ` +
      'Keep "user" for GetFederationToken, "role" for everything else.';
    reader.report("role-and-user", user.path, name, message, { onKey: true });
  }
  if (!members.has("role") && user === undefined) {
    const message =
      `The session ${quote(name)} names neither a "role" nor a "user", so nobody can say which of its permissions ` +
      'take effect. Add "role" with a name that is defined under "roles" (or "user" for GetFederationToken).';
    reader.report("no-principal", path, name, message);
  }
}

/** Without a word about it: AssumeRole, or for a user the only operation a user's own policies are the base of. */
function readOperation(reader: ConfigReader, members: Members): Operation {
  const isUsers = members.has("user") && !members.has("role");
  const usual: Operation = isUsers ? "GetFederationToken" : "AssumeRole";
  const value = members.get("operation");
  if (value === undefined) return usual;
  const otherwise = `The session is checked as one of ${usual}.`;
  const operation = reader.oneOf(value, operations, "operation", otherwise);
  if (operation === undefined) return usual;
  const isFederation = operation === "GetFederationToken";
  const hasOne = members.has("user") !== members.has("role");
  if (hasOne && isUsers !== isFederation) {
    const message = isFederation
      ? "GetFederationToken is called by a user, not by a role: the user's own policies limit such a session. " +
        'Name the user with "user" instead of "role", or choose another operation.'
      : `A session of ${operation} is limited by a role's policies, not by a user's. ` +
        'Name the role with "role" instead of "user", or choose "GetFederationToken".';
    reader.report("operation-mismatch", value.path, operation, message);
  }
  return operation;
}

/** Table in section 5: what the call takes as a name. */
function readSessionName(
  reader: ConfigReader,
  value: ConfigNode,
  operation: Operation,
  context: SessionConfig["context"],
): string | undefined {
  const name = reader.text(value, "the name that the call gives the session");
  if (name === undefined) return undefined;
  const longest = operation === "GetFederationToken" ? 32 : 64;
  const wrong = [...new Set(name.replace(/[\w+=,.@-]/g, ""))];
  const isFitting = wrong.length === 0 && name.length >= 2 && name.length <= longest;
  const id = Object.entries(context).find(([key]) => key.toLowerCase() === "aws:userid")?.[1];
  if (isFitting && typeof id === "string" && !id.endsWith(`:${name}`)) {
    const message =
      `The session is called ${quote(name)} here, but by its "context" aws:userid is ${quote(id)}, which ends in the ` +
      "session's name. Correct one of them; until then the name counts as not given.";
    reader.report("unknown-value", value.path, name, message);
    return undefined;
  }
  if (isFitting) return name;
  const length = name.length < 2 ? "it has only one character" : `it has ${name.length} characters`;
  const why = wrong.length === 0 ? length : `it has ${wrong.map((each) => quote(each)).join(", ")} in it`;
  const message =
    `${quote(name)} is no name for a session, since ${why}. Write 2 to ${longest} of A-Z, a-z, 0-9 and _+=,.@- there, ` +
    "or leave it out: then what depends on the name is left open.";
  reader.report("unknown-value", value.path, name, message);
  return undefined;
}

function readManagedPolicies(reader: ConfigReader, value: ConfigNode): readonly ConfigText[] {
  if (saysNone(value.node)) return [];
  const items = reader.items(value, "a list of managed policy ARNs");
  // Something is passed along and we don't know what: an entry without a text keeps that in mind.
  if (items === undefined) return [{ text: "", path: value.path }];
  return items.map((item) => ({
    text: reader.text(item, "the ARN of a managed policy") ?? "",
    path: item.path,
  }));
}

type ContextValue = SessionConfig["context"][string];

function readContext(reader: ConfigReader, value: ConfigNode): SessionConfig["context"] {
  if (saysNone(value.node)) return recordOf([]);
  const members = reader.members(value, 'an object of condition keys such as {"aws:SourceIp": "203.0.113.9"}');
  const entries: [string, ContextValue][] = [];
  const seen = new Set<string>();
  for (const [key, member] of members ?? []) {
    // Condition keys ignore case (C2): two spellings are one key with two values, and neither can be trusted.
    if (seen.has(key.toLowerCase())) {
      const message = `${quote(key)} stands here twice, since condition keys ignore case. Keep one of them.`;
      reader.report("duplicate-key", member.path, key, message, {
        onKey: true,
      });
      continue;
    }
    seen.add(key.toLowerCase());
    const read = readContextValue(reader, member);
    if (read !== undefined) entries.push([key, read]);
  }
  return recordOf(entries);
}

function readContextValue(reader: ConfigReader, value: ConfigNode): ContextValue | undefined {
  const { node } = value;
  if (node.type === "string" || node.type === "number" || node.type === "boolean") return node.value;
  const scalars = node.type === "array" ? node.items.map(scalarOf) : [undefined];
  if (!scalars.includes(undefined)) return scalars.flatMap((scalar) => (scalar === undefined ? [] : [scalar]));
  reader.wrongType(value, "a text, a number, true, false, or a list of these");
  return undefined;
}

function scalarOf(node: ConfigNode["node"]): string | number | boolean | undefined {
  return node.type === "string" || node.type === "number" || node.type === "boolean" ? node.value : undefined;
}

function readRequires(reader: ConfigReader, value: ConfigNode): SessionConfig["requires"] {
  if (saysNone(value.node)) return [];
  const items = reader.items(value, 'a list such as [{"actions": ["s3:GetObject"], "resources": ["arn:…"]}]');
  return (items ?? []).flatMap((item) => {
    const members = reader.members(item, 'an object with "actions" and "resources"');
    if (members === undefined) return [];
    reader.onlyKnown(members, ["actions", "resources"], "a requirement");
    const lists = (["actions", "resources"] as const).map((property) => {
      const list = members.get(property);
      if (list !== undefined) return reader.texts(list, `a list of ${property}`, `one of the ${property}`);
      const message = `This requirement has no "${property}", so it isn't checked. Add the list of its ${property}.`;
      reader.report("missing-property", item.path, property, message);
      return undefined;
    });
    const [actions, resources] = lists;
    if (actions === undefined || resources === undefined) return [];
    const texts = (list: readonly ConfigText[]) => list.map(({ text }) => text);
    return [{ actions: texts(actions), resources: texts(resources), path: item.path }];
  });
}
