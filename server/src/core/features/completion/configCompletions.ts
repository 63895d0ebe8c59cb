import type { Catalog } from "../../catalog/catalog.js";
import { type PolicyFile, policyFilesBelow } from "../../context/policyFiles.js";
import { readConfig } from "../../context/readConfig.js";
import type { WorkspaceFiles } from "../../context/sessionContext.js";
import { parentFolder } from "../../context/uriPaths.js";
import { kindOfPolicyOn } from "../../policy/attachedPolicy.js";
import type { PolicyKind } from "../../policy/model.js";
import { jsonRegions } from "../../regions/jsonRegion.js";
import type { Slot } from "../../regions/slot.js";
import { literal } from "../../regions/template.js";
import type { Completions, Proposal, Proposals } from "./completion.js";
import { written } from "./completions.js";
import { hasLetters } from "./subsequence.js";

export interface ConfigCompletionInput {
  readonly configUri: string;
  readonly text: string;
  readonly files: WorkspaceFiles;
  readonly catalog: Catalog;
}

/** So many AWS managed policies are proposed at once; there are more than a thousand. */
const mostPolicies = 150;

/**
 * What the config's schema cannot know: names of its own roles and users, policy files of the workspace, and AWS managed
 * policies. Elements and fixed values are the schema's affair.
 */
export async function configCompletions(input: ConfigCompletionInput, offset: number): Promise<Completions> {
  const slot = jsonRegions(input.text)[0]?.slotAt(offset);
  if (slot === undefined || slot.role !== "value") return { items: [], incomplete: false };
  const { proposals, incomplete = false } = await propose(slot, input);
  const fresh = proposals.filter(({ label }) => !slot.others.includes(label));
  return written({ slot }, fresh, incomplete);
}

async function propose(slot: Slot, input: ConfigCompletionInput): Promise<Proposals> {
  const [section, name, property, ...below] = slot.path;
  if (name === undefined || property === undefined) return { proposals: [] };
  if (section === "roles" || section === "users") {
    const kind = kindsOfProperties.get(String(property));
    if (kind === undefined || below.length > 2) return { proposals: [] };
    const files = await filesOfKind(kind, input);
    if (kind === "trust") return { proposals: files };
    const managed = await managedPolicies(slot, input.catalog);
    return { ...managed, proposals: [...files, ...managed.proposals] };
  }
  if (section === "resources") {
    return { proposals: property === "policy" ? await filesOfKind(kindOfPolicyOn(String(name)), input) : [] };
  }
  if (section !== "sessions") return { proposals: [] };
  switch (property) {
    case "role":
    case "user":
      return { proposals: principals(property, input) };
    case "files":
      return { proposals: await sessionFiles(input) };
    case "managedPolicies":
      return managedPolicies(slot, input.catalog);
    default:
      return { proposals: [] };
  }
}

const kindsOfProperties: ReadonlyMap<string, PolicyKind> = new Map([
  ["identityPolicies", "identity"],
  ["permissionsBoundary", "boundary"],
  ["serviceControlPolicies", "scp"],
  ["resourceControlPolicies", "rcp"],
  ["trustPolicy", "trust"],
]);

function principals(kind: "role" | "user", { configUri, text }: ConfigCompletionInput): readonly Proposal[] {
  const { config } = readConfig(configUri, text);
  const defined = kind === "role" ? config.roles : config.users;
  return [...defined.values()].map(({ name, arn }) => ({
    label: name,
    kind: "principal",
    note: arn ?? `a ${kind} of this config`,
    filling: { kind: "text", text: literal(name) },
    rank: 0,
  }));
}

/** Policy files that look like what is wanted; boundaries and SCPs look like identity policies. */
async function filesOfKind(wanted: PolicyKind, input: ConfigCompletionInput): Promise<readonly Proposal[]> {
  const look: PolicyKind =
    wanted === "trust" ? "trust" : wanted === "resource" || wanted === "rcp" ? "resource" : "identity";
  const found = await policyFiles(input);
  return found.filter(({ isSession, kind }) => !isSession && kind === look).map(({ path }) => fileProposal(path, 0));
}

async function sessionFiles(input: ConfigCompletionInput): Promise<readonly Proposal[]> {
  const found = (await policyFiles(input)).filter(({ kind }) => kind === "identity");
  return found.map(({ path, isSession }) => fileProposal(path, isSession ? 0 : 1));
}

async function policyFiles({ configUri, files }: ConfigCompletionInput): Promise<readonly PolicyFile[]> {
  const folder = parentFolder(configUri);
  return folder === undefined ? [] : policyFilesBelow(folder, files);
}

function fileProposal(path: string, rank: number): Proposal {
  return { label: path, kind: "file", note: "policy file", filling: { kind: "text", text: literal(path) }, rank };
}

/** AWS managed policies by name or by ARN; those of service roles last. */
async function managedPolicies({ before, others }: Slot, catalog: Catalog): Promise<Proposals> {
  const byArn = before.startsWith("arn");
  const found = (await catalog.managedPolicyArns()).flatMap((arn): readonly Proposal[] => {
    const path = arn.slice(arn.indexOf("/") + 1);
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const text = byArn ? arn : name;
    if (others.includes(arn) || !hasLetters(text, before)) return [];
    const rank =
      (path.includes("service-role/") ? 20 : 10) + (text.toLowerCase().startsWith(before.toLowerCase()) ? 0 : 1);
    return [
      {
        label: name,
        match: text,
        kind: "policy",
        note: "AWS managed policy",
        filling: { kind: "text", text: arn },
        rank,
      },
    ];
  });
  found.sort((one, other) => one.rank - other.rank);
  return { proposals: found.slice(0, mostPolicies), incomplete: found.length > mostPolicies };
}
