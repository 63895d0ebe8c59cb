import { excludedCharacters, formatGlobs } from "../access/sets/arnFormats.js";
import { type Budget, BudgetSpent } from "../access/sets/budget.js";
import { intersects } from "../access/sets/match.js";
import { anyOne, anyStar, type Glob, globOf } from "../access/sets/tokens.js";
import type { ArnFormat } from "../catalog/arnFormat.js";
import type { ActionDetails, Catalog, ServiceDetails } from "../catalog/catalog.js";
import type { Available } from "./facts/actionFacts.js";

/** One of the ARN formats that an action takes. */
export interface ArnShape {
  /** As AWS writes it. */
  readonly format: string;
  /** What ARNs of this format can look like in a partition. */
  globs(partition: string): readonly Glob[];
}

/** The catalog's ARN formats (M3), each made ready once. What is kept never changes an answer. */
export class ArnShapes {
  readonly catalog: Catalog;
  readonly #formats = new Map<string, FormatsOfOwner>();
  readonly #services = new Map<ServiceDetails, ServiceShapes>();
  readonly #byAction = new Map<ActionDetails, readonly ArnShape[]>();

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /**
   * The formats of a service's resource types that may stand for ARNs with this text in their service field: those that
   * say it, and those that leave the field open. None where the service's details are not loaded.
   */
  formatsNaming(field: string, owner: string): readonly ArnFormat[] {
    let formats = this.#formats.get(owner);
    if (formats === undefined) {
      const all = this.catalog.arnFormats(owner);
      if (all.length === 0) return all;
      formats = formatsOfOwner(all);
      this.#formats.set(owner, formats);
    }
    return formats.byField.get(field) ?? formats.open;
  }

  /**
   * The formats that an action takes. None where nothing can be told: for one without a type, of which it is disputed
   * whether it may match an ARN (M2, Q5), and for CloudWatch Logs, whose requests name a log group as
   * `log-group:NAME:*` and `log-group:NAME:log-stream:`, which the reference does not list.
   */
  of(service: string, action: ActionDetails): readonly ArnShape[] {
    let shapes = this.#byAction.get(action);
    if (shapes === undefined) {
      shapes = service === "logs" ? [] : this.#shapesOf(service, action);
      this.#byAction.set(action, shapes);
    }
    return shapes;
  }

  #shapesOf(service: string, action: ActionDetails): readonly ArnShape[] {
    const details = this.catalog.details(service);
    if (details === undefined) return [];
    let shapes = this.#services.get(details);
    if (shapes === undefined) {
      shapes = new ServiceShapes(details);
      this.#services.set(details, shapes);
    }
    return shapes.of(action);
  }
}

interface FormatsOfOwner {
  /** By what their service field says, with those that leave it open. */
  readonly byField: ReadonlyMap<string, readonly ArnFormat[]>;
  readonly open: readonly ArnFormat[];
}

function formatsOfOwner(all: readonly ArnFormat[]): FormatsOfOwner {
  const byField = new Map<string, readonly ArnFormat[]>();
  for (const { service } of all) {
    if (service === undefined || byField.has(service)) continue;
    byField.set(
      service,
      all.filter((format) => format.service === service || format.service === undefined),
    );
  }
  return { byField, open: all.filter(({ service }) => service === undefined) };
}

class ServiceShapes {
  readonly #details: ServiceDetails;
  readonly #byFormat = new Map<string, ArnShape>();
  readonly #byTypes = new Map<string, readonly ArnShape[]>();
  #excluded: ReadonlyMap<string, string> | undefined;

  constructor(details: ServiceDetails) {
    this.#details = details;
  }

  /** The same list for actions of the same types. */
  of(action: ActionDetails): readonly ArnShape[] {
    const types = action.resourceTypes.map(({ name }) => name).join("\n");
    let shapes = this.#byTypes.get(types);
    if (shapes === undefined) {
      shapes = this.#shapesOf(action);
      this.#byTypes.set(types, shapes);
    }
    return shapes;
  }

  #shapesOf(action: ActionDetails): readonly ArnShape[] {
    const formats = action.resourceTypes.flatMap(({ name }) => this.#details.resourceTypes.get(name)?.arnFormats ?? []);
    return formats.map((format) => this.#shape(format));
  }

  #shape(format: string): ArnShape {
    let shape = this.#byFormat.get(format);
    if (shape === undefined) {
      this.#excluded ??= excludedCharacters(this.#details);
      shape = shapeOf(format, this.#excluded);
      this.#byFormat.set(format, shape);
    }
    return shape;
  }
}

function shapeOf(format: string, excluded: ReadonlyMap<string, string>): ArnShape {
  // One at a time: nearly all policies are of one partition, and what is no partition at all has no end either.
  let last: { readonly partition: string; readonly globs: readonly Glob[] } | undefined;
  return {
    format,
    globs(partition) {
      if (last?.partition !== partition) last = { partition, globs: formatGlobs(format, excluded, [partition]) };
      return last.globs;
    },
  };
}

/** Which ARN formats a resource may have, each found out once. What is kept never changes an answer, nor what it takes. */
export class ComparedShapes {
  readonly #resource: string;
  #written: WrittenResource | undefined;
  /** The units that it took, and one; less than nothing for a format that it can't have. */
  readonly #known = new Map<ArnShape, number>();

  /** @param resource a whole ARN */
  constructor(resource: string) {
    this.#resource = resource;
  }

  /** True where it can't be told, since the units don't suffice. */
  mayFit(shape: ArnShape, available: Available): boolean {
    try {
      const known = this.#known.get(shape);
      if (known === undefined) return this.#compare(shape, available.budget);
      const units = Math.abs(known) - 1;
      if (units > 0) available.budget.spend(units);
      return known > 0;
    } catch (error) {
      if (error instanceof BudgetSpent) return true;
      throw error;
    }
  }

  #compare(shape: ArnShape, budget: Budget): boolean {
    this.#written ??= writtenResource(this.#resource);
    const { glob, partition } = this.#written;
    const before = budget.used;
    const fits = shape.globs(partition).some((each) => intersects(glob, each, budget));
    const units = budget.used - before + 1;
    if (this.#known.size === mostKnown) this.#known.clear();
    this.#known.set(shape, fits ? units : -units);
    return fits;
  }
}

/** Formats of a dozen services. */
const mostKnown = 400;

interface WrittenResource {
  readonly glob: Glob;
  /** The one that is named; `aws` where it is left open. */
  readonly partition: string;
}

/** Wildcards run across everything, and a variable may be anything: nothing is called unfit that might fit. */
function writtenResource(resource: string): WrittenResource {
  const end = resource.indexOf(":", 4);
  const named = resource.slice(4, end);
  const partition = /[*?$]/.test(named) ? "aws" : named;
  const whole = `arn:${partition}${resource.slice(end)}`;
  const text = whole.includes("${") ? whole.replace(/\$\{[^}]*\}/g, "*") : whole;
  const tokens: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    tokens.push(code === 42 ? anyStar : code === 63 ? anyOne : code);
  }
  return { glob: globOf(tokens), partition };
}
