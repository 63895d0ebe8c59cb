import { traceRequest as trace } from "../../core/features/request/traceRequest.js";
import { serviceOf } from "../../core/messages/actionNames.js";
import type { TraceParams, TraceResult } from "../ownMessages.js";
import { locationIn } from "../places.js";
import type { Session } from "../session.js";

/** `sessionPolicy/traceRequest`: what becomes of one request, and each layer's part in it. */
export async function traceRequest(session: Session, asked: TraceParams): Promise<TraceResult | null> {
  const analyzed = await session.analyzed(asked.textDocument.uri);
  const linked = (analyzed?.analysis.policies ?? []).filter((policy) => policy.session !== undefined);
  const policy = linked.find((each) => each.session?.name === asked.session) ?? linked[0];
  if (analyzed === undefined || policy?.session === undefined) return null;
  const { action, resource, context = {} } = asked;
  if (!/^[A-Za-z0-9-]+:[A-Za-z0-9]+$/.test(action))
    return { error: "An action is a service and a name, as in s3:GetObject, without wildcards." };
  const catalog = await session.catalog();
  await catalog.load([serviceOf(action)]);
  const { uri } = analyzed.document;
  const traced = trace({ ...policy, session: policy.session }, uri, { action, resource, context }, catalog);
  if ("error" in traced) return traced;
  const layers = traced.layers.map(async (layer) => ({
    ...layer,
    statements: await Promise.all(
      layer.statements.map(async ({ name, uri: file, path }) => ({
        name,
        ...(file !== undefined && { location: await locationIn(session.files, file, path) }),
      })),
    ),
  }));
  return { ...traced, layers: await Promise.all(layers) };
}
