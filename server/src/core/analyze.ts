import type { AccessEngine } from "./access/accessEngine.js";
import { type RequiredActions, requiredActions } from "./access/requirements.js";
import type { SessionAccess } from "./access/sessionAccess.js";
import { mostUnits, sessionsWithoutShare, unitsFor } from "./access/sets/budget.js";
import type { Analysis, PolicyAnalysis } from "./analysis.js";
import type { AnalysisMemory } from "./analysisMemory.js";
import type { Catalog } from "./catalog/catalog.js";
import type { DocumentContext, GovernedDocument, SessionContext } from "./context/sessionContext.js";
import { managedPolicyArnCharacters, sessionPolicyLimit } from "./context/sessionPolicyLimit.js";
import { configFindings } from "./lint/configFindings.js";
import { EntriesInAll } from "./lint/entriesInAll.js";
import type { PolicySubject } from "./lint/rule.js";
import { type LintResult, type RuleFailure, type RuleLevels, runRules } from "./lint/runRules.js";
import { buildModel } from "./policy/buildModel.js";
import { CountedCharacters } from "./policy/countedCharacters.js";
import type { PolicyKind, PolicyModel } from "./policy/model.js";
import type { Region } from "./regions/region.js";
import type { ParsedPolicy } from "./syntax/parsedPolicy.js";
import { longestPolicy, unreadText } from "./syntax/parsePolicy.js";

export interface AnalyzeInput {
  readonly regions: readonly Region[];
  readonly context: DocumentContext;
  /** Keeps compiled base policies between calls, and holds the catalog. */
  readonly engine: AccessEngine;
  /** Nothing is kept between calls if not given. */
  readonly memory?: AnalysisMemory;
  /** Severities the user has set, by rule id. */
  readonly levels?: RuleLevels;
  /** Told of rules that broke down: bugs of ours, to be logged. */
  readonly onFailure?: (failure: RuleFailure) => void;
}

/**
 * All that is known of a document's policies, as one immutable value. Synchronous: the context stage has read
 * everything that is needed. Never fails on what a user can write.
 */
export function analyze(input: AnalyzeInput): Analysis {
  const { context, regions } = input;
  const { kind } = context;
  if (kind === undefined) return { context, policies: [], findings: [] };
  const policies = regions.flatMap((region) => judgeRegion(input, region, kind));
  if (context.ignore.length === 0) return { context, policies, findings: [] };
  const accepted = new Set(context.ignore.map(({ rule }) => rule));
  return { context, policies: policies.map((policy) => without(policy, accepted)), findings: [] };
}

/** Gives the regions of a document that a config has a say in. */
export type RegionsOf = (document: GovernedDocument) => readonly Region[];

/**
 * A config, with what is found out about it by all that it has a say in: needs that are not met, accepted findings that
 * there are none of.
 * @param input its only region is the config's own text
 */
export function analyzeConfig(input: AnalyzeInput, regionsOf: RegionsOf): Analysis {
  const { context, levels = {} } = input;
  const [region] = input.regions;
  if (region === undefined) return { context, policies: [], findings: [] };
  const documents = context.governed.map((document) => {
    const governed = { ...input, context: document.context };
    const { kind } = document.context;
    const policies = regionsOf(document).flatMap((each) => judgeRegion(governed, each, kind!));
    return { document, policies };
  });
  return { context, policies: [], findings: configFindings({ region, context, documents, levels }), config: region };
}

/**
 * So much of a session policy is read, in UTF-16 units: more than twenty times what any call takes. Others are judged by
 * themselves only, and may be ten times as long in AWS.
 */
const longestSessionPolicy = 50_000;

/** The findings of a region, accepted ones too. */
function judgeRegion(input: AnalyzeInput, region: Region, kind: PolicyKind): readonly PolicyAnalysis[] {
  const { context, engine, onFailure } = input;
  const { catalog } = engine;
  // The config beats the settings: it is the team's, and the command line has it too.
  const levels = context.rules.size === 0 ? input.levels : { ...input.levels, ...Object.fromEntries(context.rules) };
  const sessions = kind === "session" && context.sessions.length > 0 ? context.sessions : [undefined];
  const { memory } = input;
  const { text } = region;
  const longest = kind === "session" && context.sessions.length > 0 ? longestSessionPolicy : longestPolicy;
  const parsed = text.length > longest ? unreadText(text, longest) : region.read();
  const model = buildModel(parsed, kind, memory?.statements);
  const accesses = accessOf(model, sessions, engine);
  const needs = needsOf(model, sessions, engine);
  const subjects = sessions.map((session, at) =>
    subjectOf(region, parsed, model, kind, session, accesses[at]!, needs[at]!, context, engine),
  );
  const inAll = new EntriesInAll(subjects);
  // What a statement is by itself, it is in every session.
  let known: LintResult["known"];
  return subjects.map((subject) => {
    const others = subjects.length === 1 ? [] : subjects.filter((other) => other !== subject);
    const result = runRules(subject, {
      catalog,
      others,
      inAll,
      levels,
      known,
      memory: memory?.lint,
      words: memory?.words,
    });
    known = result.known;
    for (const failure of result.failures) onFailure?.(failure);
    return { findings: result.findings, ...subject };
  });
}

function without(policy: PolicyAnalysis, accepted: ReadonlySet<string>): PolicyAnalysis {
  return { ...policy, findings: policy.findings.filter(({ rule }) => !accepted.has(rule)) };
}

type Sessions = readonly (SessionContext | undefined)[];

/** What the policy comes to in each session. */
function accessOf(model: PolicyModel, sessions: Sessions, engine: AccessEngine): readonly SessionAccess[] {
  const [first] = sessions;
  if (first === undefined) return sessions.map(() => ({ verdict: "no-base", entries: [], units: 0 }));
  // Those that lean on the same have the same answer.
  const alike = new Map<object, SessionContext>();
  const representatives = (sessions as readonly SessionContext[]).map((session) => {
    const prepared = engine.prepared.of(session);
    const known = alike.get(prepared);
    if (known === undefined) alike.set(prepared, session);
    return known ?? session;
  });
  const distinct = [...alike.values()];
  const accesses = sharing(distinct, (session, units) =>
    engine.sessionAccess(model, session, Math.min(units, unitsFor([model], sessions.length))),
  );
  const found = new Map(distinct.map((session, at) => [session, accesses[at]!]));
  return representatives.map((session) => found.get(session)!);
}

/** What each session's task needs. */
function needsOf(model: PolicyModel, sessions: Sessions, engine: AccessEngine): readonly RequiredActions[] {
  return sharing(sessions, (session, units) => {
    if (session === undefined || !model.complete) return { required: [], units: 0 };
    return requiredActions(model, session, engine, units);
  });
}

/** Many sessions share the work units of a few: what one leaves, the rest have. */
function sharing<Session, T extends { readonly units: number }>(
  sessions: readonly Session[],
  work: (session: Session, units: number) => T,
): readonly T[] {
  let left = mostUnits * sessionsWithoutShare;
  return sessions.map((session, at) => {
    const done = work(session, Math.min(mostUnits, Math.floor(left / (sessions.length - at))));
    left -= done.units;
    return done;
  });
}

function subjectOf(
  region: Region,
  parsed: ParsedPolicy,
  model: PolicyModel,
  kind: PolicyKind,
  session: SessionContext | undefined,
  access: SessionAccess,
  needs: RequiredActions,
  { ofRoles }: DocumentContext,
  engine: AccessEngine,
): PolicySubject {
  return {
    region,
    parsed,
    model,
    kind,
    session,
    ofRoles,
    characters: charactersOf(region, parsed, kind, session, engine.catalog),
    verdict: access.verdict,
    notGiven: session === undefined ? [] : notGivenLayers(session),
    entries: access.entries,
    required: needs.required,
  };
}

function charactersOf(
  region: Region,
  parsed: ParsedPolicy,
  kind: PolicyKind,
  session: SessionContext | undefined,
  catalog: Catalog,
): PolicyAnalysis["characters"] {
  const managedPolicyArns = managedPolicyArnCharacters(session);
  const limit =
    kind === "session" ? Math.max(0, sessionPolicyLimit(session?.operation, catalog) - managedPolicyArns) : undefined;
  return new CountedCharacters(region.text, parsed, session?.sentAs === "minified", limit, managedPolicyArns);
}

/** Layers nobody has told us about, by their names in the config. */
function notGivenLayers(session: SessionContext): readonly string[] {
  const { layers } = session;
  const names: string[] = [];
  if (layers.identity.state === "unknown") names.push("identityPolicies");
  if (layers.boundary.state === "unknown" && session.principal.kind === "role-session")
    names.push("permissionsBoundary");
  if (layers.serviceControlPolicies.state === "unknown") names.push("serviceControlPolicies");
  if (layers.resourceControlPolicies.state === "unknown") names.push("resourceControlPolicies");
  const { resourcePolicies } = layers;
  const complete =
    resourcePolicies.state === "none" || (resourcePolicies.state === "given" && session.resourcePoliciesComplete);
  if (!complete) names.push("resourcePolicies");
  return names;
}
