/**
 * A number as a Numeric operator takes it (C5): integers and decimals. Undefined for everything else, and for numbers
 * that could not be compared exactly; how AWS evaluates malformed ones is not known (semantics section 12).
 */
export function parseNumber(text: string): number | undefined {
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) return undefined;
  const digits = text.replace(/[^\d]/g, "").replace(/^0+/, "");
  return digits.length > 15 ? undefined : Number(text);
}
