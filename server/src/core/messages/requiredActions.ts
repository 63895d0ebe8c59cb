import { firstExample } from "../access/firstExample.js";
import type { LayerName } from "../access/layers.js";
import type { RequiredAction } from "../access/requirements.js";
import type { ActionAccess } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import { shortActions } from "./actionNames.js";
import { listed } from "./lists.js";
import { withThousands } from "./numbers.js";
import { basePrincipal } from "./principalNames.js";
import { quoted } from "./quoted.js";
import { requestLines } from "./requestLines.js";

/** What a session's task needs and is not surely allowed. */
export type UnmetNeed = { readonly required: RequiredAction } & (
  | { readonly kind: "blocked"; readonly layer: LayerName; readonly actions: readonly ActionAccess[] }
  | { readonly kind: "depends" | "unknown"; readonly actions: readonly ActionAccess[] }
  | { readonly kind: "unfit" | "not-callable"; readonly names: readonly string[] }
  | { readonly kind: "no-such-action"; readonly meant: string | undefined }
  | { readonly kind: "unjudged"; readonly count: number; readonly of: number }
);

/** The finding's whole text: the same at the requirement and in the policy. */
export function unmetNeedText(need: UnmetNeed, session: SessionContext): string {
  const { required } = need;
  const needs = `The session ${session.name} needs ${quoted(required.pattern)} on ${resourcesOf(required)}`;
  switch (need.kind) {
    case "blocked":
      return blockedText(need.layer, need.actions, needs, required, session);
    case "depends": {
      const keys = [...new Set(need.actions.flatMap(({ dependsOn }) => dependsOn))].sort();
      const hinge = keys.length === 0 ? "a condition" : `the condition on ${listed(keys, 3)}`;
      return `${needs}, and gets it only under ${hinge}.${countOf(need.actions, required)} If the task always meets it, say so in the session's "context"; otherwise loosen the condition.`;
    }
    case "unknown": {
      const why = need.actions.find(({ unknown }) => unknown !== undefined)?.unknown?.detail;
      return `${needs}, and whether it gets it can't be told${why === undefined ? "" : `: ${why}`}.${countOf(need.actions, required)}`;
    }
    case "unfit":
      return `${needs}, but ${namesOf(need.names)} can't be called on ${required.resources.length === 1 ? "it" : "any of them"}. So nothing is checked of it. Name a resource that the action works on.`;
    case "not-callable":
      return `${needs}, but such a session can't call ${namesOf(need.names)}, whatever its policies say. Call it with other credentials.`;
    case "unjudged": {
      const which = `${withThousands(need.count)} of its ${withThousands(need.of)} needs, the first of them ${quoted(required.pattern)} on ${resourcesOf(required)}`;
      return `The session ${session.name} needs more than can be looked into. Nothing is known of ${which}. Name what matters most, or say it shorter.`;
    }
    case "no-such-action": {
      const advice = need.meant === undefined ? "Correct the name." : `Did you mean ${quoted(need.meant)}?`;
      return `${needs}, but no such action is known, so nothing is checked of it. ${advice}`;
    }
  }
}

function blockedText(
  layer: LayerName,
  actions: readonly ActionAccess[],
  needs: string,
  required: RequiredAction,
  session: SessionContext,
): string {
  const denied = actions.every((action) => action.denied);
  const all = actions.every(({ result }) => result !== "partly") && actions.length === required.actions.length;
  const { subject, plural } = layerSubject(layer, session);
  const verb = denied
    ? `${plural ? "deny" : "denies"} ${all ? "it" : "a part of it"}`
    : all
      ? `${plural ? "do" : "does"} not ${layer === "identity" ? "grant" : "allow"} it`
      : `${layer === "identity" ? "grants" : plural ? "allow" : "allows"} only a part of it`;
  const example = firstExample(actions);
  const shown = example === undefined ? [] : [["Blocked is, for example:", ...requestLines(example)].join("\n")];
  return [
    `${needs}, but ${subject} ${verb}.${countOf(actions, required)}`,
    ...shown,
    advice(layer, denied, actions, session),
  ].join("\n\n");
}

function advice(layer: LayerName, denied: boolean, actions: readonly ActionAccess[], session: SessionContext): string {
  const otherwise = `or take it out of the session's "requires"`;
  const what =
    layer === "session"
      ? denied
        ? `Except it from the Deny, ${otherwise}.`
        : `Allow it in the session policy, ${otherwise}.`
      : denied
        ? `An explicit Deny wins over every Allow: change the Deny, ${otherwise}.`
        : `A session policy can only narrow, so it must be allowed there, ${otherwise}.`;
  if (!actions.some(({ revivable }) => revivable)) return what;
  const names = layer === "identity" ? `the ${principalOf(session)}` : "the session itself";
  return `${what} A resource policy that names ${names} could still allow it; none is given that does.`;
}

function principalOf({ principal }: SessionContext): string {
  return principal.kind === "federated-user" ? "user" : "role";
}

function layerSubject(
  layer: LayerName,
  session: SessionContext,
): { readonly subject: string; readonly plural: boolean } {
  switch (layer) {
    case "session":
      return { subject: "the session policy", plural: false };
    case "boundary":
      return { subject: "the permissions boundary", plural: false };
    case "scp":
      return { subject: "the service control policies", plural: true };
    case "rcp":
      return { subject: "the resource control policies", plural: true };
    case "resource":
      return { subject: "the resource policies", plural: true };
    case "identity":
      return { subject: basePrincipal(session).replace(/^The/, "the"), plural: false };
  }
}

/** Which of a wildcard's actions are meant; nothing where it is one action. */
function countOf(actions: readonly ActionAccess[], { actions: all }: RequiredAction): string {
  if (all.length <= 1) return "";
  const names = shortActions(actions.map(({ action }) => action));
  return ` It is so for ${withThousands(actions.length)} of ${withThousands(all.length)} actions: ${listed(names, 3)}.`;
}

function namesOf(names: readonly string[]): string {
  return listed(names.map(quoted), 3);
}

function resourcesOf({ resources }: RequiredAction): string {
  return listed(resources.map(quoted), 2);
}
