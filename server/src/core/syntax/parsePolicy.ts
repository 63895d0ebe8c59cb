import type { JsonArray, JsonMember, JsonNode, JsonObject, JsonString } from "./json.js";
import type { ParsedPolicy } from "./parsedPolicy.js";
import { problemList, type ReportProblem, type Token, tokensOf } from "./tokens.js";

/** Objects and lists nested deeper than this are not read. No policy needs ten. */
export const maximumDepth = 100;

/** Texts longer than this many UTF-16 units are not read. */
export const maximumLength = 1_000_000;

/** Problems given of each kind. */
const maximumProblems = 100;

/**
 * Reads a policy's text. Never throws and never gives up half-way: a text that is being typed gives every statement
 * that can be made out, with the rest in `problems`, sorted by place. A text without problems is exactly one that
 * `JSON.parse` accepts and that has no member twice.
 *
 * jsonc-parser supplies the tokens. The tree is built here and not by its `parseTree`, which overflows the stack on
 * deeply nested text and, where a value is missing, takes the next member's name for it.
 */
export function parsePolicy(text: string): ParsedPolicy {
  if (text.length > maximumLength) {
    const detail = `the text has more than ${maximumLength} characters`;
    return {
      text,
      root: undefined,
      problems: [{ kind: "too-long", span: { start: 0, end: 0 }, detail }],
    };
  }
  const inTokens = problemList(maximumProblems);
  const tokens = tokensOf(text, inTokens.report);
  let inTree = problemList(maximumProblems);
  let root = treeOf(tokens, inTree.report, false);
  // Only text that is broken is read as if it could be nothing but a policy: other documents may be asked about too.
  if (inTree.problems.some(({ kind }) => kind === "syntax")) {
    inTree = problemList(maximumProblems);
    root = treeOf(tokens, inTree.report, true);
  }
  const problems = [...inTokens.problems, ...inTree.problems];
  problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return { text, root, problems };
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
function treeOf(tokens: readonly Token[], report: ReportProblem, asPolicy: boolean): JsonNode | undefined {
  const last = tokens[tokens.length - 1]!;
  let at = 0;
  let endReported = false;
  /** The comma that ended an object or list whose bracket is missing: it separates the parts of the one around it. */
  let outerComma: Token | undefined;

  return document();

  function peek(ahead = 0): Token {
    return tokens[at + ahead] ?? last;
  }

  function take(): Token {
    const token = peek();
    if (at < tokens.length - 1) at++;
    return token;
  }

  function problemAt(token: Token, detail: string): void {
    report("syntax", token.start, token.end, detail);
  }

  function document(): JsonNode | undefined {
    if (peek().kind === "end") {
      report("empty", 0, peek().end, "");
      return undefined;
    }
    if (!startsValue(peek())) {
      problemAt(peek(), "a policy starts with {");
      while (peek().kind !== "end" && peek().kind !== "{" && peek().kind !== "[") take();
      if (peek().kind === "end") return undefined;
    }
    const root = value({
      depth: 0,
      parent: "none",
      inObject: false,
      inArray: false,
    });
    if (peek().kind !== "end") problemAt(peek(), "nothing may follow the end of the policy");
    return root;
  }

  /** Reads the value that starts here; the caller has checked that one does. */
  function value(enclosing: Enclosing): JsonNode {
    const token = peek();
    if (token.kind === "{" || token.kind === "[") {
      if (enclosing.depth >= maximumDepth) return tooDeep();
      return token.kind === "{" ? object(enclosing) : array(enclosing);
    }
    take();
    const span = { start: token.start, end: token.end };
    if (token.kind === "string") return { type: "string", span, value: token.value };
    if (token.kind === "number") return { type: "number", span, value: numberOf(token.value) };
    if (token.kind === "null") return { type: "null", span };
    return { type: "boolean", span, value: token.kind === "true" };
  }

  /** Passes over an object or list, brackets counted, and gives it without content. */
  function tooDeep(): JsonNode {
    const open = take();
    report("too-deep", open.start, open.end, `nested deeper than ${maximumDepth}`);
    let unclosed = 1;
    let end = open.end;
    while (unclosed > 0 && peek().kind !== "end") {
      const token = take();
      end = token.end;
      if (token.kind === "{" || token.kind === "[") unclosed++;
      if (token.kind === "}" || token.kind === "]") unclosed--;
    }
    const span = { start: open.start, end };
    const closed = unclosed === 0;
    return open.kind === "{"
      ? { type: "object", span, members: [], closed }
      : { type: "array", span, items: [], closed };
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
    const keys = new NamesRead();
    /** The comma after the last member, once it was read. */
    let comma: Token | undefined;
    /** Whether the last thing read was no member, so that one mistake is reported once. */
    let lost = false;

    function unexpected(detail: string): void {
      if (!lost) problemAt(peek(), detail);
      lost = true;
    }

    function finish(closed: boolean): JsonObject {
      if (!closed) outerComma = comma;
      const end = closed ? take().end : peek().start;
      return {
        type: "object",
        span: { start: open.start, end },
        members,
        closed,
      };
    }

    for (;;) {
      const token = peek();
      switch (token.kind) {
        case "end":
          unclosed(open, "this { is not closed");
          return finish(false);
        case "}":
          if (comma !== undefined) report("trailing-comma", comma.start, comma.end, "");
          return finish(true);
        case ",":
          if ((comma !== undefined || members.length === 0) && !lost)
            problemAt(token, "a member is missing before this comma");
          comma = take();
          lost = false;
          continue;
        case "]": {
          const lastValue = members[members.length - 1]?.value;
          const memberFollows = peek(1).kind === "," && isKey(2);
          const listFollows = peek(1).kind === "}" && peek(2).kind !== "end";
          // After a list, with more of this object or of what is around it to come, it is one bracket too many.
          if (enclosing.inArray && !(lastValue?.type === "array" && (memberFollows || listFollows))) {
            problemAt(open, "this { is not closed");
            return finish(false);
          }
          problemAt(take(), "this ] has no [");
          continue;
        }
        case "{":
          // The next item of a list around this: the closing brace is still to be typed.
          if (enclosing.inArray) {
            problemAt(open, "this { is not closed");
            return finish(false);
          }
          unexpected("a name in double quotes is expected here");
          value(inside);
          continue;
        case "[":
          unexpected("a name in double quotes is expected here");
          value(inside);
          continue;
        case ":":
          unexpected("a name is missing before this colon");
          take();
          if (startsValue(peek()) && !isKey(0)) value(inside);
          continue;
        case "string":
          break;
        default:
          if (peek(1).kind !== ":") {
            unexpected("a name in double quotes is expected here");
            take();
            continue;
          }
          problemAt(token, "a name must stand in double quotes");
      }
      if (members.length > 0 && comma === undefined && !lost) problemAt(token, "a comma is missing before this");
      lost = false;
      const member = memberOf(inside);
      comma = takeOuterComma();
      const key = member.key.value;
      if (!keys.add(key)) report("duplicate-key", member.key.span.start, member.key.span.end, key);
      members.push(member);
    }
  }

  function memberOf(inside: Enclosing): JsonMember {
    const name = take();
    const key: JsonString = {
      type: "string",
      span: { start: name.start, end: name.end },
      value: name.value,
    };
    if (peek().kind === ":") {
      const colon = take();
      if (startsValue(peek()) && !isKey(0)) return withValue(key, value(inside));
      if (peek().kind !== "word") {
        problemAt(colon, "a value is missing after this colon");
        return {
          span: { start: name.start, end: peek().start },
          key,
          value: undefined,
        };
      }
      return {
        span: { start: name.start, end: words() },
        key,
        value: undefined,
      };
    }
    if (startsValue(peek()) && !isKey(0)) {
      problemAt(peek(), "a colon is missing before this");
      return withValue(key, value(inside));
    }
    problemAt(name, "a colon and a value are missing after this name");
    return { span: key.span, key, value: undefined };
  }

  function withValue(key: JsonString, node: JsonNode): JsonMember {
    return {
      span: { start: key.span.start, end: node.span.end },
      key,
      value: node,
    };
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
    let comma: Token | undefined;
    let lost = false;

    function finish(closed: boolean): JsonArray {
      if (!closed) outerComma = comma;
      const end = closed ? take().end : peek().start;
      return { type: "array", span: { start: open.start, end }, items, closed };
    }

    for (;;) {
      const token = peek();
      switch (token.kind) {
        case "end":
          unclosed(open, "this [ is not closed");
          return finish(false);
        case "]":
          if (comma !== undefined) report("trailing-comma", comma.start, comma.end, "");
          return finish(true);
        case ",":
          if ((comma !== undefined || items.length === 0) && !lost)
            problemAt(token, "a value is missing before this comma");
          comma = take();
          lost = false;
          continue;
        case "}": {
          // After an item that is an object, with more of the list to come, it is one brace too many.
          const more = peek(1).kind === "," || peek(1).kind === "]";
          if (enclosing.inObject && !(items[items.length - 1]?.type === "object" && more)) {
            problemAt(open, "this [ is not closed");
            return finish(false);
          }
          problemAt(take(), "this } has no {");
          continue;
        }
        case ":":
          if (!lost) problemAt(token, "a colon may not stand in a list");
          lost = true;
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
          if ((isKey(0) && enclosing.inObject) || (token.kind === "{" && isOfStatement && asPolicy)) {
            problemAt(open, "this [ is not closed");
            return finish(false);
          }
          if (lacksComma && !lost) problemAt(token, "a comma is missing before this");
          lost = false;
          items.push(value(inside));
          comma = takeOuterComma();
        }
      }
    }
  }

  function takeOuterComma(): Token | undefined {
    const comma = outerComma;
    outerComma = undefined;
    return comma;
  }

  /** Passes over a run of text without quotes, reported once; gives its end. */
  function words(): number {
    const first = take();
    problemAt(first, "text must stand in double quotes");
    let end = first.end;
    while (peek().kind === "word" || peek().kind === ":" || peek().kind === "number") end = take().end;
    return end;
  }

  /** Whether the token so far ahead is a member's name. */
  function isKey(ahead: number): boolean {
    return peek(ahead).kind === "string" && peek(ahead + 1).kind === ":";
  }

  /** At the end of the text only the innermost bracket is reported: the others are being typed around it. */
  function unclosed(open: Token, detail: string): void {
    if (!endReported) problemAt(open, detail);
    endReported = true;
  }
}

function startsValue(token: Token): boolean {
  switch (token.kind) {
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

/** The names of one object. Most have a handful, for which a set is more than is needed. */
class NamesRead {
  readonly #few: string[] = [];
  #many: Set<string> | undefined;

  /** False where the name was there already. */
  add(name: string): boolean {
    if (this.#many === undefined) {
      if (this.#few.includes(name)) return false;
      this.#few.push(name);
      if (this.#few.length > 16) this.#many = new Set(this.#few);
      return true;
    }
    const { size } = this.#many;
    return this.#many.add(name).size > size;
  }
}
