import { guessKind, looksLikePolicy } from "../policy/guessKind.js";
import type { PolicyKind } from "../policy/model.js";
import { parsePolicy } from "../syntax/parsePolicy.js";
import { configFileName } from "./config.js";
import type { WorkspaceFiles } from "./sessionContext.js";
import { fileName, joinUri } from "./uriPaths.js";

/** A file that holds a policy by its look. */
export interface PolicyFile {
  readonly uri: string;
  /** From the folder that was looked through. */
  readonly path: string;
  readonly kind: PolicyKind;
  /** `NAME.session.json`: a session policy by its name. */
  readonly isSession: boolean;
}

/** More files than this are not looked into. */
const maximumFilesRead = 300;

/** The policies in JSON files below a folder, by path. */
export async function policyFilesBelow(folder: string, files: WorkspaceFiles): Promise<readonly PolicyFile[]> {
  const paths = (await files.list(folder)).filter(
    (path) => path.endsWith(".json") && fileName(`/${path}`) !== configFileName,
  );
  const candidates = [...paths].sort().slice(0, maximumFilesRead);
  const found = await Promise.all(
    candidates.map(async (path): Promise<readonly PolicyFile[]> => {
      const uri = joinUri(folder, path);
      const file = uri === undefined ? undefined : await files.read(uri);
      const parsed = file?.ok ? parsePolicy(file.text) : undefined;
      if (uri === undefined || parsed === undefined) return [];
      const isSession = path.endsWith(".session.json");
      if (!isSession && !looksLikePolicy(parsed)) return [];
      return [{ uri, path, kind: guessKind(parsed), isSession }];
    }),
  );
  return found.flat();
}
