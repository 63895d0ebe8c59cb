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
 * @param beside prefixes of services, in lower case
 */
export function formatsFor(
  arn: ArnParts,
  beside: ReadonlySet<string>,
  catalog: Catalog,
  budget: Budget,
): KnownFormats | undefined {
  const service = arn.service.text;
  if (arn.count < 6 || isOpen(service)) return undefined;
  const own = catalog.arnFormats(service);
  const others = [...beside].filter((other) => other !== service).flatMap((other) => catalog.arnFormats(other));
  const known = [...own, ...others].filter((format) => format.service === service || format.service === undefined);
  if (!known.some((format) => format.service === service)) return undefined;
  const resource = withoutVariables(arn.resource.text);
  const inField = (format: ArnFormat) => mayBeAlike(resource, format.resource, budget);
  if (!/\*/.test(arn.region.text + arn.account.text)) {
    return { someFits: () => known.some(inField), fitting: () => known.filter(inField) };
  }
  const whole = `${withoutVariables(arn.region.text)}:${withoutVariables(arn.account.text)}:${resource}`;
  const acrossFields = (format: ArnFormat) => mayBeAlike(whole, format.lastFields, budget);
  return {
    someFits: () => known.some(inField) || known.some(acrossFields),
    fitting: () => known.filter((format) => inField(format) || acrossFields(format)),
  };
}

export interface KnownFormats {
  /** Whether the ARN's resource part can have one of the formats. */
  someFits(): boolean;
  /** The formats that it can have. */
  fitting(): readonly ArnFormat[];
}

/** A variable may stand for any text. */
function withoutVariables(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, "*");
}

/** Whether some text matches both patterns. Most pairs differ in their literal beginnings, which costs next to nothing. */
function mayBeAlike(a: string, b: string, budget: Budget): boolean {
  for (let at = 0; ; at++) {
    const [left, right] = [a[at], b[at]];
    if (left === undefined && right === undefined) return true;
    if (left === "*" || right === "*" || left === "?" || right === "?") break;
    if (left !== right) return false;
  }
  if (a === "*" || b === "*") return true;
  const cost = a.length * b.length;
  // Nothing may be concluded then.
  if (cost > budget.left) return true;
  budget.spend(cost);
  return globsMeet(globOf(a.replace(/\*+/g, "*")), globOf(b));
}
