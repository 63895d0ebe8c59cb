import type { RuleTopic } from "../../server/src/core/lint/rule.js";

export interface Topic {
  readonly title: string;
  /** What its rules find, for the README. */
  readonly about: string;
}

/** In the order of lists. */
export const topics: { readonly [topic in RuleTopic]: Topic } = {
  session: {
    title: "Sessions",
    about: "what the base role does not grant, what a session of this kind cannot do, what the call would reject",
  },
  actions: {
    title: "Actions",
    about: "services and actions that do not exist, wildcards that match nothing, redundant entries",
  },
  resources: { title: "Resources", about: "ARNs that name nothing, redundant entries" },
  conditions: {
    title: "Conditions",
    about: "operators, keys and values that do not exist, do not fit, or do not protect",
  },
  variables: { title: "Policy variables", about: "variables that are not replaced by a value" },
  principals: { title: "Principals", about: "principals that do not exist, are too broad, or may not be there" },
  elements: { title: "Elements", about: "elements that are missing, misspelled, or may not be there" },
  size: { title: "Size", about: "policies that are too long" },
  json: { title: "JSON", about: "text that is no JSON, or not the JSON that AWS takes" },
  config: { title: "The config", about: "what is set for rules and has no effect" },
};
