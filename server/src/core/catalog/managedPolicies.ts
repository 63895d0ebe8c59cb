import type { CatalogLoader } from "./catalog.js";
import { CatalogError } from "./catalogError.js";
import { decodeText, readJson } from "./dataFile.js";
import { LineFile } from "./lineFile.js";

const indexFile = "managed-policies.index.json";
const documentsFile = "managed-policies.jsonl";

/**
 * The documents of AWS managed policies: the index is read at the first question, the documents at the first question
 * for a policy that is known.
 */
export class ManagedPolicies {
  readonly #loader: CatalogLoader;
  #index: Promise<PolicyIndex> | undefined;

  constructor(loader: CatalogLoader) {
    this.#loader = loader;
  }

  /** ARNs of all policies, sorted by name. Rejects with a CatalogError. */
  async arns(): Promise<readonly string[]> {
    return (await this.#readIndex()).arns;
  }

  /** The document as JSON on one line, with AWS's order of members; undefined for an unknown ARN. Rejects likewise. */
  async text(arn: string): Promise<string | undefined> {
    const { numbers, documents } = await this.#readIndex();
    const number = numbers.get(arn);
    if (number === undefined) return undefined;
    return decodeText(documentsFile, await documents.line(number));
  }

  #readIndex(): Promise<PolicyIndex> {
    this.#index ??= readIndex(this.#loader).catch((error: unknown) => {
      this.#index = undefined; // A later question may find the file again.
      throw error;
    });
    return this.#index;
  }
}

interface PolicyIndex {
  readonly arns: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly documents: LineFile;
}

async function readIndex(loader: CatalogLoader): Promise<PolicyIndex> {
  const { arnPrefix, policies } = await readJson(loader, indexFile);
  if (typeof arnPrefix !== "string" || !Array.isArray(policies)) {
    throw new CatalogError(indexFile, "is damaged: a member is missing");
  }
  const arns: string[] = [];
  const lengths: number[] = [];
  for (const row of policies as unknown[]) {
    const [path, bytes] = Array.isArray(row) ? (row as unknown[]) : [];
    if (typeof path !== "string" || typeof bytes !== "number") {
      throw new CatalogError(indexFile, "is damaged: a policy is not as expected");
    }
    arns.push(arnPrefix + path);
    lengths.push(bytes);
  }
  return {
    arns,
    numbers: new Map(arns.map((arn, i) => [arn, i])),
    documents: new LineFile(loader, documentsFile, lengths),
  };
}
