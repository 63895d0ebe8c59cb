import type { PolicyDocument, StatementRef } from "../layers.js";
import { type Answer, and, doubt, no, or, yes } from "./answer.js";
import type { ContextFacts } from "./contextFacts.js";
import { governingPolicies } from "./governingPolicies.js";
import { hasBoundary, refOf, type StatementAnswer, unread } from "./layerAnswers.js";
import { isHit, type NamedBy, namedBy } from "./matchPrincipal.js";
import { statementMatches } from "./matchStatement.js";
import type { Situation } from "./situation.js";

/** What resource policies say of the request: grants by class of principal (section 6), and Denies. */
export interface ResourceAnswer {
  readonly grants: NamedBy;
  readonly granting: readonly GrantingStatement[];
  readonly denies: Answer;
  readonly denying: readonly StatementAnswer[];
}

export interface GrantingStatement {
  readonly ref: StatementRef;
  readonly applies: NamedBy;
}

export function resourceAnswer(situation: Situation, facts: ContextFacts): ResourceAnswer {
  const { resourcePolicies } = situation.layers;
  if (resourcePolicies.state === "none") return silent;
  if (resourcePolicies.state === "unknown") {
    return mayHavePolicy(situation) ? openAnswer(doubt(resourcePolicies.why)) : silent;
  }
  const answers = governingPolicies(resourcePolicies.value, situation.access).map(({ index, policy, isDoubtful }) => {
    if (policy.state === "none") return silent;
    if (policy.state === "unknown") return openAnswer(doubt(policy.why));
    const counts = isDoubtful ? doubt("whether the policy of the resource above decides here is not known") : yes;
    return documentAnswer(policy.value, index, counts, situation, facts);
  });
  return {
    grants: mapNames((name) => or(answers.map(({ grants }) => grants[name]))),
    granting: answers.flatMap(({ granting }) => granting),
    denies: or(answers.map(({ denies }) => denies)),
    denying: answers.flatMap(({ denying }) => denying),
  };
}

function mapNames(answer: (name: keyof NamedBy) => Answer): NamedBy {
  return { everyone: answer("everyone"), session: answer("session"), base: answer("base"), account: answer("account") };
}

const silent: ResourceAnswer = { grants: mapNames(() => no), granting: [], denies: no, denying: [] };

function openAnswer(why: Answer): ResourceAnswer {
  return { grants: mapNames(() => why), granting: [], denies: why, denying: [] };
}

/** Whether any resource-based policy could have a say: none can where the service has none for such resources (E3). */
function mayHavePolicy({ access: { resource }, catalog }: Situation): boolean {
  const { service, types } = resource;
  return types === undefined || catalog.resourcePolicies.policyFor(service, types) !== undefined;
}

function documentAnswer(
  document: PolicyDocument,
  index: number,
  counts: Answer,
  situation: Situation,
  facts: ContextFacts,
): ResourceAnswer {
  const { substitutesVariables, statements } = document.model;
  const granting: GrantingStatement[] = [];
  const denying: StatementAnswer[] = [];
  for (const statement of statements) {
    const matches = statementMatches(statement, substitutesVariables, situation.access, facts);
    if (matches.value === false) continue;
    const ref = refOf("resource", undefined, index, statement);
    const { principals, effect } = statement;
    if (effect === "Deny") {
      const hit =
        principals === undefined ? missingPrincipal : isHit(principals, situation.identity, hasBoundary(situation));
      denying.push({ ref, applies: and([counts, matches, hit]) });
    } else {
      const named =
        principals === undefined
          ? mapNames(() => missingPrincipal)
          : principals.negated
            ? mapNames(() => allowNotPrincipal)
            : namedBy(principals.entries, situation.identity);
      granting.push({ ref, applies: mapNames((name) => and([counts, matches, named[name]])) });
    }
  }
  const open = unread(document);
  return {
    grants: mapNames((name) => or([...granting.map(({ applies }) => applies[name]), open])),
    granting,
    denies: or([...denying.map(({ applies }) => applies), open]),
    denying,
  };
}

const missingPrincipal = doubt("a statement of a resource policy has no Principal", "G2");
const allowNotPrincipal = doubt("NotPrincipal is only for Deny", "G8");
