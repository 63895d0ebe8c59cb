import type { PolicyModel, Statement } from "../policy/model.js";
import type { Layer, Levels, PolicyDocument } from "./layers.js";
import { literalService } from "./sets/actionSets.js";

/** The part of a document that can have to do with one service, and what matching texts against it may cost. */
export interface ServiceExtract {
  readonly model: PolicyModel;
  /** Pattern characters; each is looked at about once for a text. */
  readonly linear: number;
  /** Pattern characters that may be looked at once for each character of a text: of patterns with several stars. */
  readonly quadratic: number;
}

/**
 * Extracts of documents by service, kept as long as the documents. An action pattern whose literal service is another
 * one matches no action of the service (A1): leaving it out changes no answer, and spares `evaluate` the thousands of
 * patterns of a large base.
 */
export class ServiceExtracts {
  readonly #kept = new WeakMap<PolicyModel, Map<string, ServiceExtract>>();
  /** By statement: one that several documents share is read once. */
  readonly #services = new WeakMap<Statement, NamedServices>();

  of(model: PolicyModel, service: string): ServiceExtract {
    let byService = this.#kept.get(model);
    if (byService === undefined) {
      byService = new Map();
      this.#kept.set(model, byService);
    }
    let found = byService.get(service);
    if (found === undefined) {
      found = extract(model, (statement) => this.#namedIn(statement), service);
      byService.set(service, found);
    }
    return found;
  }

  #namedIn(statement: Statement): NamedServices {
    let services = this.#services.get(statement);
    if (services === undefined) {
      services = namedServices(statement);
      this.#services.set(statement, services);
    }
    return services;
  }

  documents(layer: Layer<readonly PolicyDocument[]>, action: string): Layer<readonly PolicyDocument[]> {
    if (layer.state !== "given") return layer;
    return { state: "given", value: layer.value.map((document) => this.#document(document, action)) };
  }

  levels(layer: Layer<Levels>, action: string): Layer<Levels> {
    if (layer.state !== "given") return layer;
    return {
      state: "given",
      value: layer.value.map((level) => level.map((document) => this.#document(document, action))),
    };
  }

  #document(document: PolicyDocument, action: string): PolicyDocument {
    const { model } = this.of(document.model, action.slice(0, action.indexOf(":")));
    return { ...document, model: { ...model, statements: model.statements.flatMap((each) => naming(each, action)) } };
  }

  /**
   * Work units for matching a text of this length against a layer. A plain look at a character is far cheaper than a
   * unit of the search.
   */
  cost(layer: Layer<readonly PolicyDocument[]>, service: string, length: number): number {
    if (layer.state !== "given") return 0;
    return layer.value.reduce((sum, { model }) => {
      const { linear, quadratic } = this.of(model, service);
      return sum + ((3 * linear) >> 2) + ((quadratic * length) >> 5);
    }, 0);
  }
}

/** Where in a statement's list of actions the patterns are that may match an action of a service, by their service. */
interface NamedServices {
  readonly byService: ReadonlyMap<string, readonly number[]>;
  /** Those with a wildcard in the service, or without one. */
  readonly any: readonly number[];
}

function namedServices({ actions }: Statement): NamedServices {
  const byService = new Map<string, number[]>();
  const any: number[] = [];
  actions.entries.forEach(({ text }, i) => {
    const service = literalService(text.toLowerCase());
    if (service === undefined) {
      any.push(i);
      return;
    }
    const known = byService.get(service);
    if (known === undefined) byService.set(service, [i]);
    else known.push(i);
  });
  return { byService, any };
}

function extract(
  model: PolicyModel,
  namedIn: (statement: Statement) => NamedServices,
  service: string,
): ServiceExtract {
  const statements: Statement[] = [];
  let linear = 0;
  let quadratic = 0;
  for (const statement of model.statements) {
    const { actions } = statement;
    const { byService, any } = namedIn(statement);
    const named = byService.get(service) ?? [];
    const places =
      named.length === 0 || any.length === 0 ? [...named, ...any] : [...named, ...any].sort((a, b) => a - b);
    const entries = places.map((i) => actions.entries[i]!);
    if (entries.length === 0 && !actions.negated) continue;
    statements.push(
      entries.length === actions.entries.length ? statement : { ...statement, actions: { ...actions, entries } },
    );
    for (const { text } of entries) linear += text.length;
    for (const { text } of statement.resources?.entries ?? []) {
      linear += text.length;
      if (text.split("*").length > 2) quadratic += text.length;
    }
    for (const { values } of statement.conditions) for (const value of values) linear += String(value).length;
  }
  return { model: { ...model, statements }, linear, quadratic };
}

/** The statement with only those of its patterns that may match the action: one without wildcards is the action or not. */
function naming(statement: Statement, action: string): readonly Statement[] {
  const { actions } = statement;
  const entries = actions.entries.filter(({ text }) => /[*?]/.test(text) || text.toLowerCase() === action);
  if (entries.length === actions.entries.length) return [statement];
  return entries.length === 0 && !actions.negated ? [] : [{ ...statement, actions: { ...actions, entries } }];
}
