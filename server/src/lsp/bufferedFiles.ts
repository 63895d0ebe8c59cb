import { RememberedFiles } from "../core/context/rememberedFiles.js";
import type { FileText, WorkspaceFiles } from "../core/context/sessionContext.js";
import { canonicalUri } from "../core/context/uriPaths.js";

/**
 * The files of the workspace as the user sees them: what is open in the editor comes before what is on the disk, and
 * the disk is remembered between keystrokes until something says that it may have changed.
 */
export class BufferedFiles extends RememberedFiles {
  readonly #openText: (uri: string) => string | undefined;

  constructor(disk: WorkspaceFiles, openText: (canonicalUri: string) => string | undefined) {
    super(disk);
    this.#openText = openText;
  }

  override read(uri: string): Promise<FileText> {
    const text = this.#openText(canonicalUri(uri));
    return text === undefined ? super.read(uri) : Promise.resolve({ ok: true, text });
  }
}
