import type { ContextFacts } from "../../access/evaluate/contextFacts.js";
import type { KeyFact } from "../../access/evaluate/keyFact.js";
import { testHolds } from "../../access/evaluate/matchCondition.js";
import type { SessionContext } from "../../context/sessionContext.js";
import { quoted } from "../../messages/quoted.js";
import type { ConditionTest, Statement } from "../../policy/model.js";
import type { RelatedPlace } from "../finding.js";
import { defineRule } from "../rule.js";

interface FixedTest {
  readonly key: string;
  readonly value: string;
  readonly holds: boolean;
  readonly effect: Statement["effect"];
}

const allowIf = (condition: string, caret = "") =>
  `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": ${condition} } }${caret === "" ? "" : `\n${caret}`}`;

export default defineRule<FixedTest>({
  id: "session-tag-fixes-condition",
  topic: "session",
  severity: "warning",
  appliesTo: ["session"],
  needs: "session-tags",
  since: "0.1.0",
  summary: "A condition on a tag that the session itself sets is always true or never.",
  why: "`aws:PrincipalTag/…` has the value of the session's own tag, which the config states under `tags`. A condition on it is decided when the session is made: one that is never true switches its statement off (a warning), and one that is always true says nothing (a suggestion). Where several sessions use the file, it is only flagged if it comes out the same in all of them.",
  seeAlso: [
    {
      title: "Pass session tags in AWS STS",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
    },
    {
      title: "AWS global condition context keys: aws:PrincipalTag",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag",
    },
  ],
  examples: {
    invalid: [
      {
        title: "Never true",
        tags: { team: "red" },
        policy: allowIf(
          `{ "StringEquals": { "aws:PrincipalTag/team": "blue" } }`,
          `                                   ^^^^^^^^^^^^^^^^^^^^^^^`,
        ),
      },
      {
        title: "Always true: a suggestion",
        tags: { Team: "red" },
        policy: allowIf(
          `{ "StringLike": { "aws:PrincipalTag/team": "r*" } }`,
          `                                 ^^^^^^^^^^^^^^^^^^^^^^^`,
        ),
      },
      {
        title: "Never absent",
        tags: { team: "red" },
        policy: allowIf(
          `{ "Null": { "aws:PrincipalTag/team": "true" } }`,
          `                           ^^^^^^^^^^^^^^^^^^^^^^^`,
        ),
      },
    ],
    valid: [
      {
        title: "A tag that the session does not set",
        tags: { team: "red" },
        policy: allowIf(`{ "StringEquals": { "aws:PrincipalTag/project": "x" } }`),
      },
      {
        title: "Tags are not given",
        base: [],
        policy: allowIf(`{ "StringEquals": { "aws:PrincipalTag/team": "blue" } }`),
      },
      {
        title: "It hangs on the resource's tag",
        tags: { team: "red" },
        policy: allowIf(`{ "StringEquals": { "aws:PrincipalTag/team": "\${aws:ResourceTag/team}" } }`),
      },
    ],
  },
  *check(input) {
    const { model, session, others } = input;
    if (session?.tags === undefined) return;
    const sessions = [session, ...others.flatMap((other) => (other.session === undefined ? [] : [other.session]))];
    for (const { conditions, effect } of model.statements) {
      for (const test of conditions) {
        const [own, ...same] = sessions.map((each) => fixedIn(each, test, model.substitutesVariables, effect));
        if (own === undefined || same.some((other) => other?.holds !== own.holds)) continue;
        yield {
          path: test.path,
          span: input.keySpanOf(test.path),
          data: { key: test.key, value: own.value, holds: own.holds, effect },
          severity: own.holds ? "suggestion" : "warning",
          related: related(session, own.tag),
        };
      }
    }
  },
  message({ key, value, holds, effect }) {
    const head = `This session sets the tag itself: ${quoted(key)} is ${quoted(value)}, so this condition is ${holds ? "always" : "never"} true.`;
    if (holds)
      return `${head} It changes nothing here. Leave it out, unless the file is to serve sessions with other tags.`;
    return `${head} The statement ${effect === "Allow" ? "allows" : "denies"} nothing. Correct the value, or the session's tags in the config.`;
  },
});

function fixedIn(
  { tags }: SessionContext,
  test: ConditionTest,
  substitutesVariables: boolean,
  effect: Statement["effect"],
): { readonly holds: boolean; readonly value: string; readonly tag: string } | undefined {
  const name = /^aws:principaltag\/(.+)$/i.exec(test.key)?.[1];
  const tag = Object.keys(tags ?? {}).find((each) => each.toLowerCase() === name?.toLowerCase());
  const value = tag === undefined ? undefined : tags?.[tag];
  if (tag === undefined || value === undefined) return undefined;
  const present: KeyFact = { state: "present", values: [{ text: value }], isList: false };
  const open: KeyFact = { state: "open", mayBeAbsent: true, shape: undefined, doubt: undefined };
  const facts: ContextFacts = { of: (key) => (key.toLowerCase() === test.key.toLowerCase() ? present : open) };
  const answer = testHolds(test, substitutesVariables, effect, facts).value;
  return answer === undefined ? undefined : { holds: answer, value, tag };
}

function related({ place }: SessionContext, tag: string): readonly RelatedPlace[] {
  if (place === undefined) return [];
  return [{ uri: place.configUri, path: [...place.session, "tags", tag], message: "The session's tag" }];
}
