import { looksLikePolicy } from "../policy/guessKind.js";
import type { ModelProblem, PolicyModel } from "../policy/model.js";
import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import { quote } from "./configReader.js";

/** Why a document is no complete policy, in the words that follow a colon. */
export function unreadableBecause(parsed: ParsedPolicy, model: PolicyModel): string {
  const broken =
    parsed.problems.find(({ kind }) => kind === "too-deep") ??
    parsed.problems.find(({ kind }) => kind !== "comment" && kind !== "trailing-comma");
  if (broken !== undefined) {
    const line = `line ${parsed.text.slice(0, broken.span.start).split("\n").length}`;
    switch (broken.kind) {
      case "empty":
        return "it is empty";
      case "too-long":
        return "it is too long";
      case "too-deep":
        return `it is nested too deep (${line})`;
      case "duplicate-key":
        return `${quote(broken.detail)} stands twice in one object (${line})`;
      default:
        return `it is not valid JSON, ${broken.detail} (${line})`;
    }
  }
  const lost =
    // A principal gives away a policy of another kind, which lacks other things as well.
    model.problems.find(({ kind }) => kind === "principal-not-supported") ??
    model.problems.find(({ meaningLost }) => meaningLost);
  if (lost === undefined || lost.statement === undefined) {
    return looksLikePolicy(parsed) && lost !== undefined ? inWords(lost) : "it holds no policy statements";
  }
  return `in statement ${lost.statement + 1}, ${inWords(lost)}`;
}

function inWords({ kind, detail }: ModelProblem): string {
  switch (kind) {
    case "unknown-element":
      return `${quote(detail)} is no element of a policy`;
    case "missing-effect":
    case "missing-action":
    case "missing-resource":
    case "missing-principal":
    case "missing-statement":
      return `${quote(detail)} is missing`;
    case "invalid-effect":
      return `${quote(detail)} is neither "Allow" nor "Deny"`;
    case "invalid-version":
      return `${quote(detail)} is no version of the policy language`;
    case "both-elements":
      return `${quote(detail)} stands beside its opposite`;
    case "empty-list":
      return `${quote(detail)} is empty`;
    case "principal-not-supported":
      return `${quote(detail)} stands where only resource and trust policies have one`;
    case "resource-not-supported":
      return `${quote(detail)} stands where a trust policy has none`;
    case "unknown-principal-type":
      return `${quote(detail)} is no type of principal`;
    default:
      return `${quote(detail)} has a value that can't be used`;
  }
}
