import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from "vscode-languageserver";
import { problemsTheSchemaSees } from "../core/context/schemaProblems.js";
import type { ConfigProblem, WorkspaceFiles } from "../core/context/sessionContext.js";
import { fewerFindings } from "../core/features/fewerFindings.js";
import { type ShownFinding, shownFindings } from "../core/features/shownFindings.js";
import type { RelatedPlace } from "../core/lint/finding.js";
import { parsePolicy } from "../core/syntax/parsePolicy.js";
import { placeOfPath } from "../core/syntax/placeOfPath.js";
import type { AnalyzedDocument } from "./analyzeDocument.js";
import type { ClientTraits } from "./clientTraits.js";
import { locationIn } from "./places.js";
import type { Settings } from "./settings.js";
import { rangeOf, severityOf } from "./toProtocol.js";

const source = "session-policy";

/** What VS Code's own JSON service tells of any JSON document. */
const toldByJsonService: ReadonlySet<string> = new Set(["json-syntax-error", "duplicate-key"]);

/** What a diagnostic carries, so that a follow-up request can tell which finding it was. */
export interface DiagnosticData {
  readonly rule: string;
  readonly path: readonly (string | number)[];
  /** The ids of the finding's fixes. */
  readonly fixes: readonly string[];
}

/** All diagnostics of a document. Asynchronous only because related places in other files are looked up in them. */
export async function diagnosticsOf(
  analyzed: AnalyzedDocument,
  files: WorkspaceFiles,
  client: ClientTraits,
  settings: Settings,
): Promise<Diagnostic[]> {
  const editorChecks = client.ownJsonService && settings.jsonValidation;
  if (analyzed.isConfig) {
    const own = fewerFindings(shownFindings(analyzed.analysis)).map((finding) =>
      findingDiagnostic(analyzed, finding, files, client),
    );
    return [...configDiagnostics(analyzed, editorChecks), ...(await Promise.all(own))];
  }
  const { languageId } = analyzed.document;
  const isJson = languageId === "json" || languageId === "jsonc";
  const findings = shownFindings(analyzed.analysis).filter(
    ({ finding }) => !(editorChecks && isJson && toldByJsonService.has(finding.rule)),
  );
  const problems = analyzed.analysis.context.problems.map((problem) => problemElsewhere(problem, files, client));
  const own = fewerFindings(findings).map((finding) => findingDiagnostic(analyzed, finding, files, client));
  return Promise.all([...problems, ...own]);
}

async function findingDiagnostic(
  analyzed: AnalyzedDocument,
  { finding, region }: ShownFinding,
  files: WorkspaceFiles,
  client: ClientTraits,
): Promise<Diagnostic> {
  const { document } = analyzed;
  const { rule, path, related, fixes } = finding;
  const data: DiagnosticData = { rule, path, fixes: fixes.map(({ id }) => id) };
  const relatedInformation = client.relatedInformation
    ? await Promise.all(related.map((place) => relatedInformationOf(place)))
    : [];
  return {
    range: rangeOf(document.lines, finding.span),
    severity: severityOf(finding.severity),
    source,
    code: rule,
    message: finding.message,
    ...(finding.unnecessary === true && client.unnecessaryTag && { tags: [DiagnosticTag.Unnecessary] }),
    ...(relatedInformation.length > 0 && { relatedInformation }),
    data,
  };

  async function relatedInformationOf({ uri, path, message }: RelatedPlace): Promise<DiagnosticRelatedInformation> {
    if (uri !== undefined) return { location: await locationIn(files, uri, path), message };
    const range = rangeOf(document.lines, placeOfPath(region?.read().root, path));
    return { location: { uri: document.uri, range }, message };
  }
}

/** The config's own problems, at their places. What the editor's JSON service finds by itself is left to it. */
function configDiagnostics({ document, analysis }: AnalyzedDocument, editorChecks: boolean): Diagnostic[] {
  const { root } = parsePolicy(document.text);
  return analysis.context.problems
    .filter(({ kind }) => !(editorChecks && problemsTheSchemaSees.has(kind)))
    .map((problem) => ({
      range: rangeOf(document.lines, problem.span ?? placeOfPath(root, problem.path, problem.onKey)),
      severity: problemSeverity(problem),
      source,
      code: `config-${problem.kind}`,
      message: problem.message,
    }));
}

/** A config's problem on a document that the config speaks of: at its top, and pointing to the place in the config. */
async function problemElsewhere(
  problem: ConfigProblem,
  files: WorkspaceFiles,
  client: ClientTraits,
): Promise<Diagnostic> {
  const top = { line: 0, character: 0 };
  const diagnostic: Diagnostic = {
    range: { start: top, end: { line: 0, character: 1 } },
    severity: problemSeverity(problem),
    source,
    code: `config-${problem.kind}`,
    message: problem.message,
  };
  if (!client.relatedInformation) return diagnostic;
  const location = await locationIn(files, problem.configUri, problem.path, problem.onKey);
  return { ...diagnostic, relatedInformation: [{ location, message: "Here." }] };
}

function problemSeverity({ severity }: ConfigProblem): DiagnosticSeverity {
  return severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
}
