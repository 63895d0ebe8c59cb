import type { Bindings } from "../sets/variableBindings.js";

/**
 * Values that a reader would believe, for keys of which any value is as good as another: they are tried first. Accounts
 * and names are those of AWS's own examples.
 */
export function usualValues(key: string, bindings: Bindings): readonly string[] {
  switch (key) {
    case "aws:principalarn": {
      const type = bindings("aws:principaltype");
      const isFederated = type.state === "value" && type.value === "FederatedUser";
      return accounts.map((account) =>
        isFederated ? `arn:aws:sts::${account}:federated-user/example` : `arn:aws:iam::${account}:role/example`,
      );
    }
    case "aws:principalaccount":
    case "aws:resourceaccount":
      return accounts;
    case "aws:requestedregion":
      return ["us-east-1", "eu-west-1"];
    default:
      return [];
  }
}

const accounts = ["111122223333", "444455556666"];
