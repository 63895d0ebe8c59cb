import { type Blank, templateParts } from "../core/regions/template.js";

/** A template as an LSP snippet: its blanks are tab stops. */
export function snippetText(template: string): string {
  return templateParts(template)
    .map((part) => (typeof part === "string" ? part.replace(/[\\$]/g, "\\$&") : tabStop(part)))
    .join("");
}

function tabStop({ number, texts }: Blank): string {
  const [first] = texts;
  if (first === undefined) return `\${${number}}`;
  if (texts.length === 1) return `\${${number}:${first.replace(/[\\$}]/g, "\\$&")}}`;
  return `\${${number}|${texts.map((text) => text.replace(/[\\,|]/g, "\\$&")).join(",")}|}`;
}
