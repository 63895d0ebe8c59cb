import { globOf, globsMeet } from "../../access/evaluate/globs.js";
import type { Budget } from "../../access/sets/budget.js";
import type { ArnFormat } from "../../catalog/arnFormat.js";
import type { Catalog } from "../../catalog/catalog.js";
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
export function formatsFor(beside: () => ReadonlySet<string>, catalog: Catalog, budget: Budget): FormatsOf {
  const byService = new Map<string, readonly ArnFormat[]>();
  return (arn) => {
    const service = arn.service.text;
    if (arn.count < 6 || isOpen(service)) return undefined;
    let known = byService.get(service);
    if (known === undefined) {
      known = formatsOfService(service, beside(), catalog);
      byService.set(service, known);
    }
    return known.length === 0 ? undefined : compared(arn, known, budget);
  };
}

export type FormatsOf = (arn: ArnParts) => KnownFormats | undefined;

/** None where only such formats are known as leave the service open. */
function formatsOfService(service: string, beside: ReadonlySet<string>, catalog: Catalog): readonly ArnFormat[] {
  const own = catalog.arnFormats(service);
  const others = [...beside].filter((other) => other !== service).flatMap((other) => catalog.arnFormats(other));
  const known = [...own, ...others].filter((format) => format.service === service || format.service === undefined);
  return known.some((format) => format.service === service) ? known : [];
}

function compared(arn: ArnParts, known: readonly ArnFormat[], budget: Budget): KnownFormats {
  const resource = withoutVariables(arn.resource.text);
  const inField = (format: ArnFormat) => mayBeAlike(resource, format.resource, budget);
  if (!arn.region.text.includes("*") && !arn.account.text.includes("*")) return formatsThat(known, inField);
  const whole = `${withoutVariables(arn.region.text)}:${withoutVariables(arn.account.text)}:${resource}`;
  return formatsThat(known, inField, (format) => mayBeAlike(whole, format.lastFields, budget));
}

type Fits = (format: ArnFormat) => boolean;

/** @param otherwise a second look, for formats that do not fit at the first */
function formatsThat(known: readonly ArnFormat[], fits: Fits, otherwise: Fits = () => false): KnownFormats {
  return {
    someFits: () => known.some(fits) || known.some(otherwise),
    allThatFit(hold) {
      // What speaks against it first: mostly there is such a format, and then no other one is looked at.
      const against = known.filter((format) => !hold(format));
      if (against.some(fits) || against.some(otherwise)) return undefined;
      return known.find((format) => hold(format) && (fits(format) || otherwise(format)));
    },
  };
}

export interface KnownFormats {
  /** Whether the ARN's resource part can have one of the formats. */
  someFits(): boolean;
  /** One of the formats that it can have, where `hold` is true of all of these; undefined where it is not, or none fits. */
  allThatFit(hold: (format: ArnFormat) => boolean): ArnFormat | undefined;
}

/** A variable may stand for any text. */
function withoutVariables(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, "*");
}

/** Whether some text matches both patterns. Most pairs differ in their literal beginnings, which costs next to nothing. */
function mayBeAlike(a: string, b: string, budget: Budget): boolean {
  let at = 0;
  for (; ; at++) {
    const left = a[at];
    const right = b[at];
    if (left === undefined && right === undefined) return true;
    if (left === "*" || right === "*" || left === "?" || right === "?") break;
    if (left !== right) return false;
  }
  // A star at the end takes whatever the other one has left.
  if ((a[at] === "*" && at === a.length - 1) || (b[at] === "*" && at === b.length - 1)) return true;
  const cost = a.length * b.length;
  // Nothing may be concluded then.
  if (cost > budget.left) return true;
  budget.spend(cost);
  return globsMeet(globOf(a.replace(/\*+/g, "*")), globOf(b));
}
