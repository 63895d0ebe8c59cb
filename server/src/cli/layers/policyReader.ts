import type { PolicyDocument } from "../../core/access/layers.js";
import type { Catalog } from "../../core/catalog/catalog.js";
import { servicesNamed } from "../../core/context/servicesNamed.js";
import { unreadableBecause } from "../../core/context/unreadableBecause.js";
import { buildModel } from "../../core/policy/buildModel.js";
import type { PolicyKind } from "../../core/policy/model.js";
import type { ParsedPolicy } from "../../core/syntax/parsedPolicy.js";
import { parsePolicy } from "../../core/syntax/parsePolicy.js";
import { nearestName } from "../../core/text/nearestName.js";
import { shownPath } from "../files/shownPath.js";
import type { CliHost } from "../host.js";
import { maximumPolicyBytes, readNamedText } from "../input/readText.js";
import { inputError, UsageError } from "../usageError.js";

/** A policy with its text. */
export interface PolicySource extends PolicyDocument {
  readonly text: string;
  readonly parsed: ParsedPolicy;
}

/**
 * Reads the policies that the command line names: a path, `-` for standard input, or the ARN of a policy that AWS
 * manages. What cannot be used throws a UsageError: nothing can be said without it.
 */
export class PolicyReader {
  readonly #host: CliHost;
  readonly #catalog: Catalog;
  #inputTaken = false;

  constructor(host: CliHost, catalog: Catalog) {
    this.#host = host;
    this.#catalog = catalog;
  }

  /** The document, with the catalog's details of all it speaks of loaded. */
  async document(reference: string, kind: PolicyKind): Promise<PolicyDocument> {
    const { name, uri, model } = await this.source(reference, kind);
    return { name, ...(uri === undefined ? {} : { uri }), model };
  }

  /** The same with the text it was read from. */
  async source(reference: string, kind: PolicyKind): Promise<PolicySource> {
    const { text, ...named } = reference.startsWith("arn:")
      ? await this.#managed(reference)
      : await this.#file(reference);
    const parsed = parsePolicy(text);
    const model = buildModel(parsed, kind);
    if (!model.complete)
      throw inputError(`${named.name} can't be used as a policy: ${unreadableBecause(parsed, model)}.`);
    const services = servicesNamed(model);
    if (services === "all") await this.#catalog.loadAll();
    else await this.#catalog.load([...services].sort());
    return { ...named, text, parsed, model };
  }

  async documents(references: readonly string[], kind: PolicyKind): Promise<readonly PolicyDocument[]> {
    const documents: PolicyDocument[] = [];
    for (const reference of references) documents.push(await this.document(reference, kind));
    return documents;
  }

  /** Standard input can be read only once. */
  takeInput(): void {
    if (this.#inputTaken) throw new UsageError('Standard input ("-") can stand for one policy only.');
    this.#inputTaken = true;
  }

  async #file(path: string): Promise<{ readonly name: string; readonly uri?: string; readonly text: string }> {
    if (path === "") throw new UsageError("The name of a policy is missing.");
    if (path === "-") {
      this.takeInput();
      return { name: "standard input", text: await readNamedText(path, this.#host, maximumPolicyBytes) };
    }
    const uri = this.#host.disk.uriOf(path);
    const name = shownPath(uri, this.#host.workingFolder);
    if ((await this.#host.disk.look(uri)) === "folder") throw inputError(`"${path}" is a folder; name a policy.`);
    return { name, uri, text: await readNamedText(path, this.#host, maximumPolicyBytes) };
  }

  async #managed(arn: string): Promise<{ readonly name: string; readonly text: string }> {
    const text = await this.#catalog.managedPolicy(arn);
    if (text !== undefined) return { name: arn, text };
    const meant = nearestName(arn, await this.#catalog.managedPolicyArns());
    const advice = meant === undefined ? "Save its document to a file, and name that." : `Did you mean "${meant}"?`;
    const { date } = this.#catalog.source;
    throw inputError(`"${arn}" is no AWS managed policy that was known on ${date}. ${advice}`);
  }
}
