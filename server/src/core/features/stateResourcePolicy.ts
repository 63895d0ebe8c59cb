import type { Analysis, EntryAccess, PolicyAnalysis } from "../analysis.js";
import { readConfig } from "../context/readConfig.js";
import type { SessionContext } from "../context/sessionContext.js";
import { accountIn, kindOfPolicyOn } from "../policy/attachedPolicy.js";
import { statementAt } from "../policy/statementAt.js";
import { jsonRegions } from "../regions/jsonRegion.js";
import type { Span, TextChange } from "../text/span.js";
import { touchesEntry } from "./entrySpan.js";

/** A resource whose own policy decides, and is not given. */
export interface UnstatedResource {
  readonly arn: string;
  /** What its policy is. */
  readonly kind: "trust" | "resource";
  /** The config that says who uses the document. */
  readonly configUri: string;
}

/**
 * The resources that a statement names in full, where `span` touches an entry of which it can't be told what takes effect
 * because their own policy is not given (D4, D5).
 */
export function unstatedResources({ policies }: Analysis, span: Span) {
  const found = new Map<string, UnstatedResource>();
  for (const policy of policies) {
    const { session } = policy;
    const configUri = session?.place?.configUri;
    if (session === undefined || configUri === undefined) continue;
    for (const entry of policy.entries) {
      if (!touchesEntry(span, entry, policy) || !hangsOnResource(entry)) continue;
      for (const arn of resourcesOf(policy, entry, session)) {
        found.set(arn, { arn, kind: kindOfPolicyOn(arn), configUri });
      }
    }
  }
  return [...found.values()];
}

function hangsOnResource({ effect, actions }: EntryAccess): boolean {
  return (
    effect === "Allow" &&
    actions.some(
      ({ result, decidedBy, unknown }) =>
        result === "unknown" && decidedBy === "resource" && unknown?.why === "layer-not-given",
    )
  );
}

/** Those that have to let the session in and of which nothing is stated. */
function resourcesOf({ model }: PolicyAnalysis, entry: EntryAccess, session: SessionContext): readonly string[] {
  const { resources } = statementAt(model, entry.statement) ?? {};
  if (resources === undefined || resources.negated) return [];
  const { resourcePolicies } = session.layers;
  const stated = resourcePolicies.state === "given" ? resourcePolicies.value : [];
  const { roleArn, userArn } = session.principal;
  const own = accountIn(roleArn ?? userArn ?? "");
  return resources.entries
    .map(({ text }) => attachedTo(text))
    .filter((arn) => arn !== undefined)
    .filter((arn) => {
      const owner = accountIn(arn);
      const isForeign = owner !== undefined && own !== undefined && owner !== own;
      return isForeign || /^arn:[^:]*:(kms:[^:]*:[^:]*:key|iam:[^:]*:[^:]*:role)\//.test(arn);
    })
    .filter((arn) => !stated.some(({ resource, policy }) => resource === arn && policy.state !== "unknown"));
}

/** What the policy hangs on: all that is in a table shares the table's. Undefined where it is not named in full. */
function attachedTo(text: string): string | undefined {
  const arn = text.replace(/^(arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/[^/]*)\/.*$/s, "$1");
  return /[*?$]/.test(arn) || !/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/s.test(arn) ? undefined : arn;
}

/** What a config says already of the policies of resources. */
export interface StatedPolicies {
  /** Every file that it names as a policy, from its folder. */
  readonly files: ReadonlySet<string>;
  /** The folder of the first file that is a resource's policy, with a final slash; undefined where there is none. */
  readonly folder: string | undefined;
  /** The trust policy of the role with this ARN, where `roles` has one. */
  trustPolicyOf(arn: string): string | undefined;
}

export function statedPolicies(configUri: string, configText: string): StatedPolicies {
  const { config } = readConfig(configUri, configText);
  const { resources, roles } = config;
  const attached = resources.state === "given" ? resources.value : [];
  const files = attached.flatMap(({ policy }) => (policy.state === "given" ? [policy.value.text] : []));
  return {
    files: new Set(files),
    folder: files.map((file) => file.slice(0, file.lastIndexOf("/") + 1))[0],
    trustPolicyOf(arn) {
      const role = [...roles.values()].find((each) => each.arn === arn);
      return role?.trustPolicy.state === "given" ? role.trustPolicy.value.text : undefined;
    },
  };
}

/**
 * The changes to a config that name a file as the policy of a resource. None where the config can't be edited, or names one
 * already.
 */
export function stateResourcePolicy(
  configUri: string,
  configText: string,
  arn: string,
  path: string,
): readonly TextChange[] {
  const { config } = readConfig(configUri, configText);
  const [region] = jsonRegions(configText);
  const root = region?.read().root;
  if (!config.wellFormed || region === undefined || root?.type !== "object") return [];
  const resources = root.members.find(({ key }) => key.value === "resources")?.value;
  const entry = { policy: path };
  if (resources === undefined)
    return region.write([{ kind: "set", path: [], key: "resources", value: { [arn]: entry } }]);
  if (resources.type !== "object") return [];
  const known = resources.members.find(({ key }) => key.value === arn)?.value;
  if (known === undefined) return region.write([{ kind: "set", path: ["resources"], key: arn, value: entry }]);
  if (known.type !== "object" || known.members.some(({ key }) => key.value === "policy")) return [];
  return region.write([{ kind: "set", path: ["resources", arn], key: "policy", value: path }]);
}

/** A name for a resource's policy file: `key-1234abcd.json`, `deploy.trust.json`. */
export function policyFileName(arn: string): string {
  const fields = arn.split(":");
  const service = fields[2] ?? "";
  const name = fields.slice(5).join(":");
  if (kindOfPolicyOn(arn) === "trust") return `${plain(name.slice(name.lastIndexOf("/") + 1))}.trust.json`;
  return `${plain(/[/:]/.test(name) ? name : `${service}-${name}`)}.json`;
}

function plain(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]+/g, "-").slice(0, 80);
}
