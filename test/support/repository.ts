import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const repositoryRoot = fileURLToPath(new URL("../../", import.meta.url));

/** What git is told to ignore, by name, at any depth. */
const ignored: ReadonlySet<string> = new Set([
  ".git",
  ...readFileSync(join(repositoryRoot, ".gitignore"), "utf8")
    .split("\n")
    .filter((line) => line.endsWith("/"))
    .map((line) => line.slice(0, -1)),
]);

/** The project's own files below a folder, relative to the root and `/`-separated. */
export function filesBelow(folder: string, ending = ""): readonly string[] {
  const found: string[] = [];
  const walk = (at: string) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (ignored.has(entry.name)) continue;
      if (entry.isDirectory()) walk(join(at, entry.name));
      else if (entry.name.endsWith(ending))
        found.push(relative(repositoryRoot, join(at, entry.name)).split(sep).join("/"));
    }
  };
  if (existsSync(join(repositoryRoot, folder))) walk(join(repositoryRoot, folder));
  return found.sort();
}

export function textOf(file: string): string {
  return readFileSync(join(repositoryRoot, file), "utf8");
}

export function jsonOf<T>(file: string): T {
  return JSON.parse(textOf(file)) as T;
}

export interface Import {
  /** The importing file. */
  readonly from: string;
  /** As written: `./span.js`, `vscode-languageserver`. */
  readonly written: string;
  /** The imported file of the project; undefined for packages. */
  readonly to: string | undefined;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

/** Every import, re-export and `import()` of a TypeScript file. */
export function importsOf(file: string): readonly Import[] {
  const source = parse(file);
  const imports: Import[] = [];
  const add = (specifier: ts.Expression | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    imports.push({ from: file, written: specifier.text, to: resolved(file, specifier.text), typeOnly });
  };
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

/** What a file declares at its top level that something could write to later, or that is left at run time. */
export function topLevelOf(file: string): { readonly lets: readonly string[]; readonly hasValues: boolean } {
  const { statements } = parse(file);
  const lets = statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement)) return [];
    const { flags, declarations } = statement.declarationList;
    return (flags & ts.NodeFlags.Const) !== 0 ? [] : declarations.map(({ name }) => name.getText());
  });
  const hasValues = statements.some(
    (statement) =>
      ts.isVariableStatement(statement) ||
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isExpressionStatement(statement),
  );
  return { lets, hasValues };
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly);
}

function resolved(file: string, written: string): string | undefined {
  if (!written.startsWith(".")) return undefined;
  const folder = file.split("/").slice(0, -1);
  return join(...folder, written.replace(/\.js$/, ".ts"))
    .split(sep)
    .join("/");
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);
}
