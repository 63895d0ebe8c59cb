import type { Severity } from "../../core/lint/finding.js";
import { counted } from "../../core/messages/numbers.js";
import { shownPath } from "../files/shownPath.js";
import type { CheckedFile } from "./checkedFile.js";
import { severities, tallyOf } from "./tally.js";
import { findingsOf } from "./textReport.js";

const commandOf: { readonly [severity in Severity]: "error" | "warning" | "notice" } = {
  error: "error",
  "security-warning": "warning",
  warning: "warning",
  suggestion: "notice",
};

/**
 * Workflow commands of GitHub Actions: each finding as an annotation of its line.
 * @param folder what the paths start from: the checkout
 */
export function githubReport(files: readonly CheckedFile[], folder: string): string {
  const commands = files.flatMap((file) =>
    findingsOf(file).map(({ rule, severity, message, span }) => {
      const start = file.lines.positionAt(span.start);
      const end = file.lines.positionAt(span.end);
      // Columns are only understood within one line.
      const columns = start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {};
      const properties = {
        file: file.uri === undefined ? file.name : shownPath(file.uri, folder),
        line: start.line + 1,
        endLine: end.line + 1,
        ...columns,
        title: rule,
      };
      const list = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
      return `::${commandOf[severity]} ${list.join(",")}::${escapedData(message)}`;
    }),
  );
  const tally = tallyOf(files.flatMap(findingsOf));
  const counts = severities
    .filter((severity) => tally[severity] > 0)
    .map((severity) => counted(tally[severity], severity.replace("-", " ")));
  const total = `${counted(files.length, "file")} checked: ${counts.length === 0 ? "no findings" : counts.join(", ")}`;
  return `${[...commands, total].join("\n")}\n`;
}

function escapedData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
