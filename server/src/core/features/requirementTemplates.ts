import { actionMatches } from "../access/evaluate/matchAction.js";
import type { Catalog } from "../catalog/catalog.js";
import type { RequirementTemplate } from "../catalog/sessionFacts.js";
import type { PolicyModel } from "../policy/model.js";

/** A need that people trip over, to be put into a session's `requires`. */
export interface OfferedRequirement {
  readonly template: RequirementTemplate;
  /** What is to be filled in, in the order of the text: `bucket`, `region`. */
  readonly blanks: readonly string[];
  /** Actions of it that the policy already speaks of; none where no policy is given. */
  readonly named: readonly string[];
}

/**
 * Templates for the config's `requires`: permissions that a task needs together, such as `kms:Decrypt` beside `s3:GetObject`
 * on encrypted objects. Those that a policy already speaks of come first.
 */
export function requirementTemplates(catalog: Catalog, policy?: PolicyModel): readonly OfferedRequirement[] {
  const offered = catalog.sessionFacts.requirementTemplates.map((template) => {
    const actions = template.requires.flatMap((each) => each.actions);
    const resources = template.requires.flatMap((each) => each.resources);
    return {
      template,
      blanks: [...new Set(resources.flatMap((text) => [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!)))],
      named: policy === undefined ? [] : actions.filter((action) => isNamed(action, policy)),
    };
  });
  return [...offered.filter(({ named }) => named.length > 0), ...offered.filter(({ named }) => named.length === 0)];
}

/** By a statement that does not just mean everything. */
function isNamed(action: string, { statements }: PolicyModel): boolean {
  return statements.some(
    ({ effect, actions }) =>
      effect === "Allow" &&
      !actions.negated &&
      actions.entries.every(({ text }) => text !== "*") &&
      actionMatches(actions, action.toLowerCase()).value === true,
  );
}
