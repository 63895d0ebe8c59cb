import type { PatternList } from "../../policy/model.js";
import { type Answer, answerOf, doubt, no, not, or, yes } from "./answer.js";
import { globMatches } from "./globs.js";

/** @param action lower-cased, `s3:getobject` */
export function actionMatches(list: PatternList, action: string): Answer {
  const listed = or(list.entries.map(({ text }) => actionEntryMatches(text, action)));
  // A3: NotAction is the complement over all services.
  return list.negated ? not(listed) : listed;
}

function actionEntryMatches(text: string, action: string): Answer {
  if (text === "*") return yes;
  if (isOfOtherService(text, action)) return no;
  const matches = globMatches(text.toLowerCase(), action);
  if (!matches) return no;
  // A1: one colon; A2: no wildcard in the vendor prefix. IAM refuses other forms; what STS makes of them is unknown.
  return /^[^:*?]+:[^:]*$/.test(text) ? answerOf(true) : doubt(`"${text}" is no action that AWS accepts`, "A2");
}

/** Most entries are, so that looking at this first saves nearly all of the matching. */
function isOfOtherService(text: string, action: string): boolean {
  const prefix = text.slice(0, text.indexOf(":") + 1);
  return prefix !== "" && !/[*?]/.test(prefix) && !action.startsWith(prefix.toLowerCase());
}
