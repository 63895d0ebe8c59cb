import type { JsonNode, JsonObject, PolicyPath } from "../syntax/json.js";
import { nearestName } from "../text/nearestName.js";
import type { ConfigProblem, ConfigProblemKind } from "./sessionContext.js";

/** A problem before it is known which sessions it concerns. */
export type ConfigProblemDraft = Omit<ConfigProblem, "sessions">;

/** A value of the config with its place. */
export interface ConfigNode {
  readonly node: JsonNode;
  readonly path: PolicyPath;
}

/** The longest piece of the user's text that is quoted in a message. */
const longestQuote = 120;

/** The user's text in quotes, on one line. */
export function quote(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, " ");
  return `"${line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line}"`;
}

/**
 * Reads typed values out of a config and notes what is wrong with them. Nothing throws; what cannot be used is
 * `undefined`, so that a broken part never spoils the rest.
 */
export class ConfigReader {
  readonly problems: ConfigProblemDraft[] = [];
  private readonly configUri: string;

  constructor(configUri: string) {
    this.configUri = configUri;
  }

  report(
    kind: ConfigProblemKind,
    path: PolicyPath,
    detail: string,
    message: string,
    options: {
      readonly severity?: "error" | "warning";
      readonly onKey?: boolean;
    } = {},
  ): void {
    const { severity = "error", onKey = false } = options;
    this.problems.push({
      kind,
      severity,
      configUri: this.configUri,
      path,
      onKey,
      detail,
      message,
    });
  }

  /**
   * The members of an object by name, the last of equal ones as in `JSON.parse`. A map, since a member may be called
   * `__proto__`. Undefined where the value is no object.
   */
  members(value: ConfigNode, expected: string): Map<string, ConfigNode> | undefined {
    if (value.node.type !== "object") {
      this.wrongType(value, expected);
      return undefined;
    }
    return this.membersOf(value.node, value.path);
  }

  private membersOf(object: JsonObject, path: PolicyPath): Map<string, ConfigNode> {
    const members = new Map<string, ConfigNode>();
    for (const { key, value } of object.members) {
      const memberPath = [...path, key.value];
      if (members.has(key.value)) {
        this.report(
          "duplicate-key",
          memberPath,
          key.value,
          `${quote(key.value)} stands here twice. Only the last one counts; merge them or remove one.`,
          { severity: "warning", onKey: true },
        );
      }
      // A key without a value is being typed; the syntax problem says so.
      if (value !== undefined) members.set(key.value, { node: value, path: memberPath });
    }
    return members;
  }

  /** Notes the members that nobody reads. */
  onlyKnown(members: ReadonlyMap<string, ConfigNode>, known: readonly string[], owner: string): void {
    for (const [name, { path }] of members) {
      if (known.includes(name)) continue;
      const meant = nearestName(name, known);
      const advice = meant === undefined ? `Known here are ${known.join(", ")}.` : `Did you mean ${quote(meant)}?`;
      const message = `${quote(name)} is no property of ${owner}, so it has no effect. ${advice}`;
      this.report("unknown-property", path, name, message, {
        severity: "warning",
        onKey: true,
      });
    }
  }

  string(value: ConfigNode, expected: string): string | undefined {
    if (value.node.type === "string") return value.node.value;
    this.wrongType(value, expected);
    return undefined;
  }

  /** A string that is not blank. */
  text(value: ConfigNode, expected: string): string | undefined {
    const text = this.string(value, expected);
    if (text === undefined || text.trim() !== "") return text;
    this.wrongType(value, expected);
    return undefined;
  }

  boolean(value: ConfigNode, expected: string): boolean | undefined {
    if (value.node.type === "boolean") return value.node.value;
    this.wrongType(value, expected);
    return undefined;
  }

  items(value: ConfigNode, expected: string): readonly ConfigNode[] | undefined {
    if (value.node.type === "array") {
      return value.node.items.map((node, index) => ({
        node,
        path: [...value.path, index],
      }));
    }
    this.wrongType(value, expected);
    return undefined;
  }

  /** A list of strings; undefined if a single one of them is none. */
  texts(
    value: ConfigNode,
    expected: string,
    expectedItem: string,
  ): readonly { text: string; path: PolicyPath }[] | undefined {
    const items = this.items(value, expected);
    if (items === undefined) return undefined;
    const texts = items.map((item) => this.text(item, expectedItem));
    if (texts.includes(undefined)) return undefined;
    return items.map((item, index) => ({
      text: texts[index]!,
      path: item.path,
    }));
  }

  oneOf<T extends string>(value: ConfigNode, known: readonly T[], what: string, otherwise: string): T | undefined {
    const text = this.string(value, `one of ${known.map(quote).join(", ")}`);
    if (text === undefined) return undefined;
    const found = known.find((candidate) => candidate === text);
    if (found !== undefined) return found;
    const meant = nearestName(text, known);
    const advice = meant === undefined ? `Use one of ${known.join(", ")}.` : `Did you mean ${quote(meant)}?`;
    this.report(
      "unknown-value",
      value.path,
      text,
      `${quote(text)} is no ${what} that is known here. ${otherwise} ${advice}`,
    );
    return undefined;
  }

  wrongType(value: ConfigNode, expected: string): void {
    const name = [...value.path].reverse().find((step) => typeof step === "string");
    const subject =
      value.path.length === 0
        ? "The config"
        : typeof value.path.at(-1) === "number"
          ? `An item of ${quote(`${name}`)}`
          : quote(`${name}`);
    const message = `${subject} must be ${expected}, but is ${described(value.node)}. It can't be used until it is corrected.`;
    this.report("wrong-type", value.path, `${name ?? ""}`, message);
  }
}

/** Whether a value says "there is none": `null` or `[]`. */
export function saysNone(node: JsonNode): boolean {
  return node.type === "null" || (node.type === "array" && node.items.length === 0);
}

function described(node: JsonNode): string {
  switch (node.type) {
    case "string":
      return node.value.trim() === "" ? "an empty text" : `the text ${quote(node.value)}`;
    case "number":
    case "boolean":
      return `${node.value}`;
    case "null":
      return "null";
    case "array":
      return node.items.length > 0 && node.items.every(({ type }) => type === "string") ? "a list of texts" : "a list";
    case "object":
      return "an object";
  }
}
