import type { IRawGrammar } from "vscode-textmate";

/**
 * A stand-in for the JSON grammar that VS Code brings along: the same nesting and the same names of scopes, without
 * what tells numbers, constants and mistakes apart.
 */
export function jsonGrammar(scopeName: "source.json" | "source.json.comments"): IRawGrammar {
  const suffix = scopeName.slice("source.".length);
  const bracket = (kind: string, end: "begin" | "end") => ({
    0: { name: `punctuation.definition.${kind}.${end}.${suffix}` },
  });
  const repository = {
    value: {
      patterns: ["#comment", "#string", "#array", "#object", "#word"].map((include) => ({ include })),
    },
    comment: {
      patterns: [
        { match: "//.*$", name: "comment.line.double-slash.js" },
        { begin: "/\\*", end: "\\*/", name: `comment.block.${suffix}` },
      ],
    },
    string: {
      name: `string.quoted.double.${suffix}`,
      begin: '"',
      end: '"',
      beginCaptures: bracket("string", "begin"),
      endCaptures: bracket("string", "end"),
      patterns: [{ include: "#escape" }],
    },
    key: {
      name: `string.${suffix} support.type.property-name.${suffix}`,
      begin: '"',
      end: '"',
      patterns: [{ include: "#escape" }],
    },
    escape: { match: "\\\\(?:u[0-9a-fA-F]{4}|.)", name: `constant.character.escape.${suffix}` },
    word: { match: "[-+.\\w]+", name: `constant.language.${suffix}` },
    array: {
      name: `meta.structure.array.${suffix}`,
      begin: "\\[",
      end: "\\]",
      beginCaptures: bracket("array", "begin"),
      endCaptures: bracket("array", "end"),
      patterns: [{ include: "#value" }, { match: ",", name: `punctuation.separator.array.${suffix}` }],
    },
    object: {
      name: `meta.structure.dictionary.${suffix}`,
      begin: "\\{",
      end: "\\}",
      beginCaptures: bracket("dictionary", "begin"),
      endCaptures: bracket("dictionary", "end"),
      patterns: [{ include: "#key" }, { include: "#comment" }, { include: "#member" }],
    },
    member: {
      name: `meta.structure.dictionary.value.${suffix}`,
      begin: ":",
      end: "(,)|(?=\\})",
      beginCaptures: { 0: { name: `punctuation.separator.dictionary.key-value.${suffix}` } },
      endCaptures: { 1: { name: `punctuation.separator.dictionary.pair.${suffix}` } },
      patterns: [{ include: "#value" }],
    },
  };
  return { scopeName, patterns: [{ include: "#value" }], repository } as unknown as IRawGrammar;
}
