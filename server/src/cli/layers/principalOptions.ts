import { arnFields } from "../../core/access/evaluate/arnFields.js";
import type { Principal } from "../../core/access/layers.js";
import { once, valueOption } from "../arguments.js";
import { UsageError } from "../usageError.js";

/** The options that say whose session it is. */
export const principalOptions = { principal: valueOption, "session-name": valueOption } as const;

export interface PrincipalValues {
  readonly principal?: readonly string[];
  readonly "session-name"?: readonly string[];
}

/** Undefined where they say nothing. Throws UsageError. */
export function readPrincipalOptions(values: PrincipalValues): Principal | undefined {
  const arn = once(values.principal, "principal");
  const sessionName = once(values["session-name"], "session-name");
  if (arn === undefined) {
    if (sessionName !== undefined) throw new UsageError("--session-name needs --principal.");
    return undefined;
  }
  const fields = arnFields(arn);
  const named = sessionName === undefined ? {} : { sessionName };
  const isKnown = fields?.service === "iam" && /^\d{12}$/.test(fields.account);
  if (isKnown && /^role\/./.test(fields.resource)) return { kind: "role-session", roleArn: arn, ...named };
  if (isKnown && /^user\/./.test(fields.resource)) return { kind: "federated-user", userArn: arn, ...named };
  throw new UsageError(`--principal "${arn}" is not the ARN of a role, or of a user who calls GetFederationToken.`);
}
