import type { Statement } from "../../policy/model.js";
import { blank, literalValue, type Template } from "../../regions/template.js";
import type { JsonValue } from "../../syntax/json.js";
import type { Place } from "./place.js";

/** A statement with blanks, in the grammar of the policy's kind (G2). */
export function statementTemplate(
  { kind }: Pick<Place, "kind">,
  effect: "Allow" | "Deny" = usualEffect(kind),
): Template {
  const principal =
    kind === "rcp"
      ? { Principal: "*" }
      : kind === "trust" || kind === "resource"
        ? { Principal: { [blank(1, "AWS", "Service", "Federated")]: blank(2) } }
        : {};
  const action = kind === "trust" ? blank(3, "sts:AssumeRole") : [blank(3)];
  const resource = kind === "trust" ? {} : { Resource: blank(4, ...(kind === "scp" || kind === "rcp" ? ["*"] : [])) };
  return { Effect: effect, ...principal, Action: action, ...resource };
}

function usualEffect(kind: Place["kind"]): "Allow" | "Deny" {
  return kind === "scp" || kind === "rcp" ? "Deny" : "Allow";
}

/** A statement of another policy as it is written. */
export function statementValue(statement: Statement, sid = true): Template {
  const { effect, actions, resources, conditions } = statement;
  const written = (texts: readonly string[]): JsonValue => (texts.length === 1 ? texts[0]! : texts);
  const tests: Record<string, Record<string, JsonValue>> = {};
  for (const { operator, key, values } of conditions) {
    const keys = Object.hasOwn(tests, operator) ? tests[operator]! : {};
    keys[key] = values.length === 1 ? values[0]! : values;
    tests[operator] = keys;
  }
  return literalValue({
    ...(sid && statement.sid !== undefined && statement.sid !== "" && { Sid: statement.sid }),
    Effect: effect,
    [actions.negated ? "NotAction" : "Action"]: written(actions.entries.map(({ text }) => text)),
    ...(resources !== undefined && {
      [resources.negated ? "NotResource" : "Resource"]: written(resources.entries.map(({ text }) => text)),
    }),
    ...(conditions.length > 0 && { Condition: tests }),
  });
}
