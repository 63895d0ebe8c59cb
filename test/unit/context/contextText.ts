import type { Layer, PolicyDocument, ResourcePolicy } from "../../../server/src/core/access/layers.js";
import type {
  ConfigProblem,
  DocumentContext,
  SessionContext,
} from "../../../server/src/core/context/sessionContext.js";

/** A document's context in a few lines, for tests to compare. */
export function contextText(context: DocumentContext): string {
  return [
    `${context.kind ?? "no policy"}${context.kindFrom === undefined ? "" : ` by ${context.kindFrom}`}`,
    ...context.sessions.map((session) => sessionText(session)),
    ...context.usedBy.map(({ session, uri }) => `used by ${session} in ${uri.replace(/^.*\/ws\//, "")}`),
    ...(context.ofRoles.length === 0 ? [] : [`policy of the role ${context.ofRoles.join(", ")} alone`]),
    ...context.problems.map(problemText),
  ].join("\n");
}

/** One line for each thing that is known of a session. */
export function sessionText(session: SessionContext): string {
  const { layers } = session;
  const named = (document: PolicyDocument) => document.name;
  const levels = (value: readonly (readonly PolicyDocument[])[]) =>
    JSON.stringify(value.map((level) => level.map(named)));
  const resource = ({ resource, policy }: ResourcePolicy) => `${resource} ${layerText(policy, named)}`;
  const list = (documents: readonly PolicyDocument[]) => documents.map(named).join(", ");
  return [
    `session ${session.name}: ${session.operation} ${session.principal.kind} ${session.principalName ?? "of nobody"}${session.principal.sessionName === undefined ? "" : ` called ${session.principal.sessionName}`}, sent as ${session.sentAs}`,
    `  identity ${layerText(layers.identity, list)}`,
    `  boundary ${layerText(layers.boundary, list)}`,
    `  scps ${layerText(layers.serviceControlPolicies, levels)}`,
    `  rcps ${layerText(layers.resourceControlPolicies, levels)}`,
    `  resources ${layerText(layers.resourcePolicies, (value) => value.map(resource).join(", "))}${session.resourcePoliciesComplete ? ", complete" : ""}`,
    `  trust ${layerText(session.trustPolicy, named)}`,
  ].join("\n");
}

export function layerText<T>(layer: Layer<T>, text: (value: T) => string): string {
  if (layer.state === "given") return `= ${text(layer.value)}`;
  return layer.state === "none" ? "none" : `? ${layer.why}`;
}

export function problemText({ severity, kind, path, onKey, sessions, message }: ConfigProblem): string {
  const place = `${path.join(".")}${onKey ? " (key)" : ""}`;
  const concerned = sessions.length === 0 ? "" : ` for ${sessions.join(", ")}`;
  return `${severity} ${kind} at ${place}${concerned}: ${message}`;
}
