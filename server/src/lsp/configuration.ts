import { type Connection, DidChangeConfigurationNotification } from "vscode-languageserver";
import { describe, type ErrorLog } from "./answering.js";
import type { ClientTraits } from "./clientTraits.js";
import type { Runtime } from "./runtime.js";
import { readSettings, type Settings } from "./settings.js";

/** An editor that doesn't answer in this time gets the usual settings until it does. */
const patienceMs = 2000;

/** Asks the editor for the settings; undefined where it gives none. */
export async function askForSettings(connection: Connection, client: ClientTraits): Promise<Settings | undefined> {
  if (!client.givesConfiguration) return undefined;
  const items = [{ section: "sessionPolicy" }, ...(client.ownJsonService ? [{ section: "json.validate" }] : [])];
  const [own, jsonValidate] = (await connection.workspace.getConfiguration(items)) as unknown[];
  return readSettings(own, jsonValidate);
}

/** Has the editor tell when a setting changes that we heed. */
export function registerForChanges(connection: Connection, client: ClientTraits, log: ErrorLog): void {
  if (!client.registersConfigurationChanges) return;
  const section = client.ownJsonService ? ["sessionPolicy", "json.validate"] : ["sessionPolicy"];
  connection.client.register(DidChangeConfigurationNotification.type, { section }).catch((error: unknown) => {
    log.error(`The client does not tell of changed settings: ${describe(error)}`);
  });
}

/** Done when `work` is, or when patience ends. */
export function withPatience(runtime: Runtime, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = runtime.after(patienceMs, resolve);
    void work.finally(() => {
      timer.dispose();
      resolve();
    });
  });
}
