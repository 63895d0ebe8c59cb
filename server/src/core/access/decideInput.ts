import type { Catalog } from "../catalog/catalog.js";
import { kindOfPolicyOn } from "../policy/attachedPolicy.js";
import { modelOfValue } from "../policy/buildModel.js";
import type { PolicyKind } from "../policy/model.js";
import type { JsonValue } from "../syntax/json.js";
import { arnFields } from "./evaluate/arnFields.js";
import type { ConcreteRequest, ContextValues, Layer, Layers, PolicyDocument, Principal } from "./layers.js";

/** What is wrong with the input of `decide`, beginning with the place: `principal.kind: …`. */
export class InputError extends Error {
  constructor(place: string, problem: string) {
    super(place === "" ? problem : `${place}: ${problem}`);
  }
}

/** The question that the JSON of docs/cli.md ("decide") puts. Throws InputError. */
export async function readDecideInput(
  input: unknown,
  catalog: Catalog,
): Promise<{ readonly request: ConcreteRequest; readonly layers: Layers }> {
  const top = objectAt(input, "");
  const principal = readPrincipal(top.principal);
  const action = readAction(top.action);
  const resource = readResource(top.resource);
  const resourceAccount = top.resourceAccount;
  if (resourceAccount !== undefined && !(typeof resourceAccount === "string" && /^\d{12}$/.test(resourceAccount))) {
    throw new InputError("resourceAccount", "must be an account number of twelve digits");
  }
  const context = readContext(top.context);
  const contextIsComplete = readFlag(top.contextIsComplete, "contextIsComplete");
  const layers = await readLayers(top.layers, resource, catalog);
  const request = {
    principal,
    action,
    resource,
    ...(resourceAccount === undefined ? {} : { resourceAccount }),
    context,
    contextIsComplete,
  };
  return { request, layers };
}

/** The `principal` of a question. Throws InputError. */
export function readPrincipal(input: unknown): Principal {
  const given = objectAt(input, "principal");
  const { kind } = given;
  if (kind !== "role-session" && kind !== "federated-user") {
    throw new InputError("principal.kind", 'must be "role-session" or "federated-user"');
  }
  const roleArn = readArn(given.roleArn, "principal.roleArn", /^role\/./, kind === "role-session");
  const userArn = readArn(given.userArn, "principal.userArn", /^user\/./, kind === "federated-user");
  const { sessionName } = given;
  if (sessionName !== undefined && (typeof sessionName !== "string" || sessionName === "")) {
    throw new InputError("principal.sessionName", "must be a string that is not empty");
  }
  return {
    kind,
    ...(kind === "federated-user" || roleArn === undefined ? {} : { roleArn }),
    ...(kind === "role-session" || userArn === undefined ? {} : { userArn }),
    ...(sessionName === undefined ? {} : { sessionName }),
    serviceLinkedRole: readFlag(given.serviceLinkedRole, "principal.serviceLinkedRole"),
    managementAccount: readFlag(given.managementAccount, "principal.managementAccount"),
  };
}

function readArn(input: unknown, place: string, name: RegExp, isNeeded: boolean): string | undefined {
  if (input === undefined && !isNeeded) return undefined;
  // The name of the principal that is not the session's own is not looked at.
  if (!isNeeded && typeof input === "string") return input;
  if (input === undefined) throw new InputError(place, "is missing");
  const fields = typeof input === "string" ? arnFields(input) : undefined;
  const isRight = fields?.service === "iam" && /^\d{12}$/.test(fields.account) && name.test(fields.resource);
  if (typeof input !== "string" || !isRight) {
    throw new InputError(place, `must be an ARN such as "arn:aws:iam::111122223333:${name.source.slice(1, 5)}/name"`);
  }
  return input;
}

/** One action, without wildcards (A1). */
function readAction(input: unknown): string {
  if (input === undefined) throw new InputError("action", "is missing");
  if (typeof input !== "string" || !/^[^:*?\s]+:[^:*?\s]+$/.test(input)) {
    throw new InputError("action", 'must be one action such as "s3:GetObject"');
  }
  return input;
}

function readResource(input: unknown): string {
  if (input === undefined) throw new InputError("resource", "is missing");
  if (typeof input !== "string" || (input !== "*" && arnFields(input) === undefined)) {
    throw new InputError("resource", 'must be an ARN of six fields, or "*" for an action without a resource');
  }
  return input;
}

function readContext(input: unknown): ContextValues {
  if (input === undefined) return {};
  const given = objectAt(input, "context");
  const seen = new Map<string, string>();
  for (const [key, value] of Object.entries(given)) {
    const other = seen.get(key.toLowerCase());
    if (other !== undefined) throw new InputError(`context.${key}`, `is given twice, the other time as "${other}"`);
    seen.set(key.toLowerCase(), key);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!values.every((each) => typeof each === "string" || typeof each === "number" || typeof each === "boolean")) {
      throw new InputError(`context.${key}`, "must be a string, a number, a Boolean or a list of these");
    }
  }
  return given as ContextValues;
}

/** A Boolean, false where it is left out. Throws InputError. */
export function readFlag(input: unknown, place: string): boolean {
  if (input === undefined) return false;
  if (typeof input !== "boolean") throw new InputError(place, "must be true or false");
  return input;
}

const layerNames: ReadonlySet<string> = new Set([
  "identity",
  "session",
  "boundary",
  "serviceControlPolicies",
  "resourceControlPolicies",
  "resourcePolicy",
]);

async function readLayers(input: unknown, resource: string, catalog: Catalog): Promise<Layers> {
  const given = objectAt(input, "layers");
  // A misspelled layer would be a layer left out.
  const unknown = Object.keys(given).find((name) => !layerNames.has(name));
  if (unknown !== undefined) throw new InputError(`layers.${unknown}`, "is no layer");
  const document = (kind: PolicyKind) => (value: unknown, place: string) => readDocument(value, place, kind, catalog);
  const documents = (kind: PolicyKind) => (value: unknown, place: string) => readList(value, place, document(kind));
  const levels = (kind: PolicyKind) => (value: unknown, place: string) => readList(value, place, documents(kind));
  const one = (kind: PolicyKind) => async (value: unknown, place: string) => [await document(kind)(value, place)];
  const attached = await readLayer(given.resourcePolicy, "layers.resourcePolicy", one(kindOfPolicyOn(resource)));
  return {
    identity: await readLayer(given.identity, "layers.identity", documents("identity")),
    session: await readLayer(given.session, "layers.session", documents("session")),
    boundary: await readLayer(given.boundary, "layers.boundary", one("boundary")),
    serviceControlPolicies: await readLayer(
      given.serviceControlPolicies,
      "layers.serviceControlPolicies",
      levels("scp"),
    ),
    resourceControlPolicies: await readLayer(
      given.resourceControlPolicies,
      "layers.resourceControlPolicies",
      levels("rcp"),
    ),
    resourcePolicies:
      attached.state === "given"
        ? { state: "given", value: attached.value.map((value) => ({ resource, policy: { state: "given", value } })) }
        : attached,
  };
}

/** Absent and `[]`: there is none. */
async function readLayer<T>(
  input: unknown,
  place: string,
  read: (value: unknown, place: string) => Promise<T>,
): Promise<Layer<T>> {
  if (input === undefined || (Array.isArray(input) && input.length === 0)) return { state: "none" };
  if (input === "unknown") return { state: "unknown", why: `${place} is not known` };
  return { state: "given", value: await read(input, place) };
}

async function readList<T>(
  input: unknown,
  place: string,
  read: (value: unknown, place: string) => Promise<T>,
): Promise<readonly T[]> {
  if (!Array.isArray(input)) throw new InputError(place, "must be a list");
  const items: T[] = [];
  for (const [at, item] of input.entries()) items.push(await read(item, `${place}[${at}]`));
  return items;
}

/** A policy, or the ARN of one that AWS manages. */
async function readDocument(
  input: unknown,
  place: string,
  kind: PolicyKind,
  catalog: Catalog,
): Promise<PolicyDocument> {
  const isArn = typeof input === "string" && input.startsWith("arn:");
  const text = isArn ? await catalog.managedPolicy(input) : undefined;
  if (isArn && text === undefined) throw new InputError(place, `"${input}" is no AWS managed policy that is known`);
  const value = text === undefined ? input : (JSON.parse(text) as unknown);
  const model = modelOfValue(objectAt(value, place) as JsonValue, kind);
  if (!model.complete) {
    const problem = model.problems.find(({ meaningLost }) => meaningLost);
    const at = problem === undefined || problem.path.length === 0 ? "" : ` at ${problem.path.join(".")}`;
    throw new InputError(place, `is no ${kind} policy that can be read: ${problem?.kind ?? "it is not complete"}${at}`);
  }
  return { name: isArn ? input : place, model };
}

function objectAt(input: unknown, place: string): Record<string, unknown> {
  if (input === undefined) throw new InputError(place, "is missing");
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new InputError(place, place === "" ? "a question must be a JSON object" : "must be an object");
  }
  return input as Record<string, unknown>;
}
