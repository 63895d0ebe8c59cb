import { allowIn, elementProse, kindWords, userGuidePage } from "../../messages/elementProse.js";
import { code, link } from "../../messages/markdown.js";
import type { HoverPlace } from "./hoverPlace.js";

/** An element's name, or its value: the heading, then what it is. Empty for a name that no policy has. */
export function aboutElement(
  { name, value }: { readonly name: string; readonly value?: string },
  { policies }: HoverPlace,
): readonly string[] {
  const prose = elementProse(name);
  if (prose === undefined) return [];
  const kind = policies[0]?.kind ?? "identity";
  const reference = link("AWS reference", userGuidePage(prose.page));
  const heading =
    value === undefined ? `**${code(name)}** · ${reference}` : `**${code(value)}** · ${name} · ${reference}`;
  return [heading, meaningOf(name, value, kind) ?? prose.about, kind === "session" ? (prose.inSession ?? "") : ""];
}

function meaningOf(name: string, value: string | undefined, kind: keyof typeof kindWords): string | undefined {
  if (name === "Effect" && value === "Allow")
    return `In ${kind === "identity" ? "an" : "a"} ${kindWords[kind]}: ${lowerFirst(allowIn[kind])}`;
  if (name === "Effect" && value === "Deny") {
    return "It takes away what the statement matches, whatever any policy allows. No other statement can give it back.";
  }
  if (name === "Version" && value === "2008-10-17") {
    return "The older version of the policy language: policy variables such as `${aws:PrincipalTag/team}` are plain text.";
  }
  return undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
