import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { type AccessDenied, accessDeniedRequest } from "../serverMessages.js";
import { commandDocument } from "./commandDocument.js";
import { testRequest } from "./testRequest.js";

/** Reads an error message of AWS's, and shows what this session does with the request that it speaks of. */
export async function explainAccessDenied(server: ServerConnection, given: unknown): Promise<void> {
  const document = await commandDocument(undefined);
  if (document === undefined) return;
  await server.start();
  const text = typeof given === "string" ? given : await askText();
  if (text === undefined) return;
  const textDocument = { uri: server.uriOf(document) };
  const denied = await server.ask<AccessDenied>(accessDeniedRequest, { textDocument, text });
  switch (denied?.kind) {
    case "request":
      await testRequest(server, document.uri, denied);
      return;
    case "encoded": {
      const copy = vscode.l10n.t("Copy Command");
      const message = vscode.l10n.t(
        "AWS has encoded this message. Whoever may call sts:DecodeAuthorizationMessage can decode it; paste the result here then.",
      );
      if ((await vscode.window.showInformationMessage(message, copy)) === copy)
        await vscode.env.clipboard.writeText(denied.command);
      return;
    }
    default:
      void vscode.window.showInformationMessage(
        vscode.l10n.t('No request could be read from this text. Paste AWS\'s whole message, from "User: arn:…" on.'),
      );
  }
}

/** With what the clipboard holds, if that looks like such a message: it is how people get here. */
async function askText(): Promise<string | undefined> {
  const copied = await vscode.env.clipboard.readText();
  const value = /not authorized to perform|authorization failure message|DecodedMessage/i.test(copied) ? copied : "";
  return vscode.window.showInputBox({
    title: vscode.l10n.t("Explain AccessDenied"),
    prompt: vscode.l10n.t("Paste AWS's error message, plain, encoded or decoded"),
    placeHolder:
      "User: arn:aws:sts::111122223333:assumed-role/… is not authorized to perform: s3:GetObject on resource: …",
    value,
    ignoreFocusOut: true,
  });
}
