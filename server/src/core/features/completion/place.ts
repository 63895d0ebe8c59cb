import type { AccessEngine } from "../../access/accessEngine.js";
import { type GrantedActions, grantsOf } from "../../access/grantedActions.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { KnownValues } from "../../catalog/knownValues.js";
import type { DocumentContext, SessionContext } from "../../context/sessionContext.js";
import { principalName } from "../../messages/principalNames.js";
import { buildModel } from "../../policy/buildModel.js";
import { guessKind } from "../../policy/guessKind.js";
import type { PolicyKind, PolicyModel } from "../../policy/model.js";
import type { Region } from "../../regions/region.js";
import type { Slot } from "../../regions/slot.js";
import type { JsonNode, JsonObject, PolicyPath } from "../../syntax/json.js";
import { memberNamed, nodeAt } from "../../syntax/navigate.js";
import type { ParsedPolicy } from "../../syntax/parsedPolicy.js";

/** What completion knows of the place where a person types. */
export interface Place {
  readonly slot: Slot;
  readonly kind: PolicyKind;
  readonly parsed: ParsedPolicy;
  readonly model: PolicyModel;
  readonly context: DocumentContext;
  readonly catalog: Catalog;
  readonly values: KnownValues;
  /** The statement around the slot, as far as it is there. */
  readonly statement: StatementInText | undefined;
  /** The roles and users behind the sessions that use the document, each once. */
  readonly bases: readonly Base[];
}

export interface StatementInText {
  readonly path: PolicyPath;
  readonly node: JsonObject | undefined;
  /** The strings of Action, or of NotAction. */
  readonly actions: readonly string[];
  readonly negatedActions: boolean;
}

/** A role or user whose policies limit the session. */
export interface Base {
  readonly session: SessionContext;
  /** As it is called on the screen. */
  readonly name: string;
  /** What it grants of a service; undefined where its identity policies are not given. */
  readonly grants: ((service: string) => GrantedActions | undefined) | undefined;
}

export interface CompletionInput {
  readonly regions: readonly Region[];
  readonly context: DocumentContext;
  readonly engine: AccessEngine;
}

/** The place at `offset` of the host; undefined where no policy is, or nothing can be typed. */
export async function placeAt(input: CompletionInput, offset: number): Promise<Place | undefined> {
  const { context, engine, regions } = input;
  const region = regions.find(({ span }) => span.start <= offset && offset <= span.end);
  if (region === undefined) return undefined;
  const parsed = region.read();
  const kind = context.kind ?? kindByStatement(parsed);
  const slot = kind === undefined ? undefined : region.slotAt(offset);
  if (kind === undefined || slot === undefined) return undefined;
  const { catalog } = engine;
  return {
    slot,
    kind,
    parsed,
    model: buildModel(parsed, kind),
    context,
    catalog,
    values: await catalog.knownValues(),
    statement: statementAround(parsed.root, slot),
    bases: basesOf(context.sessions, engine),
  };
}

/** A document that has only begun to look like a policy: it has a list of statements, or a policy's version. */
function kindByStatement(parsed: ParsedPolicy): PolicyKind | undefined {
  const { root } = parsed;
  if (root?.type !== "object") return undefined;
  const statement = memberNamed(root, "Statement");
  const version = memberNamed(root, "Version")?.value;
  const isPolicy = version?.type === "string" && /^20(12|08)-10-17$/.test(version.value);
  const isList = statement?.value?.type === "array" || statement?.value?.type === "object";
  return isPolicy || (statement !== undefined && isList) ? guessKind(parsed) : undefined;
}

function statementAround(root: JsonNode | undefined, { path, role }: Slot): StatementInText | undefined {
  const [first, second] = path;
  if (first !== "Statement") return undefined;
  if (typeof second === "number")
    return path.length > 2 || role === "name" ? statementAt(root, path.slice(0, 2)) : undefined;
  return second !== undefined || role === "name" ? statementAt(root, [first]) : undefined;
}

/** What stands in the statement at a path, wherever it can be read. */
export function statementAt(root: JsonNode | undefined, path: PolicyPath): StatementInText {
  const found = nodeAt(root, path);
  const node = found?.type === "object" ? found : undefined;
  const actions = stringsOf(node, "Action");
  const negatedActions = node !== undefined && memberNamed(node, "NotAction") !== undefined;
  return { path, node, negatedActions, actions: negatedActions ? stringsOf(node, "NotAction") : actions };
}

export function stringsOf(object: JsonObject | undefined, name: string): readonly string[] {
  const value = object === undefined ? undefined : memberNamed(object, name)?.value;
  if (value?.type === "string") return [value.value];
  if (value?.type !== "array") return [];
  return value.items.flatMap((item) => (item.type === "string" ? [item.value] : []));
}

function basesOf(sessions: readonly SessionContext[], engine: AccessEngine): readonly Base[] {
  const bases = new Map<string, Base>();
  for (const session of sessions) {
    const name = principalName(session);
    if (!bases.has(name)) bases.set(name, { session, name, grants: grantsOf(engine, session) });
  }
  return [...bases.values()];
}

/** The path within the statement: `["Condition", "StringEquals"]`. */
export function pathInStatement({ slot, statement }: Place): PolicyPath | undefined {
  return statement === undefined ? undefined : slot.path.slice(statement.path.length);
}
