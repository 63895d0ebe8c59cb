import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { type Fit, type FitChoice, fitRequest } from "../serverMessages.js";
import { commandDocument } from "./commandDocument.js";

/** Where the shorter policy is looked at; `package.json` has the same in its `when` clauses. */
export const fittedScheme = "session-policy-fit";

/** A shorter policy that is looked at, and what it was made of. */
interface Proposal {
  readonly document: vscode.TextDocument;
  /** What the document said when it was made. */
  readonly text: string;
  readonly choice: FitChoice;
}

/** Makes session policies fit: asks how, shows the difference, and applies it when told to. */
export class Fitting implements vscode.Disposable, vscode.TextDocumentContentProvider {
  readonly #server: ServerConnection;
  readonly #proposals = new Map<string, Proposal>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(server: ServerConnection) {
    this.#server = server;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(fittedScheme, this),
      vscode.commands.registerCommand("sessionPolicy.fit", (uri?: unknown) => this.#fit(uri)),
      vscode.commands.registerCommand("sessionPolicy.applyFit", (uri?: unknown) => this.#apply(proposalUri(uri))),
      vscode.commands.registerCommand("sessionPolicy.copyFit", (uri?: unknown) => this.#copy(proposalUri(uri))),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#proposals.delete(uri.toString())),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#proposals.get(uri.toString())?.choice.text ?? "";
  }

  async #fit(given: unknown): Promise<void> {
    const document = await commandDocument(given);
    if (document === undefined) return;
    await this.#server.start();
    const text = document.getText();
    const uri = this.#server.uriOf(document);
    const title = vscode.l10n.t("Looking for a shorter policy");
    const answer = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_progress, token) => {
        const found = await this.#server.ask<Fit>(fitRequest, { textDocument: { uri } }, token);
        return token.isCancellationRequested ? undefined : found;
      },
    );
    // It was cancelled, or the server is not there; why is in the output.
    if (answer === undefined) return;
    if (answer === null) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t("There is no session policy here that can be read. Correct what is reported first."),
      );
      return;
    }
    const choice = await pick(answer);
    if (choice !== undefined) await this.#show({ document, text, choice });
  }

  async #show(proposal: Proposal): Promise<void> {
    const { document, choice } = proposal;
    const uri = document.uri.with({ scheme: fittedScheme, query: document.uri.scheme });
    this.#proposals.set(uri.toString(), proposal);
    this.#changed.fire(uri);
    const name = document.uri.path.split("/").at(-1) ?? "";
    const title = `${name}: ${choice.sizes}`;
    await vscode.commands.executeCommand("vscode.diff", document.uri, uri, title, { preview: true });
    const apply = vscode.l10n.t("Apply");
    const copy = vscode.l10n.t("Copy as One Line");
    const reformatted = choice.isOneLine
      ? [vscode.l10n.t("Laid out as it was it would not fit: it is one line, which a formatter would undo.")]
      : [];
    const said = [choice.sizes, ...choice.steps, choice.proof, ...reformatted, ...choice.costs];
    // Not waited for: it stays until somebody answers, and the buttons of the editor do the same.
    void vscode.window.showInformationMessage(said.map(asSentence).join(" "), apply, copy).then((chosen) => {
      if (chosen === apply) return this.#apply(uri);
      return chosen === copy ? this.#copy(uri) : undefined;
    });
  }

  async #apply(uri: vscode.Uri | undefined): Promise<void> {
    const proposal = this.#proposalAt(uri);
    if (proposal === undefined) return;
    const { document, text, choice } = proposal;
    const current = await vscode.workspace.openTextDocument(document.uri);
    if (current.getText() !== text) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t("The policy has been edited since. Run “Fit into 2,048…” again."),
      );
      return;
    }
    const edit = await this.#server.editOf(choice.edit);
    if (edit === undefined || !(await vscode.workspace.applyEdit(edit))) {
      void vscode.window.showErrorMessage(vscode.l10n.t("The policy could not be changed."));
      return;
    }
    await closeTabsOf(uri!);
    await vscode.window.showTextDocument(current);
  }

  async #copy(uri: vscode.Uri | undefined): Promise<void> {
    const proposal = this.#proposalAt(uri);
    if (proposal === undefined) return;
    const { oneLine } = proposal.choice;
    await vscode.env.clipboard.writeText(oneLine);
    const count = [...oneLine].length.toLocaleString("en-US");
    vscode.window.setStatusBarMessage(vscode.l10n.t("Copied {0} characters in one line.", count), 4000);
  }

  #proposalAt(uri: vscode.Uri | undefined): Proposal | undefined {
    const proposal = uri === undefined ? undefined : this.#proposals.get(uri.toString());
    if (proposal === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("There is no shorter policy to apply. Run “Fit into 2,048…” on a session policy first."),
      );
    }
    return proposal;
  }
}

/** Nothing that leans on something is chosen without asking. */
async function pick({ choices }: Fit): Promise<FitChoice | undefined> {
  const [first] = choices;
  if (first === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t("No shorter policy was found that says the same."));
    return undefined;
  }
  if (choices.length === 1) return first;
  const items = choices.map((choice) => ({ label: choice.title, detail: choice.detail, choice }));
  const title = vscode.l10n.t("What should stay the same?");
  return (await vscode.window.showQuickPick(items, { title }))?.choice;
}

/** A menu gives the URI; the command palette leaves it to what is in front. */
function proposalUri(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri && given.scheme === fittedScheme) return given;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
  return uri?.scheme === fittedScheme ? uri : undefined;
}

async function closeTabsOf(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all);
  await vscode.window.tabGroups.close(
    tabs.filter(
      ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString(),
    ),
  );
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
