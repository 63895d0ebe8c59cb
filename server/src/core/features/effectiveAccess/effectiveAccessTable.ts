import type { Layer, LayerName, StatementRef } from "../../access/layers.js";
import { referredStatement } from "../../access/referredStatement.js";
import { summarizeEntry } from "../../access/summarizeEntry.js";
import type { ActionAccess, Analysis, EntryAccess, LayerAnswer, PolicyAnalysis } from "../../analysis.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { SessionContext } from "../../context/sessionContext.js";
import { serviceOf, shortAction } from "../../messages/actionNames.js";
import { entryText } from "../../messages/entryText.js";
import { answerWords, layerTitle, notGivenWords } from "../../messages/layerNames.js";
import { documentStem, statementName } from "../../messages/statementNames.js";
import { statementAt } from "../../policy/statementAt.js";
import type { PolicyPath } from "../../syntax/json.js";
import { wholePolicySummary } from "../wholePolicySummary.js";

/** What every action of a session policy comes to, layer by layer, for one session. */
export interface EffectiveAccessTable {
  /** The session's name in the config. */
  readonly session: string;
  /** `S3AccessRole · 231 / 2,048 · all effective`. */
  readonly summary: string;
  /** `SCPs, RCPs`; empty where all layers are given. */
  readonly notGiven: string;
  readonly columns: readonly string[];
  /** Statements that cells point to. */
  readonly statements: readonly StatementPlace[];
  /** The policy's own entries. */
  readonly entries: readonly TableEntry[];
  /** What rows share: a session policy on everything has 22,000 actions and a handful of outcomes. */
  readonly outcomes: readonly Outcome[];
  /** By prefix, sorted. */
  readonly services: readonly ServiceRows[];
}

export interface StatementPlace {
  /** `S3AccessRolePolicy, statement 1`. */
  readonly label: string;
  /** Undefined for what is in no file, as AWS's managed policies. */
  readonly uri: string | undefined;
  readonly path: PolicyPath;
}

export interface TableEntry {
  readonly pattern: string;
  readonly path: PolicyPath;
  readonly effect: "Allow" | "Deny";
  /** The number of its statement, from 0. */
  readonly statement: number;
}

export interface Outcome {
  readonly result: ActionAccess["result"];
  /** The words of the lens. */
  readonly text: string;
  /** One for each column. */
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly answer: LayerAnswer["answer"] | "not-asked";
  readonly words: string;
  /** Index into `statements`. */
  readonly statement?: number;
  /** How many further statements there are. */
  readonly more?: number;
}

export interface ServiceRows {
  readonly service: string;
  /** `Amazon S3`; the prefix where the catalog has no title. */
  readonly title: string;
  /** Sorted by action, then by the place of the entry in the policy. */
  readonly rows: readonly Row[];
}

export interface Row {
  /** Without its service. An entry that matches no action of the catalog stands as it is written. */
  readonly action: string;
  /** Index into `entries`. */
  readonly entry: number;
  /** Index into `outcomes`. */
  readonly outcome: number;
}

const columns: readonly LayerName[] = ["identity", "boundary", "scp", "rcp", "session", "resource"];

/** One table for each session that uses a policy of the document, in their order. */
export function effectiveAccessTables(analysis: Analysis, catalog: Catalog): readonly EffectiveAccessTable[] {
  return analysis.policies.flatMap((policy) =>
    policy.session === undefined ? [] : [new TableMaker(policy, policy.session, analysis.context.uri).make(catalog)],
  );
}

class TableMaker {
  readonly #policy: PolicyAnalysis;
  readonly #session: SessionContext;
  readonly #uri: string;
  readonly #statements: StatementPlace[] = [];
  readonly #statementIndex = new Map<string, number>();
  readonly #outcomes: Outcome[] = [];
  readonly #outcomeIndex = new Map<string, number>();

  constructor(policy: PolicyAnalysis, session: SessionContext, uri: string) {
    this.#policy = policy;
    this.#session = session;
    this.#uri = uri;
  }

  make(catalog: Catalog): EffectiveAccessTable {
    const services = new Map<string, Row[]>();
    const add = (action: string, row: Omit<Row, "action">) => {
      const service = serviceOf(action);
      const rows = services.get(service);
      const named = { action: action.includes(":") ? shortAction(action) : action, ...row };
      if (rows === undefined) services.set(service, [named]);
      else rows.push(named);
    };
    for (const [at, entry] of this.#policy.entries.entries()) {
      const known = new Map<readonly LayerAnswer[], Map<string, number>>();
      for (const access of entry.actions)
        add(access.action, { entry: at, outcome: this.#outcomeOf(entry, access, known) });
      if (entry.actions.length === 0) add(entry.pattern, { entry: at, outcome: this.#outcomeWithout(entry) });
    }
    const sorted = [...services].sort(([one], [other]) => (one < other ? -1 : 1));
    return {
      session: this.#session.name,
      summary: wholePolicySummary(this.#policy, 200).text,
      notGiven: notGivenWords(this.#policy.notGiven),
      columns: columns.map((layer) => layerTitle(layer)),
      statements: this.#statements,
      entries: this.#policy.entries.map(({ pattern, path, effect, statement }) => ({
        pattern,
        path,
        effect,
        statement,
      })),
      outcomes: this.#outcomes,
      services: sorted.map(([service, rows]) => ({
        service,
        title: catalog.title(service) ?? service,
        rows: rows.sort((one, other) =>
          one.action === other.action ? one.entry - other.entry : one.action < other.action ? -1 : 1,
        ),
      })),
    };
  }

  /** The engine judges actions in groups, whose answers are one and the same list. */
  #outcomeOf(
    entry: EntryAccess,
    access: ActionAccess,
    known: Map<readonly LayerAnswer[], Map<string, number>>,
  ): number {
    const alike = known.get(access.layers) ?? new Map<string, number>();
    known.set(access.layers, alike);
    const { result, decidedBy, statements, denied, revivable } = access;
    const { dependsOn, hangsWholly, unknown, allowedOn, lessDenied, isTakenAgain } = access;
    const key = JSON.stringify([
      result,
      decidedBy,
      statements,
      denied,
      revivable,
      dependsOn,
      hangsWholly,
      unknown,
      allowedOn,
      lessDenied,
      isTakenAgain,
    ]);
    const found = alike.get(key);
    if (found !== undefined) return found;
    const only = { ...entry, pattern: access.action, negated: false, actions: [access], unfit: [] };
    const text = textOf({ ...only, result: summarizeEntry(entry.effect, [access], []) }, this.#policy);
    const cells = columns.map((layer) => this.#cell(layer, entry, access.layers));
    const index = this.#index({ result, text, cells });
    alike.set(key, index);
    return index;
  }

  #outcomeWithout(entry: EntryAccess): number {
    const text = textOf(entry, this.#policy);
    const cells = columns.map((layer) => this.#cell(layer, entry, []));
    return this.#index({ result: entry.result, text, cells });
  }

  #index(outcome: Outcome): number {
    const key = JSON.stringify(outcome);
    const known = this.#outcomeIndex.get(key);
    if (known !== undefined) return known;
    const index = this.#outcomes.push(outcome) - 1;
    this.#outcomeIndex.set(key, index);
    return index;
  }

  #cell(layer: LayerName, entry: EntryAccess, layers: readonly LayerAnswer[]): Cell {
    const answer = worst(layers.filter((each) => each.layer === layer));
    if (answer === undefined) {
      if (layer === "session" && entry.effect === "Deny") return this.#own(entry);
      const state = this.#stateOf(layer);
      return { answer: state, words: state === "not-asked" ? "" : answerWords[state] };
    }
    const [first, ...others] = answer.statements;
    return {
      answer: answer.answer,
      words: answerWords[answer.answer],
      ...(first !== undefined && { statement: this.#place(first) }),
      ...(others.length > 0 && { more: others.length }),
    };
  }

  #own({ statement, effect }: EntryAccess): Cell {
    const ref: StatementRef = { layer: "session", policy: 0, statement, effect };
    return { answer: "denies", words: answerWords.denies, statement: this.#place(ref) };
  }

  /** What is to be said of a layer that the engine has not asked. */
  #stateOf(layer: LayerName): "none" | "not-given" | "not-asked" {
    const { layers } = this.#session;
    const state = (each: Layer<unknown>) =>
      each.state === "none" ? "none" : each.state === "unknown" ? "not-given" : "not-asked";
    switch (layer) {
      case "identity":
        return state(layers.identity);
      case "boundary":
        return state(layers.boundary);
      case "scp":
        return state(layers.serviceControlPolicies);
      case "rcp":
        return state(layers.resourceControlPolicies);
      case "resource":
        return state(layers.resourcePolicies);
      case "session":
        return "not-asked";
    }
  }

  #place(ref: StatementRef): number {
    const key = JSON.stringify(ref);
    const known = this.#statementIndex.get(key);
    if (known !== undefined) return known;
    const index = this.#statements.push(this.#placeOf(ref)) - 1;
    this.#statementIndex.set(key, index);
    return index;
  }

  #placeOf(ref: StatementRef): StatementPlace {
    const own = ref.layer === "session" && ref.policy === 0;
    const referred = referredStatement(ref, this.#session);
    const statement = own ? statementAt(this.#policy.model, ref.statement) : referred?.statement;
    const name = own ? "" : `${documentStem(referred?.document?.name ?? "")}, `;
    return {
      label: `${name}${statementName(ref.statement, statement?.sid)}`,
      uri: own ? this.#uri : referred?.document?.uri,
      path: statement?.path ?? [],
    };
  }
}

/** The words of the lens; of a Deny without the action, which stands beside it. */
function textOf(entry: EntryAccess, policy: PolicyAnalysis): string {
  const text = entryText(entry, policy, { room: 300 });
  return entry.result === "removes" ? text.replace(/^Removes \S+/, "Removed") : text;
}

const weights: readonly LayerAnswer["answer"][] = [
  "denies",
  "does-not-allow",
  "denies-part",
  "allows-part",
  "unknown",
  "depends",
  "allows",
];

/** Of several levels, or of the session's own Allow and Deny, the one that takes most. */
function worst(answers: readonly LayerAnswer[]): LayerAnswer | undefined {
  const rank = ({ answer }: LayerAnswer) => (weights.includes(answer) ? weights.indexOf(answer) : weights.length);
  return answers.reduce<LayerAnswer | undefined>(
    (found, each) => (found === undefined || rank(each) < rank(found) ? each : found),
    undefined,
  );
}
