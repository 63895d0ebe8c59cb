import { InputError } from "../../core/access/decideInput.js";
import type { Layer, PolicyDocument } from "../../core/access/layers.js";
import type { Catalog } from "../../core/catalog/catalog.js";
import { BoundedCache } from "../../core/context/boundedCache.js";
import { servicesNamed } from "../../core/context/servicesNamed.js";
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
   */
  async read(input: unknown, besides: readonly string[]): Promise<SessionQuestion> {
    const given = objectAt(input, "");
    const known: readonly string[] = [...layerNames, "id", ...besides];
    // A misspelled layer would be a layer left out.
    const other = Object.keys(given).find((name) => !known.includes(name));
    if (other !== undefined) throw new InputError(other, "is no member of such a question");
    for (const name of ["session", "base"] as const) {
      if (given[name] === undefined) throw new InputError(name, "is missing");
    }
    if (isEmpty(given.session)) throw new InputError("session", "must have at least one policy");
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
