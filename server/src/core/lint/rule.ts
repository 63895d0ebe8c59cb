import type { ContextValues } from "../access/layers.js";
import type { Counterexample } from "../access/verdict.js";
import type { PolicyAnalysis } from "../analysis.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Operation } from "../context/sessionContext.js";
import type { WordMemory } from "../messages/wordMemory.js";
import type { PolicyKind } from "../policy/model.js";
import type { JsonNode, PolicyPath } from "../syntax/json.js";
import type { Span } from "../text/span.js";
import type { ArnShapes } from "./arnShapes.js";
import type { Concerns } from "./concerns.js";
import type { EntriesInAll } from "./entriesInAll.js";
import type { StatementFacts } from "./facts/policyFacts.js";
import type { ConfigPlace, Finding, Fix, RelatedPlace, Severity } from "./finding.js";

/** A policy with all that is known of it but the findings. */
export type PolicySubject = Omit<PolicyAnalysis, "findings">;

/**
 * What a rule looks at that judges each statement by itself. The statements are those that must be looked at: what was
 * found in the others is known already.
 */
export interface StatementRuleInput extends Pick<PolicySubject, "kind" | "parsed"> {
  readonly catalog: Catalog;
  /**
   * Statements taken apart: actions resolved in the catalog, ARNs in their fields, tests of conditions with what is known
   * of their keys. Each is worked out once for all rules, when the first one asks.
   */
  readonly statements: readonly StatementFacts[];
  /** The ARN formats that actions take. */
  readonly arnShapes: ArnShapes;
  /** The answer to a question about a text that hangs on nothing but the catalog's names besides: it is kept. */
  once<T>(question: string, text: string, answer: () => T): T;
  /** Of work units meant for a whole policy, what one of its statements may take: none takes from another. */
  shareOf(units: number): number;
  /** The value at `path`; undefined where there is none. */
  nodeAt(path: PolicyPath): JsonNode | undefined;
  /** Where the value at `path` stands. An object or list that spans lines is shown by its opening bracket. */
  spanOf(path: PolicyPath): Span;
  /** Where the name of the member that `path` ends in stands; for a list item, the item. */
  keySpanOf(path: PolicyPath): Span;
  /** Where a part of the string at `path` stands; in UTF-16 units of its value. The name of a member with `on: "key"`. */
  spanIn(path: PolicyPath, from: number, to: number, on?: "value" | "key"): Span;
}

/** What a rule looks at: all of the policy's statements, and what is known of the policy and its session besides. */
export interface RuleInput extends PolicySubject, StatementRuleInput {
  /** The same text as other sessions use it. */
  readonly others: readonly PolicySubject[];
  /** What its action entries come to in all sessions that use the text. */
  readonly inAll: EntriesInAll;
  /** Words about the policy's entries that were put together before. */
  readonly words: WordMemory;
}

/** What a rule found, before it is put into words. */
export interface Flagged<Data> {
  readonly path: PolicyPath;
  /** Where it is shown; the value at `path` if not given. */
  readonly span?: Span;
  readonly data: Data;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** Where it differs from the rule's own. */
  readonly awsIssueCode?: string;
  readonly related?: readonly RelatedPlace[];
  /** Where the config says what is at fault: the finding is shown there too. */
  readonly config?: ConfigPlace | undefined;
  readonly counterexample?: Counterexample | undefined;
  readonly unnecessary?: boolean;
}

/**
 * A policy that shows a rule at work. Lines of nothing but white space and carets are no part of it: the carets stand
 * under what is to be flagged.
 */
export interface RuleExample {
  readonly policy: string;
  /** What it shows, for the rule's page. */
  readonly title?: string;
  /** It is a test, and no part of the rule's page: that has one like it. */
  readonly testOnly?: true;
  /** The first kind that the rule applies to, if not given. */
  readonly kind?: PolicyKind;
  /**
   * Identity policies of the base role. With this or anything else below that speaks of a session, the policy is linked
   * to a role called `S3AccessRole`; what is left out is not given.
   */
  readonly base?: readonly string[];
  readonly trust?: string;
  /** `null`: there is none. */
  readonly boundary?: string | null;
  /** One list a level, root first. */
  readonly serviceControlPolicies?: readonly (readonly string[])[];
  readonly resourceControlPolicies?: readonly (readonly string[])[];
  /** Policies of resources by ARN. */
  readonly resources?: { readonly [arn: string]: string };
  readonly operation?: Operation;
  readonly sessionName?: string;
  readonly sentAs?: "file" | "minified";
  /** ARNs of managed policies passed along. */
  readonly managedPolicies?: readonly string[];
  readonly tags?: { readonly [key: string]: string };
  readonly roleTags?: { readonly [key: string]: string };
  readonly context?: ContextValues;
  readonly requires?: readonly { readonly actions: readonly string[]; readonly resources: readonly string[] }[];
  /** It is an identity policy of the role S3AccessRole, and of nobody else. */
  readonly ofRole?: true;
  /** The other places that the findings name, in their order: `Statement.0.Sid`. Not compared if not given. */
  readonly related?: readonly string[];
  /** The policy after the first fix of the first finding. Not compared if not given. */
  readonly fixed?: string;
}

export interface Reference {
  readonly title: string;
  readonly url: string;
}

/** Where a rule belongs in lists of rules. */
export type RuleTopic =
  | "json"
  | "elements"
  | "actions"
  | "resources"
  | "conditions"
  | "variables"
  | "principals"
  | "size"
  | "session"
  | "config";

/** A check of another linter that asks the same question. */
export interface Elsewhere {
  readonly linter: "parliament" | "iam-policy-validator";
  readonly check: string;
}

/** All that a rule says of itself. */
export interface RuleCard {
  readonly id: string;
  readonly topic: RuleTopic;
  /** The one that most of its findings have. */
  readonly severity: Severity;
  /** Access Analyzer's issue codes, where it answers the same question; the first one unless a finding says otherwise. */
  readonly awsIssueCode?: string | readonly string[];
  readonly elsewhere?: readonly Elsewhere[];
  readonly appliesTo: readonly PolicyKind[];
  /** The version of ours that it came with. */
  readonly since: string;
  /** One sentence, for lists of rules. */
  readonly summary: string;
  /** Why it matters, and what to do. Markdown. */
  readonly why: string;
  readonly seeAlso: readonly Reference[];
  readonly examples: { readonly invalid: readonly RuleExample[]; readonly valid: readonly RuleExample[] };
}

/**
 * Something that a rule cannot do without. In a policy that has none of it the rule is not run: `problems`, those of the
 * model, and `syntax-problems`, those of the text; `no-version`, one that is readable; `session`, a linked one, and of it
 * `session-tags`, its `trust-policy`, `requirements`; `role`, that the policy is one of a session or of a known role.
 */
export type RuleNeed =
  | "problems"
  | "syntax-problems"
  | "any-problems"
  | "no-version"
  | "session"
  | "session-tags"
  | "trust-policy"
  | "requirements"
  | "role";

/**
 * A rule file's content. Finding and wording are separate steps: `check` gives data, `message` and `fixes` use it.
 *
 * With `scope: "statement"` a rule says that what it finds in a statement hangs on that statement alone, on the policy's
 * kind and on the catalog. Then it is run on the statements that were edited, and what it found in the others stays.
 * With `concerns` it says which entries it may have something to say about: then it is run on the statements that have
 * one, or on the policy if some statement has.
 */
export type RuleDefinition<Data> =
  | (RuleCard & { readonly scope?: "policy"; readonly needs?: RuleNeed; readonly concerns?: Concerns } & RuleSteps<
        Data,
        RuleInput
      >)
  | (RuleCard & { readonly scope: "statement"; readonly concerns?: Concerns } & RuleSteps<Data, StatementRuleInput>);

interface RuleSteps<Data, Input> {
  /** @param concerned the statements that concern the rule; all of them, if it doesn't say which do */
  readonly check: (input: Input, concerned: readonly StatementFacts[]) => Iterable<Flagged<Data>>;
  /** What is wrong, why it matters, what to do. One plain sentence first. */
  readonly message: (data: Data, input: Input) => string;
  readonly fixes?: (data: Data, input: Input) => readonly Fix[];
}

/** A rule as the linter runs it. */
export type Rule = PolicyRule | StatementRule;

/** Looks at the policy as a whole. */
export interface PolicyRule extends RuleCard {
  readonly scope: "policy";
  readonly needs: RuleNeed | undefined;
  readonly concerns: Concerns | undefined;
  run(input: RuleInput, concerned: readonly StatementFacts[]): readonly Finding[];
}

/** Looks at each statement by itself. */
export interface StatementRule extends RuleCard {
  readonly scope: "statement";
  readonly concerns: Concerns | undefined;
  run(input: StatementRuleInput): readonly Finding[];
}

/** Every kind of policy document. */
export const everyKind: readonly PolicyKind[] = ["session", "identity", "trust", "resource", "boundary", "scp", "rcp"];

/** Makes a rule of its definition. */
export function defineRule<Data>(definition: RuleDefinition<Data>): Rule {
  if (definition.scope === "statement") {
    const { check, message, fixes, concerns, ...card } = definition;
    return {
      ...card,
      concerns,
      run: (input: StatementRuleInput) => findingsOf(card, definition, input, input.statements),
    };
  }
  const { check, message, fixes, needs, concerns, ...card } = definition;
  const run: PolicyRule["run"] = (input, concerned) => findingsOf(card, definition, input, concerned);
  return { ...card, needs, concerns, scope: "policy", run };
}

function findingsOf<Data, Input extends StatementRuleInput>(
  card: RuleCard,
  steps: RuleSteps<Data, Input>,
  input: Input,
  concerned: readonly StatementFacts[],
): readonly Finding[] {
  let findings: Finding[] | undefined;
  for (const flagged of steps.check(input, concerned)) {
    const { awsIssueCode } = flagged;
    const code = awsIssueCode ?? (typeof card.awsIssueCode === "object" ? card.awsIssueCode[0] : card.awsIssueCode);
    findings ??= [];
    findings.push(
      new RuleFinding(card.id, flagged.severity ?? card.severity, code, flagged, {
        span: flagged.span ?? input.spanOf(flagged.path),
        message: steps.message(flagged.data, input),
        fixes: steps.fixes?.(flagged.data, input) ?? noFixes,
      }),
    );
  }
  return findings ?? nothing;
}

/** Most rules find nothing in most policies. */
const nothing: readonly Finding[] = [];
const noFixes: readonly Fix[] = [];
const noPlaces: readonly RelatedPlace[] = [];

/** Made by a class, since a huge policy has tens of thousands; what there is nothing of is missing. */
class RuleFinding implements Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly path: PolicyPath;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  declare readonly awsIssueCode?: string;
  declare readonly config?: ConfigPlace;
  declare readonly counterexample?: Counterexample;
  declare readonly unnecessary?: boolean;

  constructor(
    rule: string,
    severity: Severity,
    awsIssueCode: string | undefined,
    { path, related, config, counterexample, unnecessary }: Omit<Flagged<unknown>, "data">,
    { span, message, fixes }: Pick<Finding, "span" | "message" | "fixes">,
  ) {
    this.rule = rule;
    this.severity = severity;
    this.span = span;
    this.path = path;
    this.message = message;
    this.related = related ?? noPlaces;
    this.fixes = fixes;
    if (awsIssueCode !== undefined) this.awsIssueCode = awsIssueCode;
    if (config !== undefined) this.config = config;
    if (counterexample !== undefined) this.counterexample = counterexample;
    if (unnecessary === true) this.unnecessary = true;
  }
}
