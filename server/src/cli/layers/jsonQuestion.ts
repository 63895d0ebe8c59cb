import { InputError, readFlag, readPrincipal } from "../../core/access/decideInput.js";
import type { EffectiveInput } from "../../core/access/effective.js";
import { arnFields } from "../../core/access/evaluate/arnFields.js";
import type { Layer, PolicyDocument, ResourcePolicy } from "../../core/access/layers.js";
import type { Catalog } from "../../core/catalog/catalog.js";
import { BoundedCache } from "../../core/context/boundedCache.js";
import { servicesNamed } from "../../core/context/servicesNamed.js";
import { accountIn, kindOfPolicyOn } from "../../core/policy/attachedPolicy.js";
import { modelOfValue } from "../../core/policy/buildModel.js";
import type { PolicyKind } from "../../core/policy/model.js";
import type { JsonValue } from "../../core/syntax/json.js";
import type { SessionQuestion } from "./sessionQuestion.js";

type Read<T> = (value: unknown, place: string) => Promise<T>;

const layerNames = ["session", "base", "boundary", "serviceControlPolicies", "resourceControlPolicies"] as const;

/** Reads the policies of a session from JSON values; `"unknown"` may take the place of any layer. */
export class JsonQuestions {
  readonly #catalog: Catalog;
  /** Questions of one run often have the same base, which is dear to compile. */
  readonly #kept = new BoundedCache<PolicyDocument>(50);

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /**
   * The question an object puts, with the catalog's details of all it speaks of loaded. Throws InputError.
   * @param besides members that the object may have as well
   * @param mayLackSession the call may have passed no session policy
   */
  async read(input: unknown, besides: readonly string[], mayLackSession = false): Promise<SessionQuestion> {
    const given = objectAt(input, "");
    const known: readonly string[] = [...layerNames, "id", ...besides];
    // A misspelled layer would be a layer left out.
    const other = Object.keys(given).find((name) => !known.includes(name));
    if (other !== undefined) throw new InputError(other, "is no member of such a question");
    for (const name of mayLackSession ? (["base"] as const) : (["session", "base"] as const)) {
      if (given[name] === undefined) throw new InputError(name, "is missing");
    }
    if (isEmpty(given.session) && !mayLackSession) throw new InputError("session", "must have at least one policy");
    return {
      session: await this.#layer(given.session, "session", this.#documents("session")),
      base: await this.#layer(given.base, "base", this.#documents("identity")),
      boundary: await this.#layer(given.boundary, "boundary", this.#document("boundary")),
      serviceControlPolicies: await this.#layer(
        given.serviceControlPolicies,
        "serviceControlPolicies",
        this.#levels("scp"),
      ),
      resourceControlPolicies: await this.#layer(
        given.resourceControlPolicies,
        "resourceControlPolicies",
        this.#levels("rcp"),
      ),
    };
  }

  /** The same with the members of `effective`: whose session, what resources say of it, what is asked. Throws InputError. */
  async readEffective(input: unknown): Promise<EffectiveInput> {
    const given = objectAt(input, "");
    const besides = ["principal", "resourcePolicies", "resourcePoliciesComplete", "statement", "actions"];
    const question = await this.read(input, besides, isFederated(given.principal));
    const principal = given.principal === undefined ? undefined : readPrincipal(given.principal);
    const policies = given.resourcePolicies;
    if (policies !== undefined && policies !== "unknown" && principal === undefined) {
      throw new InputError("principal", "is missing: resource policies name who may use the resource");
    }
    const resourcePolicies =
      policies === undefined
        ? undefined
        : policies === "unknown"
          ? ({ state: "unknown", why: '"resourcePolicies" is not known' } as const)
          : ({
              state: "given",
              value: await listAt(policies, "resourcePolicies", (each, place) => this.#resourcePolicy(each, place)),
            } as const);
    const statement = given.statement === undefined ? undefined : statementAt(given.statement, question);
    const actions = given.actions === undefined ? undefined : textsAt(given.actions, "actions");
    return {
      ...question,
      ...(principal === undefined ? {} : { principal }),
      ...(resourcePolicies === undefined ? {} : { resourcePolicies }),
      resourcePoliciesComplete: readFlag(given.resourcePoliciesComplete, "resourcePoliciesComplete"),
      ...(statement === undefined ? {} : { statement }),
      ...(actions === undefined ? {} : { actions }),
    };
  }

  async #resourcePolicy(value: unknown, place: string): Promise<ResourcePolicy> {
    const given = objectAt(value, place);
    const other = Object.keys(given).find((name) => !["resource", "account", "policy"].includes(name));
    if (other !== undefined) throw new InputError(`${place}.${other}`, "is no member of a resource policy");
    const { resource, account } = given;
    const fields = typeof resource === "string" ? arnFields(resource) : undefined;
    if (typeof resource !== "string" || fields === undefined) {
      throw new InputError(`${place}.resource`, "must be the ARN of a resource");
    }
    if (account !== undefined && !(typeof account === "string" && /^\d{12}$/.test(account))) {
      throw new InputError(`${place}.account`, "must be an account number of twelve digits");
    }
    const owner = account ?? accountIn(resource);
    const policy = await this.#layer(given.policy, `${place}.policy`, this.#document(kindOfPolicyOn(resource)));
    return { resource, ...(owner === undefined ? {} : { account: owner }), policy };
  }

  /** Absent and `[]`: there is none. */
  async #layer<T>(input: unknown, place: string, read: Read<T>): Promise<Layer<T>> {
    if (input === undefined || isEmpty(input)) return { state: "none" };
    if (input === "unknown") return { state: "unknown", why: `"${place}" is not known` };
    return { state: "given", value: await read(input, place) };
  }

  #levels(kind: PolicyKind): Read<readonly (readonly PolicyDocument[])[]> {
    return (value, place) => listAt(value, place, this.#documents(kind));
  }

  #documents(kind: PolicyKind): Read<readonly PolicyDocument[]> {
    return (value, place) => listAt(value, place, this.#document(kind));
  }

  /** A policy, or the ARN of one that AWS manages. */
  #document(kind: PolicyKind): Read<PolicyDocument> {
    return async (value, place) => {
      const isArn = typeof value === "string" && value.startsWith("arn:");
      const text = isArn ? await this.#catalog.managedPolicy(value) : JSON.stringify(objectAt(value, place));
      if (text === undefined) throw new InputError(place, `"${value}" is no AWS managed policy that is known`);
      const document = this.#kept.get(`${kind} ${text}`, text, () => {
        const model = modelOfValue(JSON.parse(text) as JsonValue, kind);
        return { name: isArn ? value : place, model };
      });
      const { model } = document;
      if (!model.complete) {
        const problem = model.problems.find(({ meaningLost }) => meaningLost);
        const at = problem === undefined || problem.path.length === 0 ? "" : ` at ${problem.path.join(".")}`;
        const what = problem?.kind ?? "it is not complete";
        throw new InputError(place, `is no ${kind} policy that can be read: ${what}${at}`);
      }
      const services = servicesNamed(model);
      if (services === "all") await this.#catalog.loadAll();
      else await this.#catalog.load([...services].sort());
      return document;
    };
  }
}

function isFederated(principal: unknown): boolean {
  return (
    typeof principal === "object" && principal !== null && "kind" in principal && principal.kind === "federated-user"
  );
}

function statementAt(input: unknown, { session }: SessionQuestion): NonNullable<EffectiveInput["statement"]> {
  const { policy, index } = objectAt(input, "statement");
  const documents = session.state === "given" ? session.value : [];
  const isThere =
    typeof policy === "number" &&
    typeof index === "number" &&
    documents[policy]?.model.statements.some((each) => each.index === index);
  if (!isThere) throw new InputError("statement", "must have the numbers of a policy and of a statement in it, from 0");
  return { policy: policy as number, index: index as number };
}

function textsAt(input: unknown, place: string): readonly string[] {
  if (!Array.isArray(input) || !input.every((each) => typeof each === "string")) {
    throw new InputError(place, "must be a list of strings");
  }
  return input;
}

async function listAt<T>(input: unknown, place: string, read: Read<T>): Promise<readonly T[]> {
  if (!Array.isArray(input)) throw new InputError(place, "must be a list");
  const items: T[] = [];
  for (const [at, item] of input.entries()) items.push(await read(item, `${place}[${at}]`));
  return items;
}

function objectAt(input: unknown, place: string): Record<string, unknown> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new InputError(place, place === "" ? "a question must be a JSON object" : "must be an object");
  }
  return input as Record<string, unknown>;
}

function isEmpty(input: unknown): boolean {
  return Array.isArray(input) && input.length === 0;
}
