import { minify } from "../../core/syntax/minify.js";
import { parsePolicy } from "../../core/syntax/parsePolicy.js";
import { spanContains } from "../../core/text/span.js";
import { documentRegions } from "../documentRegions.js";
import { offsetOf } from "../fromProtocol.js";
import type { OneLineParams, OneLineResult } from "../ownMessages.js";
import type { Session } from "../session.js";

/** `sessionPolicy/oneLine`: the policy as it can be sent without its white space. */
export function oneLine(session: Session, { textDocument, position }: OneLineParams): OneLineResult | null {
  const document = session.documentOf(textDocument.uri);
  if (document === undefined) return null;
  const regions = documentRegions(document);
  const offset = position === undefined ? undefined : offsetOf(document.lines, position);
  const region = regions.find(({ span }) => offset === undefined || spanContains(span, offset)) ?? regions[0];
  // The policy's own text and not the host's, in which it may be written with escapes.
  return region === undefined ? null : (minify(parsePolicy(region.text)) ?? null);
}
