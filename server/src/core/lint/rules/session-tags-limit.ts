import { listed } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { countCharacters } from "../../text/characters.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

type TagProblem =
  | { readonly kind: "many"; readonly count: number; readonly most: number }
  | { readonly kind: "key" | "value"; readonly tag: string; readonly characters: number; readonly most: number }
  | { readonly kind: "same"; readonly tags: readonly string[] }
  | { readonly kind: "reserved" | "empty"; readonly tag: string };

const policy = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`;
const flagged = `${policy}\n^`;
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`t${at}`, "x"]));

export default defineRule<TagProblem>({
  id: "session-tags-limit",
  topic: "size",
  severity: "error",
  appliesTo: ["session"],
  needs: "session-tags",
  since: "0.1.0",
  summary: "The session's tags are more, or longer, than the call takes.",
  why: "A session has 50 tags at most, with keys of 1 to 128 characters and values of up to 256. Keys ignore letter case, so `Team` and `team` are one key given twice, and keys that begin with `aws:` belong to AWS. Otherwise the call fails.",
  seeAlso: [
    {
      title: "Pass session tags in AWS STS",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
    },
    { title: "Tag", url: "https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html" },
    references.quotas,
  ],
  examples: {
    invalid: [
      { title: "Fifty-one", tags: many(51), policy: flagged },
      { title: "A long key", tags: { ["k".repeat(129)]: "x" }, policy: flagged },
      { title: "A long value", tags: { team: "v".repeat(257) }, policy: flagged },
      { title: "The same key in two letter cases", tags: { Team: "red", team: "blue" }, policy: flagged },
      { title: "A key of AWS's", tags: { "aws:team": "red" }, policy: flagged },
    ],
    valid: [
      { title: "Fifty", tags: many(50), policy },
      { title: "As long as can be", tags: { ["k".repeat(128)]: "v".repeat(256) }, policy },
      { title: "An empty value", tags: { team: "" }, policy },
      { title: "No session is linked", policy },
    ],
  },
  *check({ session, catalog }) {
    if (session?.tags === undefined) return;
    const { place } = session;
    const at = (tag: string | undefined) =>
      place && {
        uri: place.configUri,
        path: [...place.session, "tags", ...(tag === undefined ? [] : [tag])],
        onKey: true,
      };
    const { most, keyCharacters, valueCharacters } = catalog.sessionFacts.tags;
    const tags = Object.entries(session.tags);
    if (tags.length > most) yield { path: [], data: { kind: "many", count: tags.length, most }, config: at(undefined) };
    const byKey = new Map<string, string[]>();
    for (const [tag, value] of tags) {
      const ofKey = countCharacters(tag);
      const ofValue = countCharacters(value);
      if (ofKey === 0) yield { path: [], data: { kind: "empty", tag }, config: at(tag) };
      if (ofKey > keyCharacters)
        yield { path: [], data: { kind: "key", tag, characters: ofKey, most: keyCharacters }, config: at(tag) };
      if (ofValue > valueCharacters)
        yield { path: [], data: { kind: "value", tag, characters: ofValue, most: valueCharacters }, config: at(tag) };
      if (/^aws:/i.test(tag)) yield { path: [], data: { kind: "reserved", tag }, config: at(tag) };
      byKey.set(tag.toLowerCase(), [...(byKey.get(tag.toLowerCase()) ?? []), tag]);
    }
    for (const same of byKey.values()) {
      if (same.length > 1) yield { path: [], data: { kind: "same", tags: same }, config: at(same[1]) };
    }
  },
  message(problem) {
    switch (problem.kind) {
      case "many":
        return `The session has ${problem.count} tags; the call takes ${problem.most} at most, and fails. Leave some out.`;
      case "key":
        return `The key of the session's tag ${quoted(problem.tag)} has ${problem.characters} characters; ${problem.most} are allowed, and the call fails. Shorten it.`;
      case "value":
        return `The value of the session's tag ${quoted(problem.tag)} has ${problem.characters} characters; ${problem.most} are allowed, and the call fails. Shorten it.`;
      case "same":
        return `The session's tags ${listed(problem.tags.map(quoted))} are one key, since tag keys ignore letter case. The call fails. Keep one of them.`;
      case "reserved":
        return `The session's tag ${quoted(problem.tag)} begins with "aws:", which is reserved for AWS. The call fails. Choose another key.`;
      case "empty":
        return "A tag of the session has an empty key. The call fails. Give it a key.";
    }
  },
});
