import { accountIn } from "../policy/attachedPolicy.js";
import type { ResourceConfig, Stated } from "./config.js";
import { type ConfigNode, type ConfigReader, quote, saysNone } from "./configReader.js";
import { readPolicy } from "./readPrincipal.js";

/** Reads `resources`: resources by ARN, each with the policy that hangs on it. */
export function readResources(reader: ConfigReader, value: ConfigNode): Stated<readonly ResourceConfig[]> {
  if (saysNone(value.node)) return { state: "none" };
  const members = reader.members(value, "an object of resources by ARN, or null if no resource has a policy");
  if (members === undefined) return { state: "broken" };
  // A map of nothing says nothing: "no resource has a policy" is `null`, or `resourcePoliciesComplete` (E3).
  if (members.size === 0) return { state: "not-given" };
  return {
    state: "given",
    value: [...members].map(([arn, member]) => readResource(reader, arn, member)),
  };
}

function readResource(reader: ConfigReader, arn: string, value: ConfigNode): ResourceConfig {
  if (!/^arn:[^:]*:[^:]+:[^:]*:[^:]*:.+$/s.test(arn)) {
    reader.report(
      "unknown-value",
      value.path,
      arn,
      `${quote(arn)} is not the ARN of a resource, so its policy is never looked at. ` +
        'Write the full ARN, for example "arn:aws:s3:::example-bucket".',
      { onKey: true },
    );
  }
  const found = reader.members(value, 'an object such as {"account": "111122223333", "policy": "bucket-policy.json"}');
  const members = found ?? new Map<string, ConfigNode>();
  reader.onlyKnown(members, ["account", "policy"], "a resource");
  const policy = members.get("policy");
  const absent = found === undefined ? ({ state: "broken" } as const) : ({ state: "not-given" } as const);
  return {
    arn,
    path: value.path,
    account: readAccount(reader, arn, members.get("account")),
    policy: policy === undefined ? absent : readPolicy(reader, policy),
  };
}

function readAccount(reader: ConfigReader, arn: string, value: ConfigNode | undefined): string | undefined {
  if (value === undefined) return undefined;
  const account = reader.text(value, 'an account\'s 12 digits in quotes, such as "111122223333"');
  const named = accountIn(arn);
  if (account !== undefined && /^[0-9]{12}$/.test(account)) {
    if (named === undefined || named === account) return account;
    const message = `The ARN names the account ${named}, so ${quote(account)} is not looked at. Remove "account", or correct the ARN.`;
    reader.report("unknown-value", value.path, account, message);
    return undefined;
  }
  if (account === undefined || named !== undefined) return undefined;
  reader.report(
    "unknown-value",
    value.path,
    account,
    `${quote(account)} is no account number, so it isn't known whether the resource is in the role's account. ` +
      "Write its 12 digits.",
  );
  return undefined;
}
