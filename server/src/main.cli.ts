import { join } from "node:path";
import { nodeHost } from "./cli/nodeHost.js";
import { run } from "./cli/run.js";
import { loadCatalog } from "./core/catalog/loadCatalog.js";
import { fileCatalogLoader } from "./fileCatalogLoader.js";

/** Bundled to `server/dist/cli.js`, beside `server/data`. */
const dataFolder = join(__dirname, "..", "data");
const version = process.env.SESSION_POLICY_VERSION ?? "0.0.0";

// Who reads the output may stop before its end, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

const host = nodeHost(version, () => loadCatalog(fileCatalogLoader(dataFolder)));
// Not `process.exit`, which would cut off what is still to be written.
void run(process.argv.slice(2), host).then((status) => {
  process.exitCode = status;
});
