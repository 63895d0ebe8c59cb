import { InputError } from "../../core/access/decideInput.js";
import { idOf } from "./readJson.js";

/** The answer to a question with the question's own `id`. What is wrong with the question is an answer, too. */
export async function answerOrError<A extends object>(
  question: unknown,
  answer: () => Promise<A>,
): Promise<({ readonly id?: unknown } & A) | { readonly id?: unknown; readonly error: string }> {
  const id = idOf(question);
  try {
    return { ...id, ...(await answer()) };
  } catch (error) {
    if (error instanceof InputError) return { ...id, error: error.message };
    throw error;
  }
}
