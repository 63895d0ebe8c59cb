import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { documentOf, policyOfVersion } from "../../support/policyNotation.js";
import { A, B, bkt, fu, key, keyB, lens, role, role2, root, type Scenario, sess, T } from "./situations.js";

describe("what the entries of a session policy do", () => {
  test.each<Scenario>([
    ["PB only Deny", () => lens(["+s3:GetObject@b/*"], { pb: ["-iam:*"] }), "s3:GetObject: no-effect boundary"],
    [
      "nothing granted, under a condition on a key that the action is not known to send (C8)",
      () => lens(["+s3:GetObject@b/* ? StringEquals s3:prefix=x"], { id: ["+ec2:*"] }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "under one that is empty (Q15)",
      () => lens(["+ec2:DescribeInstances ? StringEquals aws:x="], { id: ["+s3:*"] }),
      "ec2:DescribeInstances: no-effect identity",
    ],
    [
      "on a key with several values (Q8), denied",
      () => lens(["+ec2:CreateTags ? StringNotEquals aws:TagKeys=x"], { id: ["+*", "-ec2:*"] }),
      "ec2:CreateTags: no-effect identity",
    ],
    [
      "with a variable whose value nobody knows (V4)",
      () => lens(["+s3:GetObject@b/${aws:PrincipalTag/t}/*"], { id: ["+ec2:*", "+s3:GetObject@c/*"] }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "with one that may be what the role grants",
      () => lens(["+s3:GetObject@b/${aws:PrincipalTag/t}/*"], { id: ["+s3:GetObject@b/x/*"] }),
      "s3:GetObject: unknown identity V4",
    ],
    [
      "on an ARN where AWS checks the action without a resource: not even then (M2, Q5)",
      () => lens([`+ec2:DescribeInstances@arn:aws:ec2:*:${A}:instance/*`], { id: ["+s3:*"] }),
      "ec2:DescribeInstances: unknown identity M2,Q5",
    ],
    [
      "on one that fits only if a wildcard runs past a colon (Q3)",
      () => lens(["+sqs:SendMessage@arn:aws:sqs:*:q"], { id: ["+s3:*"] }),
      "sqs:SendMessage: no-effect identity",
    ],
    [
      "denied under a condition of its own, so that it may be granted",
      () =>
        lens(["+ec2:CreateTags ? StringNotEquals aws:TagKeys=x"], {
          id: ["+*", "-ec2:* ? Bool aws:SecureTransport=false"],
        }),
      "ec2:CreateTags: depends identity aws:SecureTransport",
    ],
    [
      "NotAction",
      () => lens(["+iam:ListUsers", "+s3:GetObject@b/*"], { id: ["+!iam:*"] }),
      "iam:ListUsers: no-effect identity | s3:GetObject: allowed identity",
    ],
    [
      "Deny NotAction",
      () => lens(["+s3:*@*", "-!s3:GetObject@*"]),
      "s3:*: partly session | s3:GetObject: removes session",
    ],
    [
      "Deny NotResource",
      () => lens(["+s3:GetObject@*", "-s3:*@!b/*"]),
      "s3:GetObject: allowed identity | s3:*: removes session",
    ],
    [
      "region SCP",
      () => lens(["+ec2:DescribeInstances"], { scp: [["+*", "-* ? StringNotEquals aws:RequestedRegion=eu-west-1"]] }),
      "ec2:DescribeInstances: depends scp aws:RequestedRegion",
    ],
    [
      "region SCP, region in the ARN",
      () =>
        lens([`+sqs:SendMessage@arn:aws:sqs:eu-west-1:${A}:q`], {
          scp: [["+*", "-* ? StringNotEquals aws:RequestedRegion=eu-west-1"]],
        }),
      "sqs:SendMessage: depends scp aws:RequestedRegion",
    ],
    [
      "region SCP, other region in the ARN",
      () =>
        lens([`+sqs:SendMessage@arn:aws:sqs:us-east-1:${A}:q`], {
          scp: [["+*", "-* ? StringNotEquals aws:RequestedRegion=eu-west-1"]],
        }),
      "sqs:SendMessage: depends scp aws:RequestedRegion",
    ],
    [
      "bucket TLS deny",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, ["-s3:*@b,b/* ? Bool aws:SecureTransport=false > *"]]] }),
      "s3:GetObject: depends resource aws:SecureTransport",
    ],
    [
      "MFA IfExists deny",
      () => lens(["+s3:GetObject@b/*"], { id: ["+*", "-* ? BoolIfExists aws:MultiFactorAuthPresent=false"] }),
      "s3:GetObject: depends identity aws:MultiFactorAuthPresent",
    ],
    [
      "Null RequestTag",
      () =>
        lens([`+ec2:CreateTags@arn:aws:ec2:us-east-1:${A}:instance/i`], {
          id: ["+*", "-ec2:CreateTags ? Null aws:RequestTag/team=true"],
        }),
      "ec2:CreateTags: depends identity aws:RequestTag/team",
    ],
    [
      "prefix by tag",
      () =>
        lens(["+s3:ListBucket@b ? StringLike s3:prefix=home/alice/*"], {
          id: ["+s3:ListBucket@b ? StringLike s3:prefix=home/${aws:PrincipalTag/user}/*"],
          tags: { user: "alice" },
          roleTags: {},
        }),
      "s3:ListBucket: allowed identity",
    ],
    [
      "prefix by other tag",
      () =>
        lens(["+s3:ListBucket@b ? StringLike s3:prefix=home/alice/*"], {
          id: ["+s3:ListBucket@b ? StringLike s3:prefix=home/${aws:PrincipalTag/user}/*"],
          tags: { user: "bob" },
          roleTags: {},
        }),
      "s3:ListBucket: no-effect identity",
    ],
    [
      "role tag overridden",
      () =>
        lens(["+s3:GetObject@b/alice/*"], {
          id: ["+s3:GetObject@b/${aws:PrincipalTag/user}/*"],
          tags: { USER: "alice" },
          roleTags: { user: "bob" },
        }),
      "s3:GetObject: allowed identity",
    ],
    [
      "role tags only, session tags unknown",
      () =>
        lens(["+s3:GetObject@b/bob/*"], {
          id: ["+s3:GetObject@b/${aws:PrincipalTag/user}/*"],
          roleTags: { user: "bob" },
        }),
      "s3:GetObject: depends identity aws:PrincipalTag/user",
    ],
    [
      "KMS root",
      () => lens([`+kms:Decrypt@${key}`], { res: [[key, [`+kms:*@* > ${root}`]]] }),
      "kms:Decrypt: allowed identity",
    ],
    [
      "KMS root, no ID",
      () => lens([`+kms:Decrypt@${key}`], { id: ["+s3:*"], res: [[key, [`+kms:*@* > ${root}`]]] }),
      "kms:Decrypt: not-granted identity",
    ],
    [
      "KMS role, no ID",
      () => lens([`+kms:Decrypt@${key}`], { id: ["+s3:*"], res: [[key, [`+kms:*@* > AWS:${role}`]]] }),
      "kms:Decrypt: allowed resource",
    ],
    [
      "KMS nobody",
      () => lens([`+kms:Decrypt@${key}`], { res: [[key, [`+kms:*@* > AWS:arn:aws:iam::${A}:role/x`]]] }),
      "kms:Decrypt: no-effect resource",
    ],
    [
      "KMS with condition on via",
      () =>
        lens([`+kms:Decrypt@${key}`], {
          res: [[key, [`+kms:*@* ? StringEquals kms:ViaService=s3.us-east-1.amazonaws.com > ${root}`]]],
        }),
      "kms:Decrypt: depends resource kms:ViaService",
    ],
    [
      "KMS under a condition, the key's own policy not given",
      () =>
        lens([`+kms:Decrypt@${key}`], {
          id: ["+kms:* ? Bool aws:SecureTransport=true"],
          res: [[bkt, ["-s3:*@b > *"]]],
        }),
      "kms:Decrypt: unknown resource D4",
    ],
    [
      "KMS under a condition, the key's own policy not given",
      () =>
        lens([`+kms:Decrypt@${key}`], {
          id: ["+kms:* ? Bool aws:SecureTransport=true"],
          res: [[bkt, ["-s3:*@b > *"]]],
        }),
      "kms:Decrypt: unknown resource D4",
    ],
    [
      "KMS other account",
      () => lens([`+kms:Decrypt@${keyB}`], { res: [[keyB, [`+kms:*@* > ${root}`], B]] }),
      "kms:Decrypt: allowed identity",
    ],
    [
      "KMS other account role, no ID",
      () => lens([`+kms:Decrypt@${keyB}`], { id: ["+s3:*"], res: [[keyB, [`+kms:*@* > AWS:${role}`], B]] }),
      "kms:Decrypt: no-effect identity",
    ],
    [
      "S3 other account",
      () => lens(["+s3:GetObject@b/*"], { id: ["+sqs:*"], res: [[bkt, [`+s3:GetObject@b/* > AWS:${role}`], B]] }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "S3 other account both",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, [`+s3:GetObject@b/* > AWS:${role}`], B]] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "S3 other account, bucket silent",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, [`+s3:PutObject@b/* > AWS:${role}`], B]] }),
      "s3:GetObject: no-effect resource",
    ],
    [
      "federated lens IAM",
      () => lens(["+iam:ListUsers", "+sts:GetCallerIdentity", "+sts:AssumeRole"], { principal: fu }),
      "iam:ListUsers: no-effect session | sts:GetCallerIdentity: allowed session | sts:AssumeRole: no-effect session",
    ],
    [
      "federated username never",
      () => lens(["+s3:GetObject@b/${aws:username}/*"], { principal: fu }),
      "s3:GetObject: no-effect",
    ],
    [
      "federated PrincipalArn",
      () =>
        lens(["+s3:GetObject@b/*"], {
          principal: fu,
          id: [`+s3:* ? ArnEquals aws:PrincipalArn=arn:aws:sts::${A}:federated-user/f`],
        }),
      "s3:GetObject: allowed identity",
    ],
    [
      "federated PrincipalArn is not the user's",
      () =>
        lens(["+s3:GetObject@b/*"], {
          principal: fu,
          id: [`+s3:* ? ArnEquals aws:PrincipalArn=arn:aws:iam::${A}:user/u`],
        }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "federated user named by resource policy (Rr)",
      () =>
        lens(["+s3:GetObject@b/*"], {
          principal: fu,
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > AWS:arn:aws:iam::${A}:user/u`]]],
        }),
      "s3:GetObject: allowed resource",
    ],
    [
      "PrincipalArn as assumed-role",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* ? ArnLike aws:PrincipalArn=${sess} > *`]]],
          complete: true,
        }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "chaining trust role",
      () => lens([`+sts:AssumeRole@${role2}`], { id: ["+s3:*"], res: [[role2, [`+sts:AssumeRole > AWS:${role}`]]] }),
      "sts:AssumeRole: allowed resource",
    ],
    [
      "chaining trust root, no ID",
      () => lens([`+sts:AssumeRole@${role2}`], { id: ["+s3:*"], res: [[role2, [`+sts:AssumeRole > ${root}`]]] }),
      "sts:AssumeRole: no-effect identity",
    ],
    [
      "chaining trust other",
      () => lens([`+sts:AssumeRole@${role2}`], { res: [[role2, [`+sts:AssumeRole > AWS:arn:aws:iam::${A}:role/z`]]] }),
      "sts:AssumeRole: no-effect resource",
    ],
    [
      "chaining with external id",
      () =>
        lens([`+sts:AssumeRole@${role2}`], {
          res: [[role2, [`+sts:AssumeRole ? StringEquals sts:ExternalId=x > ${root}`]]],
        }),
      "sts:AssumeRole: depends resource sts:ExternalId",
    ],
    ["Q5", () => lens(["+s3:ListAllMyBuckets@arn:aws:s3:::*"]), "s3:ListAllMyBuckets: unknown identity M2,Q5"],
    ["unfit", () => lens(["+s3:ListBucket@b/*"]), "s3:ListBucket: no-effect"],
    ["case", () => lens(["+S3:getobject@B/*"], { id: ["+s3:GetObject@b/*"] }), "S3:getobject: no-effect identity"],
    [
      "SourceArn",
      () => lens(["+s3:GetObject@b/* ? ArnLike aws:SourceArn=arn:aws:sns:*:*:*"]),
      "s3:GetObject: no-effect session",
    ],
    [
      "PrincipalArn",
      () => lens(["+s3:GetObject@b/*"], { id: [`+s3:* ? ArnLike aws:PrincipalArn=arn:aws:iam::*:role/path/*`] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "PrincipalArn Equals no slash",
      () => lens(["+s3:GetObject@b/*"], { id: [`+s3:* ? StringEquals aws:PrincipalArn=arn:aws:iam::${A}:role/r`] }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "2008 variable",
      () =>
        lens(documentOf("session", policyOfVersion("2008-10-17", "+s3:GetObject@b/${aws:username}/*") as JsonValue)),
      "s3:GetObject: allowed identity",
    ],
    [
      "managed Deny",
      () => lens(["+s3:GetObject@b/*"], { managed: ["+s3:*", "-s3:GetObject@b/secret/*"] }),
      "s3:GetObject: allowed identity",
    ],
    ["managed Deny all", () => lens(["+s3:GetObject@b/*"], { managed: ["-s3:*"] }), "s3:GetObject: no-effect session"],
    [
      "RCP s3",
      () => lens(["+s3:GetObject@b/*"], { rcp: [["-s3:*@* ? StringNotEqualsIfExists aws:PrincipalOrgID=o-1 > *"]] }),
      "s3:GetObject: depends rcp aws:PrincipalOrgID",
    ],
    [
      "RCP ec2",
      () => lens(["+ec2:DescribeInstances"], { rcp: [["-* > *"]] }),
      "ec2:DescribeInstances: allowed identity",
    ],
    [
      "SLR",
      () =>
        lens(["+s3:GetObject@b/*"], {
          scp: [["+ec2:*"]],
          principal: {
            kind: "role-session",
            roleArn: `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/X`,
            serviceLinkedRole: true,
            sessionName: "s",
          },
        }),
      "s3:GetObject: allowed identity",
    ],
    [
      "SCP levels",
      () => lens(["+s3:GetObject@b/*", "+ec2:DescribeInstances"], { scp: [["+*"], ["+s3:*"], ["+*"]] }),
      "s3:GetObject: allowed identity | ec2:DescribeInstances: no-effect scp",
    ],
    [
      "userid",
      () => lens(["+s3:GetObject@b/*"], { id: ["+s3:* ? StringLike aws:userid=AROA*:s"] }),
      "s3:GetObject: depends identity aws:userid",
    ],
    [
      "LeadingKeys",
      () =>
        lens(
          [
            `+dynamodb:GetItem@arn:aws:dynamodb:us-east-1:${A}:table/T ? ForAllValues:StringEquals dynamodb:LeadingKeys=u1`,
          ],
          {
            id: ["+dynamodb:*@* ? ForAllValues:StringEquals dynamodb:LeadingKeys=${aws:PrincipalTag/id}"],
            tags: { id: "u1" },
            roleTags: {},
          },
        ),
      "dynamodb:GetItem: allowed identity",
    ],
    [
      "LeadingKeys other",
      () =>
        lens(
          [
            `+dynamodb:GetItem@arn:aws:dynamodb:us-east-1:${A}:table/T ? ForAllValues:StringEquals dynamodb:LeadingKeys=u1 & Null dynamodb:LeadingKeys=false`,
          ],
          {
            id: ["+dynamodb:*@* ? ForAllValues:StringEquals dynamodb:LeadingKeys=${aws:PrincipalTag/id}"],
            tags: { id: "u2" },
            roleTags: {},
          },
        ),
      "dynamodb:GetItem: depends identity dynamodb:LeadingKeys",
    ],
    [
      "deny but this role",
      () =>
        lens(["+s3:GetObject@b/*"], { scp: [["+*", `-* ? ArnNotLike aws:PrincipalArn=arn:aws:iam::*:role/path/r`]] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "deny other roles by NotEquals",
      () =>
        lens(["+s3:GetObject@b/*"], {
          scp: [["+*", `-* ? StringNotEquals aws:PrincipalArn=arn:aws:iam::${A}:role/admin`]],
        }),
      "s3:GetObject: no-effect scp",
    ],
    [
      "RunInstances",
      () => lens(["+ec2:RunInstances"], { id: ["+ec2:RunInstances@arn:aws:ec2:*:*:instance/*"] }),
      "ec2:RunInstances: partly identity",
    ],
    [
      "secrets role",
      () =>
        lens([`+secretsmanager:GetSecretValue@arn:aws:secretsmanager:us-east-1:${A}:secret:x-AbCdEf`], {
          id: ["+s3:*"],
          res: [
            [
              `arn:aws:secretsmanager:us-east-1:${A}:secret:x-AbCdEf`,
              [`+secretsmanager:GetSecretValue@* > AWS:${role}`],
            ],
          ],
        }),
      "secretsmanager:GetSecretValue: allowed resource",
    ],
    [
      "boundary with resource role",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+sqs:*"],
          pb: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > AWS:${role}`]]],
          complete: true,
        }),
      "s3:GetObject: no-effect boundary",
    ],
    [
      "boundary with resource session",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+sqs:*"],
          pb: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > AWS:${sess}`]]],
          complete: true,
        }),
      "s3:GetObject: allowed resource",
    ],
    [
      "SP Deny beats session ARN",
      () => lens(["+s3:GetObject@b/*", "-s3:GetObject@b/*"], { res: [[bkt, [`+s3:GetObject@b/* > AWS:${sess}`]]] }),
      "s3:GetObject: no-effect session | s3:GetObject: removes session",
    ],
    [
      "resource deny account",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, [`-s3:*@b/* > ${root}`]]] }),
      "s3:GetObject: no-effect resource",
    ],
    [
      "resource deny other role",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, [`-s3:*@b/* > AWS:arn:aws:iam::${A}:role/z`]]] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "GetFederationToken in role",
      () => lens(["+sts:GetFederationToken", "+sts:GetSessionToken"]),
      "sts:GetFederationToken: no-effect session | sts:GetSessionToken: no-effect session",
    ],
    [
      "transfer var elsewhere",
      () => lens(["+s3:GetObject@b/${transfer:UserName}/*"], { id: ["+s3:GetObject@b/*"] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "[+s3:*@b,b/*, -s3:DeleteObject@b/*]",
      () => lens(["+s3:*@b,b/*", "-s3:DeleteObject@b/*"]),
      "s3:*: partly identity | s3:DeleteObject: removes session",
    ],
    [
      "variable in deny",
      () => lens(["+s3:GetObject@b/red/*"], { id: ["+*", `-s3:*@b/${T}/*`] }),
      "s3:GetObject: unknown identity V4",
    ],
    [
      "variable in deny, tag known other",
      () => lens(["+s3:GetObject@b/red/*"], { id: ["+*", `-s3:*@b/${T}/*`], tags: { t: "blue" }, roleTags: {} }),
      "s3:GetObject: allowed identity",
    ],
    [
      "variable in deny, tag same",
      () => lens(["+s3:GetObject@b/red/*"], { id: ["+*", `-s3:*@b/${T}/*`], tags: { t: "red" }, roleTags: {} }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "variable in deny, tag absent",
      () => lens(["+s3:GetObject@b/red/*"], { id: ["+*", `-s3:*@b/${T}/*`], tags: {}, roleTags: {} }),
      "s3:GetObject: allowed identity",
    ],
    [
      "deny not-resource own tag",
      () =>
        lens(["+s3:GetObject@b/red/*"], { id: ["+*", `-s3:GetObject@!b/${T}/*`], tags: { t: "red" }, roleTags: {} }),
      "s3:GetObject: allowed identity",
    ],
    [
      "deny not-resource tag unknown",
      () => lens(["+s3:GetObject@b/red/*"], { id: ["+*", `-s3:GetObject@!b/${T}/*`] }),
      "s3:GetObject: unknown identity Q6",
    ],
    [
      "same variable on both sides",
      () => lens([`+s3:GetObject@b/${T}/*`], { id: [`+s3:GetObject@b/${T}/*`] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "variable within plain",
      () => lens([`+s3:GetObject@b/${T}/*`], { id: [`+s3:GetObject@b/*`] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "variable outside",
      () => lens([`+s3:GetObject@b/${T}/*`], { id: [`+s3:GetObject@c/*`] }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "variable and Deny in base on a part",
      () => lens([`+s3:GetObject@b/${T}/*`], { id: [`+s3:GetObject@b/*`, "-s3:*@b/secret/*"] }),
      "s3:GetObject: unknown identity V4",
    ],
    [
      "SCP region but iam",
      () =>
        lens(["+iam:ListUsers"], { scp: [["+*", "-!iam:*,sts:* ? StringNotEquals aws:RequestedRegion=eu-west-1"]] }),
      "iam:ListUsers: allowed identity",
    ],
    [
      "[+s3:GetObject,s3:ListBucket@b,b/*], { id: [+s3:GetObject@b/*, +s3:ListBucket@b] }",
      () => lens(["+s3:GetObject,s3:ListBucket@b,b/*"], { id: ["+s3:GetObject@b/*", "+s3:ListBucket@b"] }),
      "s3:GetObject: allowed identity | s3:ListBucket: allowed identity",
    ],
    [
      "cross product",
      () => lens(["+s3:GetObject,s3:PutObject@b1/*,b2/*"], { id: ["+s3:GetObject@b1/*", "+s3:PutObject@b2/*"] }),
      "s3:GetObject: partly identity | s3:PutObject: partly identity",
    ],
    [
      "account id as principal",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, [`+s3:GetObject@b/* > AWS:${A}`], B]] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "account of the resource as principal",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, [`+s3:GetObject@b/* > AWS:${B}`], B]] }),
      "s3:GetObject: no-effect resource",
    ],
    [
      "star",
      () =>
        lens(["+s3:GetObject@b/*"], { id: ["+sqs:*"], res: [[bkt, [`+s3:GetObject@b/* > AWS:*`]]], complete: true }),
      "s3:GetObject: allowed resource",
    ],
    [
      "star, other account",
      () =>
        lens(["+s3:GetObject@b/*"], { id: ["+sqs:*"], res: [[bkt, [`+s3:GetObject@b/* > AWS:*`], B]], complete: true }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "service only",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > Service:cloudfront.amazonaws.com`]]],
          complete: true,
        }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "unique id",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > AWS:AROAEXAMPLEEXAMPLEAB`]]],
          complete: true,
        }),
      "s3:GetObject: unknown resource D3",
    ],
    [
      "deny unique id",
      () =>
        lens(["+s3:GetObject@b/*"], { res: [[bkt, [`-s3:GetObject@b/* > AWS:AROAEXAMPLEEXAMPLEAB`]]], complete: true }),
      "s3:GetObject: unknown resource D3",
    ],
    [
      "NotPrincipal Allow is nothing",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > !AWS:arn:aws:iam::${A}:role/z`]]],
          complete: true,
        }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "resource NotAction deny",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, [`-!s3:GetObject@b/* > *`]]] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "resource NotResource deny",
      () => lens(["+s3:GetObject@b/x/*"], { res: [[bkt, [`-s3:GetObject@!b/y/* > *`]]] }),
      "s3:GetObject: no-effect resource",
    ],
    [
      "resource of another bucket",
      () => lens(["+s3:GetObject@c/*"], { res: [[bkt, [`-s3:*@* > *`]]] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "role without its path is another role",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > AWS:arn:aws:iam::${A}:role/r`]]],
          complete: true,
        }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "session ARN with path is another session",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > AWS:arn:aws:sts::${A}:assumed-role/path/r/s`]]],
          complete: true,
        }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "session ARN wildcard",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > AWS:arn:aws:sts::${A}:assumed-role/r/*`]]],
          complete: true,
        }),
      "s3:GetObject: unknown resource D3",
    ],
    [
      "userid deny but",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, [`-s3:*@b,b/* ? StringNotLike aws:userid=*:s > *`]]] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "userid deny but AROA",
      () => lens(["+s3:GetObject@b/*"], { res: [[bkt, [`-s3:*@b,b/* ? StringNotLike aws:userid=AROAX:*,${A} > *`]]] }),
      "s3:GetObject: depends resource aws:userid",
    ],
    [
      "deny removes nothing by cond",
      () =>
        lens([
          "+s3:GetObject@b/* ? StringEquals aws:PrincipalTag/t=a",
          "-s3:GetObject@b/* ? StringEquals aws:PrincipalTag/t=b",
        ]),
      "s3:GetObject: allowed identity | s3:GetObject: removes-nothing session",
    ],
    [
      "deny removes what the base has not",
      () => lens(["+s3:*@b/*", "-s3:PutObject@b/*"], { id: ["+s3:GetObject@*"] }),
      "s3:*: partly identity | s3:PutObject: removes-nothing session",
    ],
    ["unknown managed", () => lens(["+s3:GetObject@b/*"], {}), "s3:GetObject: allowed identity"],
    [
      "boundary condition",
      () => lens(["+s3:GetObject@b/*"], { pb: ["+s3:* ? StringEquals aws:RequestedRegion=eu-west-1"] }),
      "s3:GetObject: depends boundary aws:RequestedRegion",
    ],
    [
      "scp star deny leave",
      () => lens(["+organizations:LeaveOrganization"], { scp: [["+*", "-organizations:LeaveOrganization"]] }),
      "organizations:LeaveOrganization: no-effect scp",
    ],
    [
      "root user deny",
      () => lens(["+s3:GetObject@b/*"], { scp: [["+*", "-* ? StringLike aws:PrincipalArn=arn:aws:iam::*:root"]] }),
      "s3:GetObject: allowed identity",
    ],
    ["scp empty level", () => lens(["+s3:GetObject@b/*"], { scp: [["+*"], []] }), "s3:GetObject: no-effect scp"],
    [
      "rcp principal account",
      () =>
        lens(["+s3:GetObject@b/*"], {
          rcp: [
            [`-s3:*@* ? StringNotEquals aws:PrincipalAccount=${A} & BoolIfExists aws:PrincipalIsAWSService=false > *`],
          ],
        }),
      "s3:GetObject: allowed identity",
    ],
    [
      "rcp other account",
      () =>
        lens(["+s3:GetObject@b/*"], {
          rcp: [
            [`-s3:*@* ? StringNotEquals aws:PrincipalAccount=${B} & BoolIfExists aws:PrincipalIsAWSService=false > *`],
          ],
        }),
      "s3:GetObject: no-effect rcp",
    ],
    [
      "service flag",
      () =>
        lens(["+s3:GetObject@b/*"], {
          scp: [["+*", "-s3:* ? BoolIfExists aws:PrincipalIsAWSService=false & StringNotEquals aws:ResourceOrgID=o-1"]],
        }),
      "s3:GetObject: depends scp aws:ResourceOrgID",
    ],
    [
      "context known",
      () =>
        lens(["+s3:GetObject@b/*"], {
          context: { "aws:SourceIp": "10.0.0.1" },
          id: ["+s3:* ? IpAddress aws:SourceIp=10.0.0.0/8"],
        }),
      "s3:GetObject: allowed identity",
    ],
    [
      "context known outside",
      () =>
        lens(["+s3:GetObject@b/*"], {
          context: { "aws:SourceIp": "11.0.0.1" },
          id: ["+s3:* ? IpAddress aws:SourceIp=10.0.0.0/8"],
        }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "context known list",
      () =>
        lens(["+ec2:CreateTags"], {
          context: { "aws:TagKeys": ["a", "b"] },
          id: ["+ec2:* ? ForAllValues:StringEquals aws:TagKeys=a"],
        }),
      "ec2:CreateTags: no-effect identity",
    ],
    [
      "source identity",
      () =>
        lens(["+s3:GetObject@b/*"], {
          context: { "aws:SourceIdentity": "alice" },
          id: ["+s3:GetObject@b/* ? StringEquals aws:SourceIdentity=alice"],
        }),
      "s3:GetObject: allowed identity",
    ],
    [
      "role and boundary under conditions that exclude each other",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+s3:* ? StringEquals aws:PrincipalTag/t=a"],
          pb: ["+s3:* ? StringEquals aws:PrincipalTag/t=b"],
        }),
      "s3:GetObject: no-effect boundary",
    ],
    [
      "role and boundary under conditions that meet",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+s3:* ? StringEquals aws:PrincipalTag/t=a"],
          pb: ["+s3:* ? StringEquals aws:PrincipalTag/t=a,b"],
        }),
      "s3:GetObject: depends identity aws:PrincipalTag/t",
    ],
    [
      "role and boundary under conditions that exclude each other on every part of the resources",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: [
            "+s3:GetObject@b/x/* ? StringEquals aws:PrincipalTag/t=a",
            "+s3:GetObject@!b/x/* ? StringEquals aws:PrincipalTag/t=b",
          ],
          pb: ["+s3:*@b/x/* ? StringEquals aws:PrincipalTag/t=b", "+s3:*@!b/x/* ? StringEquals aws:PrincipalTag/t=a"],
        }),
      "s3:GetObject: no-effect boundary",
    ],
    [
      "a Region that the role wants and the SCP denies, without a resource",
      () =>
        lens(["+ec2:DescribeInstances"], {
          id: ["+ec2:* ? StringEquals aws:RequestedRegion=eu-west-1"],
          scp: [["+*", "-* ? StringNotEquals aws:RequestedRegion=us-east-1"]],
        }),
      "ec2:DescribeInstances: no-effect scp",
    ],
    [
      "conditions that exclude each other, and a resource policy that is not given",
      () =>
        lens(["+s3:GetObject@b/*"], {
          id: ["+s3:* ? StringEquals aws:PrincipalTag/t=a"],
          pb: ["+s3:* ? StringEquals aws:PrincipalTag/t=b"],
          res: [["arn:aws:s3:::c", ["-s3:*@c > *"]]],
        }),
      "s3:GetObject: not-granted boundary",
    ],
  ])("%s", (_, answer, expected) => expect(answer()).toBe(expected));
});
