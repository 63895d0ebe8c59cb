import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { type LinkChoices, linkChoicesRequest, linkRequest } from "../serverMessages.js";
import { commandDocument } from "./commandDocument.js";

type Base = { readonly role: string } | { readonly policyUri: string } | { readonly policyArn: string };

interface Choice extends vscode.QuickPickItem {
  readonly base?: Base;
  readonly isManaged?: boolean;
}

/** Asks which role limits the session policy, and writes it into the config, which is opened and not yet saved. */
export async function chooseBaseRole(server: ServerConnection, uri: unknown): Promise<void> {
  const document = await commandDocument(uri);
  if (document === undefined) return;
  await server.start();
  const textDocument = { uri: server.uriOf(document) };
  const choices = await server.ask<LinkChoices>(linkChoicesRequest, { textDocument });
  if (!choices) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Save the session policy in a folder that is open here; the link is written to a file beside it."),
    );
    return;
  }
  const base = await pick(choices);
  if (base === undefined) return;
  const answer = await server.ask<{ configUri: string; edit: unknown }>(linkRequest, { textDocument, base });
  const edit = answer ? await server.editOf(answer.edit) : undefined;
  if (!answer || edit === undefined || !(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t("session-policy.config.json could not be changed. Correct what is broken in it, and try again."),
    );
    if (choices.exists) await show(choices.configUri);
    return;
  }
  await show(answer.configUri);
}

async function pick({ roles, policyFiles, managedPolicies }: LinkChoices): Promise<Base | undefined> {
  const known = roles.map(
    (role): Choice => ({ label: role, iconPath: new vscode.ThemeIcon("account"), base: { role } }),
  );
  const files = policyFiles.map(
    ({ uri, path }): Choice => ({ label: path, iconPath: new vscode.ThemeIcon("json"), base: { policyUri: uri } }),
  );
  const choices = [
    ...headed(vscode.l10n.t("roles of session-policy.config.json"), known),
    ...headed(vscode.l10n.t("a new role with this policy"), [
      { label: vscode.l10n.t("An AWS managed policy…"), iconPath: new vscode.ThemeIcon("library"), isManaged: true },
      ...files,
    ]),
  ];
  const title = vscode.l10n.t("Which role is assumed with this session policy?");
  const placeHolder = vscode.l10n.t("A role, or the file of its identity policy");
  const chosen = await vscode.window.showQuickPick(choices, { title, placeHolder, matchOnDescription: true });
  return chosen?.isManaged === true ? pickManaged(managedPolicies) : chosen?.base;
}

async function pickManaged(arns: readonly string[]): Promise<Base | undefined> {
  const choices = arns.map((arn) => ({ label: arn.slice(arn.lastIndexOf("/") + 1), description: arn }));
  const title = vscode.l10n.t("Which AWS managed policy does the role have?");
  const chosen = await vscode.window.showQuickPick(choices, { title, matchOnDescription: true });
  return chosen && { policyArn: chosen.description };
}

function headed(label: string, choices: readonly Choice[]): readonly Choice[] {
  return choices.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...choices];
}

async function show(uri: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  await vscode.window.showTextDocument(document);
}
