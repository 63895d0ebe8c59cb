import { OwnSpan, type Span } from "../text/span.js";
import type { JsonArray, JsonMember, JsonNode, JsonObject, JsonString } from "./json.js";
import type { ParsedPolicy } from "./parsedPolicy.js";
import { problemList, type ReportProblem, type TokenKind, TokenReader } from "./tokens.js";

/** Objects and lists nested deeper than this are not read. No policy needs ten. */
export const maximumDepth = 100;

/** Texts longer than this many UTF-16 units are not read. */
export const maximumLength = 1_000_000;

/**
 * Policies longer than this are not judged: twelve times the largest that AWS takes, and more than the largest that AWS
 * itself has, however it is laid out.
 */
export const longestPolicy = 240_000;

/** Problems given of each kind. */
const maximumProblems = 100;

/** What is read of a text that is too long: nothing. */
export function unreadText(text: string, longest: number): ParsedPolicy {
  const detail = `the text has more than ${longest.toLocaleString("en-US")} characters`;
  return {
    text,
    root: undefined,
    problems: [{ kind: "too-long", span: { start: 0, end: 0 }, detail }],
    oneLine: false,
  };
}

/**
 * Reads a policy's text. Never throws and never gives up half-way: a text that is being typed gives every statement
 * that can be made out, with the rest in `problems`, sorted by place. A text without problems is exactly one that
 * `JSON.parse` accepts and that has no member twice.
 *
 * jsonc-parser supplies the tokens. The tree is built here and not by its `parseTree`, which overflows the stack on
 * deeply nested text and, where a value is missing, takes the next member's name for it.
 */
export function parsePolicy(text: string): ParsedPolicy {
  if (text.length > maximumLength) return unreadText(text, maximumLength);
  const inTokens = problemList(maximumProblems);
  let inTree = problemList(maximumProblems);
  const tokens = new TokenReader(text, inTokens.report);
  let root = treeOf(text, tokens, inTree.report, false);
  while (tokens.kind !== "end") tokens.next();
  // Only text that is broken is read as if it could be nothing but a policy: other documents may be asked about too.
  if (inTree.problems.some(({ kind }) => kind === "syntax")) {
    inTree = problemList(maximumProblems);
    const again = new TokenReader(text, () => {});
    root = treeOf(text, again, inTree.report, true);
  }
  const problems = [...inTokens.problems, ...inTree.problems];
  if (problems.length > 1) problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { text, root, problems, oneLine: tokens.isOneLine };
}

/** What encloses the value that is being read. */
interface Enclosing {
  readonly depth: number;
  readonly parent: "object" | "array" | "none";
  readonly inObject: boolean;
  readonly inArray: boolean;
}

/**
 * The tree of `tokens`. With `asPolicy`, an object in a list of a statement is taken for the next statement, since such
 * a list holds only strings: its closing bracket is missing.
 */
function treeOf(text: string, tokens: TokenReader, report: ReportProblem, asPolicy: boolean): JsonNode | undefined {
  let endReported = false;
  /** Where the comma stands that ended an object or list whose bracket is missing: it separates the parts of the one around it. */
  let outerComma: number | undefined;

  return document();

  function here(): TokenKind {
    return tokens.kind;
  }

  /** Goes on to the next token; gives the start of this one. */
  function take(): number {
    const { start } = tokens;
    tokens.next();
    return start;
  }

  /** The same, but gives its end. */
  function takeToEnd(): number {
    const { end } = tokens;
    tokens.next();
    return end;
  }

  /** Reports a problem of this token. */
  function problemHere(detail: string): void {
    report("syntax", tokens.start, tokens.end, detail);
  }

  /** The same of something that may not stand here; not where the last thing read did not either. */
  function unexpected(wasLost: boolean, detail: string): true {
    if (!wasLost) problemHere(detail);
    return true;
  }

  /** Reports a problem of one character: a bracket, a colon. */
  function problemAt(start: number, detail: string): void {
    report("syntax", start, start + 1, detail);
  }

  function document(): JsonNode | undefined {
    if (here() === "end") {
      report("empty", 0, tokens.end, "");
      return undefined;
    }
    if (!startsValue(here())) {
      problemHere("a policy starts with {");
      while (here() !== "end" && here() !== "{" && here() !== "[") take();
      if (here() === "end") return undefined;
    }
    const root = value({
      depth: 0,
      parent: "none",
      inObject: false,
      inArray: false,
    });
    if (here() !== "end") problemHere("nothing may follow the end of the policy");
    return root;
  }

  /** Reads the value that starts here; the caller has checked that one does. */
  function value(enclosing: Enclosing): JsonNode {
    const { kind } = tokens;
    if (kind === "{" || kind === "[") {
      if (enclosing.depth >= maximumDepth) return tooDeep();
      return kind === "{" ? object(enclosing) : array(enclosing);
    }
    if (kind === "string") {
      const string = stringHere();
      tokens.next();
      return string;
    }
    const span = new OwnSpan(tokens.start, tokens.end);
    tokens.next();
    if (kind === "number") return { type: "number", span, value: numberOf(text.slice(span.start, span.end)) };
    if (kind === "null") return { type: "null", span };
    return { type: "boolean", span, value: kind === "true" };
  }

  /** The string that this token is. */
  function stringHere(): JsonString {
    return new StringNode(new OwnSpan(tokens.start, tokens.end), tokens.value);
  }

  /** Passes over an object or list, brackets counted, and gives it without content. */
  function tooDeep(): JsonNode {
    const isObject = here() === "{";
    const start = take();
    report("too-deep", start, start + 1, `nested deeper than ${maximumDepth}`);
    let unclosed = 1;
    let end = start + 1;
    while (unclosed > 0 && here() !== "end") {
      if (here() === "{" || here() === "[") unclosed++;
      if (here() === "}" || here() === "]") unclosed--;
      end = takeToEnd();
    }
    const span = { start, end };
    const closed = unclosed === 0;
    return isObject ? { type: "object", span, members: [], closed } : { type: "array", span, items: [], closed };
  }

  function object(enclosing: Enclosing): JsonObject {
    const inside: Enclosing = {
      depth: enclosing.depth + 1,
      parent: "object",
      inObject: true,
      inArray: enclosing.inArray,
    };
    const open = take();
    const members: JsonMember[] = [];
    let names: Set<string> | undefined;
    /** The comma after the last member, once it was read. */
    let comma: number | undefined;
    /** Whether the last thing read was no member, so that one mistake is reported once. */
    let lost = false;

    for (;;) {
      switch (here()) {
        case "end":
          unclosed(open, "this { is not closed");
          return openObject(open, members, comma);
        case "}":
          if (comma !== undefined) report("trailing-comma", comma, comma + 1, "");
          return new ObjectNode(new OwnSpan(open, takeToEnd()), members, true);
        case ",":
          if ((comma !== undefined || members.length === 0) && !lost)
            problemHere("a member is missing before this comma");
          comma = take();
          lost = false;
          continue;
        case "]": {
          const lastValue = members[members.length - 1]?.value;
          const memberFollows =
            tokens.kindAhead(1) === "," && tokens.kindAhead(2) === "string" && tokens.kindAhead(3) === ":";
          const listFollows = tokens.kindAhead(1) === "}" && tokens.kindAhead(2) !== "end";
          // After a list, with more of this object or of what is around it to come, it is one bracket too many.
          if (enclosing.inArray && !(lastValue?.type === "array" && (memberFollows || listFollows))) {
            problemAt(open, "this { is not closed");
            return openObject(open, members, comma);
          }
          problemAt(take(), "this ] has no [");
          continue;
        }
        case "{":
          // The next item of a list around this: the closing brace is still to be typed.
          if (enclosing.inArray) {
            problemAt(open, "this { is not closed");
            return openObject(open, members, comma);
          }
          lost = unexpected(lost, "a name in double quotes is expected here");
          value(inside);
          continue;
        case "[":
          lost = unexpected(lost, "a name in double quotes is expected here");
          value(inside);
          continue;
        case ":":
          lost = unexpected(lost, "a name is missing before this colon");
          take();
          if (startsValue(here()) && !isKey()) value(inside);
          continue;
        case "string":
          break;
        default:
          if (tokens.kindAhead(1) !== ":") {
            lost = unexpected(lost, "a name in double quotes is expected here");
            take();
            continue;
          }
          problemHere("a name must stand in double quotes");
      }
      if (members.length > 0 && comma === undefined && !lost) problemHere("a comma is missing before this");
      lost = false;
      const member = memberOf(inside);
      comma = takeOuterComma();
      const key = member.key.value;
      if (members.length > fewNames) names ??= new Set(members.map((each) => each.key.value));
      if (names?.has(key) ?? hasName(members, key))
        report("duplicate-key", member.key.span.start, member.key.span.end, key);
      names?.add(key);
      members.push(member);
    }
  }

  function openObject(open: number, members: readonly JsonMember[], comma: number | undefined): JsonObject {
    outerComma = comma;
    return new ObjectNode(new OwnSpan(open, tokens.start), members, false);
  }

  function memberOf(inside: Enclosing): JsonMember {
    const { kind, start, end, value: string } = tokens;
    tokens.next();
    const key = new StringNode(new OwnSpan(start, end), kind === "string" ? string : text.slice(start, end));
    if (here() === ":") {
      const colon = take();
      if (startsValue(here()) && !isKey()) return withValue(key, value(inside));
      if (here() !== "word") {
        problemAt(colon, "a value is missing after this colon");
        return new MemberNode(new OwnSpan(start, tokens.start), key, undefined);
      }
      return new MemberNode(new OwnSpan(start, words()), key, undefined);
    }
    if (startsValue(here()) && !isKey()) {
      problemHere("a colon is missing before this");
      return withValue(key, value(inside));
    }
    report("syntax", start, end, "a colon and a value are missing after this name");
    return new MemberNode(key.span, key, undefined);
  }

  function withValue(key: JsonString, node: JsonNode): JsonMember {
    return new MemberNode(new OwnSpan(key.span.start, node.span.end), key, node);
  }

  function array(enclosing: Enclosing): JsonArray {
    const inside: Enclosing = {
      depth: enclosing.depth + 1,
      parent: "array",
      inObject: enclosing.inObject,
      inArray: true,
    };
    const open = take();
    const items: JsonNode[] = [];
    let comma: number | undefined;
    let lost = false;

    for (;;) {
      switch (here()) {
        case "end":
          unclosed(open, "this [ is not closed");
          return openArray(open, items, comma);
        case "]":
          if (comma !== undefined) report("trailing-comma", comma, comma + 1, "");
          return new ArrayNode(new OwnSpan(open, takeToEnd()), items, true);
        case ",":
          if ((comma !== undefined || items.length === 0) && !lost) problemHere("a value is missing before this comma");
          comma = take();
          lost = false;
          continue;
        case "}": {
          // After an item that is an object, with more of the list to come, it is one brace too many.
          const more = tokens.kindAhead(1) === "," || tokens.kindAhead(1) === "]";
          if (enclosing.inObject && !(items[items.length - 1]?.type === "object" && more)) {
            problemAt(open, "this [ is not closed");
            return openArray(open, items, comma);
          }
          problemAt(take(), "this } has no {");
          continue;
        }
        case ":":
          lost = unexpected(lost, "a colon may not stand in a list");
          take();
          continue;
        case "word":
          words();
          lost = true;
          continue;
        default: {
          const lacksComma = items.length > 0 && comma === undefined;
          const isOfStatement = enclosing.parent === "object" && enclosing.inArray;
          // A list has no names: the closing bracket is still to be typed, and this is the next member around it.
          if ((isKey() && enclosing.inObject) || (here() === "{" && isOfStatement && asPolicy)) {
            problemAt(open, "this [ is not closed");
            return openArray(open, items, comma);
          }
          if (lacksComma && !lost) problemHere("a comma is missing before this");
          lost = false;
          if (here() === "string") {
            do items.push(stringHere());
            while (tokens.nextInList());
            tokens.next();
          } else items.push(value(inside));
          comma = takeOuterComma();
        }
      }
    }
  }

  function openArray(open: number, items: readonly JsonNode[], comma: number | undefined): JsonArray {
    outerComma = comma;
    return new ArrayNode(new OwnSpan(open, tokens.start), items, false);
  }

  function takeOuterComma(): number | undefined {
    const comma = outerComma;
    outerComma = undefined;
    return comma;
  }

  /** Passes over a run of text without quotes, reported once; gives its end. */
  function words(): number {
    problemHere("text must stand in double quotes");
    let end = takeToEnd();
    while (here() === "word" || here() === ":" || here() === "number") end = takeToEnd();
    return end;
  }

  /** Whether this token is a member's name. */
  function isKey(): boolean {
    return here() === "string" && tokens.kindAhead(1) === ":";
  }

  /** At the end of the text only the innermost bracket is reported: the others are being typed around it. */
  function unclosed(open: number, detail: string): void {
    if (!endReported) problemAt(open, detail);
    endReported = true;
  }
}

function startsValue(kind: TokenKind): boolean {
  switch (kind) {
    case "{":
    case "[":
    case "string":
    case "number":
    case "true":
    case "false":
    case "null":
      return true;
    default:
      return false;
  }
}

function numberOf(source: string): number {
  const number = Number(source);
  // `1e` and the like, already reported.
  return Number.isNaN(number) ? 0 : number;
}

/** So many names are compared with each other sooner than a set is made of them. */
const fewNames = 16;

function hasName(members: readonly JsonMember[], name: string): boolean {
  for (let at = 0; at < members.length; at++) if (members[at]!.key.value === name) return true;
  return false;
}

/** See `OwnSpan`, for all of these. */
class StringNode implements JsonString {
  readonly type = "string";
  readonly span: Span;
  readonly value: string;

  constructor(span: Span, value: string) {
    this.span = span;
    this.value = value;
  }
}

class ArrayNode implements JsonArray {
  readonly type = "array";
  readonly span: Span;
  readonly items: readonly JsonNode[];
  readonly closed: boolean;

  constructor(span: Span, items: readonly JsonNode[], closed: boolean) {
    this.span = span;
    this.items = items;
    this.closed = closed;
  }
}

class ObjectNode implements JsonObject {
  readonly type = "object";
  readonly span: Span;
  readonly members: readonly JsonMember[];
  readonly closed: boolean;

  constructor(span: Span, members: readonly JsonMember[], closed: boolean) {
    this.span = span;
    this.members = members;
    this.closed = closed;
  }
}

class MemberNode implements JsonMember {
  readonly span: Span;
  readonly key: JsonString;
  readonly value: JsonNode | undefined;

  constructor(span: Span, key: JsonString, value: JsonNode | undefined) {
    this.span = span;
    this.key = key;
    this.value = value;
  }
}
