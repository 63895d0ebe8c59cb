import { listed } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import type { ActionFacts, ActionText } from "../facts/actionFacts.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import { bucketOf, objectKeyOf } from "../objectResources.js";
import { defineRule, type RuleInput } from "../rule.js";

interface OpenListing {
  readonly bucket: string;
  readonly prefixes: readonly string[];
}

export default defineRule<OpenListing>({
  id: "list-bucket-without-prefix",
  topic: "session",
  severity: "suggestion",
  appliesTo: ["session"],
  since: "0.1.0",
  summary: "Objects are limited to a prefix, and the listing of their bucket is not.",
  why: 'Where a session policy keeps a tenant to the objects below a prefix, `s3:ListBucket` on the whole bucket still tells the names of everybody\'s objects. Limit the listing as well, by a condition on `s3:prefix`: `"StringLike": { "s3:prefix": ["t1/*"] }`. A listing without any prefix is then denied, so the caller has to send one.',
  seeAlso: [
    {
      title: "Amazon S3 condition keys: s3:prefix",
      url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html",
    },
    {
      title: "Controlling access to a bucket with user policies",
      url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/walkthrough1.html",
    },
  ],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/t1/*" },
  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b" }
                                 ^^^^^^^^^^^^^^^
] }`,
      },
      {
        title: "In one statement",
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow",
  "Action": ["s3:GetObject", "s3:ListBucket"],
                             ^^^^^^^^^^^^^^^
  "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/t1/*"]
} }`,
      },
      {
        title: "A wildcard that takes in ListBucket",
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team}/*" },
  { "Effect": "Allow", "Action": "s3:List*", "Resource": "arn:aws:s3:::b" }
                                 ^^^^^^^^^^
] }`,
      },
    ],
    valid: [
      {
        title: "The listing is limited too",
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/t1/*" },
  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b",
    "Condition": { "StringLike": { "s3:prefix": "t1/*" } } }
] }`,
      },
      {
        title: "All objects of the bucket may be read",
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]
} }`,
      },
      {
        title: "Another bucket",
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/t1/*" },
  { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::other" }
] }`,
      },
      {
        title: "A Deny limits the listing",
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/t1/*"] },
  { "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringNotLike": { "s3:prefix": "t1/*" } } }
] }`,
      },
    ],
  },
  concerns: { action: mayList },
  *check({ statements, model }: RuleInput, concerned) {
    const isOpen = ({ effect, actions, conditions }: StatementFacts) =>
      effect === "Allow" && conditions.length === 0 && actions.some(lists);
    if (!model.complete || !concerned.some(isOpen)) return;
    const speaksOfPrefix = (conditions: readonly { readonly lowerKey: string }[]) =>
      conditions.some(({ lowerKey }) => lowerKey === "s3:prefix");
    if (statements.some(({ effect, conditions }) => effect === "Deny" && speaksOfPrefix(conditions))) return;
    const allows = statements.filter(({ effect }) => effect === "Allow");
    // Whatever is said of all but something may reach all of a bucket's objects.
    const resources = allows.flatMap((statement) => statement.resources);
    if (resources.some(({ negated, text }) => negated || !text.startsWith("arn:"))) return;
    for (const { actions, conditions, resources: own } of allows) {
      if (conditions.length > 0) continue;
      const listing = actions.find(lists);
      if (listing === undefined) continue;
      for (const { text } of own) {
        const bucket = bucketOf(text);
        if (bucket === undefined) continue;
        const keys = resources.flatMap((each) => objectKeyOf(each.text, bucket) ?? []);
        if (keys.length === 0 || keys.some((key) => /^[*?]/.test(key))) continue;
        yield { path: listing.path, data: { bucket, prefixes: [...new Set(keys.map(prefixOf))] } };
        break;
      }
    }
  },
  message: ({ bucket, prefixes }) =>
    `The names of all objects in the bucket ${quoted(bucket)} can be listed, while the objects themselves are limited to ${prefixes.length === 1 ? "a prefix" : "prefixes"}. If the session is to see only its own, add a condition "StringLike" on "s3:prefix", with ${listed(prefixes.map(quoted), 3)}.`,
});

/** `t1/*` of `t1/*.csv`, as a condition on `s3:prefix` takes it. */
function prefixOf(key: string): string {
  const prefix = key.slice(0, key.search(/[*?]|$/));
  return `${prefix.slice(0, prefix.lastIndexOf("/") + 1) || prefix}*`;
}

function lists(action: ActionFacts): boolean {
  return mayList(action) && !action.negated && action.matches?.get("s3")?.includes("ListBucket") === true;
}

/** Whether its beginning is one of `s3:ListBucket`: thousands are asked, and few have to be looked up. */
function mayList({ service, form, beginning }: ActionText): boolean {
  if (service !== "s3" || form === "every") return false;
  return listBucket.startsWith(beginning);
}

const listBucket = "s3:listbucket";
