import type { PolicyPath } from "../syntax/json.js";
import type { PolicyModel, Statement } from "./model.js";

/** The statement at a place of the document's list; undefined where it could not be read. */
export function statementAt({ statements }: Pick<PolicyModel, "statements">, index: number): Statement | undefined {
  // So it is, unless one before it could not be read.
  const usual = statements[index];
  return usual?.index === index ? usual : statements.find((statement) => statement.index === index);
}

/** The place in the document's list of the statement that a path leads to or into; 0 for the only one, and outside. */
export function statementOf(path: PolicyPath): number {
  return typeof path[1] === "number" ? path[1] : 0;
}
