import type { Catalog } from "../catalog/catalog.js";
import { InputError, readDecideInput } from "./decideInput.js";
import { evaluate } from "./evaluate/evaluate.js";
import { ImpossibleRequest } from "./evaluate/impossibleRequest.js";
import type { Decision } from "./layers.js";

/** The output JSON of docs/cli.md ("decide"). `id` is the question's own, where it has one. */
export type DecideAnswer = { readonly id?: unknown } & (Decision | { readonly error: string });

/**
 * Answers one question as JSON. Loads the catalog's details of the action's service. A malformed question gives an
 * `error` that names the place; rejects only where the catalog cannot be read.
 */
export async function decide(input: unknown, catalog: Catalog): Promise<DecideAnswer> {
  const id = idOf(input);
  try {
    const { request, layers } = await readDecideInput(input, catalog);
    await catalog.load([request.action.slice(0, request.action.indexOf(":")).toLowerCase()]);
    return { ...id, ...evaluate(request, layers, catalog) };
  } catch (error) {
    if (error instanceof ImpossibleRequest) return { ...id, error: `${error.place}: ${error.message}` };
    if (error instanceof InputError) return { ...id, error: error.message };
    throw error;
  }
}

function idOf(input: unknown): { readonly id?: unknown } {
  return typeof input === "object" && input !== null && "id" in input ? { id: input.id } : {};
}
