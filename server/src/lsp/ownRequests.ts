import type { CancellationToken, Connection } from "vscode-languageserver";
import { answering, type ErrorLog } from "./answering.js";
import type { CheckAll } from "./checkAll.js";
import type { ClientTraits } from "./clientTraits.js";
import { accessDenied } from "./handlers/accessDenied.js";
import { assumeRoleCommand } from "./handlers/assumeRoleCommand.js";
import { deciding } from "./handlers/deciding.js";
import { effectiveAccess, effectiveAccessAsMarkdown } from "./handlers/effectiveAccess.js";
import { fit } from "./handlers/fit.js";
import { link } from "./handlers/link.js";
import { linkChoices } from "./handlers/linkChoices.js";
import { oneLine } from "./handlers/oneLine.js";
import { requestChoices } from "./handlers/requestChoices.js";
import { serverInfo } from "./handlers/serverInfo.js";
import { size } from "./handlers/size.js";
import { traceRequest as trace } from "./handlers/traceRequest.js";
import {
  accessDeniedRequest,
  assumeRoleCommandRequest,
  checkAllRequest,
  decidingRequest,
  effectiveAccessMarkdownRequest,
  effectiveAccessRequest,
  type FitParams,
  fitRequest,
  linkChoicesRequest,
  linkRequest,
  oneLineRequest,
  requestChoicesRequest,
  serverInfoRequest,
  sizeRequest,
  traceRequest,
} from "./ownMessages.js";
import type { Runtime } from "./runtime.js";
import type { Session } from "./session.js";

export interface OwnRequestsServer {
  readonly connection: Connection;
  readonly session: Session;
  readonly client: ClientTraits;
  readonly runtime: Runtime;
  readonly log: ErrorLog;
  readonly checkAll: CheckAll;
}

/**
 * Answers the requests beyond LSP.
 * @param watched for answers that may have read further files
 */
export function serveOwnRequests(
  { connection, session, client, runtime, log, checkAll }: OwnRequestsServer,
  watched: <Params, Result>(answer: (asked: Params) => Promise<Result>) => (asked: Params) => Promise<Result>,
): void {
  const on = <Params, Result>(
    name: string,
    empty: Result,
    answer: (asked: Params, token: CancellationToken) => Result | Promise<Result>,
  ): void => {
    connection.onRequest(name, answering(log, name, empty, answer));
  };

  on(
    sizeRequest,
    null,
    watched((asked: Parameters<typeof size>[1]) => size(session, asked)),
  );
  on(oneLineRequest, null, (asked: Parameters<typeof oneLine>[1]) => oneLine(session, asked));
  on(linkChoicesRequest, null, (asked: Parameters<typeof linkChoices>[1]) => linkChoices(session, asked));
  on(linkRequest, null, (asked: Parameters<typeof link>[1]) => link(session, asked));
  on(
    effectiveAccessRequest,
    null,
    watched((asked: Parameters<typeof effectiveAccess>[1]) => effectiveAccess(session, asked)),
  );
  on(effectiveAccessMarkdownRequest, null, (asked: Parameters<typeof effectiveAccessAsMarkdown>[1]) =>
    effectiveAccessAsMarkdown(session, asked),
  );
  on(requestChoicesRequest, null, (asked: Parameters<typeof requestChoices>[1]) => requestChoices(session, asked));
  on(traceRequest, null, (asked: Parameters<typeof trace>[2]) => trace(session, client, asked));
  on(accessDeniedRequest, { kind: "not-understood" }, accessDenied);
  on(assumeRoleCommandRequest, null, (asked: Parameters<typeof assumeRoleCommand>[1]) =>
    assumeRoleCommand(session, asked),
  );
  on(decidingRequest, [], (asked: Parameters<typeof deciding>[1]) => deciding(session, asked));
  on(serverInfoRequest, null, () => serverInfo(session, runtime));
  on(fitRequest, null, (asked: FitParams, token) => fit(session, client, runtime, asked, token));
  on(checkAllRequest, null, (_: unknown, token) => checkAll.run(token));
}
