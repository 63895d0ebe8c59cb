import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";

export interface ErrorLog {
  error(message: string): void;
}

/**
 * Wraps a request's handler: one that was cancelled says so, and one that breaks is logged and answers with `empty`,
 * so that a bug in one feature takes neither the others nor the server down.
 */
export function answering<Params, Result>(
  log: ErrorLog,
  method: string,
  empty: Result,
  answer: (params: Params, token: CancellationToken) => Promise<Result> | Result,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<never>> {
  return async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    try {
      const result = await answer(params, token);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      log.error(`${method} failed: ${describe(error)}`);
      return empty;
    }
  };
}

/** The same for a notification, which has no answer. */
export function heeding<Params>(
  log: ErrorLog,
  method: string,
  heed: (params: Params) => Promise<void> | void,
): (params: Params) => Promise<void> {
  return async (params) => {
    try {
      await heed(params);
    } catch (error) {
      log.error(`${method} failed: ${describe(error)}`);
    }
  };
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function cancelled(): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
}
