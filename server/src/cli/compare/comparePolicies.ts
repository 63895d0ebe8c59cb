import type { AccessEngine } from "../../core/access/accessEngine.js";
import { type Comparison, compare } from "../../core/access/compare.js";
import { type SessionQuestion, unknownLayers } from "../layers/sessionQuestion.js";

/**
 * The comparison of a session with what is above it. A layer that is not known can only take away from what the others
 * allow: what exceeds without it exceeds with it, and nothing else can be told.
 */
export function comparePolicies(
  question: SessionQuestion,
  universe: "catalog" | "any",
  engine: AccessEngine,
): Comparison {
  const { session, base, boundary, serviceControlPolicies, resourceControlPolicies } = question;
  const known = compare(
    {
      session: session.state === "given" ? session.value : [],
      base: base.state === "given" ? base.value : [],
      ...(boundary.state === "given" && { boundary: boundary.value }),
      ...(serviceControlPolicies.state === "given" && { serviceControlPolicies: serviceControlPolicies.value }),
      ...(resourceControlPolicies.state === "given" && { resourceControlPolicies: resourceControlPolicies.value }),
      universe,
    },
    engine,
  );
  const unknown = unknownLayers(question);
  if (unknown.length === 0) return known;
  const detail = `${unknown.map((name) => `"${name}"`).join(", ")} ${unknown.length === 1 ? "is" : "are"} not known`;
  const tells = session.state === "given" && base.state === "given";
  if (tells && known.verdict === "exceeds") return { ...known, statements: known.statements.map(lessCertain) };
  return { ...known, verdict: "unknown", statements: known.statements.map(lessCertain) };

  function lessCertain(statement: Comparison["statements"][number]): Comparison["statements"][number] {
    if (tells && statement.verdict === "exceeds") return statement;
    const { policy, index } = statement;
    const why = { why: "layer-not-given", detail, rules: [] } as const;
    return { policy, index, verdict: "unknown", reasons: [], dependsOn: [], rules: [], unknown: why };
  }
}
