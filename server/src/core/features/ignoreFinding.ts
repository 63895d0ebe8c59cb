import { readConfig } from "../context/readConfig.js";
import { jsonRegions } from "../regions/jsonRegion.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { TextChange } from "../text/span.js";

/** Findings of a rule that are to be accepted in one file. */
export interface FindingsToIgnore {
  readonly rule: string;
  /** From the config's folder. */
  readonly path: string;
}

/**
 * The changes to a config that accept a rule's findings in a file: an item of `ignore` whose reason is empty, for the
 * user to fill in; until then the config says so. None where the config can't be edited (its text is broken, or `ignore`
 * is no list), and where it has such an item already.
 */
export function ignoreFinding(
  configUri: string,
  configText: string,
  findings: FindingsToIgnore,
): readonly TextChange[] {
  const { config } = readConfig(configUri, configText);
  const [region] = jsonRegions(configText);
  const root = region?.read().root;
  if (!config.wellFormed || region === undefined || root?.type !== "object") return [];
  const isKnown = config.ignore.some(
    ({ rule, files }) => rule === findings.rule && files.some(({ text }) => text === findings.path),
  );
  if (isKnown) return [];
  const list = root.members.find(({ key }) => key.value === "ignore")?.value;
  const item = itemFor(findings);
  if (list === undefined) return region.write([{ kind: "set", path: [], key: "ignore", value: [item] }]);
  if (list.type !== "array") return [];
  const edit: PolicyEdit = { kind: "insert", path: ["ignore"], index: list.items.length, value: item };
  return region.write([edit]);
}

/** A new config that does nothing but accept them. */
export function configIgnoring(findings: FindingsToIgnore): string {
  return `${JSON.stringify({ version: 1, ignore: [itemFor(findings)] }, undefined, 2)}\n`;
}

function itemFor({ rule, path }: FindingsToIgnore) {
  return { rule, files: [path], reason: "" };
}
