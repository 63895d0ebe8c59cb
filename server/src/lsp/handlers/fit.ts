import type { CancellationToken } from "vscode-languageserver";
import { type FitChoice, fitChoices } from "../../core/features/fitChoices.js";
import { withPauses } from "../../core/fit/slices.js";
import { withThousands } from "../../core/messages/numbers.js";
import { applyChanges } from "../../core/text/applyChanges.js";
import type { ClientTraits } from "../clientTraits.js";
import type { OpenDocument } from "../openDocument.js";
import type { FitAnswer, FitAnswerChoice, FitParams } from "../ownMessages.js";
import type { Runtime } from "../runtime.js";
import type { Session } from "../session.js";
import { workspaceEdit } from "../toProtocol.js";

/** Thrown between two slices of work that nobody waits for any more. */
class NobodyWaits extends Error {}

/**
 * `sessionPolicy/fit`: ways to make the policy fit. Others are answered between its slices. Where several sessions use
 * the policy, it is fitted for the one it fits worst.
 */
export async function fit(
  session: Session,
  client: ClientTraits,
  runtime: Pick<Runtime, "after">,
  { textDocument }: FitParams,
  token: CancellationToken,
): Promise<FitAnswer | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  const room = ({ characters: { sent, limit } }: { characters: { sent: number; limit: number | undefined } }) =>
    (limit ?? Number.POSITIVE_INFINITY) - sent;
  const [policy] = [...(analyzed?.analysis.policies ?? [])].sort((one, other) => room(one) - room(other));
  if (analyzed === undefined || policy?.characters.limit === undefined) return null;
  const engine = await session.engine();
  const pause = async () => {
    await new Promise<void>((resume) => runtime.after(0, resume));
    if (token.isCancellationRequested) throw new NobodyWaits();
  };
  try {
    const choices = await withPauses(fitChoices(policy, engine), pause);
    const { document } = analyzed;
    return {
      version: document.version,
      limit: withThousands(policy.characters.limit),
      choices: choices.map((choice) => answerOf(choice, document, client)),
    };
  } catch (error) {
    if (error instanceof NobodyWaits) return null;
    throw error;
  }
}

function answerOf(choice: FitChoice, document: OpenDocument, client: ClientTraits): FitAnswerChoice {
  const { reliesOn, title, detail, fitted, written, steps, proof, costs } = choice;
  const { before, limit } = fitted.characters;
  return {
    reliesOn,
    title,
    detail,
    sizes: `${withThousands(before)} → ${withThousands(written.characters)} of ${withThousands(limit)} characters`,
    fits: fitted.fits,
    text: applyChanges(document.text, written.changes),
    // It was looked at as a whole: no place of it asks for a confirmation of its own.
    edit: workspaceEdit(document, written.changes, title, { ...client, changeAnnotations: false }),
    isOneLine: written.layout === "one-line",
    oneLine: fitted.text,
    steps,
    proof,
    costs,
  };
}
