import { describe, expect, test } from "vitest";
import { A, B, bkt, cmp, dec, fu, key, keyB, lens, role, role2, root, type Scenario, sess } from "./situations.js";

const get = "s3:GetObject";
const k = "arn:aws:s3:::b/k";
const q = (account: string, region = "us-east-1", name = "q") => `arn:aws:sqs:${region}:${account}:${name}`;
const inB = { resourceAccount: B };
const noName = { kind: "role-session", roleArn: role } as const;
const slr = {
  kind: "role-session",
  roleArn: `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`,
  sessionName: "s",
  serviceLinkedRole: true,
} as const;
const fedArn = `arn:aws:sts::${A}:federated-user/f`;

describe("one request", () => {
  test.each<Scenario>([
    ["letter case of all of an action (A1)", () => dec(get, k, ["+S3:GETOBJECT@b/*"]), "allow"],
    ["one character in an action (A2)", () => dec(get, k, ["+s3:Get?bject@b/*"]), "allow"],
    [
      "other account, the session is named, the role has nothing (D5)",
      () => dec(get, k, ["+s3:*"], { id: ["+sqs:*"], res: [[bkt, [`+s3:*@b/* > AWS:${sess}`], B]] }, {}, inB),
      "deny-implicit",
    ],
    [
      "other account, everybody is let in, the boundary lacks it (D5)",
      () => dec(get, k, ["+s3:*"], { pb: ["+sqs:*"], res: [[bkt, ["+s3:*@b/* > *"], B]] }, {}, inB),
      "deny-implicit",
    ],
    [
      "other account lets in its own root only (D5)",
      () => dec(get, k, ["+s3:*"], { res: [[bkt, [`+s3:*@b/* > AWS:arn:aws:iam::${B}:root`], B]] }, {}, inB),
      "deny-implicit",
    ],
    [
      "other account lets in this one (D5)",
      () => dec(get, k, ["+s3:*"], { res: [[bkt, [`+s3:*@b/* > AWS:${A}`], B]] }, {}, inB),
      "allow",
    ],
    ["own Deny by NotAction (D1)", () => dec(get, k, ["+s3:*", "-!ec2:*"]), "deny-explicit"],
    [
      "a key open to callers of the account, nothing else allows it (D4, Q19)",
      () =>
        dec(
          "kms:Decrypt",
          key,
          ["+sqs:*"],
          { id: ["+sqs:*"], res: [[key, [`+kms:*@* ? StringEquals kms:CallerAccount=${A} > *`]]] },
          { "kms:CallerAccount": A },
        ),
      "allow",
    ],
    [
      "a key by alias only, called by its id (D4)",
      () =>
        dec("kms:Decrypt", key, ["+kms:*"], {
          id: ["+kms:* ? StringEquals kms:RequestAlias=alias/a"],
          res: [[key, [`+kms:*@* > ${root}`]]],
        }),
      "deny-implicit",
    ],
    [
      "a key of another account that lets this one in",
      () => dec("kms:Decrypt", keyB, ["+kms:*"], { res: [[keyB, [`+kms:*@* > ${root}`], B]] }, {}, inB),
      "allow",
    ],
    [
      "the same, the session policy lacks it",
      () => dec("kms:Decrypt", keyB, ["+s3:*"], { res: [[keyB, [`+kms:*@* > ${root}`], B]] }, {}, inB),
      "deny-implicit",
    ],
    [
      "a role that trusts a service only",
      () =>
        dec("sts:AssumeRole", role2, ["+sts:*"], { res: [[role2, ["+sts:AssumeRole > Service:ec2.amazonaws.com"]]] }),
      "deny-implicit",
    ],
    [
      "a role that trusts everybody (D4, Q19)",
      () => dec("sts:AssumeRole", role2, ["+s3:*"], { res: [[role2, ["+sts:AssumeRole > AWS:*"]]] }),
      "allow",
    ],
    [
      "a role that trusts the account by its number, and no policy allows it (D4)",
      () => dec("sts:AssumeRole", role2, ["+sts:*"], { id: ["+s3:*"], res: [[role2, [`+sts:AssumeRole > AWS:${A}`]]] }),
      "deny-implicit",
    ],
    [
      "tags are a request of their own (M4)",
      () => dec("sts:TagSession", role2, ["+sts:*"], { res: [[role2, [`+sts:AssumeRole > AWS:${role}`]]] }),
      "deny-implicit",
    ],
    [
      "federated: the user is named, nothing was passed (Q2, D3)",
      () => dec(get, k, undefined, { principal: fu, res: [[bkt, [`+s3:*@b/* > AWS:arn:aws:iam::${A}:user/u`]]] }),
      "deny-implicit",
    ],
    [
      "federated: the federated user is named, nothing was passed (Q1)",
      () => dec(get, k, undefined, { principal: fu, res: [[bkt, [`+s3:*@b/* > AWS:${fedArn}`]]] }),
      "allow",
    ],
    [
      "federated: the user is denied",
      () => dec(get, k, ["+s3:*"], { principal: fu, res: [[bkt, [`-s3:*@b/* > AWS:arn:aws:iam::${A}:user/u`]]] }),
      "deny-explicit",
    ],
    ["federated: SCPs apply", () => dec(get, k, ["+s3:*"], { principal: fu, scp: [["+sqs:*"]] }), "deny-implicit"],
    [
      "a Deny that names the account by its number",
      () => dec(get, k, ["+s3:*"], { res: [[bkt, [`-s3:*@b/* > AWS:${A}`]]] }),
      "deny-explicit",
    ],
    [
      "a Deny on another session of the role",
      () => dec(get, k, ["+s3:*"], { res: [[bkt, [`-s3:*@b/* > AWS:arn:aws:sts::${A}:assumed-role/r/t`]]] }),
      "allow",
    ],
    [
      "a service-linked role under SCPs and RCPs (T5)",
      () => dec(get, k, ["+s3:*"], { principal: slr, scp: [["-*"]], rcp: [["-s3:* > *"]] }),
      "allow",
    ],
    [
      "RCPs have no say in EC2 (D2)",
      () => dec("ec2:DescribeInstances", "*", ["+ec2:*"], { rcp: [["-ec2:* > *"]] }),
      "allow",
    ],
    [
      "RCPs have a say in roles",
      () =>
        dec("sts:AssumeRole", role2, ["+sts:*"], {
          rcp: [["-sts:AssumeRole@* > *"]],
          res: [[role2, [`+sts:AssumeRole > AWS:${role}`]]],
        }),
      "deny-explicit",
    ],
    [
      "a wildcard in a variable's value (V3)",
      () =>
        dec(
          get,
          "arn:aws:s3:::b/axx/k",
          ["+s3:*"],
          { id: ["+s3:*@b/${aws:PrincipalTag/t}/*"] },
          { "aws:PrincipalTag/t": "a*" },
        ),
      "unknown V3",
    ],
    [
      "the same where it fits as text",
      () =>
        dec(
          get,
          "arn:aws:s3:::b/a*/k",
          ["+s3:*"],
          { id: ["+s3:*@b/${aws:PrincipalTag/t}/*"] },
          { "aws:PrincipalTag/t": "a*" },
        ),
      "allow",
    ],
    ["the name of a bucket is no prefix (R6)", () => dec(get, k, ["+s3:*@b"]), "deny-implicit"],
    [
      "ForAllValues in a Deny, the key is missing (C2)",
      () =>
        dec("ec2:CreateTags", `arn:aws:ec2:us-east-1:${A}:instance/i-1`, ["+ec2:*"], {
          id: ["+*", "-ec2:CreateTags ? ForAllValues:StringNotEquals aws:TagKeys=team"],
        }),
      "deny-explicit",
    ],
    [
      "an IfExists in a Deny, the key is missing (C2)",
      () => dec(get, k, ["+s3:*"], { id: ["+*", "-s3:* ? StringNotEqualsIfExists aws:SourceVpce=vpce-1"] }),
      "deny-explicit",
    ],
    [
      "the session may be named by the role's path or without it: only the name counts",
      () =>
        dec(get, k, ["+s3:*"], {
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:*@b/* > AWS:arn:aws:sts::${A}:assumed-role/path/r/s`]]],
        }),
      "deny-implicit",
    ],
  ])("%s", (_, answer, expected) => expect(answer()).toBe(expected));
});

describe("session policies compared with a base", () => {
  test.each<Scenario>([
    [
      "a partition that the base does not name",
      () => cmp(["+s3:*@arn:aws-cn:s3:::b/*"], ["+s3:*@b/*"]),
      "exceeds not-granted",
    ],
    [
      "any partition, where the star may run past a colon (Q3)",
      () => cmp(["+s3:GetObject@arn:*:s3:::b/*"], ["+s3:*@b/*"]),
      "unknown Q3",
    ],
    ["a part of an account's number", () => cmp([`+sqs:SendMessage@${q("1111*")}`], [`+sqs:*@${q("*")}`]), "within"],
    ["the other way round", () => cmp([`+sqs:SendMessage@${q("*")}`], [`+sqs:*@${q("1111*")}`]), "exceeds not-granted"],
    [
      "one digit left open",
      () => cmp([`+sqs:SendMessage@${q("11112222333?")}`], [`+sqs:*@${q(A)}`]),
      "exceeds not-granted",
    ],
    [
      "PassRole to a service among several",
      () =>
        cmp(
          [`+iam:PassRole@${role2} ? StringEquals iam:PassedToService=ec2.amazonaws.com`],
          ["+iam:PassRole ? StringLike iam:PassedToService=*.amazonaws.com"],
        ),
      "within",
    ],
    [
      "PassRole to a service that all but it are denied",
      () =>
        cmp(
          [`+iam:PassRole@${role2} ? StringEquals iam:PassedToService=ec2.amazonaws.com`],
          ["+*", "-iam:PassRole ? StringNotEquals iam:PassedToService=ec2.amazonaws.com"],
        ),
      "within",
    ],
    [
      "PassRole to any service, where the base denies all but one",
      () =>
        cmp(
          [`+iam:PassRole@${role2}`],
          ["+*", "-iam:PassRole ? StringNotEqualsIfExists iam:PassedToService=ec2.amazonaws.com"],
        ),
      "depends iam:PassedToService",
    ],
    [
      "ForAllValues is true without the key, ForAllValues with Null is not",
      () =>
        cmp(
          ["+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a"],
          ["+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a & Null aws:TagKeys=false"],
        ),
      "depends aws:TagKeys",
    ],
    [
      "a Deny with IfExists against a value that it does not mean",
      () =>
        cmp(
          ["+ec2:CreateTags ? StringEquals aws:RequestTag/env=dev"],
          ["+*", "-ec2:CreateTags ? StringEqualsIfExists aws:RequestTag/env=prod"],
        ),
      "within",
    ],
    [
      "against the key's absence, which it does mean",
      () =>
        cmp(
          ["+ec2:CreateTags ? Null aws:RequestTag/env=true"],
          ["+*", "-ec2:CreateTags ? StringEqualsIfExists aws:RequestTag/env=prod"],
        ),
      "exceeds base-denied",
    ],
    ["an object action on a bucket is no request (M3)", () => cmp(["+s3:GetObject@b"], ["+ec2:*"]), "within"],
    ["a bucket and what begins like it", () => cmp(["+s3:*@b*"], ["+s3:*@b,b/*"]), "exceeds not-granted"],
    [
      "all ARNs of buckets leave out access points",
      () => cmp(["+s3:GetObject"], ["+s3:*@arn:aws:s3:::*"]),
      "exceeds not-granted",
    ],
    ["a wildcard in the service (Q4)", () => cmp(["+s3:GetObject"], ["+s3:*@arn:aws:s3*:*:*:*"]), "unknown Q4"],
    [
      "and perhaps what has no resource (Q5)",
      () => cmp(["+s3:ListAllMyBuckets"], ["+s3:*@arn:aws:s3:::*"]),
      "unknown M2 Q5",
    ],
    [
      "a key that may not be sent",
      () => cmp(["+s3:ListBucket@b"], ["+s3:ListBucket@b ? NumericLessThanEquals s3:max-keys=10"]),
      "depends s3:max-keys",
    ],
    [
      "services are no sessions (V5)",
      () => cmp(["+s3:*"], ["+s3:*", "-s3:* ? Bool aws:PrincipalIsAWSService=false"]),
      "exceeds base-denied",
    ],
    [
      "and sessions no services",
      () => cmp(["+s3:*"], ["+s3:*", "-s3:* ? Bool aws:PrincipalIsAWSService=true"]),
      "within",
    ],
    [
      "a revocation of older sessions",
      () => cmp(["+s3:*"], ["+s3:*", "-* ? DateLessThan aws:TokenIssueTime=2026-01-01T00:00:00Z"]),
      "depends aws:TokenIssueTime",
    ],
    ["a Deny of NotAction that leaves S3", () => cmp(["+s3:GetObject"], ["+*", "-!s3:*@!b/*"]), "within"],
    ["and takes EC2", () => cmp(["+ec2:RunInstances"], ["+*", "-!s3:*@!b/*"]), "exceeds base-denied"],
    [
      "net of the own Deny of all but a bucket (E5)",
      () => cmp(["+s3:GetObject", "-s3:GetObject@!b/*"], ["+s3:GetObject@b/*"]),
      "within",
    ],
    [
      "which is no more so under a condition",
      () => cmp(["+s3:GetObject", "-s3:GetObject@!b/* ? IpAddress aws:SourceIp=10.0.0.0/8"], ["+s3:GetObject@b/*"]),
      "exceeds not-granted",
    ],
    ["net of the own Deny of all other actions", () => cmp(["+*", "-!s3:GetObject"], ["+s3:GetObject"]), "within"],
    [
      "net of the own Deny of all but a tag",
      () =>
        cmp(
          ["+s3:*", "-s3:* ? StringNotEquals aws:PrincipalTag/t=red"],
          ["+s3:* ? StringEquals aws:PrincipalTag/t=red"],
        ),
      "within",
    ],
    [
      "the same without the tag's absence",
      () =>
        cmp(
          ["+s3:*", "-s3:* ? StringNotEquals aws:PrincipalTag/t=red & Null aws:PrincipalTag/t=false"],
          ["+s3:* ? StringEquals aws:PrincipalTag/t=red"],
        ),
      "depends aws:PrincipalTag/t",
    ],
    [
      "every IPv4 address is not every request",
      () => cmp(["+s3:*"], ["+s3:* ? IpAddress aws:SourceIp=0.0.0.0/0"]),
      "depends aws:SourceIp",
    ],
    [
      "nor with those that have none",
      () => cmp(["+s3:*"], ["+s3:* ? IpAddress aws:SourceIp=0.0.0.0/0", "+s3:* ? Null aws:SourceIp=true"]),
      "depends aws:SourceIp",
    ],
    [
      "but with every IPv6 address",
      () => cmp(["+s3:*"], ["+s3:* ? IpAddress aws:SourceIp=0.0.0.0/0,::/0", "+s3:* ? Null aws:SourceIp=true"]),
      "within",
    ],
    [
      "any value or none",
      () => cmp(["+s3:*"], ["+s3:* ? StringLike aws:PrincipalTag/t=*", "+s3:* ? Null aws:PrincipalTag/t=true"]),
      "within",
    ],
    [
      "not like anything means absent",
      () => cmp(["+s3:* ? Null aws:PrincipalTag/t=true"], ["+s3:* ? StringNotLike aws:PrincipalTag/t=*"]),
      "within",
    ],
    ["empty fields and stars in them (R3)", () => cmp(["+s3:GetObject@b/*"], ["+s3:*@arn:aws:s3:*:*:b/*"]), "within"],
    [
      "a Region that no bucket's ARN has",
      () => cmp(["+s3:GetObject@b/*"], ["+s3:*@arn:aws:s3:us-east-1::b/*"]),
      "exceeds not-granted",
    ],
    ["slashes are characters (R4)", () => cmp(["+s3:GetObject@b/a/b/private"], ["+s3:*@b/*/private"]), "within"],
    ["one character is not none", () => cmp(["+s3:GetObject@b/a*"], ["+s3:*@b/a?"]), "exceeds not-granted"],
    ["none, or one and more", () => cmp(["+s3:GetObject@b/a*"], ["+s3:*@b/a,b/a?*"]), "within"],
    [
      "a year that begins where another ends",
      () =>
        cmp(
          ["+s3:* ? DateGreaterThanEquals aws:CurrentTime=2026-01-01T00:00:00Z"],
          ["+s3:* ? DateGreaterThan aws:CurrentTime=2025-12-31T23:59:59Z"],
        ),
      "within",
    ],
    [
      "a wildcard is text without Like (C3)",
      () => cmp(["+s3:ListBucket@b ? StringEquals s3:prefix=t1/x"], ["+s3:ListBucket@b ? StringEquals s3:prefix=t1/*"]),
      "exceeds not-granted",
    ],
    [
      "a Deny of what is not like either of two",
      () =>
        cmp(
          ["+s3:ListBucket@b ? StringLike s3:prefix=t1/*"],
          ["+s3:*", "-s3:ListBucket ? StringNotLike s3:prefix=t1/*,t2/*"],
        ),
      "within",
    ],
    [
      "actions by letter case, resources not (A1, R2)",
      () => cmp(["+S3:getobject@b/K"], ["+s3:GetObject@b/k"]),
      "exceeds not-granted",
    ],
    [
      "two halves of the actions on two halves of the resources",
      () =>
        cmp(
          ["+s3:GetObject,s3:PutObject@b/a*,b/b*"],
          ["+s3:GetObject@b/*", "+s3:Put*@b/a*", "+s3:PutObject@b/b?*,b/b"],
        ),
      "within",
    ],
  ])("%s", (_, answer, expected) => expect(answer()).toBe(expected));
});

describe("what an entry does in its session", () => {
  const own = ["+s3:GetObject@b/*"];
  test.each<Scenario>([
    ["a resource of another partition", () => lens(["+s3:GetObject@arn:aws-cn:s3:::b/*"]), "s3:GetObject: no-effect"],
    [
      "a queue of another account without policy",
      () => lens([`+sqs:SendMessage@${q(B)}`]),
      "sqs:SendMessage: no-effect resource",
    ],
    ["queues of whatever account", () => lens([`+sqs:SendMessage@${q("*")}`]), "sqs:SendMessage: allowed identity"],
    [
      "another account names the session, the role has nothing",
      () => lens(own, { id: ["+sqs:*"], res: [[bkt, [`+s3:*@b/* > AWS:${sess}`], B]] }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "another account names the role, the boundary lacks it",
      () => lens(own, { pb: ["+sqs:*"], res: [[bkt, [`+s3:*@b/* > AWS:${role}`], B]] }),
      "s3:GetObject: no-effect boundary",
    ],
    [
      "a session whose name is not known, and a policy that names one",
      () => lens(own, { principal: noName, id: ["+sqs:*"], res: [[bkt, [`+s3:*@b/* > AWS:${sess}`]]] }),
      "s3:GetObject: unknown resource D3",
    ],
    [
      "the same, denied",
      () => lens(own, { principal: noName, res: [[bkt, [`-s3:*@b/* > AWS:${sess}`]]] }),
      "s3:GetObject: unknown resource D3",
    ],
    [
      "another session is denied",
      () => lens(own, { res: [[bkt, [`-s3:*@b/* > AWS:arn:aws:sts::${A}:assumed-role/r/t`]]] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "a key without policy where all are stated",
      () => lens([`+kms:Decrypt@${key}`], { complete: true, res: [[bkt, [`+s3:*@b/* > ${root}`]]] }),
      "kms:Decrypt: no-effect resource",
    ],
    [
      "a boundary's Deny that the session's tag does not meet",
      () =>
        lens(own, { pb: ["+*", "-s3:* ? StringNotEquals aws:PrincipalTag/t=red"], tags: { t: "red" }, roleTags: {} }),
      "s3:GetObject: allowed identity",
    ],
    [
      "the role's tag would not meet it, the session's does (T4)",
      () =>
        lens(own, {
          pb: ["+*", "-s3:* ? StringNotEquals aws:PrincipalTag/t=red"],
          tags: { t: "blue" },
          roleTags: { t: "red" },
        }),
      "s3:GetObject: no-effect boundary",
    ],
    [
      "two levels of SCPs that allow no Region in common",
      () =>
        lens(["+ec2:DescribeInstances"], {
          scp: [
            ["+* ? StringEquals aws:RequestedRegion=eu-west-1"],
            ["+* ? StringEquals aws:RequestedRegion=us-east-1"],
          ],
        }),
      "ec2:DescribeInstances: no-effect scp",
    ],
    [
      "an SCP that allows all but IAM",
      () => lens(["+iam:ListUsers", ...own], { scp: [["+!iam:*"]] }),
      "iam:ListUsers: no-effect scp | s3:GetObject: allowed identity",
    ],
    [
      "an RCP that means other accounts",
      () => lens(own, { rcp: [[`-s3:* ? StringNotEquals aws:PrincipalAccount=${A} > *`]] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "an RCP that means this one",
      () => lens(own, { rcp: [[`-s3:* ? StringNotEquals aws:PrincipalAccount=${B} > *`]] }),
      "s3:GetObject: no-effect rcp",
    ],
    ["a managed policy's Deny (T2)", () => lens(own, { managed: ["-s3:*"] }), "s3:GetObject: no-effect session"],
    [
      "the context says through which endpoint",
      () =>
        lens(own, {
          id: ["+*", "-s3:* ? StringNotEquals aws:SourceVpce=vpce-1"],
          context: { "aws:SourceVpce": "vpce-1" },
        }),
      "s3:GetObject: allowed identity",
    ],
    [
      "through another one",
      () =>
        lens(own, {
          id: ["+*", "-s3:* ? StringNotEquals aws:SourceVpce=vpce-1"],
          context: { "aws:sourcevpce": "vpce-2" },
        }),
      "s3:GetObject: no-effect identity",
    ],
    [
      "what the session is called",
      () => lens(own, { id: ["+s3:* ? StringLike aws:userid=*:s"] }),
      "s3:GetObject: allowed identity",
    ],
    [
      "what it is not called",
      () => lens(own, { id: ["+s3:* ? StringLike aws:userid=*:t"] }),
      "s3:GetObject: no-effect identity",
    ],
    ["an action on a bucket, its objects named", () => lens(["+s3:ListBucket@b/*"]), "s3:ListBucket: no-effect"],
    ["an object action, the bucket named", () => lens(["+s3:GetObject@b"]), "s3:GetObject: no-effect"],
    [
      "a perimeter around the account's resources, one of the account's",
      () => lens([`+sqs:SendMessage@${q(A)}`], { scp: [["+*", `-* ? StringNotEquals aws:ResourceAccount=${A}`]] }),
      "sqs:SendMessage: depends scp aws:ResourceAccount",
    ],
    [
      "the role that is to be assumed trusts the session's role by PrincipalArn",
      () =>
        lens([`+sts:AssumeRole@${role2}`], {
          res: [[role2, [`+sts:AssumeRole ? ArnEquals aws:PrincipalArn=${role} > ${root}`]]],
        }),
      "sts:AssumeRole: allowed identity",
    ],
    [
      "the role that is to be assumed trusts another role of the account",
      () =>
        lens([`+sts:AssumeRole@${role2}`], {
          res: [[role2, [`+sts:AssumeRole ? ArnEquals aws:PrincipalArn=arn:aws:iam::${A}:role/y > ${root}`]]],
        }),
      "sts:AssumeRole: no-effect resource",
    ],
    [
      "the own Deny takes what a bucket grants the session (D1)",
      () => lens(["+s3:GetObject@b/*", "-s3:*@b/x/*"], { id: ["+sqs:*"], res: [[bkt, [`+s3:*@b/* > AWS:${sess}`]]] }),
      "s3:GetObject: allowed resource | s3:*: removes session",
    ],
    [
      "an action that the role's policy names in a way that IAM refuses (A2), alike with others that it does not name",
      () => lens(["+s3:ListBucket", "+s3:CreateBucket"], { id: ["+*:List*"], complete: true }),
      "s3:ListBucket: unknown identity A2 | s3:CreateBucket: no-effect identity",
    ],
    [
      "the same of a boundary's Deny (A2)",
      () => lens(["+s3:ListBucket", "+s3:GetObject"], { pb: ["+*", "-*:List*"], complete: true }),
      "s3:ListBucket: unknown boundary A2 | s3:GetObject: allowed identity",
    ],
  ])("%s", (_, answer, expected) => expect(answer()).toBe(expected));
});
