import { join } from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { loadCatalog } from "./core/catalog/loadCatalog.js";
import { fileCatalogLoader } from "./fileCatalogLoader.js";
import { limitGarbage } from "./limitGarbage.js";
import type { Runtime } from "./lsp/runtime.js";
import { startServer } from "./lsp/startServer.js";
import { nodeWorkspaceFiles } from "./nodeWorkspaceFiles.js";

const usage = `session-policy-language-server: language server for AWS IAM session policies

  --stdio      serve the editor on standard input and output
  --version    print the version
  --help       print this
`;

/** Bundled to `server/dist/server.js`, beside `server/data`. */
const dataFolder = join(__dirname, "..", "data");
const version = process.env.SESSION_POLICY_VERSION ?? "0.0.0";

const runtime: Runtime = {
  version,
  loadCatalog: () => loadCatalog(fileCatalogLoader(dataFolder)),
  diskFiles: nodeWorkspaceFiles,
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return { dispose: () => clearTimeout(timer) };
  },
};

/** VS Code starts servers with `--node-ipc`; `--socket` and `--pipe` are what the connection library knows besides. */
const transports = ["--stdio", "--node-ipc", "--socket", "--pipe"];

function main(args: readonly string[]): void {
  if (args.includes("--help")) return void process.stdout.write(usage);
  if (args.includes("--version")) return void process.stdout.write(`${version}\n`);
  if (!args.some((argument) => transports.some((transport) => argument.startsWith(transport)))) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  limitGarbage();
  // A bug in one answer must not end the server; standard output belongs to the protocol.
  process.on("uncaughtException", (error) => process.stderr.write(`${error.stack ?? error.message}\n`));
  process.on("unhandledRejection", (reason) => process.stderr.write(`${String(reason)}\n`));
  startServer(createConnection(ProposedFeatures.all), runtime);
}

main(process.argv.slice(2));
