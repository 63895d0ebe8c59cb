import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

interface OpenPrefix {
  readonly pattern: string;
  /** What it matches besides, as an example. */
  readonly also: string;
  readonly bucket: boolean;
}

export default defineRule<OpenPrefix>({
  id: "prefix-without-slash",
  topic: "session",
  severity: "suggestion",
  appliesTo: ["session"],
  scope: "statement",
  since: "0.1.0",
  summary: "A prefix such as t1* also matches t10/.",
  why: "A wildcard right behind a name goes on with the name: `arn:aws:s3:::b/t1*` is not only what lies below `t1/`, but also `t10/secret`, and `arn:aws:s3:::b*` is every bucket whose name begins with `b`. Where each tenant has a prefix of its own, end it with a slash: `arn:aws:s3:::b/t1/*`. What is meant to be part of a name may stay.",
  seeAlso: [
    references.resource,
    {
      title: "Amazon S3 condition keys: s3:prefix",
      url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html",
    },
  ],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/t1*" } }
                                                                                                   ^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "Behind a variable",
        policy: `{ "Version": "2012-10-17", "Statement": {
  "Effect": "Allow", "Action": "s3:PutObject", "Resource": ["arn:aws:s3:::b/\${aws:PrincipalTag/tenant}*"]
                                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
} }`,
      },
      {
        title: "In the condition on a listing",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b",
  "Condition": { "StringLike": { "s3:prefix": "tenants/t1*" } } } }
                                              ^^^^^^^^^^^^^`,
      },
      {
        title: "A bucket's name",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::example-bucket*" } }
                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/t1/*", "arn:aws:s3:::b/*"] } }`,
      },
      {
        title: "Part of a name, on purpose",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/logs-*", "arn:aws:s3:::b/t1/*.csv"] } }`,
      },
      {
        title: "A Deny may take more",
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/secret*" }
] }`,
      },
    ],
  },
  concerns: {
    resource: ({ text }) => text.endsWith("*") && !text.endsWith("/*"),
    condition: ({ lowerKey }) => lowerKey === "s3:prefix",
  },
  *check({ statements }) {
    for (const { effect, resources, conditions } of statements) {
      if (effect !== "Allow") continue;
      for (const { text, path, negated } of resources) {
        const data = negated ? undefined : openResource(text);
        if (data !== undefined) yield { path, data };
      }
      for (const { lowerKey, operator, values } of conditions) {
        if (lowerKey !== "s3:prefix" || operator?.base !== "StringLike" || operator.negated) continue;
        for (const { text, path } of values) {
          const also = openEnd(text);
          if (also !== undefined) yield { path, data: { pattern: text, also, bucket: false } };
        }
      }
    }
  },
  message({ pattern, also, bucket }) {
    const head = `${quoted(pattern)} also matches ${quoted(also)}`;
    return bucket
      ? `${head}: other buckets whose names go on from there. If only that bucket is meant, name it and its objects as two resources: ${quoted(pattern.slice(0, -1))} and ${quoted(`${pattern.slice(0, -1)}/*`)}.`
      : `${head}, not only what lies below the prefix. If it is to keep one tenant from another, write ${quoted(`${pattern.slice(0, -1)}/*`)}.`;
  },
});

function openResource(text: string): OpenPrefix | undefined {
  const behind = /^arn:[^:]*:s3:::(.*)$/s.exec(text)?.[1];
  if (behind === undefined) return undefined;
  const slash = behind.indexOf("/");
  if (slash < 0) {
    const isOneName = /^[a-z0-9][a-z0-9.-]+[a-z0-9]\*$/.test(behind);
    return isOneName ? { pattern: text, also: `${text.slice(0, -1)}-2/key`, bucket: true } : undefined;
  }
  const also = openEnd(behind.slice(slash + 1));
  return also === undefined
    ? undefined
    : { pattern: text, also: `${text.slice(0, text.length - behind.length + slash + 1)}${also}`, bucket: false };
}

/**
 * For a prefix that ends in the middle of a name, one it should not match: a letter, a figure or a variable and then one
 * `*`. A name that is cut off behind a hyphen or a dot is one on purpose.
 */
function openEnd(key: string): string | undefined {
  if (!/(?:[\p{L}\p{N}]|\})\*$/u.test(key) || /[*?]/.test(key.slice(0, -1).replace(/\$\{[^}]*\}/g, "")))
    return undefined;
  const last = key.slice(key.lastIndexOf("/") + 1);
  if (last.replace(/\$\{[^}]*\}/g, "").includes(".")) return undefined;
  return `${key.slice(0, -1)}0/key`;
}
