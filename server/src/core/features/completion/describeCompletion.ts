import type { Catalog } from "../../catalog/catalog.js";
import { findKey } from "../../catalog/keyTemplate.js";
import { code, escaped } from "../../messages/markdown.js";
import { describeAction } from "../hover/aboutAction.js";
import type { CompletionTopic } from "./completion.js";

/** What a proposal is about, as Markdown; read from the catalog when a person looks at it. */
export async function describeCompletion(topic: CompletionTopic, catalog: Catalog): Promise<string | undefined> {
  if (topic.about === "key") return describeKey(topic.key, topic.service, catalog);
  await catalog.load([topic.action.slice(0, Math.max(0, topic.action.indexOf(":")))]);
  const parts = (await describeAction(topic.action, catalog)).filter((part) => part !== undefined && part !== "");
  return parts.length === 0 ? undefined : parts.join("\n\n");
}

async function describeKey(key: string, service: string | undefined, catalog: Catalog): Promise<string | undefined> {
  const global = catalog.globalKeys.find(key);
  const heading = `**${code(key)}**`;
  if (global !== undefined) return `${heading} · ${global.type}\n\n${escaped(global.when)}`;
  if (service === undefined) return undefined;
  const descriptions = await catalog.descriptions(service);
  const description = descriptions === undefined ? undefined : findKey(descriptions.conditionKeys, key);
  return description === undefined ? undefined : `${heading}\n\n${escaped(description)}`;
}
