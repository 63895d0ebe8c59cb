/** JSON as it stands in a text, or why it is none. */
export type ReadJson =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      /** The `id` of the text, where it is an object that has one. */
      readonly id?: unknown;
      readonly error: string;
    };

/** No question is nested as deeply; what goes through a policy part by part has an end at this. */
const maximumDepth = 128;

/** Reads a JSON text. A member that stands twice in an object is an error: one of the two would be passed over. */
export function readJson(text: string): ReadJson {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return { ok: false, error: `not valid JSON: ${(error as Error).message}` };
  }
  const problem = problemIn(text);
  return problem === undefined ? { ok: true, value } : { ok: false, ...idOf(value), error: problem };
}

/** The `id` of a question, where it has one. */
export function idOf(value: unknown): { readonly id?: unknown } {
  return typeof value === "object" && value !== null && "id" in value ? { id: value.id } : {};
}

/** A name that stands twice in one object, or too many brackets in one another, in a text that is known to be JSON. */
function problemIn(json: string): string | undefined {
  /** The names so far of each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  for (const [token] of json.matchAll(/[{}[\]]|"(?:[^"\\]|\\.)*"(?:\s*:)?/gs)) {
    if (open.length > maximumDepth) return `it is nested more than ${maximumDepth} deep`;
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token.endsWith(":")) {
      const name = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string;
      const names = open[open.length - 1];
      if (names?.has(name)) return `the member ${JSON.stringify(name)} stands twice in one object`;
      names?.add(name);
    }
  }
  return undefined;
}
