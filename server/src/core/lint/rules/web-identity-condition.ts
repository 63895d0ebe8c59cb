import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { needsKey } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";
import { allowsAction } from "../statementActions.js";

type Fault =
  | { readonly kind: "none" | "no-repository"; readonly provider: string }
  | { readonly kind: "wide"; readonly provider: string; readonly text: string; readonly what: "repository" | "branch" };

export default defineRule<Fault>({
  id: "web-identity-condition",
  topic: "principals",
  severity: "security-warning",
  awsIssueCode: [
    "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
    "MISSING_GITHUB_REPO_CONDITION_KEY",
    "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
  ],
  elsewhere: [{ linter: "iam-policy-validator", check: "trust_policy_validation" }],
  appliesTo: ["trust"],
  scope: "statement",
  since: "0.1.0",
  summary: "A trust policy lets more identities of a web identity provider in than it should.",
  why: "A provider such as GitHub or Google signs tokens for everybody who uses it. Without a condition on its claims any of them can assume the role. For GitHub the claim `sub` names repository and branch; a wildcard for either lets others in. A `sub` that names an environment is not flagged here, since the environment has its own protection.",
  seeAlso: [references.webIdentityRoles, references.iamKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity" } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com" }, "Action": "sts:AssumeRoleWithWebIdentity" } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "A condition on another provider",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "oidc.eks.us-east-1.amazonaws.com/id/OTHER:sub": "a" } } } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity" } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } } } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"], "Condition": { "StringEqualsIfExists": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main" } } } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/*" } } } }
                                                                                                                                                                                                                                                                                               ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": ["repo:octo-org/octo-repo:ref:refs/heads/main", "*"] } } } }
                                                                                                                                                                                                                                                                                                                                               ^^^`,
      },
      {
        title: "Every branch and every pull request",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:*" } } } }
                                                                                                                                                                                                                                                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "accounts.google.com:aud": "a" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main" } } } }`,
      },
      {
        title: "The branch stands in another claim",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:*", "token.actions.githubusercontent.com:ref": "refs/heads/main" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/corp" }, "Action": "sts:AssumeRoleWithSAML" } }`,
      },
    ],
  },
  *check({ statements, catalog }) {
    const { githubProvider } = catalog.conditionChecks;
    for (const statement of statements) {
      if (statement.effect !== "Allow" || !allowsAction(statement, "sts:AssumeRoleWithWebIdentity")) continue;
      for (const { type, text, path, negated } of statement.principals) {
        const named = type === "Federated" && !negated ? providerName(text) : undefined;
        if (named === undefined) continue;
        const provider = named.toLowerCase();
        const tests = statement.conditions.filter((each) => each.lowerKey.startsWith(`${provider}:`) && needsKey(each));
        const isGithub = provider === githubProvider || provider.startsWith(`${githubProvider}/`);
        if (!isGithub) {
          const awsIssueCode = "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL";
          if (tests.length === 0) yield { path, data: { kind: "none", provider: named }, awsIssueCode };
          continue;
        }
        if (!tests.some(({ lowerKey }) => repositoryClaims.has(lowerKey.slice(provider.length + 1)))) {
          const awsIssueCode = "MISSING_GITHUB_REPO_CONDITION_KEY";
          yield { path, data: { kind: "no-repository", provider }, awsIssueCode };
        }
        yield* wideSubjects(statement, tests, provider);
      }
    }
  },
  message(fault) {
    switch (fault.kind) {
      case "none":
        return `Everybody whom ${quoted(fault.provider)} knows can assume the role: no condition tests its claims. Test at least ${quoted(`${fault.provider}:aud`)} and ${quoted(`${fault.provider}:sub`)}.`;
      case "no-repository":
        return `Every repository on GitHub can assume the role: no condition tests ${quoted(`${fault.provider}:sub`)}. Test it with your repository and branch, as in "repo:octo-org/octo-repo:ref:refs/heads/main".`;
      case "wide":
        return fault.what === "repository"
          ? `${quoted(fault.text)} lets several repositories assume the role, perhaps those of others. Name owner and repository.`
          : `${quoted(fault.text)} lets every branch and pull request of the repository assume the role. Name the branch here or in ${quoted(`${fault.provider}:ref`)}.`;
    }
  },
});

/** Claims of GitHub that say which repository a token is for. */
const repositoryClaims: ReadonlySet<string> = new Set([
  "sub",
  "repository",
  "repository_id",
  "repository_owner_id",
  "job_workflow_ref",
]);

/** The host and path that the keys of a provider begin with, as written; undefined for SAML and for what is none. */
function providerName(text: string): string | undefined {
  const arn = /^arn:[^:]+:iam::[^:]*:oidc-provider\/(.+)$/.exec(text);
  if (arn !== null) return arn[1]!;
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text) ? text : undefined;
}

function* wideSubjects(
  statement: StatementFacts,
  tests: readonly ConditionFacts[],
  provider: string,
): Iterable<{ path: PolicyPath; data: Fault; awsIssueCode: string; severity: "warning" }> {
  const namesBranch = tests.some(({ lowerKey }) => lowerKey === `${provider}:ref`);
  for (const { lowerKey, operator, values } of statement.conditions) {
    if (lowerKey !== `${provider}:sub` || operator?.base !== "StringLike" || operator.negated) continue;
    for (const { text, path } of values) {
      const what = widePart(text);
      if (what === undefined || (what === "branch" && namesBranch)) continue;
      const awsIssueCode = "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED";
      yield { path, data: { kind: "wide", provider, text, what }, awsIssueCode, severity: "warning" };
    }
  }
}

/** Of `repo:owner/repository:ref:refs/heads/branch`, the part that a wildcard leaves open. */
function widePart(text: string): "repository" | "branch" | undefined {
  const [repo = "", repository = "", ...rest] = text.split(":");
  if (/[*?]/.test(repo) || /[*?]/.test(repository)) return "repository";
  const behind = rest.join(":");
  return /^(\*|ref:\*|ref:refs\/\*|ref:refs\/heads\/\*)$/.test(behind) ? "branch" : undefined;
}
