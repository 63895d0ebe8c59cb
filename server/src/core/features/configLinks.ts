import type { ConfigText } from "../context/config.js";
import { ConfigPlace } from "../context/configPlace.js";
import { readConfig } from "../context/readConfig.js";
import { policiesOf } from "../context/readPrincipal.js";
import { nodeAt } from "../syntax/navigate.js";
import { parsePolicy } from "../syntax/parsePolicy.js";
import type { Span } from "../text/span.js";

/** A path in a config, and the file that it means. */
export interface ConfigLink {
  /** The path without its quotes. */
  readonly span: Span;
  readonly uri: string;
}

/** The files that a config names, but for globs and what leads out of the workspace; whether they exist is not said. */
export function configLinks(configUri: string, text: string, root: string): readonly ConfigLink[] {
  const { config } = readConfig(configUri, text);
  const place = new ConfigPlace(configUri, root);
  const tree = parsePolicy(text).root;
  const principals = [...config.roles.values(), ...config.users.values()];
  const resources = config.resources.state === "given" ? config.resources.value : [];
  const named: readonly ConfigText[] = [
    ...principals.flatMap((principal) => policiesOf(principal).map(({ reference }) => reference)),
    ...resources.flatMap(({ policy }) => (policy.state === "given" ? [policy.value] : [])),
    ...config.sessions.flatMap(({ files }) => files.filter((file) => !/[*?[\]{}!]/.test(file.text))),
  ];
  return named.flatMap(({ text: path, path: where }) => {
    const node = nodeAt(tree, where);
    const resolved = path === "" || path.startsWith("arn:") ? undefined : place.resolve(path);
    if (node?.type !== "string" || resolved?.ok !== true) return [];
    return [{ span: { start: node.span.start + 1, end: node.span.end - 1 }, uri: resolved.uri }];
  });
}
