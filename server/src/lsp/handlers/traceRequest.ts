import type { WorkspaceEdit } from "vscode-languageserver";
import type { LayerName } from "../../core/access/layers.js";
import type { PolicyAnalysis } from "../../core/analysis.js";
import { addStatement } from "../../core/features/allowInBase.js";
import { traceRequest as trace } from "../../core/features/request/traceRequest.js";
import { serviceOf } from "../../core/messages/actionNames.js";
import { fixTitle } from "../../core/messages/fixTitle.js";
import { quoted } from "../../core/messages/quoted.js";
import { lineIndex } from "../../core/text/lineIndex.js";
import type { AnalyzedDocument } from "../analyzeDocument.js";
import type { ClientTraits } from "../clientTraits.js";
import type { TraceParams, TraceResult } from "../ownMessages.js";
import { locationIn } from "../places.js";
import type { Session } from "../session.js";
import { editElsewhere, workspaceEdit } from "../toProtocol.js";

/** `sessionPolicy/traceRequest`: what becomes of one request, and each layer's part in it. */
export async function traceRequest(
  session: Session,
  client: ClientTraits,
  asked: TraceParams,
): Promise<TraceResult | null> {
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
  const { lacking, ...shown } = traced;
  const fixes = await grants({ session, client, analyzed, policy, lacking, action, resource });
  return { ...shown, layers: await Promise.all(layers), fixes };
}

interface Missing {
  readonly session: Session;
  readonly client: ClientTraits;
  readonly analyzed: AnalyzedDocument;
  readonly policy: PolicyAnalysis;
  readonly lacking: readonly LayerName[];
  readonly action: string;
  readonly resource: string;
}

/** The edits that would grant the request, where the session policy and the role's own policies are all that lacks it. */
async function grants(missing: Missing): Promise<NonNullable<TraceResult["fixes"]>> {
  const { session, client, analyzed, policy, lacking, action, resource } = missing;
  const statement = { Effect: "Allow", Action: action, Resource: resource };
  const fixes: { title: string; edit: WorkspaceEdit }[] = [];
  for (const layer of lacking) {
    if (layer === "session") {
      const changes = addStatement(policy.region.text, statement);
      const title = fixTitle(`Allow ${quoted(action)} in this policy`, "wider");
      if (changes.length === 0 || policy.region.span.start !== 0) return [];
      fixes.push({ title, edit: workspaceEdit(analyzed.document, changes, title, client) });
    } else if (layer === "identity") {
      const { identity } = policy.session?.layers ?? {};
      const document = identity?.state === "given" ? identity.value.find(({ uri }) => uri !== undefined) : undefined;
      const file = document?.uri === undefined ? undefined : await session.files.read(document.uri);
      const changes = file?.ok ? addStatement(file.text, statement) : [];
      if (document?.uri === undefined || !file?.ok || changes.length === 0) return [];
      const title = fixTitle(`Allow ${quoted(action)} in ${document.name}`, "wider");
      const version = session.documentOf(document.uri)?.version ?? null;
      const place = { uri: document.uri, version, lines: lineIndex(file.text) };
      fixes.push({ title, edit: editElsewhere(place, changes, title, client) });
    } else return [];
  }
  return fixes;
}
