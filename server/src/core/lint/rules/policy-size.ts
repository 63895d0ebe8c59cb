import { withThousands } from "../../messages/numbers.js";
import type { PolicyKind } from "../../policy/model.js";
import { countCharacters } from "../../text/characters.js";
import type { Severity } from "../finding.js";
import { references } from "../references.js";
import { defineRule, type RuleInput } from "../rule.js";

interface Size {
  readonly characters: number;
  readonly quota: number;
  /** What the quota is for: `a trust policy`. */
  readonly what: () => string;
  readonly whiteSpaceCounts: boolean;
}

type Checked = Exclude<PolicyKind, "session" | "boundary">;

const codes: { readonly [kind in Checked]: string } = {
  identity: "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
  trust: "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
  resource: "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
  scp: "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
  rcp: "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
};

/** SCPs and RCPs are rejected; the other quotas can be raised, or depend on what the policy is attached to. */
const severities: { readonly [kind in Checked]: Severity } = {
  identity: "warning",
  trust: "warning",
  resource: "warning",
  scp: "error",
  rcp: "error",
};

export default defineRule<Size>({
  id: "policy-size",
  topic: "size",
  severity: "warning",
  awsIssueCode: Object.values(codes),
  elsewhere: [{ linter: "iam-policy-validator", check: "policy_size" }],
  appliesTo: ["identity", "trust", "resource", "boundary", "scp", "rcp"],
  since: "0.1.0",
  summary: "The policy has more characters than its quota.",
  why: "An identity policy may have 6,144 characters where it is managed, and all inline policies of a role 10,240 together; only above that is it surely too long. A permissions boundary is always managed. A trust policy may have 2,048, which can be raised to 4,096. White space between JSON's parts does not count there. In SCPs and RCPs it does. The quotas of resource policies are their services' own. What a session policy may have is another rule's.",
  seeAlso: [references.quotas, references.organizationsQuotas, references.checks],
  examples: {
    invalid: [
      { kind: "trust", title: "A trust policy", policy: policyOf("trust", 60) },
      { kind: "boundary", title: "A permissions boundary", policy: policyOf("boundary", 200) },
      { kind: "scp", title: "An SCP", policy: policyOf("scp", 400) },
      { kind: "resource", title: "The policy of a bucket", policy: policyOf("resource", 600) },
      ...(
        [
          ["identity", 400],
          ["identity", 600],
          ["trust", 70],
          ["trust", 200],
          ["resource", 700],
          ["resource", 1000],
          ["scp", 300],
          ["scp", 500],
          ["rcp", 160],
          ["rcp", 200],
          ["rcp", 400],
        ] as const
      ).map(([kind, entries]) => ({
        testOnly: true as const,
        kind,
        title: `${entries} entries`,
        policy: policyOf(kind, entries),
      })),
    ],
    valid: [
      { kind: "trust", title: "A short one", policy: policyOf("trust", 10, false) },
      { kind: "boundary", title: "Another", policy: policyOf("boundary", 20, false) },
      {
        kind: "identity",
        title: "An inline policy may be longer than a managed one",
        policy: policyOf("identity", 250, false),
      },
    ],
  },
  *check(input) {
    const size = sizeOf(input);
    if (size === undefined || size.characters <= size.quota) return;
    const { kind } = input;
    const own = kind === "boundary" ? undefined : (kind as Checked);
    yield {
      path: [],
      data: size,
      severity: own === undefined ? "error" : severities[own],
      // AWS's validator does not know what a policy is used for.
      awsIssueCode: codes[own ?? "identity"],
    };
  },
  message({ characters, quota, what, whiteSpaceCounts }) {
    const counted = whiteSpaceCounts ? "white space included" : "white space not counted";
    return `This policy has ${withThousands(characters)} characters, ${counted}; ${what()} may have ${withThousands(quota)}. Make several policies of it, or shorten lists with wildcards.`;
  },
});

function sizeOf({ kind, parsed, characters, statements, catalog }: RuleInput): Size | undefined {
  const { quotas } = catalog;
  // As far as the text could be read: what the rest is, nobody knows. Most are short enough with their white space.
  const bare = (quota: number) => (parsed.text.length <= quota ? parsed.text.length : characters.minified);
  switch (kind) {
    case "identity":
      return {
        characters: bare(quotas.inlinePolicies),
        quota: quotas.inlinePolicies,
        what: () =>
          `a managed policy may have ${withThousands(quotas.managedPolicy)}, and all inline policies of a role together`,
        whiteSpaceCounts: false,
      };
    case "boundary":
      return {
        characters: bare(quotas.managedPolicy),
        quota: quotas.managedPolicy,
        what: () => "a managed policy",
        whiteSpaceCounts: false,
      };
    case "trust":
      return {
        characters: bare(quotas.trustPolicy),
        quota: quotas.trustPolicy,
        what: () => "a trust policy",
        whiteSpaceCounts: false,
      };
    case "scp":
      return {
        characters: countCharacters(parsed.text),
        quota: quotas.serviceControlPolicy,
        what: () => "an SCP",
        whiteSpaceCounts: true,
      };
    case "rcp":
      return {
        characters: countCharacters(parsed.text),
        quota: quotas.resourceControlPolicy,
        what: () => "an RCP",
        whiteSpaceCounts: true,
      };
    case "resource": {
      const services = new Set(statements.flatMap(({ actions }) => actions.map(({ service }) => service)));
      const [service] = services;
      const quota = service === undefined || services.size > 1 ? undefined : quotas.resourcePolicies.get(service);
      if (quota === undefined) return undefined;
      const what = () => `a resource policy of ${catalog.title(service!) ?? service}`;
      return { characters: countCharacters(parsed.text), quota, what, whiteSpaceCounts: true };
    }
    case "session":
      return undefined;
  }
}

/** A policy of this kind with so many entries. */
function policyOf(kind: PolicyKind, entries: number, flagged = true): string {
  const list = (item: (index: number) => string) =>
    Array.from({ length: entries }, (_, index) => `\n"${item(index)}"`).join(",");
  const caret = flagged ? "^\n" : "";
  const rest =
    kind === "trust"
      ? `"Action":"sts:AssumeRole","Principal":{"AWS":[${list((index) => `arn:aws:iam::${100000000000 + index}:root`)}]}`
      : `"Action":"s3:GetObject","Resource":[${list((index) => `arn:aws:s3:::example-bucket/${index}/*`)}]`;
  const effect = kind === "scp" || kind === "rcp" ? "Deny" : "Allow";
  const principal = kind === "resource" || kind === "rcp" ? `"Principal":"*",` : "";
  return `{\n${caret}"Version":"2012-10-17","Statement":{"Effect":"${effect}",${principal}${rest}}}`;
}
