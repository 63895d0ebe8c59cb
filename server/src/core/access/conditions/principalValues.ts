import { anyOne, anyStar, type Glob, globOf, noColonOne, noColonStar } from "../sets/tokens.js";
import type { Binding, Bindings } from "../sets/variableBindings.js";

/**
 * What the values of a key must look like that tells who makes the request: in a session these are never a user's or a
 * service's (V5, V6). Undefined: anything. A session of unknown kind is one of a role.
 */
export function principalShape(key: string, bindings: Bindings): Glob | undefined {
  const type = bindings("aws:principaltype");
  const federated = type.state === "value" && type.value === "FederatedUser";
  switch (key) {
    case "aws:principalarn":
      return federated ? federatedUserArn : roleArn;
    case "aws:principaltype":
      return federated ? text("FederatedUser") : text("AssumedRole");
    case "aws:userid":
      return userIdShape(bindings("aws:userid"));
    case "aws:principalaccount":
      return accountId;
    default:
      return undefined;
  }
}

const name: readonly number[] = [noColonOne, noColonStar];
const rest: readonly number[] = [anyOne, anyStar];
const roleArn = globOf([...codes("arn:"), ...name, ...codes(":iam::"), ...name, ...codes(":role/"), ...rest]);
const federatedUserArn = globOf([
  ...codes("arn:"),
  ...name,
  ...codes(":sts::"),
  ...name,
  ...codes(":federated-user/"),
  ...rest,
]);

function userIdShape(binding: Binding): Glob {
  const [before, after] = (binding.state === "unknown" && binding.parts) || [];
  const part = (text: string | undefined) => (text === undefined ? name : codes(text));
  return globOf([...part(before), 58, ...part(after)]);
}

const accountId = globOf(Array.from({ length: 12 }, () => noColonOne));

function text(value: string): Glob {
  return globOf(codes(value));
}

function codes(value: string): readonly number[] {
  return Array.from(value, (character) => character.charCodeAt(0));
}
