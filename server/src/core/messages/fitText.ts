import type { FitResult } from "../fit/fit.js";
import type { FitCosts } from "../fit/fitCosts.js";
import { listed } from "./lists.js";
import { counted, withThousands } from "./numbers.js";

/** The proof in words: what stays the same, and what that leans on. */
export function proofText({ proof, steps }: Pick<FitResult, "proof" | "steps">): string {
  if (steps.length === 0) return "Nothing was changed.";
  if (proof.relativeToBase) {
    const resources = proof.resourcePoliciesComplete
      ? "It leans on there being no resource-based policy that names the role beside those that are stated."
      : "What a resource-based policy could allow is the same by itself.";
    return `Proved in both directions: under the role as it is today, the session may do exactly the same. ${resources} If the role is granted more later, the session may do more than the policy said before.`;
  }
  if (proof.universe === "catalog") {
    return "Proved in both directions: the same requests match, of all that AWS's actions and resource types known today make possible. An action that AWS adds later and that a wildcard matches is covered too.";
  }
  return "Proved in both directions: the same requests match, whatever their action and resource, today and later.";
}

/** What takes the room in a policy that does not fit, and what to do. */
export function costsText({ statements, splitOff }: FitCosts): readonly string[] {
  const name = ({ index, sid }: FitCosts["statements"][number]) =>
    sid === undefined ? `statement ${index + 1}` : `statement ${index + 1} (${sid})`;
  const lines = statements.map((each) => `${name(each)}: ${withThousands(each.characters)} characters`);
  if (splitOff === undefined) return lines;
  const which = splitOff.statements.map((index) => String(index + 1));
  const them = `${which.length === 1 ? "Statement" : "Statements"} ${listed(which)} of the result`;
  return [
    ...lines,
    `${them} (${withThousands(splitOff.characters)} characters) could become a managed policy in the role's account. Passed by its ARN beside this policy, it leaves about ${withThousands(splitOff.remaining)} characters; session policies that are passed together say what one of them would.`,
  ];
}

/** `3,120 characters, 2,410 without white space, 1,987 now; 2,048 may be sent.` */
export function fitSizes({ characters: { before, minified, after, limit } }: Pick<FitResult, "characters">): string {
  const parts = [counted(before, "character")];
  if (minified < before) parts.push(`${withThousands(minified)} without white space`);
  parts.push(`${withThousands(after)} now`);
  return `${parts.join(", ")}; ${withThousands(limit)} may be sent.`;
}
