import ts from "typescript";

/**
 * The texts of the client that a translation may replace, as VS Code's `bundle.l10n.json` has them: each stands for
 * itself.
 * @param sources the texts of the client's files
 */
export function translatableTexts(sources: readonly string[]): string {
  const found = new Set<string>();
  for (const text of sources) {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText().endsWith("l10n.t")) {
        const [first] = node.arguments;
        if (first === undefined || !ts.isStringLiteralLike(first))
          throw new Error(`Not a plain text: ${node.getText()}`);
        found.add(first.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile("client.ts", text, ts.ScriptTarget.ES2022, true));
  }
  const texts = [...found].sort();
  return `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), undefined, 2)}\n`;
}
