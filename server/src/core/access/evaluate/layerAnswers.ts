import type { Statement } from "../../policy/model.js";
import type { Layer, LayerName, Levels, PolicyDocument, StatementRef } from "../layers.js";
import { type Answer, and, answerOf, doubt, no, or, restingOn, yes } from "./answer.js";
import type { ContextFacts } from "./contextFacts.js";
import { isHit } from "./matchPrincipal.js";
import { statementMatches } from "./matchStatement.js";
import type { Situation } from "./situation.js";

/** A statement and whether it applies to the request. */
export interface StatementAnswer {
  readonly ref: StatementRef;
  readonly applies: Answer;
}

/** What one layer, or one level of SCPs or RCPs, says of the request. */
export interface LayerAnswer {
  readonly layer: LayerName;
  readonly level: number | undefined;
  /** Whether it lets the request pass, its Denies apart (table 3). */
  readonly allows: Answer;
  readonly allowing: readonly StatementAnswer[];
  readonly denies: Answer;
  readonly denying: readonly StatementAnswer[];
}

/** Policies of the role or user itself: one union (D7). None at all grants nothing. */
export function identityAnswer(situation: Situation, facts: ContextFacts): LayerAnswer {
  return unionAnswer("identity", situation.layers.identity, no, situation, facts);
}

/** Without a boundary there is no limit. */
export function boundaryAnswer(situation: Situation, facts: ContextFacts): LayerAnswer {
  return unionAnswer("boundary", situation.layers.boundary, yes, situation, facts);
}

/** Session policies: one union (T2, Q11). None: all for a role's session, nothing for a federated user (Q2). */
export function sessionAnswer(situation: Situation, facts: ContextFacts): LayerAnswer {
  const withoutAny = situation.principal.kind === "role-session" ? yes : restingOn(no, "Q2");
  return unionAnswer("session", situation.layers.session, withoutAny, situation, facts);
}

/** Whether a boundary is attached (D8). */
export function hasBoundary({ layers: { boundary } }: Situation): Answer {
  return boundary.state === "unknown" ? doubt(boundary.why) : answerOf(documentsOf(boundary).length > 0);
}

/** SCPs by level (D2). Neither the management account (D2) nor service-linked roles (T5) are limited by them. */
export function serviceControlAnswers(situation: Situation, facts: ContextFacts): readonly LayerAnswer[] {
  const { principal, layers } = situation;
  if (principal.managementAccount === true || principal.serviceLinkedRole === true) return [];
  return levelAnswers("scp", layers.serviceControlPolicies, (documents, level) =>
    unionOf("scp", level, documents, situation, facts),
  );
}

/**
 * RCPs by level, for the services that have them (D2). RCPFullAWSAccess is always attached beside customers' own, so a
 * level with any document allows (table 3).
 */
export function resourceControlAnswers(situation: Situation, facts: ContextFacts): readonly LayerAnswer[] {
  const { principal, layers, isCrossAccount, access, catalog } = situation;
  if (principal.serviceLinkedRole === true) return [];
  if (principal.managementAccount === true && !isCrossAccount) return [];
  if (!catalog.supportsResourceControlPolicies(access.resource.service)) return [];
  return levelAnswers("rcp", layers.resourceControlPolicies, (documents, level) => ({
    ...unionOf("rcp", level, documents, situation, facts),
    allows: answerOf(documents.length > 0),
  }));
}

/** Empty lists are the same as none: no document was attached or passed. */
export function documentsOf(layer: Layer<readonly PolicyDocument[]>): readonly PolicyDocument[] {
  return layer.state === "given" ? layer.value : [];
}

/** Why a document of which a part could not be read leaves a layer open. */
export function unread(document: PolicyDocument): Answer {
  return document.model.complete ? no : doubt(`a part of ${document.name} could not be read`);
}

export function refOf(layer: LayerName, level: number | undefined, policy: number, statement: Statement): StatementRef {
  return {
    layer,
    ...(level === undefined ? {} : { level }),
    policy,
    statement: statement.index,
    effect: statement.effect,
  };
}

function unionAnswer(
  layer: LayerName,
  documents: Layer<readonly PolicyDocument[]>,
  withoutAny: Answer,
  situation: Situation,
  facts: ContextFacts,
): LayerAnswer {
  if (documents.state === "unknown") return openLayer(layer, documents.why);
  const answer = unionOf(layer, undefined, documentsOf(documents), situation, facts);
  return documentsOf(documents).length === 0 ? { ...answer, allows: withoutAny } : answer;
}

function openLayer(layer: LayerName, why: string): LayerAnswer {
  return { layer, level: undefined, allows: doubt(why), allowing: [], denies: doubt(why), denying: [] };
}

function levelAnswers(
  layer: LayerName,
  levels: Layer<Levels>,
  answerOfLevel: (documents: readonly PolicyDocument[], level: number) => LayerAnswer,
): readonly LayerAnswer[] {
  if (levels.state === "unknown") return [openLayer(layer, levels.why)];
  return levels.state === "none" ? [] : levels.value.map(answerOfLevel);
}

/** A union of Allows; what denies is kept apart. */
function unionOf(
  layer: LayerName,
  level: number | undefined,
  documents: readonly PolicyDocument[],
  situation: Situation,
  facts: ContextFacts,
): LayerAnswer {
  const allowing: StatementAnswer[] = [];
  const denying: StatementAnswer[] = [];
  for (const [policy, { model }] of documents.entries()) {
    for (const statement of model.statements) {
      const matches = statementMatches(statement, model.substitutesVariables, situation.access, facts);
      if (matches.value === false) continue;
      const applies = and([matches, concernsSession(statement, layer, situation)]);
      const answer = { ref: refOf(layer, level, policy, statement), applies };
      (statement.effect === "Allow" ? allowing : denying).push(answer);
    }
  }
  const open = documents.map(unread);
  return {
    layer,
    level,
    allows: or([...allowing.map(({ applies }) => applies), ...open]),
    allowing,
    denies: or([...denying.map(({ applies }) => applies), ...open]),
    denying,
  };
}

/** Only RCPs speak of principals here; elsewhere the element is not allowed, nor may Resource be missing (G2). */
function concernsSession(statement: Statement, layer: LayerName, situation: Situation): Answer {
  if (statement.resources === undefined) return doubt("a statement has no Resource", "G2");
  const { principals } = statement;
  if (layer !== "rcp") return principals === undefined ? yes : doubt("a statement has a Principal", "G2");
  if (principals === undefined) return doubt("a statement has no Principal", "G2");
  return isHit(principals, situation.identity, hasBoundary(situation));
}
