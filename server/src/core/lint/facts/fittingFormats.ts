import { globOf, globsMeet } from "../../access/evaluate/globs.js";
import type { Budget } from "../../access/sets/budget.js";
import type { ArnFormat } from "../../catalog/arnFormat.js";
import type { ArnShapes } from "../resourceFit.js";
import { type ArnParts, isOpen } from "./resourceFacts.js";

/**
 * How an ARN compares with the formats of its service and of the services whose actions stand beside it: Service
 * Catalog's ARNs have another name, and some services describe resources of others. Undefined where no format of the
 * ARN's service is known, so that nothing can be concluded.
 *
 * A star in the Region or account is taken to run past its colon if it may: whether it does is disputed (Q3), and what is
 * said to name nothing must name nothing by either reading.
 * @param budget what is not found out for want of units counts as alike
 * @param beside gives prefixes of services, in lower case
 */
export function formatsFor(beside: () => ReadonlySet<string>, shapes: ArnShapes, budget: () => Budget): FormatsOf {
  const byService = new Map<string, readonly ArnFormat[]>();
  return (arn) => {
    const service = arn.service.text;
    if (arn.count < 6 || isOpen(service)) return undefined;
    let known = byService.get(service);
    if (known === undefined) {
      known = formatsOfService(service, beside(), shapes);
      byService.set(service, known);
    }
    return known.length === 0 ? undefined : new ComparedFormats(arn, known, budget());
  };
}

export type FormatsOf = (arn: ArnParts) => KnownFormats | undefined;

export interface KnownFormats {
  /** Whether the ARN's resource part can have one of the formats. */
  someFits(): boolean;
  /** One of the formats that it can have, where `hold` is true of all of these; undefined where it is not, or none fits. */
  allThatFit(hold: (format: ArnFormat) => boolean): ArnFormat | undefined;
}

/** None where only such formats are known as leave the service open. */
function formatsOfService(service: string, beside: ReadonlySet<string>, shapes: ArnShapes): readonly ArnFormat[] {
  let known = shapes.formatsNaming(service, service);
  for (const other of beside) {
    if (other === service) continue;
    const more = shapes.formatsNaming(service, other);
    if (more.length > 0) known = [...known, ...more];
  }
  return known.some((format) => format.service === service) ? known : [];
}

/** Whether an ARN can have a format is found out when that matters, and once. */
class ComparedFormats implements KnownFormats {
  readonly #known: readonly ArnFormat[];
  readonly #budget: Budget;
  readonly #resource: string;
  /** From the Region on, where a star may run past a colon. */
  readonly #whole: string | undefined;
  readonly #fits = new Map<ArnFormat, boolean>();

  constructor({ region, account, resource }: ArnParts, known: readonly ArnFormat[], budget: Budget) {
    this.#known = known;
    this.#budget = budget;
    this.#resource = withoutVariables(resource.text);
    const runsOn = region.text.includes("*") || account.text.includes("*");
    if (runsOn) this.#whole = withoutVariables(`${region.text}:${account.text}:${resource.text}`);
  }

  someFits(): boolean {
    return this.#known.some((format) => this.#mayFit(format));
  }

  allThatFit(hold: (format: ArnFormat) => boolean): ArnFormat | undefined {
    // What speaks against it first: mostly there is such a format, and then no other one is looked at.
    for (const format of this.#known) if (!hold(format) && this.#mayFit(format)) return undefined;
    return this.#known.find((format) => hold(format) && this.#mayFit(format));
  }

  #mayFit(format: ArnFormat): boolean {
    let fits = this.#fits.get(format);
    if (fits === undefined) {
      fits =
        mayBeAlike(this.#resource, format.resource, this.#budget) ||
        (this.#whole !== undefined && mayBeAlike(this.#whole, format.lastFields, this.#budget));
      this.#fits.set(format, fits);
    }
    return fits;
  }
}

/** A variable may stand for any text. */
function withoutVariables(text: string): string {
  return text.includes("${") ? text.replace(/\$\{[^}]*\}/g, "*") : text;
}

/** Whether some text matches both patterns. Most pairs differ in their literal beginnings, which costs next to nothing. */
function mayBeAlike(a: string, b: string, budget: Budget): boolean {
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
  if (cost > budget.left) return true;
  budget.spend(cost);
  return restsMeet(a, b, at);
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
