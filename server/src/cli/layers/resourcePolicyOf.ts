import { arnFields } from "../../core/access/evaluate/arnFields.js";
import type { PolicyDocument, ResourcePolicy } from "../../core/access/layers.js";
import { accountIn, kindOfPolicyOn } from "../../core/policy/attachedPolicy.js";
import { UsageError } from "../usageError.js";
import type { PolicyReader } from "./policyReader.js";

/** A resource policy as an option says it: `arn:aws:s3:::bucket=policy.json`. Throws UsageError. */
export async function resourcePolicyOf(
  text: string,
  reader: PolicyReader,
): Promise<ResourcePolicy & { readonly policy: { readonly state: "given"; readonly value: PolicyDocument } }> {
  const at = text.lastIndexOf("=");
  const [resource, path] = [text.slice(0, at), text.slice(at + 1)];
  const fields = at < 0 ? undefined : arnFields(resource);
  if (fields === undefined || path === "") {
    throw new UsageError(`--resource-policy "${text}" is not of the form ARN=POLICY.`);
  }
  const document = await reader.document(path, kindOfPolicyOn(resource));
  const account = accountIn(resource);
  return { resource, ...(account === undefined ? {} : { account }), policy: { state: "given", value: document } };
}
