import { pathToFileURL } from "node:url";
import type { Catalog } from "../core/catalog/catalog.js";
import type { CliHost, TextOutput } from "./host.js";
import { nodeDisk } from "./nodeDisk.js";

/** The machine as Node shows it. */
export function nodeHost(version: string, loadCatalog: () => Promise<Catalog>): CliHost {
  return {
    version,
    workingFolder: pathToFileURL(process.cwd()).href,
    environment: process.env,
    input: process.stdin,
    output: textOutput(process.stdout),
    errors: textOutput(process.stderr),
    disk: nodeDisk,
    loadCatalog,
  };
}

function textOutput(stream: NodeJS.WriteStream): TextOutput {
  return {
    isTerminal: stream.isTTY === true,
    write: (text) =>
      new Promise((done, failed) => {
        stream.write(text, (error) => {
          // The composition root sees to readers that have gone away.
          if (error && (error as NodeJS.ErrnoException).code !== "EPIPE") failed(error);
          else done();
        });
      }),
  };
}
