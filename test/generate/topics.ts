import type { RuleTopic } from "../../server/src/core/lint/rule.js";

/** In the order of lists. */
export const topics: { readonly [topic in RuleTopic]: string } = {
  session: "Sessions",
  actions: "Actions",
  resources: "Resources",
  conditions: "Conditions",
  variables: "Policy variables",
  principals: "Principals",
  elements: "Elements",
  size: "Size",
  json: "JSON",
  config: "The config",
};
