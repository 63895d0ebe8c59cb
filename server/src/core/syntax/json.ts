import type { Span } from "../text/span.js";

/**
 * A JSON value with the places it came from. Spans are UTF-16 offsets into the policy's own (decoded) text.
 * Half-typed text still gives every node that could be read.
 */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonBoolean | JsonNull;

export interface JsonObject {
  readonly type: "object";
  readonly span: Span;
  readonly members: readonly JsonMember[];
  /** Whether its closing brace was typed. Without it the span reaches to the next token that is not its own. */
  readonly closed: boolean;
}

export interface JsonMember {
  /** From the key to the value's end. While a value is missing after the colon: to where the next token starts. */
  readonly span: Span;
  readonly key: JsonString;
  /** Missing while the user has typed only the key, or something that is no JSON value. */
  readonly value: JsonNode | undefined;
}

export interface JsonArray {
  readonly type: "array";
  readonly span: Span;
  readonly items: readonly JsonNode[];
  /** Whether its closing bracket was typed. Without it the span reaches to the next token that is not its own. */
  readonly closed: boolean;
}

export interface JsonString {
  readonly type: "string";
  /** With the quotes. (A key whose quotes are missing, which is a syntax problem, has none.) */
  readonly span: Span;
  readonly value: string;
}

export interface JsonNumber {
  readonly type: "number";
  readonly span: Span;
  readonly value: number;
}

export interface JsonBoolean {
  readonly type: "boolean";
  readonly span: Span;
  readonly value: boolean;
}

export interface JsonNull {
  readonly type: "null";
  readonly span: Span;
}

/** A plain JSON value, as `JSON.parse` gives it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Where a value is in a policy: member names and array indexes from the root. */
export type PolicyPath = readonly (string | number)[];
