import { Budget } from "../../access/sets/budget.js";
import type { Catalog } from "../../catalog/catalog.js";
import { alternatives, listed } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import type { ParsedPolicy } from "../../syntax/parsedPolicy.js";
import type { ArnShape } from "../arnShapes.js";
import type { Available } from "../facts/actionFacts.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import { isOpen, type ResourceText } from "../facts/resourceFacts.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

interface Mismatch {
  readonly action: string;
  readonly resources: readonly string[];
  /** ARN formats that it takes. */
  readonly formats: readonly string[];
}

export default defineRule<Mismatch>({
  id: "action-resource-mismatch",
  topic: "resources",
  severity: "warning",
  elsewhere: [
    { linter: "parliament", check: "RESOURCE_MISMATCH" },
    { linter: "iam-policy-validator", check: "action_resource_matching" },
  ],
  appliesTo: ["session", "identity", "boundary", "scp"],
  scope: "statement",
  concerns: { resource: ({ arn }) => arn?.count === 6 },
  since: "0.1.0",
  summary: "None of a statement's resources can go together with one of its actions.",
  why: "An action is called on resources of certain types. On others it has no effect: `s3:GetObject` is called on objects (`bucket/*`) and `s3:ListBucket` on the bucket itself. What types an action takes is in a copy of AWS's list. Whether an action without a type may be limited to an ARN is disputed, and what ARNs CloudWatch Logs passes is not in the list, so nothing is said of these.",
  seeAlso: [references.serviceReference, references.resource],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket" } }
                                                                       ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "arn:aws:s3:::example-bucket/*" } }
                                                                                        ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "dynamodb:GetItem", "Resource": ["arn:aws:s3:::a", "arn:aws:dynamodb:us-east-1:111122223333:table/Orders/index/i"] } }
                                                                      ^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::example-bucket", "arn:aws:s3:::example-bucket/*"] } }`,
      },
      {
        title: "The wildcard takes in objects, too",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-*" } }`,
      },
      {
        title: "An ARN that is wrong by itself is another rule's",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3::111122223333:example-bucket/*" } }`,
      },
      {
        title: "Disputed",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::*" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements, catalog, shareOf, parsed }) {
    for (const statement of statements) {
      // The resource that fits may be the one that is being typed.
      if (!isComparable(statement) || isBroken(statement, parsed)) continue;
      const fit = new StatementFit(statement.resourceTexts, shareOf(budgetOfAll));
      const { actionTexts } = statement;
      for (let at = 0; at < actionTexts.length; at++) {
        const { arnShapes: shapes } = actionTexts[at]!;
        if (shapes.length === 0 || fit.mayFitOneOf(shapes)) continue;
        // What is wrong with an ARN itself is another rule's: corrected, it may fit.
        if (statement.resourceTexts.some((each) => namesNothing(each, catalog))) break;
        const resources = statement.resourceTexts.map((each) => each.text);
        const formats = shapes.map(({ format }) => format);
        const { text, path } = statement.actions[at]!;
        yield { path, data: { action: text, resources, formats } };
      }
    }
  },
  message({ action, resources, formats }, { catalog }) {
    return `${quoted(action)} can't be called on ${listed(resources.map(quoted), 2)} (AWS's list of ${catalog.source.date}), so it has no effect here. It is called on ${alternatives(nearestFirst(formats, resources).map(quoted), 3)}.`;
  },
});

/** Formats that agree with a resource in more of their beginning come first: most likely that is what was meant. */
function nearestFirst(formats: readonly string[], resources: readonly string[]): readonly string[] {
  const agreement = (format: string) => Math.max(...resources.map((resource) => fieldsInCommon(format, resource)));
  return [...formats].sort((a, b) => agreement(b) - agreement(a));
}

/** In how many of the first five fields both have a text, or neither. */
function fieldsInCommon(format: string, resource: string): number {
  const other = resource.split(":");
  return format.split(":", 5).filter((field, at) => (field === "") === (other[at] === "")).length;
}

/** For all pairs of a policy; then nothing more is said. */
const budgetOfAll = 2_000_000;

/** Tells whether some resource of a statement may have an ARN format, each format once. */
class StatementFit implements Available {
  readonly #resources: readonly ResourceText[];
  readonly #units: number;
  #budget: Budget | undefined;
  readonly #fitting: ArnShape[] = [];
  readonly #unfit: ArnShape[] = [];
  /** Lists of formats of which one is fitting: the same few are asked about for action after action. */
  readonly #fittingLists: (readonly ArnShape[])[] = [];

  /** @param units what all questions together may take */
  constructor(resources: readonly ResourceText[], units: number) {
    this.#resources = resources;
    this.#units = units;
  }

  get budget(): Budget {
    this.#budget ??= new Budget(this.#units);
    return this.#budget;
  }

  /** True where it can't be told. */
  mayFitOneOf(shapes: readonly ArnShape[]): boolean {
    if (this.#fittingLists.includes(shapes)) return true;
    const fits = shapes.some((shape) => this.#mayFit(shape));
    if (fits) this.#fittingLists.push(shapes);
    return fits;
  }

  #mayFit(shape: ArnShape): boolean {
    if (this.#fitting.includes(shape)) return true;
    if (this.#unfit.includes(shape)) return false;
    const fits = this.#resources.some((resource) => resource.mayFit(shape, this));
    (fits ? this.#fitting : this.#unfit).push(shape);
    return fits;
  }
}

function isBroken({ node }: StatementFacts, { problems }: ParsedPolicy): boolean {
  return problems.some(
    ({ kind, span }) => kind === "syntax" && node.span.start <= span.start && span.start <= node.span.end,
  );
}

/** Only whole ARNs are compared: what shorter ones match is disputed (Q18), and a Not element takes in anything. */
function isComparable({ resourceTexts, hasNotAction, hasNotResource }: StatementFacts): boolean {
  if (hasNotAction || hasNotResource || resourceTexts.length === 0) return false;
  return resourceTexts.every(({ arn }) => arn?.count === 6);
}

/** Whether an ARN is wrong by itself: its service, Region, account or resource (rules arn-service to arn-resource). */
function namesNothing({ arn, formats }: ResourceText, catalog: Catalog): boolean {
  if (arn === undefined) return false;
  if (formats === undefined) return !isOpen(arn.service.text) && !catalog.hasService(arn.service.text);
  const isWrong = (field: "region" | "account") => {
    const { text } = arn[field];
    if (isOpen(text)) return false;
    return formats.allThatFit((format) => format[field] === (text === "" ? "some" : "none")) !== undefined;
  };
  return !formats.someFits() || isWrong("region") || isWrong("account");
}
