// Bundles the extension's client, the language server and the command line with esbuild.
//
//   node scripts/build.mjs               with source maps beside the bundles
//   node scripts/build.mjs --minify      for release: small, and without source maps
//   node scripts/build.mjs --watch       rebuilds on every change

import { chmodSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import ts from "typescript";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Bundles all three. One that fails keeps none of the others from being written, and throws in the end. */
export async function build({ minify = false } = {}) {
  const outcomes = await Promise.allSettled(bundles(minify).map((options) => esbuild.build(options)));
  const failed = outcomes.filter(({ status }) => status === "rejected").length;
  // esbuild has printed the errors.
  if (failed > 0) throw new Error(`${failed} of ${outcomes.length} bundles failed.`);
  if (minify) for (const { outfile } of bundles(minify)) if (outfile) rmSync(`${outfile}.map`, { force: true });
  makeExecutable();
}

async function watch() {
  const contexts = await Promise.all(bundles(false).map((options) => esbuild.context(options)));
  await Promise.all(contexts.map((context) => context.watch()));
  console.log("Watching for changes; Ctrl+C ends.");
}

/**
 * The protocol library is CommonJS: each module that imports it would be given an object of its own with a getter for
 * every name there is, 330 of them. So they all get the same one.
 */
const protocolOnce = {
  name: "protocol-once",
  setup({ onResolve, onLoad }) {
    const library = "vscode-languageserver";
    const namespace = "protocol-once";
    onResolve({ filter: new RegExp(`^${library}$`) }, ({ importer, namespace: from }) =>
      from === namespace || importer.includes("node_modules") ? undefined : { path: library, namespace },
    );
    onLoad({ filter: /./, namespace }, () => {
      const names = Object.keys(createRequire(path.join(root, "server/package.json"))(library));
      const exported = names.filter((name) => /^[A-Za-z]\w*$/.test(name) && name !== "default").join(", ");
      const contents = `import * as library from "${library}"; export const { ${exported} } = library;`;
      return { contents, resolveDir: path.join(root, "server") };
    });
  },
};

/** A rule's examples are for its tests and its page of the docs: at run time they would only be read, a fifth of it all. */
const withoutExamples = {
  name: "without-examples",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]core[\\/]lint[\\/]rules[\\/][^\\/]+\.ts$/ }, async ({ path: file }) => {
      if (path.basename(file) === "index.ts") return undefined;
      const text = await readFile(file, "utf8");
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
      const rule = source.statements.find(ts.isExportAssignment)?.expression;
      const card = rule && ts.isCallExpression(rule) ? rule.arguments[0] : undefined;
      const examples =
        card && ts.isObjectLiteralExpression(card)
          ? card.properties.find((property) => property.name?.getText(source) === "examples")
          : undefined;
      if (examples === undefined) return { errors: [{ text: "No rule with examples.", location: { file } }] };
      const start = examples.getStart(source);
      // As many lines as before, for source maps.
      const lines = text.slice(start, examples.end).replace(/[^\n]/g, "");
      const contents = `${text.slice(0, start)}examples: { invalid: [], valid: [] }${lines}${text.slice(examples.end)}`;
      return { contents, loader: "ts" };
    });
  },
};

function bundles(minify) {
  const { version } = JSON.parse(readFileSync(path.join(root, "server/package.json"), "utf8"));
  const shared = {
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // jsonc-parser's "main" is UMD, which cannot be bundled.
    mainFields: ["module", "main"],
    sourcemap: minify ? false : "linked",
    minify,
    legalComments: "none",
    logLevel: "warning",
    define: { "process.env.SESSION_POLICY_VERSION": JSON.stringify(version) },
  };
  const executable = { ...shared, banner: { js: "#!/usr/bin/env node" } };
  return [
    {
      ...shared,
      entryPoints: ["client/src/main.node.ts"],
      outfile: path.join(root, "client/dist/extension.js"),
      external: ["vscode"],
    },
    {
      ...shared,
      // The page of a view runs in the editor's window.
      platform: "browser",
      target: "es2022",
      format: "iife",
      sourcemap: false,
      entryPoints: [
        { in: "client/src/views/page/main.ts", out: "effectiveAccessView" },
        { in: "client/src/views/page/effectiveAccess.css", out: "effectiveAccessView" },
      ],
      outdir: path.join(root, "client/dist"),
    },
    {
      ...executable,
      plugins: [protocolOnce, withoutExamples],
      entryPoints: ["server/src/main.node.ts"],
      outfile: path.join(root, "server/dist/server.js"),
    },
    {
      ...executable,
      plugins: [withoutExamples],
      entryPoints: ["server/src/main.cli.ts"],
      outfile: path.join(root, "server/dist/cli.js"),
    },
  ];
}

function makeExecutable() {
  if (process.platform === "win32") return;
  for (const file of ["server.js", "cli.js"]) chmodSync(path.join(root, "server/dist", file), 0o755);
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { watch: { type: "boolean" }, minify: { type: "boolean" } } });
  if (values.watch) await watch();
  else {
    await build({ minify: values.minify ?? false }).catch(({ message }) => {
      console.error(message);
      process.exitCode = 1;
    });
  }
}
