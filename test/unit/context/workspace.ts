import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { loadCatalog } from "../../../server/src/core/catalog/loadCatalog.js";
import { loadConfigProblems, loadDocumentContext } from "../../../server/src/core/context/loadDocumentContext.js";
import { type MemoryFile, MemoryFiles } from "../../support/memoryFiles.js";
import { dataFiles } from "../catalog/dataFiles.js";
import { contextText, problemText } from "./contextText.js";

export const configName = "session-policy.config.json";

/** A policy with one statement. */
export function allow(action: string, resource = "*"): object {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: resource }] };
}

export const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

export function catalogOfProject(): Promise<Catalog> {
  return loadCatalog(dataFiles);
}

/** A workspace whose role R has one identity policy and whose session S has one file; `more` replaces or adds files. */
export function workspace(more: { readonly [path: string]: MemoryFile | object } = {}): MemoryFiles {
  return new MemoryFiles({
    [configName]: {
      version: 1,
      roles: { R: { identityPolicies: ["r.json"] } },
      sessions: [{ name: "S", files: ["s.json"], role: "R" }],
    },
    "r.json": allow("s3:*"),
    "s.json": allow("s3:GetObject"),
    ...more,
  });
}

export async function contextOf(files: MemoryFiles, path: string, catalog: Catalog): Promise<string> {
  return contextText(await loadDocumentContext(files.uri(path), files.text(path), files, catalog));
}

export async function problemsOf(files: MemoryFiles, catalog: Catalog, path = configName): Promise<string> {
  const problems = await loadConfigProblems(files.uri(path), files.text(path), files, catalog);
  return problems.map(problemText).join("\n");
}
