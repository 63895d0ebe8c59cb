/** What a policy that hangs on a resource is: on a role it is the trust policy. */
export function kindOfPolicyOn(arn: string): "trust" | "resource" {
  return /^arn:[^:]*:iam:[^:]*:[^:]*:role\//.test(arn) ? "trust" : "resource";
}

/** The account that an ARN names, 12 digits; undefined where it names none. */
export function accountIn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}
