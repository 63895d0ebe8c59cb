import * as vscode from "vscode";
import type { ViewWords } from "./viewMessages.js";

export function viewWords(): ViewWords {
  return {
    title: vscode.l10n.t("Effective access: {0}", "{0}"),
    session: vscode.l10n.t("Session"),
    filter: vscode.l10n.t("Filter"),
    filterHint: vscode.l10n.t("action, result or statement"),
    exceptions: vscode.l10n.t("Only what is not simply allowed"),
    copy: vscode.l10n.t("Copy as Markdown"),
    action: vscode.l10n.t("Action"),
    result: vscode.l10n.t("Result"),
    count: vscode.l10n.t("{0} of {1} rows", "{0}", "{1}"),
    nothingFound: vscode.l10n.t("Nothing matches this filter."),
    empty: vscode.l10n.t("This policy names no action, so it allows nothing. Add a statement with an Action."),
    notGiven: vscode.l10n.t("Not given: {0}. Nothing is claimed that depends on it.", "{0}"),
    broken: vscode.l10n.t("The text is not whole JSON at the moment; this is what can be read of it."),
    unlinked: vscode.l10n.t(
      "No base role is linked to this policy yet. Choose one to see what takes effect; the link is written to session-policy.config.json.",
    ),
    chooseBase: vscode.l10n.t("Choose Base Role…"),
    noPolicy: vscode.l10n.t("Open a session policy to see what each of its actions comes to."),
    serviceCount: vscode.l10n.t("{1} of {0} allowed", "{0}", "{1}"),
    more: vscode.l10n.t("Show {0} more", "{0}"),
    goTo: vscode.l10n.t("Go to {0}", "{0}"),
  };
}
