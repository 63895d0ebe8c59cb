import type { JsonNode, JsonObject, JsonValue, PolicyPath } from "../syntax/json.js";
import { memberNamed, membersByName } from "../syntax/navigate.js";
import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import { nodeFromValue } from "../syntax/values.js";
import { isSupportedCharacter, unsupportedCharacters } from "../text/characters.js";
import type { ModelProblem, PolicyKind, PolicyModel, Statement } from "./model.js";
import { type ReportModelProblem, readStatement } from "./readStatement.js";
import type { SameStatements } from "./sameStatements.js";
import { statementOf } from "./statementAt.js";

/**
 * What a parsed policy of this kind says. Statements that cannot be read are left out and named in `problems`; what is
 * wrong with the text itself stays in `parsed.problems` and is not repeated, but shows in `complete`.
 * @param same gives statements that are as before; all are read if not given
 */
export function buildModel(parsed: ParsedPolicy, kind: PolicyKind, same?: SameStatements): PolicyModel {
  const found = parsed.oneLine ? [] : unsupportedCharacters(parsed.text);
  const characters = new Set(found.map(({ character }) => character));
  const isUnsupported = found.length === 0 ? undefined : (character: string) => characters.has(character);
  // Where text is missing or stands twice, a statement's own text does not say all.
  const read =
    same === undefined || parsed.problems.length > 0 ? readStatement : rememberedStatement(parsed.text, same);
  return modelOf(parsed.root, kind, isUnsupported, isIntact(parsed), read);
}

/** The same for a document that comes as a value, such as an inline policy in an account's authorization details. */
export function modelOfValue(value: JsonValue, kind: PolicyKind): PolicyModel {
  const isUnsupported = (character: string) => !isSupportedCharacter(character.codePointAt(0)!);
  return modelOf(nodeFromValue(value), kind, isUnsupported, true, readStatement);
}

type ReadStatement = typeof readStatement;

/** The statement as it was read before, if it was read without a problem. */
function rememberedStatement(text: string, same: SameStatements): ReadStatement {
  return (node, path, index, kind, report) => {
    const written = { kind, path, index, text, span: node.span };
    const known = same.find(written);
    if (known !== undefined) return known;
    let isWhole = true;
    const statement = readStatement(node, path, index, kind, (...problem) => {
      isWhole = false;
      report(...problem);
    });
    if (isWhole && statement !== undefined) same.keep(written, statement);
    return statement;
  };
}

function isIntact(parsed: ParsedPolicy): boolean {
  return parsed.problems.every(({ kind }) => kind === "comment" || kind === "trailing-comma");
}

/** @param isUnsupported undefined where no character of the document is */
function modelOf(
  root: JsonNode | undefined,
  kind: PolicyKind,
  isUnsupported: ((character: string) => boolean) | undefined,
  intact: boolean,
  read: ReadStatement,
): PolicyModel {
  const problems: ModelProblem[] = [];
  const report: ReportModelProblem = (kindOfProblem, path, statement, detail, meaningLost) => {
    problems.push({
      kind: kindOfProblem,
      path,
      statement,
      detail,
      meaningLost,
    });
  };
  let version: PolicyModel["version"];
  let statements: readonly Statement[] = [];
  if (root?.type === "object") {
    version = readVersion(root, report);
    checkTopLevel(root, report);
    statements = readStatements(root, kind, report, read);
    const charactersCount = kind !== "resource" && kind !== "scp" && kind !== "rcp";
    if (charactersCount && isUnsupported !== undefined) reportCharacters(stringsIn(root), isUnsupported, report);
  } else if (root !== undefined) {
    report("not-an-object", [], undefined, root.type, true);
  }
  return {
    version,
    substitutesVariables: version === "2012-10-17",
    statements,
    problems,
    complete: intact && root !== undefined && problems.every(({ meaningLost }) => !meaningLost),
  };
}

/** Only the two published versions, exactly (G6). */
function readVersion(root: JsonObject, report: ReportModelProblem): PolicyModel["version"] {
  const node = memberNamed(root, "Version")?.value;
  if (node === undefined) return undefined;
  if (node.type === "string" && (node.value === "2012-10-17" || node.value === "2008-10-17")) return node.value;
  // Which version was meant only matters where `${…}` could be a variable.
  const meaningLost = stringsIn(root).some(({ text }) => text.includes("${"));
  if (node.type === "string") report("invalid-version", ["Version"], undefined, node.value, meaningLost);
  else report("wrong-type", ["Version"], undefined, "Version", meaningLost);
  return undefined;
}

function checkTopLevel(root: JsonObject, report: ReportModelProblem): void {
  for (const [name, { value }] of membersByName(root)) {
    if (name === "Id") {
      // Tolerated in every kind of policy (Q10).
      if (value !== undefined && value.type !== "string") report("wrong-type", ["Id"], undefined, "Id", false);
    } else if (name !== "Version" && name !== "Statement") {
      // The statements mean the same without it, but AWS rejects the document (G1).
      report("unknown-element", [name], undefined, name, false);
    }
  }
}

function readStatements(
  root: JsonObject,
  kind: PolicyKind,
  report: ReportModelProblem,
  read: ReadStatement,
): readonly Statement[] {
  const member = memberNamed(root, "Statement");
  if (member === undefined) {
    report("missing-statement", [], undefined, "Statement", true);
    return [];
  }
  const list = member.value;
  // Still being typed: the text's own problem says so.
  if (list === undefined) return [];
  if (list.type !== "object" && list.type !== "array") {
    report("wrong-type", ["Statement"], undefined, "Statement", true);
    return [];
  }
  if (list.type === "array" && list.items.length === 0 && list.closed) {
    report("no-statements", ["Statement"], undefined, "Statement", false);
  }
  const statements: Statement[] = [];
  const sids = new Set<string>();
  const nodes: readonly JsonNode[] = list.type === "object" ? [list] : list.items;
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index]!;
    const path: PolicyPath = list.type === "object" ? ["Statement"] : ["Statement", index];
    if (node.type !== "object") {
      report("wrong-type", path, index, "Statement", true);
      continue;
    }
    reportRepeatedSid(node, path, index, sids, report);
    const statement = read(node, path, index, kind, report);
    if (statement !== undefined) statements.push(statement);
  }
  return statements;
}

/** Sids are unique in a document; empty ones may be repeated (G4). */
function reportRepeatedSid(
  statement: JsonObject,
  path: PolicyPath,
  index: number,
  sids: Set<string>,
  report: ReportModelProblem,
): void {
  const sid = memberNamed(statement, "Sid")?.value;
  if (sid?.type !== "string" || sid.value === "") return;
  if (sids.has(sid.value)) report("duplicate-sid", [...path, "Sid"], index, sid.value, false);
  sids.add(sid.value);
}

interface StringAt {
  readonly text: string;
  readonly path: PolicyPath;
}

/** All strings and names of a document; a name has its member's path. */
function stringsIn(root: JsonNode): readonly StringAt[] {
  const found: StringAt[] = [];
  function visit(node: JsonNode, path: PolicyPath): void {
    if (node.type === "string") found.push({ text: node.value, path });
    if (node.type === "array") for (const [at, item] of node.items.entries()) visit(item, [...path, at]);
    if (node.type !== "object") return;
    for (const { key, value } of node.members) {
      found.push({ text: key.value, path: [...path, key.value] });
      if (value !== undefined) visit(value, [...path, key.value]);
    }
  }
  visit(root, []);
  return found;
}

/** One problem for each string that contains a character outside the set that IAM and STS accept (G7). */
function reportCharacters(
  strings: readonly StringAt[],
  isUnsupported: (character: string) => boolean,
  report: ReportModelProblem,
): void {
  for (const { text, path } of strings) {
    const found = unsupportedCharacters(text).find(({ character }) => isUnsupported(character));
    if (found === undefined) continue;
    const statement = path[0] === "Statement" ? statementIndex(path) : undefined;
    report("unsupported-character", path, statement, found.character, false);
  }
}

function statementIndex(path: PolicyPath): number | undefined {
  return path.length < 2 ? undefined : statementOf(path);
}
