import type { ServerInfo } from "../ownMessages.js";
import type { Runtime } from "../runtime.js";
import type { Session } from "../session.js";

/** `sessionPolicy/serverInfo`: versions, for somebody who reports a bug. */
export async function serverInfo(session: Session, { version }: Runtime): Promise<ServerInfo> {
  const { source } = await session.catalog();
  return { version, catalog: `${source.name} ${source.version}, ${source.date}` };
}
