import type { AccessEngine } from "../core/access/accessEngine.js";
import type { Analysis } from "../core/analysis.js";
import type { AnalysisMemory } from "../core/analysisMemory.js";
import { analyze, analyzeConfig } from "../core/analyze.js";
import { configFileName } from "../core/context/config.js";
import type { DocumentContext } from "../core/context/sessionContext.js";
import { fileName } from "../core/context/uriPaths.js";
import type { Finding } from "../core/lint/finding.js";
import type { RuleFailure, RuleLevels } from "../core/lint/runRules.js";
import { jsonRegions } from "../core/regions/jsonRegion.js";
import { maximumLength } from "../core/syntax/parsePolicy.js";
import { documentRegions } from "./documentRegions.js";
import type { OpenDocument } from "./openDocument.js";

/** A document at one version with all that is known of it: an immutable value. */
export interface AnalyzedDocument {
  readonly document: OpenDocument;
  readonly analysis: Analysis;
  /** `session-policy.config.json` itself: it holds no policy, and `analysis.context.problems` are its own. */
  readonly isConfig: boolean;
  /** Differs whenever the answers may. */
  readonly resultId: string;
}

export interface AnalyzeDocumentInput {
  readonly document: OpenDocument;
  readonly context: DocumentContext;
  readonly engine: AccessEngine;
  readonly memory: AnalysisMemory;
  readonly resultId: string;
  /** The user's settings; what the config says beats them. */
  readonly levels: RuleLevels;
  readonly onFailure: (failure: RuleFailure) => void;
}

export function analyzeDocument(input: AnalyzeDocumentInput): AnalyzedDocument {
  const { document, context, engine, memory, levels, resultId, onFailure } = input;
  const isConfig = fileName(document.uri) === configFileName;
  if (document.text.length > maximumLength) {
    const findings = isConfig ? [] : [tooLong(context)].filter((finding) => finding !== undefined);
    return { document, isConfig, resultId, analysis: { context, policies: [], findings } };
  }
  const shared = { context, engine, memory, levels, onFailure };
  const analysis = isConfig
    ? analyzeConfig({ ...shared, regions: jsonRegions(document.text) }, ({ text }) => jsonRegions(text))
    : analyze({ ...shared, regions: documentRegions(document) });
  return { document, isConfig, resultId, analysis };
}

/**
 * The one note on a document that is too large to be read; the rules would count and quote all of it. Only where it is
 * known to be a policy: any large JSON may be open in an editor.
 */
function tooLong({ kind }: DocumentContext): Finding | undefined {
  if (kind === undefined) return undefined;
  return {
    rule: "json-too-long",
    severity: "error",
    span: { start: 0, end: 0 },
    path: [],
    message: "This file is over 1 MB and was not read. AWS takes no policy that is nearly as long.",
    related: [],
    fixes: [],
  };
}
