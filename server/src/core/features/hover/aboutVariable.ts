import { variablePattern } from "../../access/evaluate/policyVariables.js";
import { sessionBindings } from "../../access/sessionBindings.js";
import type { PolicyAnalysis } from "../../analysis.js";
import type { Catalog } from "../../catalog/catalog.js";
import { userGuidePage } from "../../messages/elementProse.js";
import { code, escaped, link } from "../../messages/markdown.js";
import { principalWord } from "../../messages/principalNames.js";
import type { HoverPlace } from "./hoverPlace.js";

type Subject = { readonly text: string; readonly within: "resource" | "value" };

/** A policy variable: what it stands for, and when there is nothing to put in (V1 to V7). */
export function aboutVariable(
  { text, within }: Subject,
  { policies }: HoverPlace,
  catalog: Catalog,
): readonly string[] {
  const reference = link("AWS reference", userGuidePage("reference_policies_variables"));
  const heading = `**${code(text)}** · policy variable · ${reference}`;
  if (policies[0]?.model.substitutesVariables === false) {
    return [heading, 'It is plain text here: variables are put in only under `"Version": "2012-10-17"`.'];
  }
  const [variable] = variablePattern(text, true, true);
  if (typeof variable === "number") return [heading, `A way to write the character ${code(text.slice(2, -1))} itself.`];
  if (variable === undefined || variable.kind === "malformed") {
    return [
      heading,
      "This is no variable that AWS documents: write `${aws:PrincipalTag/team}`, or with a default `${aws:PrincipalTag/team, 'none'}`.",
    ];
  }
  const { key, fallback } = variable;
  const known = catalog.globalKeys.find(key);
  const absent =
    fallback !== undefined
      ? `Where the key is absent it is ${code(fallback)}.`
      : within === "resource"
        ? "Where the key is absent the whole entry matches nothing."
        : "Where the key is absent the value matches nothing; a negated operator then holds.";
  return [
    heading,
    known === undefined
      ? `The value of ${code(key)} in the request.`
      : `The value of ${code(key)}. ${escaped(known.when)}`,
    `${absent} What is put in is plain text: a \`*\` in it is no wildcard.`,
  ];
}

/** What it will be in a session: only what is fixed when the session is made is known (V5, V6). */
export function variableInSession({ text }: Subject, { session, model }: PolicyAnalysis): string {
  if (session === undefined || !model.substitutesVariables) return "";
  const [variable] = variablePattern(text, true, true);
  if (typeof variable !== "object" || variable.kind !== "key") return "";
  const key = variable.key.toLowerCase();
  if (key.startsWith("transfer:")) {
    return session.operation === "Transfer"
      ? "**In this session**: AWS Transfer Family puts it in for each user before it makes the session."
      : "**In this session** nothing is put in: only AWS Transfer Family knows this variable.";
  }
  const binding = sessionBindings(session).of(key);
  if (binding.state === "value") return `**In this session**: ${code(binding.value)}`;
  if (binding.state === "absent") {
    const instead =
      variable.fallback === undefined ? "It has no value" : `It is ${code(variable.fallback)}, the default`;
    return `**In this session**: ${instead}, because ${whyAbsent(key, session.principal.kind)}.`;
  }
  if (binding.state === "list") return "**In this session** the key has several values, and a variable stands for one.";
  if (key.startsWith("aws:principaltag/")) {
    const where = principalWord(session) === "user" ? "`tags` of the session" : "`tags` of the role and of the session";
    return `**In this session** it isn't known: the config gives no ${where}.`;
  }
  if (key === "aws:userid") {
    const { sessionName } = session.principal;
    const name = sessionName === undefined ? "the name of the session" : code(sessionName);
    return session.principal.kind === "federated-user"
      ? `**In this session**: the account, a colon and ${name}.`
      : `**In this session**: the unique ID of the role (\`AROA…\`), a colon and ${name}.`;
  }
  return "**In this session** it isn't known beforehand: it differs from request to request, or the config doesn't give it.";
}

function whyAbsent(key: string, kind: "role-session" | "federated-user"): string {
  if (key === "aws:username") {
    return kind === "role-session"
      ? "only IAM users have a user name, and this is a session of a role"
      : "a federated user has no user name";
  }
  return key.startsWith("aws:principaltag/")
    ? "neither the role nor the session has this tag"
    : "a session never has it";
}
