import * as vscode from "vscode";
import type { ViewWords } from "./viewMessages.js";

export function viewWords(): ViewWords {
  const { t } = vscode.l10n;
  return {
    title: t("Effective access: {0}", "{0}"),
    session: t("Session"),
    filter: t("Filter"),
    filterHint: t("action, result or statement"),
    exceptions: t("Only what is not simply allowed"),
    copy: t("Copy as Markdown"),
    action: t("Action"),
    result: t("Result"),
    count: t("{0} of {1} rows", "{0}", "{1}"),
    nothingFound: t("Nothing matches this filter."),
    empty: t("This policy names no action, so it allows nothing. Add a statement with an Action."),
    notGiven: t("Not given: {0}. Nothing is claimed that depends on it.", "{0}"),
    broken: t("The text is not whole JSON at the moment; this is what can be read of it."),
    unlinked: t(
      "No base role is linked to this policy yet. Choose one to see what takes effect; the link is written to session-policy.config.json.",
    ),
    chooseBase: t("Choose Base Role…"),
    noPolicy: t("Open a session policy to see what each of its actions comes to."),
    serviceCount: t("{1} of {0} allowed", "{0}", "{1}"),
    more: t("Show {0} more", "{0}"),
    goTo: t("Go to {0}", "{0}"),
  };
}
