/**
 * Checks that stop the update on input it does not know, so that a new field or value in a data package is decided by a
 * person, not dropped in silence.
 */

/** Throws when `condition` is false. `what` completes "Unknown input: …". */
export function expect(condition, what) {
  if (!condition)
    throw new Error(`Unknown input: ${what}. Decide what to do with it, then change scripts/update-data.`);
}

/** Throws unless `value` is an object with all members in `required` and none but those and the ones in `optional`. */
export function expectMembers(value, where, required, optional = []) {
  expect(typeof value === "object" && value !== null && !Array.isArray(value), `${where} is no object`);
  for (const name of required) expect(Object.hasOwn(value, name), `${where} has no "${name}"`);
  for (const name of Object.keys(value)) {
    expect(required.includes(name) || optional.includes(name), `${where} has a member "${name}"`);
  }
}

export function expectString(value, where, pattern = /^/) {
  expect(typeof value === "string" && pattern.test(value), `${where} is ${JSON.stringify(value)}`);
}

export function expectArray(value, where) {
  expect(Array.isArray(value), `${where} is no array`);
}

/** Order by UTF-16 code units: the same on every machine, unlike localeCompare. */
export function byCodeUnits(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
