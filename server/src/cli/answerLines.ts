import { CatalogError } from "../core/catalog/catalogError.js";
import { type ExitStatus, exitStatus, firstThatApplies } from "./exitStatus.js";
import type { CliHost } from "./host.js";
import { linesOf } from "./input/lines.js";
import { idOf, readJson } from "./input/readJson.js";
import { contentOf, unreadable } from "./input/readText.js";

/**
 * Answers questions that stand one on a line, with one line of JSON each, in their order. A question that makes no
 * sense is answered with `{"id", "error"}`, and the run goes on.
 */
export async function answerLines<A extends object>(
  path: string,
  host: CliHost,
  answer: (question: unknown) => Promise<A | Malformed>,
  statusOf: (answer: A) => ExitStatus,
): Promise<ExitStatus> {
  const statuses = new Set<ExitStatus>();
  try {
    for await (const line of linesOf(contentOf(path, host))) {
      const question = line.ok ? readJson(line.text) : line;
      const given = question.ok ? await answered(question.value, answer) : malformed(question);
      statuses.add(isError(given) ? exitStatus.unusable : statusOf(given));
      await host.output.write(`${JSON.stringify(given)}\n`);
    }
  } catch (error) {
    throw readingFailed(error) ? unreadable(path, isMissing(error) ? "missing" : "failed") : error;
  }
  return firstThatApplies(statuses);
}

async function answered<A extends object>(
  question: unknown,
  answer: (question: unknown) => Promise<A | Malformed>,
): Promise<A | Malformed> {
  try {
    const given = await answer(question);
    return isError(given) ? malformed(given) : given;
  } catch (error) {
    if (error instanceof CatalogError) throw error;
    // A bug of ours; the other questions still have answers.
    return { ...malformed({ error: `internal error: ${(error as Error).message}` }), ...idOf(question) };
  }
}

/** What stands in the place of an answer. */
interface Malformed {
  readonly id?: unknown;
  readonly error: string;
}

function malformed({ id = null, error }: Malformed): Malformed {
  return { id, error };
}

export function isError(answer: object): answer is Malformed {
  return "error" in answer;
}

/** Node's own errors about files have a code such as ENOENT. */
function readingFailed(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

function isMissing({ code }: NodeJS.ErrnoException): boolean {
  return code === "ENOENT" || code === "ENOTDIR";
}
