import { excludedCharacters, formatGlobs } from "../access/sets/arnFormats.js";
import { type Budget, BudgetSpent } from "../access/sets/budget.js";
import { intersects } from "../access/sets/match.js";
import { anyOne, anyStar, type Glob, globOf } from "../access/sets/tokens.js";
import type { Catalog } from "../catalog/catalog.js";

/** Tells which resources an action can be called on (M3), where that is certain. */
export class ResourceFit {
  readonly #catalog: Catalog;
  readonly #budget: Budget;
  readonly #globs = new Map<string, Glob>();
  readonly #formats = new Map<string, readonly Glob[]>();
  readonly #excluded = new Map<string, ReadonlyMap<string, string>>();

  constructor(catalog: Catalog, budget: Budget) {
    this.#catalog = catalog;
    this.#budget = budget;
  }

  /**
   * The ARN formats that an action takes. None where nothing can be told: for an unknown action, for one without a type,
   * of which it is disputed whether it may match an ARN (M2, Q5), and for CloudWatch Logs, whose requests name a log
   * group as `log-group:NAME:*` and `log-group:NAME:log-stream:`, which the reference does not list.
   */
  formatsOf(service: string, name: string): readonly string[] {
    const details = this.#catalog.details(service);
    const action = details?.actions.get(name.toLowerCase());
    if (details === undefined || action === undefined || service === "logs") return [];
    return action.resourceTypes.flatMap((type) => details.resourceTypes.get(type.name)?.arnFormats ?? []);
  }

  /** Whether a resource of a policy may be one of these formats. True where it can't be told. */
  mayFit(resource: string, action: { readonly service: string }, formats: readonly string[]): boolean {
    const [, partition = ""] = resource.split(":");
    const named = /[*?$]/.test(partition) ? "aws" : partition;
    try {
      const written = this.#glob(resource.replace(/^arn:[^:]*:/, `arn:${named}:`));
      return formats.some((format) =>
        this.#formatGlobs(action.service, format, named).some((each) => intersects(written, each, this.#budget)),
      );
    } catch (error) {
      if (error instanceof BudgetSpent) return true;
      throw error;
    }
  }

  #formatGlobs(service: string, format: string, partition: string): readonly Glob[] {
    const key = `${partition} ${service} ${format}`;
    let globs = this.#formats.get(key);
    if (globs === undefined) {
      globs = formatGlobs(format, this.#excludedIn(service), [partition]);
      this.#formats.set(key, globs);
    }
    return globs;
  }

  #excludedIn(service: string): ReadonlyMap<string, string> {
    let excluded = this.#excluded.get(service);
    if (excluded === undefined) {
      const details = this.#catalog.details(service);
      excluded = details === undefined ? new Map() : excludedCharacters(details);
      this.#excluded.set(service, excluded);
    }
    return excluded;
  }

  /** Wildcards run across everything, and a variable may be anything: nothing is called unfit that might fit. */
  #glob(resource: string): Glob {
    let glob = this.#globs.get(resource);
    if (glob === undefined) {
      const tokens: number[] = [];
      const text = resource.replace(/\$\{[^}]*\}/g, "*");
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        tokens.push(code === 42 ? anyStar : code === 63 ? anyOne : code);
      }
      glob = globOf(tokens);
      this.#globs.set(resource, glob);
    }
    return glob;
  }
}
