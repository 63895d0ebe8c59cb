const freePart = /\$\{\w+\}/;

/**
 * Whether a condition key as a policy writes it (`s3:ExistingObjectTag/team`) is one that a template
 * (`s3:ExistingObjectTag/${TagKey}`) stands for: each `${…}` for at least one character, the rest alike without
 * regard to letter case (C2). A key without a free part stands for itself.
 */
export function matchesTemplate(template: string, key: string): boolean {
  const [first = "", ...others] = template.toLowerCase().split(freePart);
  const name = key.toLowerCase();
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const found = name.indexOf(part, from + 1);
    if (found < 0) return false;
    from = found + part.length;
  }
  return name.endsWith(last) && name.length - last.length > from;
}

export function isTemplate(key: string): boolean {
  return freePart.test(key);
}

/**
 * The entry of `keys` for a condition key as a policy writes it: itself, or the template that stands for it.
 * @param keys by lower-cased key or template, as in `ServiceDetails.conditionKeys`
 */
export function findKey<T>(keys: ReadonlyMap<string, T>, name: string): T | undefined {
  const lower = name.toLowerCase();
  const exact = keys.get(lower);
  if (exact !== undefined) return exact;
  for (const template of keys.keys()) {
    // Most keys are told apart by their beginning, without taking the template to pieces.
    const free = template.indexOf("${");
    if (free < 0 || !beginAlike(template, lower, free)) continue;
    const endsInIt = template.indexOf("}") === template.length - 1;
    if (endsInIt ? lower.length > free : matchesTemplate(template, lower)) return keys.get(template);
  }
  return undefined;
}

function beginAlike(a: string, b: string, length: number): boolean {
  for (let at = 0; at < length; at++) if (a.charCodeAt(at) !== b.charCodeAt(at)) return false;
  return true;
}
