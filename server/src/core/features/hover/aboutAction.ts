import type { ActionDetails, Catalog } from "../../catalog/catalog.js";
import { serviceOf, shortAction } from "../../messages/actionNames.js";
import { listed } from "../../messages/lists.js";
import { code, escaped, link } from "../../messages/markdown.js";
import { referencePage } from "../../messages/referencePage.js";

/**
 * An action as AWS's reference knows it: its heading, and what it does. Both undefined where the catalog has no such
 * action.
 */
export async function describeAction(text: string, catalog: Catalog): Promise<readonly [string?, string?]> {
  const service = serviceOf(text);
  const name = catalog.canonicalAction(service, shortAction(text).toLowerCase());
  if (name === undefined) return [];
  const action = `${service}:${name}`;
  const services = catalog.details(service);
  const details = services?.actions.get(name.toLowerCase());
  const description = (await catalog.descriptions(service))?.actions.get(name.toLowerCase());
  const heading = `**${code(action)}**${details === undefined ? "" : ` · ${details.accessLevel}`}`;
  const types = (details?.resourceTypes ?? []).map((type) => code(type.name));
  const resources =
    details === undefined
      ? ""
      : types.length === 0
        ? 'It takes no resource: write `"Resource": "*"`.'
        : `Resource ${types.length === 1 ? "type" : "types"}: ${types.join(", ")}`;
  const page = services === undefined ? "" : link("AWS reference", referencePage(services.title, action));
  const links = [resources, page].filter((part) => part !== "").join(resources.endsWith(".") ? " " : " · ");
  const about = [sentence(description), links].filter((part) => part !== "").join(" ");
  const note = await catalog.actionNote(action);
  const noted = note === undefined ? "" : `${note.text} ${link("More", note.source)}`;
  return [heading, [about, noted, keysOf(details)].filter((part) => part !== "").join("\n\n")];
}

const keysShown = 12;

/** The action's own condition keys; those that any request may have are too many to be of use. */
function keysOf(details: ActionDetails | undefined): string {
  const all = new Set([
    ...(details?.conditionKeys ?? []),
    ...(details?.resourceTypes.flatMap((type) => type.conditionKeys) ?? []),
  ]);
  const keys = [...all].filter((key) => !key.toLowerCase().startsWith("aws:")).sort();
  return keys.length === 0 ? "" : `Condition keys: ${listed(keys.map(code), keysShown)}`;
}

/** An action that the catalog does not have. */
export function describeUnknown(text: string): string {
  return `**${code(text)}**\n\nThe catalog has no such action. It may be misspelled, or newer than the catalog.`;
}

function sentence(description: string | undefined): string {
  if (description === undefined || description === "") return "";
  return escaped(/[.!?]$/.test(description) ? description : `${description}.`);
}
