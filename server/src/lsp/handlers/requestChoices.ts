import { requestActions, requestResources } from "../../core/features/request/requestChoices.js";
import { serviceOf } from "../../core/messages/actionNames.js";
import type { RequestChoices, RequestChoicesParams } from "../ownMessages.js";
import type { Session } from "../session.js";

/** `sessionPolicy/requestChoices`: what a request in the document's session can be about. */
export async function requestChoices(
  session: Session,
  { textDocument, action }: RequestChoicesParams,
): Promise<RequestChoices | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  const [policy] = analyzed?.analysis.policies ?? [];
  if (analyzed === undefined || policy === undefined) return null;
  const catalog = await session.catalog();
  if (action !== undefined) await catalog.load([serviceOf(action)]);
  return {
    sessions: analyzed.analysis.policies.flatMap((each) => (each.session === undefined ? [] : [each.session.name])),
    actions: requestActions(policy, catalog),
    resources: action === undefined ? [] : requestResources(policy, action, catalog),
  };
}
