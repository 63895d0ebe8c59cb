import { globOf, globsMeet } from "../../access/evaluate/globs.js";
import type { Budget } from "../../access/sets/budget.js";
import type { ArnFormat } from "../../catalog/arnFormat.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { ArnShapes } from "../arnShapes.js";
import { type ArnParts, isOpen } from "./resourceFacts.js";

/**
 * The formats of an ARN's service and those that services whose actions stand beside it have for such ARNs: Service
 * Catalog's ARNs have another name, and some services describe resources of others.
 */
export class FormatsBeside {
  readonly #servicesOf: () => readonly string[];
  readonly #known: KnownFormatsBeside;
  #services: readonly string[] | undefined;
  #last: string | undefined;
  #lastKnown: KnownFormats | undefined;

  /** @param services gives prefixes of the services beside it, in lower case, each once */
  constructor(services: () => readonly string[], known: KnownFormatsBeside) {
    this.#servicesOf = services;
    this.#known = known;
  }

  /** @param service as the ARN has it */
  of(service: string): KnownFormats {
    // Most ARNs of a statement are of one service.
    if (this.#lastKnown === undefined || this.#last !== service) {
      this.#services ??= this.#servicesOf();
      this.#lastKnown = this.#known.of(service, this.#services);
      this.#last = service;
    }
    return this.#lastKnown;
  }
}

/** The same, by services: found out once where all is read that it hangs on. */
export class KnownFormatsBeside {
  readonly #shapes: ArnShapes;
  /** By the ARN's service, then by the one service beside it. */
  #besideOne = new Map<string, Map<string, KnownFormats>>();
  #count = 0;

  constructor(shapes: ArnShapes) {
    this.#shapes = shapes;
  }

  of(service: string, others: readonly string[]): KnownFormats {
    const own = this.#besideOther(service, service);
    for (const other of others) {
      const known = this.#besideOther(service, other);
      if (known.others === "" && known.areAll) continue;
      // Nearly none has formats for the ARNs of others. What several add is not kept.
      return others.length === 1 ? known : this.#find(service, others);
    }
    return own;
  }

  /** Beside one other service. */
  #besideOther(service: string, other: string): KnownFormats {
    let ofService = this.#besideOne.get(service);
    let known = ofService?.get(other);
    if (known !== undefined) return known;
    known = this.#find(service, [other]);
    if (!known.areAll) return known;
    if (this.#count === mostPairs) {
      this.#besideOne = new Map();
      this.#count = 0;
      ofService = undefined;
    }
    this.#count++;
    if (ofService === undefined) this.#besideOne.set(service, new Map([[other, known]]));
    else ofService.set(other, known);
    return known;
  }

  #find(service: string, services: readonly string[]): KnownFormats {
    let formats = this.#shapes.formatsNaming(service, service);
    let others = "";
    let areAll = isRead(service, this.#shapes.catalog);
    for (const other of services) {
      if (other === service) continue;
      areAll &&= isRead(other, this.#shapes.catalog);
      const more = this.#shapes.formatsNaming(service, other);
      if (more.length === 0) continue;
      formats = formats.concat(more);
      others += `${other} `;
    }
    // Those that leave the service open say nothing where there are no others.
    const isKnown = formats.some((format) => format.service === service);
    return { formats: isKnown ? formats : [], others, areAll };
  }
}

/** Of services; far more than policies have. */
const mostPairs = 2000;

/** Whether there is nothing more to be read about a service. */
export function isRead(service: string, catalog: Catalog): boolean {
  return !catalog.hasService(service) || catalog.details(service) !== undefined;
}

export interface KnownFormats {
  readonly formats: readonly ArnFormat[];
  /** The services beside the ARN's own that have some of them. */
  readonly others: string;
  /** False while details of one of the services have not been read. */
  readonly areAll: boolean;
}

/**
 * Which of the known formats an ARN's last fields can have; undefined where none are known, so that nothing can be concluded.
 *
 * A star in the Region or account is taken to run past its colon if it may: whether it does is disputed (Q3), and what is
 * said to name nothing must name nothing by either reading.
 * @param budget what is not found out for want of units counts as alike
 */
export function fittingFormats(arn: ArnParts, known: readonly ArnFormat[], budget: Budget): FittingFormats | undefined {
  if (arn.count < 6 || isOpen(arn.service.text) || known.length === 0) return undefined;
  const { region, account, resource } = arn;
  const comparison = new Comparison(budget);
  const last = withoutVariables(resource.text);
  const runsOn = region.text.includes("*") || account.text.includes("*");
  const whole = runsOn ? withoutVariables(`${region.text}:${account.text}:${resource.text}`) : undefined;
  const fitting = known.filter(
    (format) =>
      comparison.mayBeAlike(last, format.resource) ||
      (whole !== undefined && comparison.mayBeAlike(whole, format.lastFields)),
  );
  return new FittingFormats(fitting, comparison.isCut);
}

/** The formats that an ARN can have. */
export class FittingFormats {
  readonly #fitting: readonly ArnFormat[];
  /** Whether some are among them for want of units. */
  readonly isCut: boolean;

  constructor(fitting: readonly ArnFormat[], isCut: boolean) {
    this.#fitting = fitting;
    this.isCut = isCut;
  }

  /** Whether the ARN's resource part can have one of the formats. */
  someFits(): boolean {
    return this.#fitting.length > 0;
  }

  /** One of the formats that it can have, where `hold` is true of all of these; undefined where it is not, or none fits. */
  allThatFit(hold: (format: ArnFormat) => boolean): ArnFormat | undefined {
    return this.#fitting.every(hold) ? this.#fitting[0] : undefined;
  }
}

/** A variable may stand for any text. */
function withoutVariables(text: string): string {
  return text.includes("${") ? text.replace(/\$\{[^}]*\}/g, "*") : text;
}

/** Compares patterns as far as the units suffice. */
class Comparison {
  readonly #budget: Budget;
  isCut = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Whether some text matches both patterns. Most pairs differ in their literal beginnings, which costs next to nothing. */
  mayBeAlike(a: string, b: string): boolean {
    let at = 0;
    for (; ; at++) {
      const left = a.charCodeAt(at);
      const right = b.charCodeAt(at);
      if (at === a.length && at === b.length) return true;
      if (left === star || right === star || left === one || right === one) break;
      if (left !== right) return false;
    }
    // A star at the end takes whatever the other one has left.
    if ((a[at] === "*" && at === a.length - 1) || (b[at] === "*" && at === b.length - 1)) return true;
    if (!endAlike(a, b)) return false;
    const cost = a.length * b.length;
    // Nothing may be concluded then.
    if (cost > this.#budget.left) {
      this.isCut = true;
      return true;
    }
    this.#budget.spend(cost);
    return restsMeet(a, b, at);
  }
}

/** The same from one place on. What can be reached in the shorter one is a bit for each of its places. */
function restsMeet(a: string, b: string, from: number): boolean {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  const length = short.length - from;
  if (length > mostBits) return globsMeet(globOf(a), globOf(b));
  const all = (1 << (length + 1)) - 1;
  let reached = pastStars(1, short, from);
  for (let at = from; at < long.length && reached !== 0; at++) {
    const token = long.charCodeAt(at);
    if (token === star) {
      // It takes any text: from the first place that was reached, every later one can be.
      reached = all & ~((reached & -reached) - 1);
      continue;
    }
    let next = 0;
    for (let place = 0; place < length; place++) {
      if ((reached & (1 << place)) === 0) continue;
      const other = short.charCodeAt(from + place);
      if (other === star) next |= 1 << place;
      else if (other === token || other === one || token === one) next |= 1 << (place + 1);
    }
    reached = pastStars(next, short, from);
  }
  return (reached & (1 << length)) !== 0;
}

/** A star may take nothing. */
function pastStars(reached: number, pattern: string, from: number): number {
  let past = reached;
  for (let place = 0; from + place < pattern.length; place++)
    if ((past & (1 << place)) !== 0 && pattern.charCodeAt(from + place) === star) past |= 1 << (place + 1);
  return past;
}

/** A number holds 32 bits; one is for the end, one for the sign. */
const mostBits = 30;

/** Whether the literal ends behind the last wildcards of two patterns can be ends of one text. */
function endAlike(a: string, b: string): boolean {
  for (let i = a.length - 1, j = b.length - 1; i >= 0 && j >= 0; i--, j--) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    if (left === star || right === star || left === one || right === one) return true;
    if (left !== right) return false;
  }
  return true;
}

const star = 42;
const one = 63;
