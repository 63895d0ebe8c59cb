import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import oniguruma from "vscode-oniguruma";
import textmate, { type IRawGrammar } from "vscode-textmate";
import { jsonGrammar } from "./jsonGrammar.js";
import { type LabelledSpan, writeCarets } from "./markedText.js";

export type JsonScope = "source.json" | "source.json.comments";

/** The JSON grammars to inject into: our stand-in, and VS Code's own where the VS Code for tests is installed. */
export type JsonGrammars = "stand-in" | "VS Code's own";

const ownFolder = new URL("../../syntaxes/", import.meta.url);
const vsCodeFolder = new URL(
  "../vscode-host/node_modules/code-server/lib/vscode/extensions/json/syntaxes/",
  import.meta.url,
);
const vsCodeFiles: Record<JsonScope, string> = {
  "source.json": "JSON.tmLanguage.json",
  "source.json.comments": "JSONC.tmLanguage.json",
};

export const availableGrammars: readonly JsonGrammars[] = existsSync(fileURLToPath(vsCodeFolder))
  ? ["stand-in", "VS Code's own"]
  : ["stand-in"];

/** Our grammars, by scope name. */
export const ownGrammars: ReadonlyMap<string, IRawGrammar> = new Map(
  readdirSync(ownFolder).map((file) => {
    const grammar = readGrammar(new URL(file, ownFolder));
    return [grammar.scopeName, grammar];
  }),
);

/** A character-wise view of a text's scopes, from the outermost to the innermost. */
export type Scopes = readonly (readonly string[])[];

export interface Tokenizer {
  /** The scopes of each UTF-16 unit, line ends left out. */
  scopes(text: string): Scopes;
  /** How far each line was left unread, because a grammar went in circles; 0 is as it should be. */
  problems(): readonly string[];
}

export async function tokenizer(root: JsonScope, json: JsonGrammars, injections = true): Promise<Tokenizer> {
  await loadOniguruma();
  const problems: string[] = [];
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => Promise.resolve(ownGrammars.get(scope) ?? jsonGrammarOf(scope as JsonScope, json)),
    // As VS Code does: what is injected into source.json gets into source.json.comments as well.
    getInjections: () => (injections ? [...ownGrammars.keys()] : []),
  });
  const grammar = await registry.loadGrammar(root);
  if (grammar === null) throw new Error(`There is no grammar ${root}.`);
  return {
    scopes(text) {
      const all: (readonly string[])[] = [];
      let stack = textmate.INITIAL;
      for (const line of text.split("\n")) {
        const complain = console.error;
        console.error = (message) => problems.push(`${message} in ${line}`);
        const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
        console.error = complain;
        for (const { startIndex, endIndex, scopes } of tokens)
          for (let at = startIndex; at < Math.min(endIndex, line.length); at++) all.push(scopes);
        stack = ruleStack;
      }
      return all;
    },
    problems: () => problems,
  };
}

/** A scope that comes from one of our grammars. */
export function isOurs(scope: string): boolean {
  return scope.startsWith("meta.policy.") || scope.endsWith(".policy");
}

/** The text with a caret line below each stretch that we color: the names of its scopes, ours only, `.policy` left out. */
export function showColors(text: string, scopes: Scopes): string {
  const marks: { span: { start: number; end: number }; label: string }[] = [];
  const positions = [...text].flatMap((character, at) => (character === "\n" ? [] : [at]));
  scopes.forEach((all, i) => {
    const at = positions[i]!;
    const label = all
      .filter((scope) => isOurs(scope) && !scope.startsWith("meta."))
      .map((scope) => scope.slice(0, -".policy".length))
      .join(" ");
    const last = marks.at(-1);
    if (last !== undefined && last.label === label && last.span.end === at) last.span.end++;
    else marks.push({ span: { start: at, end: at + 1 }, label });
  });
  return writeCarets(text, marks.filter(({ label }) => label !== "") satisfies LabelledSpan[]);
}

function jsonGrammarOf(scope: JsonScope, json: JsonGrammars): IRawGrammar | undefined {
  if (!(scope in vsCodeFiles)) return undefined;
  return json === "stand-in" ? jsonGrammar(scope) : readGrammar(new URL(vsCodeFiles[scope], vsCodeFolder));
}

function readGrammar(file: URL): IRawGrammar {
  return textmate.parseRawGrammar(readFileSync(file, "utf8"), fileURLToPath(file));
}

let loaded: Promise<void> | undefined;

function loadOniguruma(): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  loaded ??= oniguruma.loadWASM(readFileSync(wasm));
  return loaded;
}
