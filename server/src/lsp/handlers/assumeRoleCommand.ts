import { assumeRoleCommand as commandFor } from "../../core/features/assumeRoleCommand.js";
import type { AssumeRoleCommandParams, AssumeRoleCommandResult } from "../ownMessages.js";
import type { Session } from "../session.js";

/** `sessionPolicy/assumeRoleCommand`: the AWS CLI command that takes the document's session policy. */
export async function assumeRoleCommand(
  session: Session,
  { textDocument, shell }: AssumeRoleCommandParams,
): Promise<AssumeRoleCommandResult | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  const [policy] = analyzed?.analysis.policies ?? [];
  const command = policy === undefined ? undefined : commandFor(policy, shell);
  return command === undefined ? null : { command };
}
