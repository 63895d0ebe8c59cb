import type { Analysis } from "../../core/analysis.js";
import type { Finding } from "../../core/lint/finding.js";
import { type LineIndex, lineIndex } from "../../core/text/lineIndex.js";

/** A file with all that the check found in it: what every format is made of. */
export interface CheckedFile {
  /** Undefined for standard input. */
  readonly uri: string | undefined;
  /** As the user would write it: from the working folder, `/`-separated; `-` for standard input. */
  readonly name: string;
  readonly text: string;
  readonly lines: LineIndex;
  /** Undefined for a config, and for a file that could not be read. */
  readonly analysis: Analysis | undefined;
  /** What belongs to no policy: a config's own problems, a file that can't be read. */
  readonly findings: readonly Finding[];
}

export function checkedFile(file: Omit<CheckedFile, "lines">): CheckedFile {
  return { ...file, lines: lineIndex(file.text) };
}
