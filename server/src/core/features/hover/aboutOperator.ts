import { parseOperator } from "../../access/evaluate/conditionOperator.js";
import { code, link } from "../../messages/markdown.js";
import { operatorAsks, operatorsPage, whenAbsent } from "../../messages/operatorProse.js";

/** A condition operator: what it asks for, and what becomes of a request without the key. */
export function aboutOperator(text: string): readonly string[] {
  const operator = parseOperator(text);
  const reference = link("AWS reference", operatorsPage);
  if (operator === undefined) {
    return [
      `**${code(text)}** · ${reference}`,
      "AWS documents no such operator. Their names have an exact spelling: `StringEquals`.",
    ];
  }
  const { qualifier } = operator;
  const set =
    qualifier === "none"
      ? ""
      : `${code(qualifier)} is for keys that may have several values in one request, such as \`aws:TagKeys\`.`;
  return [`**${code(text)}** · operator · ${reference}`, operatorAsks(operator), whenAbsent(operator), set];
}
