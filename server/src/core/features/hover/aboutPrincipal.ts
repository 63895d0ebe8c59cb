import { elementProse, userGuidePage } from "../../messages/elementProse.js";
import { code, link } from "../../messages/markdown.js";
import type { HoverPlace } from "./hoverPlace.js";

/** A principal of a resource policy or a trust policy, or the kind of principal it is listed under. */
export function aboutPrincipal(
  { type, text }: { readonly type: string; readonly text: string },
  { policies }: HoverPlace,
): readonly string[] {
  const prose = elementProse("Principal");
  const reference = prose === undefined ? "" : link("AWS reference", userGuidePage(prose.page));
  const heading = `**${code(text === "" ? type : text)}** · principal · ${reference}`;
  const refused = policies[0]?.kind === "session" ? (prose?.inSession ?? "") : "";
  return [heading, text === "" ? typeWords(type) : meaningOf(type, text), refused];
}

function typeWords(type: string): string {
  const words: { readonly [type: string]: string } = {
    AWS: "Accounts, roles, users and sessions, by ARN; a number of twelve digits is an account.",
    Service: "Services of AWS that call by themselves, such as `lambda.amazonaws.com`.",
    Federated: "An identity provider whose users come in with SAML or a web identity token.",
    CanonicalUser: "Accounts by their canonical user ID, as Amazon S3 knows them.",
  };
  return (
    (Object.hasOwn(words, type) ? words[type] : undefined) ??
    "AWS knows `AWS`, `Service`, `Federated` and `CanonicalUser`."
  );
}

/** What a principal means for a session (section 6: Rd, Rr, Ra). */
function meaningOf(type: string, text: string): string {
  if (text === "*") return "Everybody, also without credentials, as far as the Condition lets them.";
  if (type !== "AWS") return typeWords(type);
  if (/^\d{12}$/.test(text) || /^arn:[^:]*:iam::\d{12}:root$/.test(text)) {
    return "A whole account, not its root user alone: whom its own policies let do it. It grants a session of the same account nothing by itself.";
  }
  if (/^arn:[^:]*:iam::\d{12}:role\//.test(text)) {
    return "A role, hence its sessions. What is granted to the role must still pass the session policy and the boundary.";
  }
  if (/^arn:[^:]*:sts::\d{12}:(assumed-role|federated-user)\//.test(text)) {
    return "One session. What is granted to it directly, in the same account, goes around its session policy and boundary; a Deny does not.";
  }
  if (/^arn:[^:]*:iam::\d{12}:user\//.test(text)) return "An IAM user.";
  return typeWords(type);
}
