import { readAccessDenied } from "../../core/features/request/accessDenied.js";
import { blameWords } from "../../core/features/request/blameWords.js";
import type { AccessDeniedParams, AccessDeniedResult } from "../ownMessages.js";

/** `sessionPolicy/accessDenied`: the request that an error message of AWS's speaks of. */
export function accessDenied({ text }: AccessDeniedParams): AccessDeniedResult {
  const denied = readAccessDenied(text);
  if (denied === undefined) return { kind: "not-understood" };
  if (denied.kind === "encoded") {
    const command = `aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message ${denied.message}`;
    return { kind: "encoded", command };
  }
  const { action, resource, context } = denied;
  const blamed = blameWords(denied);
  return {
    kind: "request",
    action,
    ...(resource !== undefined && { resource }),
    context,
    ...(blamed !== undefined && { blamed }),
  };
}
