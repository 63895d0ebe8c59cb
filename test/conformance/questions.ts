import type { JsonValue } from "../../server/src/core/syntax/json.js";

/** Whether one policy allows nothing that another does not, with what somebody else's tool says about it. */
export interface Question {
  /** Where it comes from; results are counted by it. */
  readonly set: string;
  readonly id: string;
  readonly candidate: JsonValue;
  readonly reference: JsonValue;
  /** The other tool's answer: the candidate stays within the reference. */
  readonly within: boolean;
}

/** A file of questions, one JSON object a line. */
export interface QuestionFile {
  readonly name: string;
  read(line: string, number: number): readonly Question[];
}

interface NewAccessSample {
  readonly file: string;
  readonly kind: "identity" | "resource";
  readonly label: "PASS" | "FAIL";
  readonly heading: string;
  readonly reference: JsonValue;
  readonly candidate: JsonValue;
}

interface ContainmentPair {
  readonly p1: string;
  readonly p2: string;
  readonly p1_contained_in_p2: boolean;
  readonly p2_contained_in_p1: boolean;
  readonly policy1: JsonValue;
  readonly policy2: JsonValue;
}

/** Samples that AWS publishes for Access Analyzer's CheckNoNewAccess, with their outcome. */
const newAccess: QuestionFile = {
  name: "aws-check-no-new-access.jsonl",
  read(line, number) {
    const sample = JSON.parse(withAccount(line)) as NewAccessSample;
    return [
      {
        set: `CheckNoNewAccess, ${sample.kind}`,
        id: `${number} ${sample.file.replace(/^.*\//, "")}: ${sample.heading}`,
        candidate: sample.candidate,
        reference: sample.reference,
        within: sample.label === "PASS",
      },
    ];
  },
};

/** Pairs of policies that Quacky's authors compared by an SMT solver, in both directions. */
const quacky: QuestionFile = {
  name: "quacky-containment.jsonl",
  read(line, number) {
    const pair = JSON.parse(line) as ContainmentPair;
    const names = [pair.p1, pair.p2].map((path) => path.replace(/^samples\/(mutations\/)?/, ""));
    const question = (candidate: 0 | 1, within: boolean): Question => ({
      set: `Quacky, ${candidate === 0 ? "first in second" : "second in first"}`,
      id: `${number} ${names[candidate]} in ${names[1 - candidate]}`,
      candidate: candidate === 0 ? pair.policy1 : pair.policy2,
      reference: candidate === 0 ? pair.policy2 : pair.policy1,
      within,
    });
    return [question(0, pair.p1_contained_in_p2), question(1, pair.p2_contained_in_p1)];
  },
};

export const questionFiles: readonly QuestionFile[] = [newAccess, quacky];

/** The samples leave it to the reader to fill in an account. */
function withAccount(text: string): string {
  return text.replaceAll("<ACCOUNT ID>", "111111111111");
}
