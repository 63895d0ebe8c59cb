import type { Diagnostic } from "vscode-languageserver";
import type { AccessEngine } from "../../core/access/accessEngine.js";
import type { Span } from "../../core/text/span.js";
import type { AnalyzedDocument } from "../analyzeDocument.js";
import type { ClientTraits } from "../clientTraits.js";
import type { Session } from "../session.js";

/** What every kind of code action is made from. */
export interface ActionRequest {
  readonly analyzed: AnalyzedDocument;
  readonly engine: AccessEngine;
  readonly client: ClientTraits;
  /** For what has to be read besides. */
  readonly session: Session;
  /** The cursor or selection. */
  readonly span: Span;
  /** What the editor shows there. */
  readonly diagnostics: readonly Diagnostic[];
}
