import type { LayerName, StatementRef } from "../access/layers.js";
import { sessionBindings } from "../access/sessionBindings.js";
import { isLost } from "../access/summarizeEntry.js";
import { valuelessVariable } from "../access/valuelessVariable.js";
import type { ActionAccess, EntryAccess, PolicyAnalysis } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { ConditionTest, Statement } from "../policy/model.js";
import { statementAt } from "../policy/statementAt.js";
import { countCharacters } from "../text/characters.js";
import { hasWildcard, shortAction, shortActions } from "./actionNames.js";
import { conditionWords } from "./conditionWords.js";
import { dependsWordings } from "./dependsText.js";
import { layerWord } from "./layerNames.js";
import { listed } from "./lists.js";
import { counted, withThousands } from "./numbers.js";
import { passesOn } from "./passesOn.js";
import { principalName, principalWord } from "./principalNames.js";
import { onOneLine } from "./quoted.js";
import { resourceElementWordings, resourceWordings } from "./resourceNames.js";
import { cut, firstThatFits, lensRoom } from "./room.js";
import { denierWordings } from "./statementNames.js";

/** What the words about an entry are read from. */
export type EntrySurroundings = Pick<PolicyAnalysis, "model" | "session">;

export interface EntryTextOptions {
  /** Names the action first, for lines that hold several. */
  readonly naming?: boolean | undefined;
  /** The text speaks of several entries of one list that fare alike. */
  readonly group?: EntryGroup | undefined;
  /** At most so many characters; a lens's room if not given. */
  readonly room?: number;
}

/** Entries of one list, the one in hand the first of them. */
export interface EntryGroup {
  readonly count: number;
  /** Whether the list has no others. */
  readonly whole: boolean;
}

/** What a CodeLens says of an action entry of a session policy. */
export function entryText(entry: EntryAccess, policy: EntrySurroundings, options: EntryTextOptions = {}): string {
  const { group, naming } = options;
  const name = naming === true ? namesFirst(entry, group) : "";
  const room = (options.room ?? lensRoom) - countCharacters(name);
  return name + firstThatFits(wordingsOf(entry, policy, group && { ...group, named: naming === true }), room);
}

/**
 * Whether entries beside it in its list may share one text with it: a single action that is allowed or removed, or
 * hangs on the resource's own policy. What is not simply so has a text of its own.
 */
export function canBeGrouped(entry: EntryAccess): boolean {
  const action = entry.actions[0];
  if (action === undefined || entry.actions.length > 1 || action.lessDenied !== undefined) return false;
  const isPlain = !entry.negated && !hasWildcard(entry.pattern);
  if (!isPlain) return false;
  return entry.result === "allowed" || entry.result === "removes" || asksResource(action);
}

/** Whether two entries of one list that may share a text with others are sure to have the same: what it says is the same. */
export function haveAlikeAnswers(a: EntryAccess, b: EntryAccess): boolean {
  const [one, other] = [a.actions[0], b.actions[0]];
  if (one === undefined || other === undefined || a.result !== b.result || one.outside !== other.outside) return false;
  if (one.unknown?.detail !== other.unknown?.detail) return false;
  if (one.allowedOn === undefined || other.allowedOn === undefined) return one.allowedOn === other.allowedOn;
  return sameList(one.allowedOn, other.allowedOn);
}

/** Whether a policy of the resource itself decides that is not given (D4, D5): then it is the same for all beside it. */
function asksResource({ result, decidedBy, unknown }: ActionAccess): boolean {
  return result === "unknown" && decidedBy === "resource" && unknown !== undefined;
}

/** `s3:GetObject and 2 more · `. */
function namesFirst({ pattern }: EntryAccess, group: EntryGroup | undefined): string {
  const more = group === undefined ? "" : ` and ${withThousands(group.count - 1)} more`;
  const name = pattern === "" ? '""' : cut(onOneLine(pattern), 30 - more.length);
  return `${name}${more} · `;
}

function wordingsOf(
  entry: EntryAccess,
  policy: EntrySurroundings,
  group: Words["group"] | undefined,
): Iterable<string> {
  const { session } = policy;
  if (session === undefined) return ["No base role is known"];
  const statement = statementAt(policy.model, entry.statement);
  const words: Words = { entry, session, statement, policy, group };
  switch (entry.result) {
    case "allowed":
      return allowedWordings(words);
    case "partly":
      return partlyWordings(words);
    case "not-granted":
      return notGrantedWordings(words);
    case "no-effect":
      return noEffectWordings(words);
    case "depends":
      return conditionalWordings(words);
    case "unknown":
      return unknownWordings(words);
    case "removes":
      return removesWordings(words);
    case "removes-nothing":
      return ["Removes nothing"];
  }
}

interface Words {
  readonly entry: EntryAccess;
  readonly session: SessionContext;
  readonly statement: Statement | undefined;
  readonly policy: EntrySurroundings;
  /** `named`: the actions have been told already. */
  readonly group: (EntryGroup & { readonly named: boolean }) | undefined;
}

/** `all 9`, `both`, `these 3`; undefined where there is but one entry, or they have been named. */
function amountOfGroup({ group }: Words): string | undefined {
  if (group === undefined || group.named) return undefined;
  const { count, whole } = group;
  if (!whole) return `these ${withThousands(count)}`;
  return count === 2 ? "both" : `all ${withThousands(count)}`;
}

/** One by one: mostly the first has room, and every entry that is allowed has a dozen of them. */
function* allowedWordings(words: Words): Iterable<string> {
  const { actions } = words.entry;
  if (actions.length > 0 && actions.every(({ outside }) => outside === "M5")) {
    yield* ["Allowed · whatever the policies say", "Allowed"];
    return;
  }
  const less = lessWordings(words);
  for (const allowed of allowedAltogetherWordings(words)) for (const part of less) yield allowed + part;
}

function allowedAltogetherWordings(words: Words): Iterable<string> {
  const { actions, pattern, negated } = words.entry;
  const conditions = words.statement?.conditions ?? [];
  const amount = amountOfGroup(words);
  if (conditions.length === 0) {
    if ((hasWildcard(pattern) || negated) && actions.length > 1) {
      return withResources(`All ${countedActions(actions.length, words)} allowed`, words);
    }
    return withResources(amount === undefined ? "Allowed" : `${upperFirst(amount)} allowed`, words);
  }
  const own = ownConditionWordings(conditions);
  if (amount === undefined) return own;
  return own.map((each) => `${upperFirst(amount)} ${each.startsWith("Allowed") ? "" : "· "}${lowerFirst(each)}`);
}

/** The statement's own condition: it is part of what is allowed. */
function ownConditionWordings(conditions: readonly ConditionTest[]): readonly string[] {
  const keys = [...new Set(conditions.map(({ key }) => key))];
  const only = conditions.length === 1 ? conditionWords(conditions[0]!) : undefined;
  const byKeys = [keys.length, 2, 1].map((most) => `Allowed under conditions on ${listed(keys, most)}`);
  return [...(only === undefined ? [] : [`Only if ${only}`]), ...byKeys, "Allowed under conditions"];
}

/** What the session's own Denies take away again of something that is allowed. */
function lessWordings(words: Words): readonly string[] {
  const deniers = ownDeniers(words);
  return deniers.length === 0
    ? [""]
    : [...deniers.map((denier) => ` · partly denied by ${denier}`), " · partly denied"];
}

/** Where the policy gives nothing since its own Denies take just what is granted. */
function takenAgainWordings(words: Words): readonly string[] {
  return ownDeniers(words).map((denier) => `denied by ${denier}, where granted`);
}

/** The session's own statements that take something of the entry away again; none: nothing does. */
function ownDeniers({ entry, session, policy }: Words): readonly string[] {
  let first: StatementRef | undefined;
  let one = true;
  for (const { lessDenied = [] } of entry.actions) {
    for (const deny of lessDenied) {
      first ??= deny;
      one &&= deny.policy === first.policy && deny.statement === first.statement;
    }
  }
  if (first === undefined) return [];
  return [...(one ? denierWordings(first, session, policy.model) : []), "this policy"];
}

function partlyWordings(words: Words): readonly string[] {
  const { actions } = words.entry;
  if (passesOn(words.entry, words.policy.model)) return passingWordings(words);
  if (actions.length === 1) return partOfOneWordings(actions[0]!, words);
  const head = shareAllowed(words, ["depends", "unknown"]);
  // NotAction means "whatever else the role may do"; to list what the role lacks of everything would tell nothing.
  if (words.entry.negated) return [head];
  const lost = actions.filter(isLost);
  const partly = actions.filter(({ result }) => result === "partly");
  if (lost.length > 0) {
    const share = shareAllowed(words, ["depends", "unknown", "partly"]);
    const losses = lossWordings(lost, words);
    // What is lost tells more than a few that are neither lost nor surely allowed.
    const others = actions.length - lost.length - countOf("allowed", words);
    const heads = others < lost.length ? [share, shareAllowed(words, [])] : [share];
    return [...heads.flatMap((each) => losses.map((loss) => `${each} · ${loss}`)), share];
  }
  const rest =
    partly.length === actions.length
      ? `All ${counted(partly.length, "action")} partly allowed`
      : `${head} · ${withThousands(partly.length)} in part`;
  return [...lossWordings(partly, words, true).map((loss) => `${rest} · ${loss}`), rest];
}

/** `12 of 16 allowed, 2 conditional, 1 unknown`: what is neither allowed nor lost is not to be taken for lost. */
function shareAllowed(words: Words, beside: readonly (keyof typeof besideAllowed)[]): string {
  const total = amountOf(words.entry.actions.length, words);
  const parts = [`${withThousands(countOf("allowed", words))} of ${total} allowed`];
  for (const result of beside) {
    const count = countOf(result, words);
    if (count > 0) parts.push(`${withThousands(count)} ${besideAllowed[result]}`);
  }
  return parts.join(", ");
}

const besideAllowed = { depends: "conditional", unknown: "unknown", partly: "in part" } as const;

function countOf(result: ActionAccess["result"], { entry }: Words): number {
  return entry.actions.filter((action) => action.result === result).length;
}

/** Of a statement that allows everything on everything; whatever that comes to. */
function passingWordings({ session }: Words): readonly string[] {
  return [`Passes on what ${principalName(session)} grants`, `Passes on what the ${principalWord(session)} grants`];
}

/** One action on a part of the resources. */
function partOfOneWordings(action: ActionAccess, words: Words): readonly string[] {
  if (action.allowedOn !== undefined && action.allowedOn.length > 0) {
    return resourceWordings(action.allowedOn).map((resources) => `Allowed only on ${resources}`);
  }
  if (action.isTakenAgain) {
    return ["Partly allowed", "Partly"].flatMap((head) => lessWordings(words).map((less) => head + less));
  }
  if (action.denied) {
    const deny = action.statements.find(({ effect }) => effect === "Deny");
    const who =
      deny === undefined ? [layerOf(action.decidedBy, words)] : denierWordings(deny, words.session, words.policy.model);
    return [...who.map((denier) => `Partly allowed · the rest is denied by ${denier}`), "Partly allowed"];
  }
  return [`Partly allowed · ${layerOf(action.decidedBy, words)} lacks the rest`, "Partly allowed"];
}

function notGrantedWordings(words: Words): readonly string[] {
  const { actions } = words.entry;
  if (actions.every(({ isTakenAgain }) => isTakenAgain)) return takenAgainWordings(words).map(upperFirst);
  const layer = commonLayer(actions);
  if (layer === undefined) return ["Not granted · only a resource policy could allow it", "Not granted"];
  const who =
    layer === "identity" ? `granted by ${principalWord(words.session)}` : `allowed by ${layerOf(layer, words)}`;
  return [`Not ${who} · only a resource policy could allow it`, `Not ${who}`];
}

function noEffectWordings(words: Words): readonly string[] {
  const { actions, pattern, unfit } = words.entry;
  if (actions.length === 0 && unfit.length > 0) {
    const variable = words.policy.model.substitutesVariables
      ? valuelessVariable(words.statement?.resources, sessionBindings(words.session).of)
      : undefined;
    if (variable !== undefined) {
      return [
        `No effect · \${${onOneLine(variable)}} has no value in this session`,
        "No effect · the Resource matches nothing",
      ];
    }
    const what = hasWildcard(pattern) && unfit.length > 1 ? "these actions don't" : "this action doesn't";
    const resources = resourceElementWordings(words.statement?.resources);
    return [...resources.map((each) => `No effect · ${what} apply to ${each}`), `No effect · ${what} fit the Resource`];
  }
  const it = actions.length > 1 ? "them" : "it";
  if (actions.every(({ outside }) => outside === "M6")) {
    const who = words.session.principal.kind === "role-session" ? "a role's session" : "a federated user";
    return [`No effect · ${who} can't call ${it}`, "No effect"];
  }
  if (actions.length > 0 && actions.every(({ isTakenAgain }) => isTakenAgain)) {
    return takenAgainWordings(words)
      .map((each) => `No effect · ${each}`)
      .concat("No effect");
  }
  const deny = actions.find(({ denied }) => denied)?.statements.find(({ effect }) => effect === "Deny");
  if (deny !== undefined && actions.every(({ denied }) => denied)) {
    const deniers = denierWordings(deny, words.session, words.policy.model);
    return [
      ...deniers.map((denier) => `No effect · denied by ${denier}`),
      `No effect · denied by ${layerOf(deny.layer, words)}`,
    ];
  }
  switch (commonLayer(actions)) {
    case "identity":
      return [
        `No effect · ${principalName(words.session)} doesn't grant ${it}`,
        `No effect · the ${principalWord(words.session)} doesn't grant ${it}`,
        "No effect",
      ];
    case "boundary":
      return [`No effect · the boundary doesn't allow ${it}`, "No effect"];
    case "scp":
      return [`No effect · no SCP allows ${it}`, "No effect"];
    case "rcp":
      return [`No effect · no RCP allows ${it}`, "No effect"];
    case "resource":
      return [`No effect · no resource policy allows ${it}`, "No effect"];
    case "session":
      return actions.some(({ statements }) => statements.some(({ effect }) => effect === "Allow"))
        ? ["No effect · the statement's condition is never true", "No effect"]
        : [`No effect · this policy takes ${it} away again`, "No effect"];
    default:
      return ["No effect"];
  }
}

function conditionalWordings(words: Words): readonly string[] {
  const { actions } = words.entry;
  const hanging = actions.filter(({ result }) => result === "depends");
  const condition = dependsWordings(hanging, words.statement, words.session);
  if (hanging.length < actions.length && words.entry.effect === "Allow") {
    const head = `${withThousands(actions.length - hanging.length)} of ${withThousands(actions.length)} allowed`;
    return [...condition.map((each) => `${head} · rest ${lowerFirst(each)}`), head];
  }
  if (words.entry.effect === "Deny") return condition.map((each) => `Removes it ${lowerFirst(each)}`);
  const less = lessWordings(words);
  return less.length === 1 ? condition : condition.flatMap((each) => [...less.map((part) => each + part), each]);
}

function unknownWordings(words: Words): readonly string[] {
  const { actions, pattern } = words.entry;
  if (words.entry.isUnjudged) return ["Can't tell · the policies are too intricate"];
  if (actions.length === 0) {
    return [hasWildcard(pattern) ? "Can't tell · no known action matches" : "Can't tell · this action isn't known"];
  }
  const unknown = actions.filter(({ result }) => result === "unknown");
  const detail = unknown.find((action) => action.unknown !== undefined)?.unknown?.detail;
  const amount = amountOfGroup(words);
  const head = amount === undefined ? "Can't tell" : `Can't tell for ${amount}`;
  const reason = detail === undefined ? head : `${head} · ${onOneLine(lowerFirst(detail))}`;
  if (unknown.length === actions.length || words.entry.effect === "Deny") return [reason];
  if (passesOn(words.entry, words.policy.model)) return passingWordings(words);
  const isOwn = unknown.every((action) => action.decidedBy === "resource");
  const part = shareAllowed(words, ["depends"]);
  const names = shortActions(unknown.map(({ action }) => action));
  const listing = [2, 1].map((most) => `${part} · can't tell for ${listed(names, most)}`);
  const isSame = isOwn && unknown.every((action) => action.unknown?.detail === detail);
  return isSame ? [`${part} · ${detail}`, ...listing] : listing;
}

function removesWordings(words: Words): Iterable<string> {
  const { actions } = words.entry;
  if (words.group !== undefined) return withResources(`Removes ${amountOfGroup(words) ?? "them"}`, words);
  const removed = actions.filter(({ result }) => result === "removes");
  if (removed.length === 1) return withResources(`Removes ${shortAction(removed[0]!.action)}`, words);
  const all = removed.length === actions.length;
  const total = countedActions(actions.length, words);
  return withResources(`Removes ${all ? total : `${withThousands(removed.length)} of ${total}`}`, words);
}

/** `16 actions`, or for NotAction `16 other actions`. */
function countedActions(count: number, { entry }: Words): string {
  return counted(count, entry.negated ? "other action" : "action");
}

/** The same where "actions" would only take room: `16`. */
function amountOf(count: number, words: Words): string {
  return words.entry.negated ? countedActions(count, words) : withThousands(count);
}

/** `role lacks GetObjectAcl and 3 more`, or where several layers are to blame `not GetObjectAcl and 3 more`. */
function lossWordings(lost: readonly ActionAccess[], words: Words, inPart = false): readonly string[] {
  const layer = commonLayer(lost);
  const denied = lost.every((action) => action.denied);
  const mixed = !denied && lost.some((action) => action.denied);
  const own = lost.some(({ isTakenAgain }) => isTakenAgain);
  const blame = layer === undefined || mixed || own ? "not" : `${layerOf(layer, words)} ${denied ? "denies" : "lacks"}`;
  if (inPart) return [blame === "not" ? "not the rest" : `${blame} the rest`];
  const names = shortActions(lost.map(({ action }) => action));
  return [3, 2, 1].map((most) => `${blame} ${listed(names, most)}`).concat(`${blame} ${withThousands(lost.length)}`);
}

function* withResources(head: string, { entry, statement }: Words): Iterable<string> {
  const first = entry.actions[0]?.allowedOn;
  const differing =
    first !== undefined && first.length > 0 && entry.actions.every(({ allowedOn }) => sameList(allowedOn, first));
  const resources = differing ? resourceWordings(first) : resourceElementWordings(statement?.resources);
  for (const each of resources) yield `${head} on ${onOneLine(each)}`;
  yield* cutResource(head, resources);
  yield head;
}

/** One long resource keeps its start, which tells more than no resource at all. */
function cutResource(head: string, resources: readonly string[]): readonly string[] {
  const last = resources[resources.length - 1];
  const room = lensRoom - head.length - " on ".length;
  return last === undefined || room < 12 ? [] : [`${head} on ${cut(onOneLine(last), room)}`];
}

function sameList(a: readonly string[] | undefined, b: readonly string[]): boolean {
  return a !== undefined && a.length === b.length && a.every((item, index) => item === b[index]);
}

function commonLayer(actions: readonly ActionAccess[]): LayerName | undefined {
  const layer = actions[0]?.decidedBy;
  return actions.every(({ decidedBy }) => decidedBy === layer) ? layer : undefined;
}

function layerOf(layer: LayerName, { session }: Words): string {
  if (layer === "identity") return principalWord(session);
  return layer === "session" ? "this policy" : layerWord(layer);
}

/** For a sentence that becomes the part of another; a name such as `S3AccessRole` keeps its capital. */
function lowerFirst(text: string): string {
  if (!/^[A-Z][a-z']*[ ,]/.test(text) || text.startsWith("AWS")) return text;
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
