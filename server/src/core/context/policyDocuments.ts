import type { Layer, PolicyDocument } from "../access/layers.js";
import type { Catalog } from "../catalog/catalog.js";
import { buildModel } from "../policy/buildModel.js";
import type { PolicyKind, PolicyModel } from "../policy/model.js";
import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import { parsePolicy } from "../syntax/parsePolicy.js";
import { nearestName } from "../text/nearestName.js";
import { BoundedCache } from "./boundedCache.js";
import type { PolicyReference } from "./config.js";
import type { ConfigPlace } from "./configPlace.js";
import { type ConfigProblemDraft, quote } from "./configReader.js";
import type { FileReading } from "./fileReading.js";
import { type ServicesNamed, servicesNamed } from "./servicesNamed.js";
import type { FileText } from "./sessionContext.js";
import { unreadableBecause } from "./unreadableBecause.js";

/** A policy as it was found, or why it wasn't. */
export interface LoadedPolicy {
  readonly layer: Layer<PolicyDocument>;
  readonly problems: readonly ConfigProblemDraft[];
  readonly services: ServicesNamed;
}

interface Compiled {
  readonly model: PolicyModel;
  readonly parsed: ParsedPolicy;
  readonly services: ServicesNamed;
}

/** Policies kept in compiled form. A large workspace has some dozens. */
const maximumCompiled = 300;

/**
 * Finds and reads the policies that configs name. Compiled policies are kept by their place until their text changes,
 * so that a keystroke in a session policy does not compile the 117 KB of ReadOnlyAccess again.
 */
export class PolicyDocuments {
  private readonly compiled = new BoundedCache<Compiled>(maximumCompiled);
  private readonly catalog: Catalog;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /**
   * The policy that a config names by path or ARN. `loss` says what isn't known without it: "what X grants".
   */
  async load(
    reference: PolicyReference,
    kind: PolicyKind,
    loss: string,
    config: ConfigPlace,
    reading: FileReading,
  ): Promise<LoadedPolicy> {
    if (reference.text.startsWith("arn:")) return this.loadManaged(reference, kind, loss, config);
    const failed = (
      what: "missing-file" | "unreadable-file" | "outside-workspace" | "self-reference",
      why: string,
      advice: string,
    ) => failure(config, reference, what, why, loss, advice);
    const place = config.resolve(reference.text);
    if (!place.ok) return failed(place.kind, place.why, place.advice);
    const text = await reading.read(place.uri);
    if (!text.ok)
      return failed(text.why === "missing" ? "missing-file" : "unreadable-file", ...notRead(reference.text, text.why));
    return this.loadText(reference, place.uri, text.text, kind, loss, config);
  }

  /** A policy whose text is in hand. */
  loadText(
    reference: PolicyReference,
    uri: string,
    text: string,
    kind: PolicyKind,
    loss: string,
    config: ConfigPlace,
  ): LoadedPolicy {
    const { model, parsed, services } = this.compile(uri, kind, text);
    if (model.complete)
      return {
        layer: { state: "given", value: { name: reference.text, uri, model } },
        problems: [],
        services,
      };
    const why = `${quote(reference.text)} can't be read as ${kindInWords[kind]}: ${unreadableBecause(parsed, model)}`;
    const advice = "Correct that file, or name another one.";
    return {
      ...failure(config, reference, "broken-policy", why, loss, advice),
      services,
    };
  }

  /** The managed policy that an ARN names: AWS's own are in the catalog, those of an account are out of reach. */
  async loadManaged(
    reference: PolicyReference,
    kind: PolicyKind,
    loss: string,
    config: ConfigPlace,
  ): Promise<LoadedPolicy> {
    const arn = reference.text;
    const failed = (severity: "error" | "warning", why: string, advice: string) =>
      failure(config, reference, "unknown-managed-policy", why, loss, advice, severity);
    const owner = /^arn:aws[a-z0-9-]*:iam::(aws|[0-9]{12}):policy\/./.exec(arn)?.[1];
    if (owner === undefined) {
      const example = '"arn:aws:iam::aws:policy/ReadOnlyAccess"';
      return failed("error", `${quote(arn)} is not the ARN of a managed policy`, `Write one such as ${example}.`);
    }
    if (owner !== "aws") {
      const why = `${quote(arn)} is a policy of your own account, which can't be read from here`;
      const saved = "Save its document to a file, and name that file here instead of the ARN.";
      return failed("warning", why, kind === "session" ? "What depends on it is left open." : saved);
    }
    const text = this.compiled.textOf(keyOf(kind, arn)) ?? (await this.catalog.managedPolicy(arn));
    if (text === undefined) {
      const why = `${quote(arn)} is no AWS managed policy that was known on ${this.catalog.source.date}`;
      const meant = nearestName(arn, await this.catalog.managedPolicyArns());
      const saved = "If it exists, save its document to a file, and name that file here.";
      // The catalog may be older than the policy; a name that is nearly another one is a slip.
      return meant === undefined
        ? failed("warning", why, saved)
        : failed("error", why, `Did you mean ${quote(meant)}?`);
    }
    const { model, services } = this.compile(arn, kind, text);
    return {
      layer: { state: "given", value: { name: arn, model } },
      problems: [],
      services,
    };
  }

  private compile(place: string, kind: PolicyKind, text: string): Compiled {
    return this.compiled.get(keyOf(kind, place), text, () => {
      const parsed = parsePolicy(text);
      const model = buildModel(parsed, kind);
      return { parsed, model, services: servicesNamed(model) };
    });
  }
}

function keyOf(kind: PolicyKind, place: string): string {
  return `${kind} ${place}`;
}

const noServices: ServicesNamed = new Set();

function failure(
  config: ConfigPlace,
  reference: PolicyReference,
  kind: ConfigProblemDraft["kind"],
  why: string,
  loss: string,
  advice: string,
  severity: "error" | "warning" = "error",
): LoadedPolicy {
  const { text: detail, path } = reference;
  const message = `${why}, so ${loss} isn't known. ${advice}`;
  const problem = {
    kind,
    severity,
    configUri: config.uri,
    path,
    onKey: false,
    detail,
    message,
  };
  return {
    layer: { state: "unknown", why },
    problems: [problem],
    services: noServices,
  };
}

/** Why a file has no text, and what to do about it. */
export function notRead(path: string, why: Exclude<FileText, { ok: true }>["why"]): [why: string, advice: string] {
  switch (why) {
    case "missing":
      return path.includes("\\")
        ? [`There is no file ${quote(path)}`, `Write / between folders: ${quote(path.replaceAll("\\", "/"))}.`]
        : [`There is no file ${quote(path)}`, "Create it, or correct the path, which starts at the config's folder."];
    case "not-utf8":
      return [`${quote(path)} is not a text in UTF-8`, "Save it as UTF-8, or name another file."];
    case "too-large":
      return [`${quote(path)} is too large to be read`, "Name a file that holds one policy."];
    case "not-allowed":
      return [`${quote(path)} may not be read from here`, "Name a file of this workspace."];
    case "failed":
      return [`${quote(path)} can't be read`, "Name a file that can be opened, not a folder."];
  }
}

const kindInWords: { readonly [kind in PolicyKind]: string } = {
  session: "a session policy",
  identity: "an identity policy",
  trust: "a trust policy",
  resource: "a resource policy",
  boundary: "a permissions boundary",
  scp: "a service control policy",
  rcp: "a resource control policy",
};
