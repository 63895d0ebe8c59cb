import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

/** A folder with files in it, to be removed after the test. */
export interface TemporaryFolder {
  readonly path: string;
  uri(file: string): string;
  write(file: string, content: string | Uint8Array): void;
  remove(): void;
}

/** @param files texts (or anything else, as JSON) by `/`-separated path */
export function temporaryFolder(files: Readonly<Record<string, unknown>>): TemporaryFolder {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "session-policy-")));
  const made: TemporaryFolder = {
    path: folder,
    uri: (file) => pathToFileURL(path.join(folder, file)).href,
    write(file, content) {
      const target = path.join(folder, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  for (const [file, content] of Object.entries(files)) {
    const isText = typeof content === "string" || content instanceof Uint8Array;
    made.write(file, isText ? content : JSON.stringify(content, undefined, 2));
  }
  return made;
}
