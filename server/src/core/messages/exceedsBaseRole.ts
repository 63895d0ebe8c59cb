import type { LayerName } from "../access/layers.js";
import type { Counterexample } from "../access/verdict.js";
import type { ActionAccess, EntryAccess } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import { shortActions } from "./actionNames.js";
import { listed } from "./lists.js";
import { withThousands } from "./numbers.js";
import { basePrincipal, principalWord } from "./principalNames.js";
import { onOneLine, quoted } from "./quoted.js";
import { requestLines } from "./requestLines.js";

/** What an action entry names beyond what the base gives. */
export interface Excess {
  readonly entry: EntryAccess;
  /** Actions of which nothing is left. */
  readonly lost: readonly ActionAccess[];
  /** Actions that are left on a part of the resources. */
  readonly partly: readonly ActionAccess[];
  /** The layer that takes most of it. */
  readonly layer: LayerName;
  /** An explicit Deny takes it, rather than a missing grant. */
  readonly denied: boolean;
  /** The session's own Denies take what the layer gives: of all of it, of some, or nowhere. */
  readonly takenAgain: "all" | "some" | "none";
  /** The statement whose Deny does so, where it is one of this policy's. */
  readonly taker: string | undefined;
  /** Nothing of the entry is left. */
  readonly dead: boolean;
  /** No resource-based policy can give it back (E3). */
  readonly final: boolean;
  readonly counterexample: Counterexample | undefined;
  /** The entry's statement is the policy's only one and has no other entry, so that it can't just go. */
  readonly lastOne: boolean;
  /** Other sessions of the same file in which the entry takes effect. */
  readonly elsewhere: readonly string[];
}

/** The finding's whole text. */
export function exceedsBaseRole(excess: Excess, session: SessionContext): string {
  return [firstSentence(excess, session), example(excess), advice(excess, session)]
    .filter((part) => part !== "")
    .join("\n\n");
}

function firstSentence(excess: Excess, session: SessionContext): string {
  const { entry, layer, denied, dead, final, lost } = excess;
  const pattern = quoted(entry.pattern);
  const words = layerWords(layer, session);
  if (excess.takenAgain === "all") {
    const what = dead ? pattern : `a part of ${pattern}`;
    return `This policy itself denies what ${lowerThe(words.subject)} ${words.gives} of ${what}${inStatement(excess)}.`;
  }
  if (dead && excess.takenAgain === "some") {
    return `Nothing of ${pattern} is left: ${lowerThe(words.subject)} ${words.lacks} it, or this policy itself denies it${inStatement(excess)}.`;
  }
  if (denied) return `${words.subject} explicitly ${words.denies} ${dead ? pattern : `part of ${pattern}`}.`;
  if (dead && final) return `${pattern} has no effect: ${lowerThe(words.subject)} ${words.lacks} it.`;
  if (dead) return `${words.subject} ${words.lacks} ${pattern}.`;
  if (lost.length === 0 && entry.actions.length === 1) {
    return `${words.subject} ${words.gives} ${pattern} on only part of these resources.`;
  }
  return `${words.subject} ${words.gives} only part of ${pattern}.`;
}

function example({ entry, layer, denied, dead, lost, partly, takenAgain, counterexample }: Excess): string {
  const missing = lost.length > 0 ? lost : partly;
  const several = entry.actions.length > 1 && !(dead && lost.length === entry.actions.length);
  const names = shortActions(missing.map(({ action }) => action));
  const verb = denied
    ? lost.length > 0
      ? "Denied"
      : "Denied in part"
    : lost.length > 0
      ? "Missing"
      : "Granted only in part";
  const count = several
    ? `${verb} ${missing.length === 1 ? "is" : "are"} ${withThousands(missing.length)} of ${withThousands(entry.actions.length)} actions: ${listed(names, 3)}.`
    : "";
  if (counterexample === undefined) return count;
  const allowedOn = entry.actions.length === 1 ? (partly[0]?.allowedOn ?? []) : [];
  const where = allowedOn.length === 0 ? "" : `It is granted only on ${onOneLine(listed(allowedOn, 3))}.`;
  const policies = {
    identity: "Its identity policies",
    boundary: "It",
    scp: "They",
    rcp: "They",
    session: "It",
    resource: "They",
  }[layer];
  const plural = layer !== "boundary" && layer !== "session";
  const what = takenAgain === "none" ? "" : " the rest";
  const lead = denied
    ? `${policies} ${plural ? "deny" : "denies"}${what}, for example:`
    : `${policies} ${plural ? "do" : "does"} not allow${what}, for example:`;
  const request = requestLines(counterexample);
  return [...[count, where].flatMap((part) => (part === "" ? [] : [part, ""])), lead, ...request].join("\n");
}

function advice(excess: Excess, session: SessionContext): string {
  const sentences =
    excess.takenAgain === "all"
      ? ownDenyAdvice(excess)
      : excess.denied
        ? denyAdvice(excess)
        : grantAdvice(excess, session);
  if (excess.elsewhere.length > 0)
    sentences.push(
      `In ${listed(
        excess.elsewhere.map((name) => `session ${name}`),
        3,
      )} it takes effect.`,
    );
  else if (excess.dead && excess.lastOne) {
    sentences.push(
      "It is all that this policy has, so it can't just be removed: AWS rejects a policy without statements.",
    );
  }
  return sentences.join(" ");
}

function ownDenyAdvice({ dead }: Excess): string[] {
  return dead
    ? ["So nothing of it is left in this session. Remove it, or narrow the Deny."]
    : ["So that part is not allowed in this session. Narrow the Deny if it should be."];
}

function denyAdvice({ dead }: Excess): string[] {
  return dead
    ? [
        "An explicit Deny wins over every Allow, so naming the action here does not grant it. Remove it, or change the Deny.",
      ]
    : ["An explicit Deny wins over every Allow, so that part stays denied in this session."];
}

function grantAdvice(excess: Excess, session: SessionContext): string[] {
  const word = principalWord(session);
  const { dead, layer, entry, final } = excess;
  const one = entry.actions.length === 1;
  const narrow = `A session policy can only narrow a ${word}`;
  const where = grantPlace(layer, session);
  const sentences = dead
    ? [
        `${narrow}, so naming the ${one ? "action" : "actions"} here does not grant ${one ? "it" : "them"}. Remove ${one ? "it" : "them"}, or ${where(one ? "it" : "them")}.`,
      ]
    : [`${narrow}, so the rest is not granted. Narrow it to what the ${word} grants, or ${where("the rest")}.`];
  if (final) {
    if (dead) sentences.push(`No resource policy could allow ${one ? "it" : "them"} either.`);
  } else {
    const stated = session.layers.resourcePolicies.state === "given";
    const tail = stated ? "the ones that are given do not." : "none was given.";
    sentences.push(
      `A resource policy that names the ${word} could still allow ${dead ? (one ? "it" : "them") : "the rest"}; ${tail}`,
    );
  }
  return sentences;
}

/** `grant it in roles/S3AccessRolePolicy.json`. */
function grantPlace(layer: LayerName, { layers, ...session }: SessionContext): (what: string) => string {
  if (layer === "boundary") return (what) => `allow ${what} in the boundary`;
  if (layer === "scp") return (what) => `allow ${what} in the SCPs`;
  if (layer === "rcp") return (what) => `allow ${what} in the RCPs`;
  const file =
    layers.identity.state === "given" ? layers.identity.value.find(({ uri }) => uri !== undefined) : undefined;
  const word = session.principal.kind === "federated-user" ? "user" : "role";
  return (what) => (file === undefined ? `grant ${what} to the ${word}` : `grant ${what} in ${file.name}`);
}

interface LayerWords {
  readonly subject: string;
  readonly lacks: string;
  readonly gives: string;
  readonly denies: string;
}

function layerWords(layer: LayerName, session: SessionContext): LayerWords {
  switch (layer) {
    case "boundary":
      return { subject: "The permissions boundary", lacks: "does not allow", gives: "allows", denies: "denies" };
    case "scp":
      return { subject: "The service control policies", lacks: "do not allow", gives: "allow", denies: "deny" };
    case "rcp":
      return { subject: "The resource control policies", lacks: "do not allow", gives: "allow", denies: "deny" };
    case "resource":
      return { subject: "The resource policies", lacks: "do not allow", gives: "allow", denies: "deny" };
    default:
      return { subject: basePrincipal(session), lacks: "does not grant", gives: "grants", denies: "denies" };
  }
}

/** ` (Sid NoSecrets)`. */
function inStatement({ taker }: Excess): string {
  return taker === undefined ? "" : ` (${onOneLine(taker)})`;
}

function lowerThe(subject: string): string {
  return subject.replace(/^The /, "the ");
}
