import { LintMemory, type LintMemoryOptions } from "./lint/lintMemory.js";
import { WordMemory } from "./messages/wordMemory.js";
import { SameStatements } from "./policy/sameStatements.js";

/** What is kept between the analyses of somebody's documents. It never changes an answer, only how soon it comes. */
export class AnalysisMemory {
  /** Missing where every document is read once. */
  readonly statements: SameStatements | undefined;
  readonly lint: LintMemory;
  readonly words = new WordMemory();

  constructor(options: LintMemoryOptions = {}) {
    this.statements = options.keepsStatements === false ? undefined : new SameStatements();
    this.lint = new LintMemory(options);
  }
}
