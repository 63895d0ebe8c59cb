import { type DidChangeWatchedFilesParams, FileChangeType } from "vscode-languageserver";
import type { OpenDocument } from "../openDocument.js";
import type { Session } from "../session.js";

/** `workspace/didChangeWatchedFiles`: gives the open documents that lean on any of the files. */
export function didChangeWatchedFiles(
  session: Session,
  { changes }: DidChangeWatchedFilesParams,
): readonly OpenDocument[] {
  return session.filesChanged(
    changes.map(({ uri, type }) => {
      if (type === FileChangeType.Created) return { uri, kind: "created" };
      return { uri, kind: type === FileChangeType.Deleted ? "deleted" : "content" };
    }),
  );
}
