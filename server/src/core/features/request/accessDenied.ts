import type { ContextValues, LayerName } from "../../access/layers.js";

/** What an error of AWS's says of the request that was denied. */
export type AccessDenied =
  | {
      readonly kind: "message";
      /** `s3:GetObject`. */
      readonly action: string;
      /** Missing where the message names none. */
      readonly resource: string | undefined;
      /** The ARN of who was denied, as AWS names it. */
      readonly principal: string | undefined;
      /** The layer that AWS blames, where it says so. */
      readonly layer: LayerName | undefined;
      /** Whether AWS says that a policy denies it, rather than that none allows it. */
      readonly explicit: boolean | undefined;
      readonly context: ContextValues;
    }
  /** AWS has encoded what it knows; it decodes it for those who may call `sts:DecodeAuthorizationMessage`. */
  | { readonly kind: "encoded"; readonly message: string };

/**
 * Reads AWS's AccessDenied errors: the sentence, in the forms that name an action; the encoded message; and the decoded
 * one, which is JSON. Undefined for any other text. By UG, "Troubleshoot access denied error messages".
 */
export function readAccessDenied(text: string): AccessDenied | undefined {
  const trimmed = text.trim();
  return readDecoded(trimmed) ?? readEncoded(trimmed) ?? readSentence(trimmed);
}

function readSentence(text: string): AccessDenied | undefined {
  const action = /not authorized to perform:?\s+([A-Za-z0-9-]+:[A-Za-z0-9]+)/.exec(text)?.[1];
  if (action === undefined) return undefined;
  const resource = arnAfter(text, "on resources?");
  return {
    kind: "message",
    action,
    resource,
    principal: arnAfter(text, "(?:User|Role|Principal)"),
    ...blamed(text),
    context: {},
  };
}

/** In quotes it may hold spaces; without them, the sentence's own punctuation may stand right behind it. */
function arnAfter(text: string, words: string): string | undefined {
  const found = new RegExp(`\\b${words}:?\\s+(?:"(arn:[^"]+|\\*)"|'(arn:[^']+|\\*)'|(arn:[^\\s"']+|\\*))`, "i").exec(
    text,
  );
  return found?.[1] ?? found?.[2] ?? found?.[3]?.replace(/[,.;]+$/, "");
}

const layersByWords: readonly (readonly [RegExp, LayerName])[] = [
  [/session policy/i, "session"],
  [/permissions? boundary/i, "boundary"],
  [/service control policy/i, "scp"],
  [/resource control policy/i, "rcp"],
  [/identity-based policy/i, "identity"],
  [/resource-based policy/i, "resource"],
];

function blamed(text: string): { readonly layer: LayerName | undefined; readonly explicit: boolean | undefined } {
  const reason = /(because no|with an explicit deny)([\s\S]*)$/i.exec(text);
  if (reason === null) return { layer: undefined, explicit: undefined };
  const layer = layersByWords.find(([words]) => words.test(reason[2]!))?.[1];
  return { layer, explicit: /explicit deny/i.test(reason[1]!) };
}

function readEncoded(text: string): AccessDenied | undefined {
  const labelled = /encoded authorization failure message:?\s*([A-Za-z0-9_+/=-]{40,})/i.exec(text)?.[1];
  const message = labelled ?? (/^[A-Za-z0-9_+/=-]{100,}$/.test(text) ? text : undefined);
  return message === undefined ? undefined : { kind: "encoded", message };
}

/** `{"DecodedMessage": "{…}"}` as the command line prints it, or what is in it. */
function readDecoded(text: string): AccessDenied | undefined {
  const outer = jsonObject(text);
  const decoded = typeof outer?.["DecodedMessage"] === "string" ? jsonObject(outer["DecodedMessage"]) : outer;
  const context = objectAt(decoded, "context");
  const action = context?.["action"];
  if (typeof action !== "string") return undefined;
  const resource = context?.["resource"];
  const principal = objectAt(context, "principal")?.["arn"];
  const explicit = decoded?.["explicitDeny"];
  return {
    kind: "message",
    action,
    resource: typeof resource === "string" ? resource : undefined,
    principal: typeof principal === "string" ? principal : undefined,
    layer: undefined,
    explicit: typeof explicit === "boolean" ? explicit : undefined,
    context: readConditions(objectAt(context, "conditions")),
  };
}

/** `{"items": [{"key": "aws:Region", "values": {"items": [{"value": "us-east-1"}]}}]}` */
function readConditions(conditions: Json | undefined): ContextValues {
  const found: [string, string | readonly string[]][] = [];
  for (const item of itemsOf(conditions)) {
    const key = item["key"];
    const values = itemsOf(objectAt(item, "values")).flatMap(({ value }) => (typeof value === "string" ? [value] : []));
    // Other keys are AWS's own names for parts of the request, which no policy can speak of.
    if (typeof key !== "string" || !key.includes(":") || values.length === 0) continue;
    found.push([key, values.length === 1 ? values[0]! : values]);
  }
  return Object.fromEntries(found);
}

type Json = { readonly [key: string]: unknown };

function jsonObject(text: string): Json | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function objectAt(value: Json | undefined, key: string): Json | undefined {
  return value !== undefined && Object.hasOwn(value, key) ? asObject(value[key]) : undefined;
}

function itemsOf(value: Json | undefined): readonly Json[] {
  const items = value?.["items"];
  return Array.isArray(items) ? items.map(asObject).filter((item) => item !== undefined) : [];
}

function asObject(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
