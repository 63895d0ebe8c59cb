import { type CodeAction, CodeActionKind, type CodeActionParams, CodeActionTriggerKind } from "vscode-languageserver";
import type { ClientTraits } from "../clientTraits.js";
import type { ActionRequest } from "../codeActions/actionRequest.js";
import { allowInBase } from "../codeActions/allowInBase.js";
import { allowInTrust } from "../codeActions/allowInTrust.js";
import { copyAsOneLine } from "../codeActions/copyAsOneLine.js";
import { fitInto } from "../codeActions/fitInto.js";
import { fixAll, fixAllKind } from "../codeActions/fixAll.js";
import { ignoreFindings } from "../codeActions/ignoreFindings.js";
import { quickFixes } from "../codeActions/quickFixes.js";
import { rewrites } from "../codeActions/rewrites.js";
import { stateResourcePolicies } from "../codeActions/stateResourcePolicies.js";
import { spanOf } from "../fromProtocol.js";
import type { Session } from "../session.js";

interface Offer {
  readonly kind: string;
  /** Whether it is offered only to somebody who asks: what needs proving is not proved at every move of the cursor. */
  readonly whenAsked?: boolean;
  readonly actions: (request: ActionRequest) => readonly CodeAction[] | Promise<readonly CodeAction[]>;
}

const offers: readonly Offer[] = [
  { kind: CodeActionKind.QuickFix, actions: quickFixes },
  { kind: CodeActionKind.QuickFix, actions: copyAsOneLine },
  { kind: CodeActionKind.QuickFix, actions: ignoreFindings },
  { kind: CodeActionKind.QuickFix, whenAsked: true, actions: allowInBase },
  { kind: CodeActionKind.QuickFix, actions: allowInTrust },
  { kind: CodeActionKind.QuickFix, whenAsked: true, actions: stateResourcePolicies },
  { kind: CodeActionKind.QuickFix, actions: fitInto },
  { kind: CodeActionKind.RefactorRewrite, whenAsked: true, actions: rewrites },
  { kind: fixAllKind, whenAsked: true, actions: fixAll },
];

/** `textDocument/codeAction`: what can be done at the place, of the kinds that are asked for. */
export async function codeAction(
  session: Session,
  client: ClientTraits,
  { textDocument, range, context }: CodeActionParams,
): Promise<CodeAction[]> {
  const { only, diagnostics, triggerKind } = context;
  const wanted = offers.filter(({ kind, whenAsked }) => {
    if (only !== undefined) return only.some((each) => isPartOf(kind, each));
    // What a whole file can be put through is for saving, and for those who ask for it by name.
    return kind !== fixAllKind && !(whenAsked && triggerKind === CodeActionTriggerKind.Automatic);
  });
  if (wanted.length === 0) return [];
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return [];
  const engine = await session.engine();
  const span = spanOf(analyzed.document.lines, range);
  const request: ActionRequest = { analyzed, engine, client, session, span, diagnostics };
  return (await Promise.all(wanted.map(({ actions }) => actions(request)))).flat();
}

/** `refactor.rewrite` is part of `refactor`, and everything of the empty kind. */
function isPartOf(kind: string, asked: string): boolean {
  return asked === "" || kind === asked || kind.startsWith(`${asked}.`);
}
