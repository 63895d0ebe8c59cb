import { expect, test } from "vitest";
import { A, B, bkt, cmp, dec, fu, key, keyB, lens, role, role2, root, type Scenario, sess, T } from "./situations.js";

const get = "s3:GetObject";
const k = "arn:aws:s3:::b/k";
const tab = `arn:aws:dynamodb:us-east-1:${A}:table/T`;
const own = ["+s3:GetObject@b/*"];
const noName = { kind: "role-session", roleArn: role } as const;
test.each<Scenario>([
  // values and operators
  [
    "a Boolean in capitals (C5)",
    () => dec(get, k, ["+s3:* ? Bool aws:SecureTransport=TRUE"], {}, { "aws:SecureTransport": true }),
    "unknown C5",
  ],
  ["empty list of values (Q15)", () => cmp(["+s3:*"], ["+s3:* ? StringEquals aws:PrincipalTag/t="]), "unknown Q15"],
  [
    "empty list, Deny (Q15)",
    () => cmp(["+s3:*"], ["+s3:*", "-s3:* ? StringEquals aws:PrincipalTag/t="]),
    "unknown Q15",
  ],
  [
    "several values without set operator, Allow (Q8)",
    () =>
      dec(
        "ec2:CreateTags",
        `arn:aws:ec2:us-east-1:${A}:instance/i-1`,
        ["+ec2:* ? StringEquals aws:TagKeys=a"],
        {},
        { "aws:TagKeys": ["a", "b"] },
      ),
    "deny-implicit",
  ],
  [
    "several values without set operator, Deny (Q8)",
    () =>
      dec(
        "ec2:CreateTags",
        `arn:aws:ec2:us-east-1:${A}:instance/i-1`,
        ["+ec2:*", "-ec2:* ? StringEquals aws:TagKeys=a"],
        {},
        { "aws:TagKeys": ["a", "b"] },
      ),
    "unknown Q8",
  ],
  ["cidr that is none", () => cmp(["+s3:*"], ["+s3:* ? IpAddress aws:SourceIp=10.0.0.0/33"]), "unknown C5"],
  [
    "an unknown operator in a Deny",
    () => cmp(["+s3:*"], ["+s3:*", "-s3:* ? StringMatches aws:PrincipalTag/t=a"]),
    "unknown",
  ],
  [
    "an unknown operator in the base's Allow",
    () => cmp(["+s3:*"], ["+s3:* ? StringMatches aws:PrincipalTag/t=a"]),
    "unknown",
  ],
  [
    "an unknown operator in the session's Allow",
    () => cmp(["+s3:* ? StringMatches aws:PrincipalTag/t=a"], ["+s3:*"]),
    "within",
  ],
  [
    "an unknown operator in the session's Deny",
    () => cmp(["+s3:*", "-s3:* ? StringMatches aws:PrincipalTag/t=a"], ["+ec2:*"]),
    "unknown",
  ],
  ["IfExists with Null", () => cmp(["+s3:*"], ["+s3:* ? NullIfExists aws:PrincipalTag/t=true"]), "unknown"],
  [
    "an ARN of five fields in a condition, which could be filled up too (Q18)",
    () => cmp(["+s3:*"], ["+s3:* ? ArnLike aws:PrincipalArn=arn:aws:iam::x"]),
    "depends aws:PrincipalArn",
  ],
  [
    "one that no principal's can be, filled up or not",
    () => cmp(["+s3:*"], ["+s3:* ? ArnLike aws:PrincipalArn=arn:aws:sqs::x"]),
    "exceeds not-granted",
  ],
  [
    "an ARN whose service is a wildcard, which a condition may have, and the same as a text (C4)",
    () =>
      cmp(
        [
          "+iam:AttachRolePolicy ? ArnLike iam:PolicyARN=arn:aws:*:*:*:policy/a & StringLike iam:PolicyARN=arn:*:iam::1:policy/a",
        ],
        ["+sqs:*"],
      ),
    "exceeds not-granted",
  ],
  [
    "an ARN of five fields in a condition, where it could be filled up (Q18)",
    () => cmp(["+s3:*"], ["+s3:* ? ArnLike aws:PrincipalArn=arn:aws:iam::*"]),
    "depends aws:PrincipalArn",
  ],
  [
    "two tests of one key that exclude each other",
    () => cmp(["+s3:* ? StringEquals aws:PrincipalTag/t=a & StringNotEquals aws:principaltag/T=a"], ["+ec2:*"]),
    "within",
  ],
  [
    "like a literal star",
    () => cmp(["+s3:* ? StringEquals aws:PrincipalTag/t=a*"], ["+s3:* ? StringLike aws:PrincipalTag/t=a${*}"]),
    "within",
  ],
  [
    "and nothing else",
    () => cmp(["+s3:* ? StringEquals aws:PrincipalTag/t=ab"], ["+s3:* ? StringLike aws:PrincipalTag/t=a${*}"]),
    "exceeds not-granted",
  ],
  [
    "dates by the second",
    () =>
      cmp(
        ["+s3:* ? DateEquals aws:CurrentTime=2026-01-01T00:00:00Z"],
        ["+s3:* ? DateEquals aws:CurrentTime=2026-01-01T01:00:00+01:00"],
      ),
    "within",
  ],
  [
    "numbers however written",
    () =>
      cmp(["+s3:ListBucket@b ? NumericEquals s3:max-keys=10"], ["+s3:ListBucket@b ? NumericEquals s3:max-keys=10.0"]),
    "within",
  ],
  [
    "IPv4 as a range",
    () =>
      cmp(
        ["+s3:* ? NotIpAddress aws:SourceIp=10.0.0.0/8 & Null aws:SourceIp=false"],
        ["+s3:* ? IpAddress aws:SourceIp=0.0.0.0/1,128.0.0.0/1,::/0"],
      ),
    "within",
  ],
  [
    "for all values not like",
    () =>
      cmp(
        ["+ec2:CreateTags ? ForAllValues:StringLike aws:TagKeys=a*"],
        ["+ec2:CreateTags ? ForAllValues:StringNotLike aws:TagKeys=b*"],
      ),
    "within",
  ],
  [
    "for any value not, the key missing",
    () =>
      cmp(
        ["+ec2:CreateTags ? Null aws:TagKeys=true"],
        ["+ec2:CreateTags", "-ec2:CreateTags ? ForAnyValue:StringNotEquals aws:TagKeys=a"],
      ),
    "within",
  ],
  [
    "for all values in a Deny, the key missing",
    () =>
      cmp(
        ["+ec2:CreateTags ? Null aws:TagKeys=true"],
        ["+ec2:CreateTags", "-ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a"],
      ),
    "exceeds base-denied",
  ],
  // variables
  [
    "a default that is not used: the tag may be set",
    () => cmp(["+s3:GetObject@b/all/*"], ["+s3:GetObject@b/${aws:PrincipalTag/t, 'all'}/*"]),
    "depends aws:PrincipalTag/t",
  ],
  [
    "the same variable and default",
    () => cmp(["+s3:GetObject@b/${aws:PrincipalTag/t, 'all'}/*"], ["+s3:GetObject@b/${aws:PrincipalTag/t, 'all'}/*"]),
    "within",
  ],
  [
    "another default",
    () => cmp(["+s3:GetObject@b/${aws:PrincipalTag/t, 'x'}/*"], ["+s3:GetObject@b/${aws:PrincipalTag/t, 'all'}/*"]),
    "unknown V4",
  ],
  [
    "a variable in the condition on both sides",
    () =>
      cmp(
        [`+ec2:StartInstances ? StringEquals aws:ResourceTag/o=${T}`],
        [`+ec2:StartInstances ? StringEquals aws:ResourceTag/o=${T}`],
      ),
    "within",
  ],
  [
    "a variable in a key's place is text",
    () =>
      cmp(
        ["+s3:ListBucket@b ? StringLike s3:prefix=home/${aws:username}/*"],
        ["+s3:ListBucket@b ? StringLike s3:prefix=home/*"],
      ),
    "within",
  ],
  [
    "a key that no session has, in the base",
    () => cmp(["+s3:ListBucket@b"], ["+s3:ListBucket@b ? StringLike s3:prefix=home/${aws:username}/*"]),
    "exceeds not-granted",
  ],
  [
    "a key that no session has, in a Deny by NotEquals (V4)",
    () => cmp(["+s3:GetObject"], ["+s3:*", "-s3:* ? StringNotEquals aws:username=u"]),
    "exceeds base-denied",
  ],
  ["the same with Equals", () => cmp(["+s3:GetObject"], ["+s3:*", "-s3:* ? StringEquals aws:username=u"]), "within"],
  [
    "a Deny on what no user name is, IfExists",
    () => cmp(["+s3:GetObject"], ["+s3:*", "-s3:* ? StringEqualsIfExists aws:username=u"]),
    "exceeds base-denied",
  ],
  // federated
  [
    "federated: role's keys",
    () => lens(own, { principal: fu, id: ["+s3:* ? StringEquals aws:PrincipalType=AssumedRole"] }),
    "s3:GetObject: no-effect identity",
  ],
  [
    "federated: its type",
    () => lens(own, { principal: fu, id: ["+s3:* ? StringEquals aws:PrincipalType=FederatedUser"] }),
    "s3:GetObject: allowed identity",
  ],
  [
    "federated: userid",
    () => lens(own, { principal: fu, id: [`+s3:* ? StringEquals aws:userid=${A}:f`] }),
    "s3:GetObject: allowed identity",
  ],
  [
    "federated: resource names another federated user",
    () =>
      lens(own, {
        principal: fu,
        id: ["+sqs:*"],
        res: [[bkt, [`+s3:*@b/* > AWS:arn:aws:sts::${A}:federated-user/g`]]],
        complete: true,
      }),
    "s3:GetObject: no-effect identity",
  ],
  [
    "federated: a role",
    () => lens([`+sts:AssumeRole@${role2}`], { principal: fu }),
    "sts:AssumeRole: no-effect session",
  ],
  [
    "federated: boundary of the user",
    () => lens(own, { principal: fu, pb: ["+sqs:*"] }),
    "s3:GetObject: no-effect boundary",
  ],
  // NotPrincipal in lenses
  [
    "everyone but the role and its session and account",
    () => lens(own, { res: [[bkt, [`-s3:*@b/* > !AWS:${role},AWS:${sess},${root}`]]] }),
    "s3:GetObject: allowed identity",
  ],
  [
    "everyone but the role",
    () => lens(own, { res: [[bkt, [`-s3:*@b/* > !AWS:${role}`]]] }),
    "s3:GetObject: unknown resource D9",
  ],
  [
    "everyone but another role",
    () => lens(own, { res: [[bkt, [`-s3:*@b/* > !AWS:arn:aws:iam::${A}:role/x`]]] }),
    "s3:GetObject: no-effect resource",
  ],
  [
    "everyone but the role, under a boundary (D8)",
    () => lens(own, { pb: ["+*"], res: [[bkt, [`-s3:*@b/* > !AWS:${role},AWS:${sess},${root}`]]] }),
    "s3:GetObject: no-effect resource",
  ],
  // resource policies and what they are about
  [
    "a bucket's policy that names another bucket says nothing of it",
    () => lens(["+s3:GetObject@c/*"], { id: ["+sqs:*"], res: [[bkt, [`+s3:*@* > AWS:${role}`]]], complete: true }),
    "s3:GetObject: no-effect identity",
  ],
  [
    "a bucket's policy on everything is about its objects",
    () => lens(own, { id: ["+sqs:*"], res: [[bkt, [`+s3:*@* > AWS:${role}`]]] }),
    "s3:GetObject: allowed resource",
  ],
  [
    "a table's policy and its index",
    () =>
      lens([`+dynamodb:Query@${tab}/index/i`], {
        id: ["+sqs:*"],
        res: [[tab, [`+dynamodb:*@${tab}/index/* > AWS:${role}`]]],
      }),
    "dynamodb:Query: allowed resource",
  ],
  [
    "half of the objects by the role, half by the bucket",
    () => lens(own, { id: ["+s3:*@b/a*"], res: [[bkt, [`+s3:*@!b/a* > AWS:${role}`]]] }),
    "s3:GetObject: allowed resource",
  ],
  [
    "what the bucket denies others",
    () => lens(own, { res: [[bkt, ["-s3:*@b/* ? StringNotEquals aws:PrincipalAccount=" + A + " > *"]]] }),
    "s3:GetObject: allowed identity",
  ],
  [
    "what the bucket denies by PrincipalArn",
    () => lens(own, { res: [[bkt, [`-s3:*@b/* ? ArnNotLike aws:PrincipalArn=arn:aws:iam::${A}:role/other > *`]]] }),
    "s3:GetObject: no-effect resource",
  ],
  [
    "a key that lets in by ViaService only, in the context",
    () =>
      lens([`+kms:Decrypt@${key}`], {
        context: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
        res: [[key, [`+kms:*@* ? StringEquals kms:ViaService=s3.us-east-1.amazonaws.com > ${root}`]]],
      }),
    "kms:Decrypt: allowed identity",
  ],
  [
    "two keys, one without policy",
    () => lens([`+kms:Decrypt@${key},${key}2`], { res: [[key, [`+kms:*@* > ${root}`]]], complete: true }),
    "kms:Decrypt: partly resource",
  ],
  [
    "a key of another account without its policy",
    () => lens([`+kms:Decrypt@${keyB}`], { res: [[key, [`+kms:*@* > ${root}`]]] }),
    "kms:Decrypt: unknown resource D4",
  ],
  [
    "KMS actions without a key",
    () => lens(["+kms:ListAliases,kms:CreateKey"], { res: [[key, [`+kms:*@* > ${root}`]]] }),
    "kms:ListAliases: allowed identity | kms:CreateKey: allowed identity",
  ],
  [
    "an own Deny on a key that the role lacks",
    () =>
      lens([`-kms:Decrypt@${key}`, "+s3:*"], { id: ["+s3:*"], res: [[key, [`+kms:*@* > ${root}`]]], complete: true }),
    "kms:Decrypt: removes-nothing session | s3:*: allowed identity",
  ],
  [
    "an own Deny on a key that names the session",
    () => lens([`-kms:Decrypt@${key}`, "+s3:*"], { id: ["+s3:*"], res: [[key, [`+kms:*@* > AWS:${sess}`]]] }),
    "kms:Decrypt: removes session | s3:*: allowed identity",
  ],
  [
    "an own Deny of something that some unknown policy may allow",
    () =>
      lens(["-s3:GetObject@b/*", "+sqs:*"], {
        id: ["+sqs:*"],
        principal: noName,
        res: [[bkt, [`+s3:*@b/* > AWS:${sess}`]]],
      }),
    "s3:GetObject: unknown identity D3 | sqs:*: allowed identity",
  ],
  // RCP
  [
    "an RCP's Deny of others' organizations, org known",
    () =>
      lens(own, {
        rcp: [["-s3:*@* ? StringNotEqualsIfExists aws:PrincipalOrgID=o-1 > *"]],
        context: { "aws:PrincipalOrgID": "o-1" },
      }),
    "s3:GetObject: allowed identity",
  ],
  [
    "an RCP's Deny on services' calls only",
    () =>
      lens(own, {
        rcp: [["-s3:*@* ? StringNotEqualsIfExists aws:SourceOrgID=o-1 & Bool aws:PrincipalIsAWSService=true > *"]],
      }),
    "s3:GetObject: allowed identity",
  ],
  [
    "an RCP on a role of another account",
    () =>
      lens([`+sts:AssumeRole@arn:aws:iam::${B}:role/x`], {
        rcp: [["-sts:*@* > *"]],
        res: [[`arn:aws:iam::${B}:role/x`, [`+sts:AssumeRole > AWS:${role}`], B]],
      }),
    "sts:AssumeRole: unknown rcp D2",
  ],
  [
    "an RCP on a bucket of another account",
    () =>
      lens(own, {
        rcp: [["-s3:*@* ? Bool aws:SecureTransport=false > *"]],
        res: [[bkt, [`+s3:*@b/* > AWS:${role}`], B]],
      }),
    "s3:GetObject: unknown rcp D2",
  ],
  [
    "on two buckets, of which one is another account's",
    () => lens(["+s3:GetObject@b/*,c/*"], { rcp: [["-s3:*@* > *"]], res: [[bkt, [`+s3:*@b/* > AWS:${role}`], B]] }),
    "s3:GetObject: unknown rcp D2",
  ],
  [
    "the same, the role lacking the own one",
    () =>
      lens(["+s3:GetObject@b/*,c/*"], {
        id: ["+s3:*@b/*"],
        rcp: [["-s3:*@* > *"]],
        res: [[bkt, [`+s3:*@b/* > AWS:${role}`], B]],
      }),
    "s3:GetObject: partly identity",
  ],
  // what cannot be told is not said to be allowed, to have no effect or to be taken away
  [
    "a wildcard for an action that may be checked otherwise (Q5)",
    () => lens(["+s3:ListAll*@arn:aws:s3:::*"]),
    "s3:ListAll*: unknown identity M2,Q5",
  ],
  ["a short ARN (Q18)", () => lens(["+s3:GetObject@arn:aws:s3"]), "s3:GetObject: unknown identity Q18"],
  ["a short ARN and a wildcard", () => lens(["+s3:*@arn:aws:s3"]), "s3:*: unknown identity Q18"],
  [
    "a short ARN beside a whole one",
    () => lens(["+s3:GetObject,s3:ListBucket@arn:aw,b/*"]),
    "s3:GetObject: allowed identity | s3:ListBucket: unknown identity Q18",
  ],
  [
    "a short ARN, denied",
    () => lens(["-s3:GetObject@arn:aws:s3", "+s3:*@b/*"]),
    "s3:GetObject: unknown identity Q18 | s3:*: unknown session Q18",
  ],
  [
    "an own Deny under a condition that every session meets",
    () => lens(["+s3:GetObject@b/*", "-s3:* ? Bool aws:PrincipalIsAWSService=false"]),
    "s3:GetObject: no-effect session | s3:*: removes session",
  ],
  [
    "the same, the role lacking it",
    () => lens(["+s3:GetObject@b/*", "-!sqs:* ? StringLike aws:userid=*:s"], { id: ["+sqs:*"] }),
    "s3:GetObject: no-effect session | sqs:*: removes-nothing session",
  ],
  [
    "an own Deny that takes all by one reading of a wildcard (Q3)",
    () => lens(["+s3:GetObject@arn:aws:s3:*:*:b/*", "-s3:GetObject@arn:aws:s3:::*"]),
    "s3:GetObject: unknown session Q3 | s3:GetObject: removes session",
  ],
  [
    "a service with a wildcard in the own Deny (A2)",
    () => lens(["+s3:GetObject@b/*", "-s?:PutObject@*"]),
    "s3:GetObject: unknown session A2 | s?:PutObject: removes-nothing session",
  ],
  ["a short ARN in NotResource (Q18)", () => lens(["+s3:GetObject@!arn:aws:s3"]), "s3:GetObject: unknown identity Q18"],
  [
    "a service with a wildcard in an ARN (Q4)",
    () => lens(["+s3:GetObject@arn:aws:s*:::b/*"]),
    "s3:GetObject: unknown identity Q4",
  ],
  [
    "an operator that is none",
    () => lens(["+s3:GetObject@b/* ? StringMatches aws:PrincipalTag/t=a"]),
    "s3:GetObject: unknown session",
  ],
  [
    "an empty condition (Q15)",
    () => lens(["+s3:GetObject@b/* ? StringEquals aws:PrincipalTag/t="]),
    "s3:GetObject: unknown session Q15",
  ],
  [
    "where the role has nothing that it could be true of",
    () => lens(["+s3:GetObject@b/* ? StringMatches aws:PrincipalTag/t=a"], { id: ["+sqs:*"] }),
    "s3:GetObject: no-effect identity",
  ],
  [
    "an operator that is none, in the own Deny",
    () => lens(["+s3:GetObject@b/*", "-s3:* ? StringMatches aws:PrincipalTag/t=a"]),
    "s3:GetObject: unknown session | s3:*: unknown identity",
  ],
  [
    "a variable is no such doubt",
    () => lens([`+s3:ListBucket@b ? StringEquals s3:prefix=${T}`]),
    "s3:ListBucket: allowed identity",
  ],
  // odd actions
  ["a wildcard in the service", () => lens(["+s?:GetObject@b/*"]), "s?:GetObject: unknown identity A2"],
  ["a colon too much", () => lens(["+s3:Get:Object@b/*"]), "s3:Get:Object: unknown"],
  ["an action that is none", () => lens(["+s3:GetObjects@b/*"]), "s3:GetObjects: unknown"],
  [
    "an own Deny of all but one action, which is then the only one",
    () => lens(["+s3:*@b/*", "-!s3:GetObject"], { id: ["+s3:Get*@b/*"] }),
    "s3:*: partly session | s3:GetObject: removes session",
  ],
])("%s", (_, answer, expected) => expect(answer()).toBe(expected));
