import { firstExample } from "../../access/firstExample.js";
import type { Layer, LayerName, PolicyDocument, StatementRef } from "../../access/layers.js";
import { referredStatement } from "../../access/referredStatement.js";
import type { ActionAccess, EntryAccess, LayerAnswer, PolicyAnalysis } from "../../analysis.js";
import type { SessionContext } from "../../context/sessionContext.js";
import { entryText } from "../../messages/entryText.js";
import { answerWords, layerTitle, notGivenWords } from "../../messages/layerNames.js";
import { listed } from "../../messages/lists.js";
import { code, escaped, link } from "../../messages/markdown.js";
import { statementName } from "../../messages/statementNames.js";
import { isPassThrough } from "../../policy/passThrough.js";
import { statementAt } from "../../policy/statementAt.js";
import type { HoverSources } from "./hoverSources.js";
import { describeMatches } from "./wildcardMatches.js";

/** What an entry does in one session, and which layer decides by which statement. */
export function describeEntry(entry: EntryAccess, policy: PolicyAnalysis, uri: string, sources: HoverSources): string {
  const { session } = policy;
  if (session === undefined) return "";
  const place: Place = { entry, policy, session, uri, sources };
  const matches = describeMatches(entry, sources.catalog);
  const hints = [narrowsOnly(entry), asksItself(entry)];
  return [resultLine(place), lossLine(place), ...hints, matches, layerTable(place), otherLayers(place)]
    .filter((part) => part !== "")
    .join("\n\n");
}

interface Place {
  readonly entry: EntryAccess;
  readonly policy: PolicyAnalysis;
  readonly session: SessionContext;
  readonly uri: string;
  readonly sources: HoverSources;
}

/** `**Allowed in this session** on …`, or the lens's words where there is more to say. */
function resultLine({ entry, policy }: Place): string {
  const own = statementAt(policy.model, entry.statement);
  const isPlain = own?.conditions.length === 0 && entry.actions[0]?.lessDenied === undefined;
  const isOutside = entry.actions.some(({ outside }) => outside !== undefined);
  if (entry.result === "allowed" && entry.actions.length === 1 && isPlain && !isOutside) {
    const allowedOn = entry.actions[0]?.allowedOn;
    const element = own?.resources;
    const resources = allowedOn ?? element?.entries.map(({ text }) => text) ?? [];
    const all = resources.map(code);
    const on =
      all.length === 0 ? "" : ` on ${allowedOn === undefined && element?.negated ? "all but " : ""}${listed(all, 4)}`;
    return `**Allowed in this session**${on}`;
  }
  const [head = "", ...rest] = entryText(entry, policy, { room: 400 }).split(" · ");
  const detail = rest.join(" · ");
  return `**${escaped(head)}**${detail === "" ? "" : ` · ${escaped(detail)}`}`;
}

/** A request that shows what is lost. */
function lossLine({ entry, policy }: Place): string {
  const statement = statementAt(policy.model, entry.statement);
  // "Whatever the role may do" loses nothing.
  if (entry.negated || (statement !== undefined && isPassThrough(statement))) return "";
  const lost = firstExample(entry.actions);
  if (lost === undefined || entry.effect === "Deny") return "";
  const context = Object.entries(lost.context).map(
    ([key, value]) => `${code(key)} = ${code([value].flat().join(", "))}`,
  );
  const where = context.length === 0 ? "" : ` with ${listed(context)}`;
  return `Not allowed, for example: ${code(lost.action)} on ${code(lost.resource)}${where}`;
}

/** What people expect of a session policy and it does not do, told where they find out. */
function narrowsOnly({ effect, actions, result, negated }: EntryAccess): string {
  const isMissing = (result === "not-granted" || result === "no-effect") && actions.length > 0;
  if (
    effect === "Deny" ||
    negated ||
    !isMissing ||
    actions.some(({ denied, decidedBy, isTakenAgain }) => denied || isTakenAgain || decidedBy !== "identity")
  )
    return "";
  return "A session policy can only narrow: to name an action here does not grant it.";
}

/** What to do where a policy of the resource itself decides that is not given (D4, D5). */
function asksItself({ actions }: EntryAccess): string {
  const asking = actions.flatMap(({ unknown, decidedBy }) => (decidedBy === "resource" ? (unknown?.rules ?? []) : []));
  if (asking.includes("D4")) {
    return "Whatever the role grants, the policy of the key or role itself has to allow it too. Give it under `resources` in the config.";
  }
  if (asking.includes("D5")) {
    return "Whatever the role grants, another account has to allow it too, by the resource's own policy. Give it under `resources` in the config.";
  }
  return asking.includes("D3")
    ? "A resource policy names sessions of this role, and what this one will be called isn't known."
    : "";
}

/** Which layer says what. For a wildcard only where all its actions fare alike. */
function layerTable(place: Place): string {
  const layers = commonLayers(place.entry.actions);
  const rows = layers
    .filter(({ answer }) => answer !== "none" && answer !== "not-given")
    .map(
      (answer) =>
        `| ${layerTitle(answer.layer, levelOf(answer, layers))} | ${answerWords[answer.answer]} | ${decidedBy(answer, place)} |`,
    );
  return rows.length === 0 ? "" : ["| Layer | Result | Decided by |", "|---|---|---|", ...rows].join("\n");
}

/** A level is told only where there are several. */
function levelOf({ layer, level }: LayerAnswer, layers: readonly LayerAnswer[]): number | undefined {
  return layers.filter((other) => other.layer === layer).length > 1 ? level : undefined;
}

function commonLayers(actions: readonly ActionAccess[]): readonly LayerAnswer[] {
  const first = actions[0]?.layers ?? [];
  const key = JSON.stringify(first);
  return actions.every(({ layers }) => layers === first || JSON.stringify(layers) === key) ? first : [];
}

function decidedBy(answer: LayerAnswer, place: Place): string {
  if (answer.statements.length === 0 && answer.answer === "does-not-allow") return noStatementOf(answer, place);
  const shown = answer.statements.slice(0, 3).map((ref) => statementLink(ref, place));
  const more = answer.statements.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function statementLink(ref: StatementRef, { entry, policy, session, uri, sources }: Place): string {
  if (ref.layer === "session" && ref.policy === 0) {
    if (ref.statement === entry.statement) return "this statement";
    const own = statementAt(policy.model, ref.statement);
    const line = own === undefined ? undefined : sources.lineOf(uri, own.path);
    const name = statementName(ref.statement, own?.sid);
    return line === undefined ? escaped(name) : link(name, `${uri}#L${line + 1}`);
  }
  const referred = referredStatement(ref, session);
  const document = referred?.document;
  if (document === undefined) return `statement ${ref.statement + 1}`;
  const name = `${lastPart(document.name)}, ${statementName(ref.statement, referred?.statement?.sid)}`;
  if (document.uri === undefined) return escaped(name);
  const line = referred?.statement === undefined ? undefined : sources.lineOf(document.uri, referred.statement.path);
  return link(name, line === undefined ? document.uri : `${document.uri}#L${line + 1}`);
}

/** Where a grant was looked for: `no statement of [S3AccessRolePolicy.json](…)`. */
function noStatementOf({ layer, level }: LayerAnswer, { session }: Place): string {
  const documents = documentsOf(layer, level, session);
  const names = documents.map(({ name, uri }) =>
    uri === undefined ? escaped(lastPart(name)) : link(lastPart(name), uri),
  );
  return names.length === 0 ? "" : `no statement of ${listed(names, 3)}`;
}

function documentsOf(
  layer: LayerName,
  level: number | undefined,
  { layers }: SessionContext,
): readonly PolicyDocument[] {
  const given = <T>(state: Layer<T>) => (state.state === "given" ? state.value : undefined);
  switch (layer) {
    case "identity":
      return given(layers.identity) ?? [];
    case "boundary":
      return given(layers.boundary) ?? [];
    case "scp":
      return given(layers.serviceControlPolicies)?.[level ?? 0] ?? [];
    case "rcp":
      return given(layers.resourceControlPolicies)?.[level ?? 0] ?? [];
    default:
      return [];
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** `Boundary: none. Not given: SCPs, RCPs, resource policies.` */
function otherLayers({ policy, session }: Place): string {
  const { layers } = session;
  const none: LayerName[] = [];
  if (layers.boundary.state === "none") none.push("boundary");
  if (layers.serviceControlPolicies.state === "none") none.push("scp");
  if (layers.resourceControlPolicies.state === "none") none.push("rcp");
  if (layers.resourcePolicies.state === "none") none.push("resource");
  const titles = none.map((layer, at) =>
    at === 0 || layer === "scp" || layer === "rcp" ? layerTitle(layer) : lower(layerTitle(layer)),
  );
  return [
    titles.length === 0 ? "" : `${titles.join(", ")}: none.`,
    policy.notGiven.length === 0 ? "" : `Not given: ${escaped(notGivenWords(policy.notGiven))}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
