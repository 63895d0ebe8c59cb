import { quoted } from "../../messages/quoted.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "resource-not-supported",
  topic: "resources",
  severity: "error",
  awsIssueCode: "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
  appliesTo: ["trust"],
  needs: "problems",
  since: "0.1.0",
  summary: "A trust policy names a resource.",
  why: "A trust policy is about the role that it belongs to. AWS rejects it with `Resource` or `NotResource`.",
  seeAlso: [references.grammar],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*" } }
                                                                                  ^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "NotResource": "*" } }
                                                                                 ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": [{ "Resource": [], "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole" }] }
                  ^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }`,
      },
      {
        policy: `{ "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" }] }`,
      },
      { policy: `{ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "sts:TagSession" } }` },
    ],
  },
  check: (input) => problemsOfKinds(input, ["resource-not-supported"], "key"),
  message: ({ detail }) =>
    `A trust policy may not have ${quoted(detail)}. AWS rejects it: the resource is the role that the policy belongs to. Remove the element.`,
});
