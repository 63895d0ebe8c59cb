import { parseOperator } from "../../access/evaluate/conditionOperator.js";
import type { Catalog, ServiceDescriptions } from "../../catalog/catalog.js";
import type { Presence } from "../../catalog/globalKeys.js";
import { findKey, isTemplate } from "../../catalog/keyTemplate.js";
import { knownKey } from "../../lint/facts/conditionFacts.js";
import { userGuidePage } from "../../messages/elementProse.js";
import { code, escaped, link } from "../../messages/markdown.js";
import { whenAbsent } from "../../messages/operatorProse.js";
import { referencePage } from "../../messages/referencePage.js";
import type { HoverPlace } from "./hoverPlace.js";

/** A condition key: its type, when a request has it (C8), and what becomes of a request without it. */
export function aboutKey(
  { key, operator }: { readonly key: string; readonly operator: string },
  { policies }: HoverPlace,
  catalog: Catalog,
  descriptions: ServiceDescriptions | undefined,
): readonly string[] {
  const service = key.slice(0, Math.max(0, key.indexOf(":"))).toLowerCase();
  const known = knownKey(key, service, catalog);
  if (known === undefined) {
    const why = catalog.hasKeyPrefix(service)
      ? "The catalog has no such key. It may be misspelled, or newer than the catalog."
      : "No service's keys begin like this. A key that is in no request never has a value.";
    return [`**${code(key)}** · condition key`, why];
  }
  const { global, multivalued } = known;
  const title = catalog.title(service);
  const page =
    global !== undefined ? userGuidePage("reference_policies_condition-keys") : title && referencePage(title);
  const types = [known.type, ...known.otherTypes].map(typeWords).join(" or ");
  const heading = [`**${code(key)}**`, types, page === undefined ? "" : link("AWS reference", page)];
  const described = descriptions === undefined ? undefined : findKey(descriptions.conditionKeys, known.key);
  const inSession = policies[0]?.kind === "session";
  const presence = global === undefined ? "" : presenceWords(inSession ? global.presenceInSession : global.presence);
  const parsed = parseOperator(operator);
  const certain = global !== undefined && (inSession ? global.presenceInSession : global.presence) === "always";
  return [
    heading.filter((part) => part !== "").join(" · "),
    global !== undefined ? [presence, escaped(global.when)].join(" ") : sentence(described),
    multivalued ? "It may have several values in one request, so it takes `ForAnyValue:` or `ForAllValues:`." : "",
    isTemplate(known.key) ? `A free part: ${code(known.key)}.` : "",
    parsed === undefined || certain ? "" : `With ${code(operator)}: ${lowerFirst(whenAbsent(parsed))}`,
  ];
}

function presenceWords(presence: Presence): string {
  return {
    always: "**Always present.**",
    sometimes: "**May be absent.**",
    never: "**Never present** in a session.",
  }[presence];
}

/** `list of texts` for `ArrayOfString`. */
function typeWords(type: string): string {
  const words: { readonly [type: string]: string } = {
    String: "text",
    ARN: "ARN",
    Bool: "true or false",
    Numeric: "number",
    Date: "date",
    IPAddress: "IP address",
  };
  const single = type.replace(/^ArrayOf/, "");
  return `${words[single] ?? single}${single === type ? "" : ", several"}`;
}

function sentence(text: string | undefined): string {
  if (text === undefined || text === "") return "";
  return escaped(/[.!?]$/.test(text) ? text : `${text}.`);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
