import { withThousands } from "../../messages/numbers.js";
import { countCharacters } from "../../text/characters.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

interface Packed {
  readonly policy: number;
  readonly tags: number;
  readonly count: number;
}

const policyOf = (resources: number) =>
  `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":[${Array.from({ length: resources }, (_, at) => `"arn:aws:s3:::b/${at}"`).join(",")}]}}`;
const flagged = (policy: string) => `${policy}\n^`;
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`tag${at}`, "value".repeat(10)]));

export default defineRule<Packed>({
  id: "packed-size-at-risk",
  topic: "size",
  severity: "suggestion",
  appliesTo: ["session"],
  needs: "session-tags",
  since: "0.1.0",
  summary: "A long session policy and many session tags may not fit into the session together.",
  why: "Beside the limit of 2,048 characters, AWS packs the session policy, the ARNs of managed policies and the session tags into a binary form that has a limit of its own. The call fails with `PackedPolicyTooLarge` where it is exceeded, even if each part is within its own limits. How it is packed is not published, so nobody can say beforehand: watch `PackedPolicySize`, a percentage, in the answer to the call. This rule speaks up where policy, ARNs and tags have more characters together than a policy alone may have.",
  seeAlso: [references.assumeRole, references.quotas],
  examples: {
    invalid: [
      { title: "A long policy and many tags", tags: many(20), policy: flagged(policyOf(60)) },
      { title: "A short policy and very many tags", tags: many(50), policy: flagged(policyOf(2)) },
      { title: "A policy that is nearly full", tags: many(5), policy: flagged(policyOf(90)) },
    ],
    valid: [
      { title: "Few tags", tags: many(2), policy: policyOf(20) },
      { title: "No tags", tags: {}, policy: policyOf(60) },
      { title: "Tags are not given", base: [], policy: policyOf(60) },
    ],
  },
  *check({ session, characters: { sent, minified, limit } }) {
    if (session?.tags === undefined || limit === undefined) return;
    const policy = session.sentAs === "minified" ? Math.min(sent, minified) : sent;
    const texts = Object.entries(session.tags).flat();
    const arns = session.managedPolicies.map(({ arn }) => arn);
    const sum = (all: readonly string[]) => all.reduce((total, text) => total + countCharacters(text), 0);
    const tags = sum(texts);
    // What is too long by itself is another rule's.
    if (tags === 0 || policy > limit || policy + tags <= limit) return;
    const { place } = session;
    yield {
      path: [],
      data: { policy: policy + sum(arns), tags, count: texts.length / 2 },
      config: place && { uri: place.configUri, path: [...place.session, "tags"], onKey: true },
    };
  },
  message: ({ policy, tags, count }) =>
    `The session policy (${withThousands(policy)} characters) and ${count} session ${count === 1 ? "tag" : "tags"} (${withThousands(tags)}) may not fit into the session together. AWS packs them and has a limit for the packed size, but does not publish how: look at PackedPolicySize in the answer to the call. If it fails with PackedPolicyTooLarge, shorten the policy or pass fewer tags.`,
});
