import type { Finding, Severity } from "../../core/lint/finding.js";
import { rules } from "../../core/lint/rules/index.js";
import type { Span } from "../../core/text/span.js";
import { shownPath } from "../files/shownPath.js";
import type { CheckedFile } from "./checkedFile.js";
import { findingsOf } from "./textReport.js";

const levelOf: { readonly [severity in Severity]: "error" | "warning" | "note" } = {
  error: "error",
  "security-warning": "warning",
  warning: "warning",
  suggestion: "note",
};

/**
 * SARIF 2.1.0, which code scanning services take.
 * @param folder what the paths start from: the checkout
 */
export function sarifReport(files: readonly CheckedFile[], version: string, folder: string): string {
  const results = files.flatMap((file) => findingsOf(file).map((finding) => ({ file, finding })));
  const descriptors = ruleDescriptors(results.map(({ finding }) => finding));
  const indexes = new Map(descriptors.map(({ id }, index) => [id, index]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "session-policy", semanticVersion: version, rules: descriptors } },
        columnKind: "utf16CodeUnits",
        results: results.map(({ file, finding }) => ({
          ruleId: finding.rule,
          ruleIndex: indexes.get(finding.rule),
          level: levelOf[finding.severity],
          message: { text: finding.message },
          locations: [{ physicalLocation: physicalLocation(file, finding.span, folder) }],
          properties: {
            severity: finding.severity,
            ...(finding.awsIssueCode !== undefined && { awsIssueCode: finding.awsIssueCode }),
            ...(finding.counterexample !== undefined && { counterexample: finding.counterexample }),
          },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function physicalLocation(file: CheckedFile, span: Span, folder: string) {
  const start = file.lines.positionAt(span.start);
  const end = file.lines.positionAt(span.end);
  return {
    artifactLocation: artifactLocation(file, folder),
    region: {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
      charOffset: span.start,
      charLength: span.end - span.start,
    },
  };
}

/** A path below the checkout is relative to it; any other file is named in full. */
function artifactLocation({ uri, name }: CheckedFile, folder: string) {
  if (uri === undefined) return { uri: encodeURIComponent(name) };
  const path = shownPath(uri, folder);
  if (path.startsWith("../") || path === uri) return { uri };
  return { uri: path.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

/** All rules, so that their numbers stay, and then what configs were found to have wrong. */
function ruleDescriptors(findings: readonly Finding[]) {
  const known = rules.map((rule) => {
    const links = rule.seeAlso.map(({ title, url }) => `- [${title}](${url})`);
    return {
      id: rule.id,
      shortDescription: { text: rule.summary },
      fullDescription: { text: rule.summary },
      help: {
        text: rule.why,
        markdown: [rule.why, ...(links.length > 0 ? [links.join("\n")] : [])].join("\n\n"),
      },
      defaultConfiguration: { level: levelOf[rule.severity] },
      properties: { tags: ["security", "aws", "iam"], precision: "very-high" },
    };
  });
  const ids = new Set<string>(known.map(({ id }) => id));
  const others = [...new Set(findings.map(({ rule }) => rule))].filter((rule) => !ids.has(rule)).sort();
  return [...known, ...others.map(otherDescriptor)];
}

/** Rules that stand in no rule file. */
function otherDescriptor(id: string) {
  const text = id.startsWith("config-")
    ? "Something is wrong in session-policy.config.json, so that what depends on it can't be told."
    : "The file can't be read, so that nothing is known of it.";
  return {
    id,
    shortDescription: { text },
    fullDescription: { text },
    help: { text, markdown: text },
    defaultConfiguration: { level: "error" as const },
    properties: { tags: ["aws", "iam"], precision: "very-high" },
  };
}
