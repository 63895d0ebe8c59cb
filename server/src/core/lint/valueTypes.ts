import type { JsonNode } from "../syntax/json.js";

/** A value's type in words, with its article: `a number`, `an object`. */
export function typeInWords(node: JsonNode | undefined): string {
  switch (node?.type) {
    case "object":
      return "an object";
    case "array":
      return "a list";
    case "boolean":
      return "true or false, without quotes";
    case undefined:
      return "nothing";
    case "null":
      return "null";
    case "string":
      return "a string";
    case "number":
      return "a number";
  }
}
