import type { Statement } from "../policy/model.js";
import type { JsonValue, PolicyPath } from "../syntax/json.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";

/** One text stands without brackets, several stand in a list. */
export function oneOrList(texts: readonly string[]): JsonValue {
  return texts.length === 1 ? texts[0]! : texts;
}

/** Other texts in place of one entry of a list, or of a value that stands without brackets. */
export function replaceEntry(path: PolicyPath, texts: readonly string[]): readonly PolicyEdit[] {
  const [first, ...rest] = texts;
  const last = path[path.length - 1];
  if (first === undefined) return [{ kind: "remove", path }];
  if (typeof last !== "number") return [{ kind: "replace", path, value: oneOrList(texts) }];
  const list = path.slice(0, -1);
  return [
    { kind: "replace", path, value: first },
    ...rest.map((value): PolicyEdit => ({ kind: "insert", path: list, index: last + 1, value })),
  ];
}

/** The entry of Action or Resource that stands at `path`, or undefined. */
export function entryAt(statement: Statement, path: PolicyPath | undefined): EntryPlace | undefined {
  if (path === undefined) return undefined;
  for (const name of ["actions", "resources"] as const) {
    const list = statement[name];
    const entry = list?.entries.find((each) => samePath(each.path, path));
    if (list !== undefined && entry !== undefined) return { of: name, negated: list.negated, text: entry.text, path };
  }
  return undefined;
}

export interface EntryPlace {
  readonly of: "actions" | "resources";
  readonly negated: boolean;
  readonly text: string;
  readonly path: PolicyPath;
}

export function samePath(a: PolicyPath, b: PolicyPath): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}

/** Whether a statement stands in a list, so that another can stand beside it, or it can go. */
export function isInList({ path }: Statement): boolean {
  return typeof path[path.length - 1] === "number";
}
