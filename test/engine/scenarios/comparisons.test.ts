import { describe, expect, test } from "vitest";
import { A, cmp, role2, type Scenario } from "./situations.js";

describe("session policies compared with a base", () => {
  test.each<Scenario>([
    [
      "an entry whose variable has no value matches nothing, a wildcard in it or not (V4)",
      () => cmp(["+s3:GetObject@b/*"], ["+s3:*@*${aws:username}"]),
      "exceeds not-granted",
    ],
    [
      "one with a value stands before the last field, so that it can't be told (V1)",
      () => cmp(["+s3:GetObject@b/*"], ["+s3:*@*${aws:username, ''}"]),
      "unknown V1",
    ],
    [
      "as in a field of an ARN (V1)",
      () => cmp(["+s3:GetObject@b/*"], ["+s3:*@arn:aws:s3:${aws:username, ''}::b/*"]),
      "unknown V1",
    ],
    [
      "ForAll own",
      () => cmp([`+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a`], ["+ec2:CreateTags"]),
      "within",
    ],
    [
      "ForAll base",
      () => cmp(["+ec2:CreateTags"], ["+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a"]),
      "depends aws:TagKeys",
    ],
    [
      "ForAll in ForAll larger",
      () =>
        cmp(
          ["+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a"],
          ["+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a,b"],
        ),
      "within",
    ],
    [
      "ForAny in ForAll",
      () =>
        cmp(
          ["+ec2:CreateTags ? ForAnyValue:StringEquals aws:TagKeys=a"],
          ["+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a"],
        ),
      "depends aws:TagKeys",
    ],
    [
      "ForAll+Null vs ForAny",
      () =>
        cmp(
          ["+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a & Null aws:TagKeys=false"],
          ["+ec2:CreateTags ? ForAnyValue:StringEquals aws:TagKeys=a"],
        ),
      "depends aws:TagKeys",
    ],
    [
      "stars without Like stand for themselves, each of several (C3)",
      () =>
        cmp(
          ["+ec2:CreateTags ? StringEquals aws:PrincipalTag/x=a**b"],
          ["+ec2:CreateTags ? StringEquals aws:PrincipalTag/x=a*b"],
        ),
      "exceeds not-granted",
    ],
    [
      "and are what they are",
      () =>
        cmp(
          ["+ec2:CreateTags ? StringEquals aws:PrincipalTag/x=a*?b"],
          ["+ec2:CreateTags ? StringEquals aws:PrincipalTag/x=a*?b"],
        ),
      "within",
    ],
    [
      "region wildcard",
      () => cmp([`+sqs:*@arn:aws:sqs:us-*:${A}:q`], [`+sqs:*@arn:aws:sqs:us-east-1:${A}:q`]),
      "exceeds not-granted",
    ],
    ["account", () => cmp([`+sqs:*@arn:aws:sqs:us-east-1:${A}:q*`], ["+sqs:*@arn:aws:sqs:*:*:q*"]), "within"],
    [
      "PassRole",
      () => cmp([`+iam:PassRole@${role2}`], [`+iam:PassRole@* ? StringEquals iam:PassedToService=ec2.amazonaws.com`]),
      "depends iam:PassedToService",
    ],
    [
      "PassRole other",
      () =>
        cmp(
          [`+iam:PassRole@${role2} ? StringEquals iam:PassedToService=lambda.amazonaws.com`],
          [`+iam:PassRole@* ? StringEquals iam:PassedToService=ec2.amazonaws.com`],
        ),
      "exceeds not-granted",
    ],
    [
      "PassRole like",
      () =>
        cmp(
          [`+iam:PassRole@${role2} ? StringLike iam:PassedToService=ec2.*`],
          [`+iam:PassRole@* ? StringLike iam:PassedToService=ec2.amazonaws.com*`],
        ),
      "depends iam:PassedToService",
    ],
    [
      "date",
      () =>
        cmp(
          ["+s3:* ? DateLessThan aws:CurrentTime=2026-01-01T00:00:00Z"],
          ["+s3:* ? DateLessThan aws:CurrentTime=2027-01-01T00:00:00Z"],
        ),
      "within",
    ],
    [
      "date reverse",
      () =>
        cmp(
          ["+s3:* ? DateLessThan aws:CurrentTime=2027-01-01T00:00:00Z"],
          ["+s3:* ? DateLessThan aws:CurrentTime=2026-01-01T00:00:00Z"],
        ),
      "depends aws:CurrentTime",
    ],
    [
      "disjoint dates",
      () =>
        cmp(
          ["+s3:* ? DateGreaterThan aws:CurrentTime=2027-01-01T00:00:00Z"],
          ["+s3:* ? DateLessThan aws:CurrentTime=2026-01-01T00:00:00Z"],
        ),
      "exceeds not-granted",
    ],
    [
      "numeric",
      () =>
        cmp(
          ["+s3:ListBucket@b ? NumericLessThanEquals s3:max-keys=10"],
          ["+s3:ListBucket@b ? NumericLessThanEquals s3:max-keys=100"],
        ),
      "within",
    ],
    [
      "cidr",
      () => cmp(["+s3:* ? IpAddress aws:SourceIp=10.1.0.0/16"], ["+s3:* ? IpAddress aws:SourceIp=10.0.0.0/8"]),
      "within",
    ],
    [
      "cidr not",
      () =>
        cmp(["+s3:* ? IpAddress aws:SourceIp=10.1.0.0/16"], ["+s3:*", "-s3:* ? NotIpAddress aws:SourceIp=10.0.0.0/8"]),
      "within",
    ],
    [
      "cidr not absent",
      () => cmp(["+s3:*"], ["+s3:*", "-s3:* ? NotIpAddress aws:SourceIp=10.0.0.0/8"]),
      "depends aws:SourceIp",
    ],
    [
      "ipv6",
      () => cmp(["+s3:* ? IpAddress aws:SourceIp=2001:db8:1::/48"], ["+s3:* ? IpAddress aws:SourceIp=2001:db8::/32"]),
      "within",
    ],
    ["literal star", () => cmp(["+s3:GetObject@b/a${*}"], ["+s3:GetObject@b/a?"]), "within"],
    ["literal star rev", () => cmp(["+s3:GetObject@b/a?"], ["+s3:GetObject@b/a${*}"]), "exceeds not-granted"],
    [
      "IgnoreCase",
      () =>
        cmp(
          ["+s3:* ? StringEqualsIgnoreCase aws:PrincipalTag/t=RED"],
          ["+s3:* ? StringEqualsIgnoreCase aws:PrincipalTag/t=red"],
        ),
      "within",
    ],
    [
      "IgnoreCase vs Equals",
      () =>
        cmp(["+s3:* ? StringEqualsIgnoreCase aws:PrincipalTag/t=RED"], ["+s3:* ? StringEquals aws:PrincipalTag/t=red"]),
      "depends aws:PrincipalTag/t",
    ],
    [
      "OrgPaths",
      () =>
        cmp(
          ["+s3:* ? ForAnyValue:StringLike aws:PrincipalOrgPaths=o-1/r-1/ou-1/*"],
          ["+s3:* ? ForAnyValue:StringLike aws:PrincipalOrgPaths=o-1/*"],
        ),
      "within",
    ],
    [
      "lambda qualifier",
      () =>
        cmp(
          [`+lambda:InvokeFunction@arn:aws:lambda:us-east-1:${A}:function:f:*`],
          [`+lambda:InvokeFunction@arn:aws:lambda:us-east-1:${A}:function:f`],
        ),
      "exceeds not-granted",
    ],
    [
      "tag on resource base",
      () =>
        cmp(
          [`+ec2:StartInstances@*`],
          [`+ec2:StartInstances@* ? StringEquals aws:ResourceTag/o=\${aws:PrincipalTag/o}`],
        ),
      "depends aws:ResourceTag/o",
    ],
    [
      "StringNotEquals base absent",
      () =>
        cmp(
          ["+s3:GetObject@b/* ? StringEquals aws:PrincipalTag/t=x"],
          ["+s3:GetObject@b/* ? StringNotEquals aws:PrincipalTag/t=y"],
        ),
      "within",
    ],
    [
      "vpce",
      () =>
        cmp(
          ["+s3:* ? StringEquals aws:SourceVpce=vpce-1"],
          ["+s3:*", "-s3:* ? StringNotEquals aws:SourceVpce=vpce-1,vpce-2"],
        ),
      "within",
    ],
    [
      "vpce IfExists",
      () => cmp(["+s3:*"], ["+s3:*", "-s3:* ? StringNotEqualsIfExists aws:SourceVpce=vpce-1"]),
      "depends aws:SourceVpce",
    ],
    [
      "ViaAWSService",
      () => cmp(["+s3:*"], ["+s3:* ? Bool aws:ViaAWSService=false", "+s3:* ? Bool aws:ViaAWSService=true"]),
      "within",
    ],
    ["Null of always", () => cmp(["+s3:*"], ["+s3:* ? Null aws:SecureTransport=false"]), "within"],
    [
      "SecureTransport string",
      () => cmp(["+s3:* ? Bool aws:SecureTransport=true"], ["+s3:* ? StringEquals aws:SecureTransport=true"]),
      "within",
    ],
    ["NotAction own", () => cmp(["+!s3:*,ec2:*"], ["+!s3:*"]), "within"],
    ["NotAction own exceeds", () => cmp(["+!s3:*"], ["+!s3:*,ec2:*"]), "exceeds not-granted"],
    ["NotResource", () => cmp(["+s3:GetObject@!b/*"], ["+s3:GetObject@*", "-s3:*@b/*"]), "within"],
    ["NotResource rev", () => cmp(["+s3:GetObject@*"], ["+s3:GetObject@!b/*"]), "exceeds not-granted"],
    ["deny covers", () => cmp(["+s3:*@*", "-s3:*@secret/*,secret"], ["+s3:*@!secret/*,secret"]), "within"],
    [
      "[+s3:* ? StringEquals aws:PrincipalTag/t=c], [+s3:* ? StringNotEquals aws:PrincipalTag/t=a,b]",
      () => cmp(["+s3:* ? StringEquals aws:PrincipalTag/t=c"], ["+s3:* ? StringNotEquals aws:PrincipalTag/t=a,b"]),
      "within",
    ],
    [
      "[+s3:*], [+s3:* ? StringNotEquals aws:PrincipalTag/t=a,b]",
      () => cmp(["+s3:*"], ["+s3:* ? StringNotEquals aws:PrincipalTag/t=a,b"]),
      "depends aws:PrincipalTag/t",
    ],
    [
      "[+s3:* ? StringEquals aws:PrincipalTag/t=dev-1], [+s3:*, -s3:* ? StringNotLike aws:PrincipalTag/t=dev-*]",
      () =>
        cmp(
          ["+s3:* ? StringEquals aws:PrincipalTag/t=dev-1"],
          ["+s3:*", "-s3:* ? StringNotLike aws:PrincipalTag/t=dev-*"],
        ),
      "within",
    ],
    [
      "[+s3:* ? StringEquals aws:PrincipalTag/t=a & Bool aws:SecureTransport=true], [+s3:* ? StringEquals aws:PrincipalTag/t=a]",
      () =>
        cmp(
          ["+s3:* ? StringEquals aws:PrincipalTag/t=a & Bool aws:SecureTransport=true"],
          ["+s3:* ? StringEquals aws:PrincipalTag/t=a"],
        ),
      "within",
    ],
    [
      "[+s3:* ? StringEquals aws:PrincipalTag/t=a,b], [+s3:* ? StringEquals aws:PrincipalTag/t=a, +s3:* ? StringEquals aws:PrincipalTag/t=b]",
      () =>
        cmp(
          ["+s3:* ? StringEquals aws:PrincipalTag/t=a,b"],
          ["+s3:* ? StringEquals aws:PrincipalTag/t=a", "+s3:* ? StringEquals aws:PrincipalTag/t=b"],
        ),
      "within",
    ],
    [
      "[+s3:*], [+s3:* ? StringEquals aws:PrincipalTag/t=a, +s3:* ? StringNotEquals aws:PrincipalTag/t=a]",
      () =>
        cmp(["+s3:*"], ["+s3:* ? StringEquals aws:PrincipalTag/t=a", "+s3:* ? StringNotEquals aws:PrincipalTag/t=a"]),
      "within",
    ],
    [
      "absent is in neither",
      () => cmp(["+s3:*"], ["+s3:* ? StringEquals aws:PrincipalTag/t=a", "+s3:* ? StringLike aws:PrincipalTag/t=*"]),
      "depends aws:PrincipalTag/t",
    ],
    [
      "[+s3:*], [+s3:* ? Bool aws:SecureTransport=true, -s3:* ? Bool aws:SecureTransport=true]",
      () => cmp(["+s3:*"], ["+s3:* ? Bool aws:SecureTransport=true", "-s3:* ? Bool aws:SecureTransport=true"]),
      "exceeds not-granted",
    ],
    [
      "never",
      () => cmp(["+s3:ListBucket@b ? NumericGreaterThan s3:max-keys=5 & NumericLessThan s3:max-keys=3"], ["+ec2:*"]),
      "within",
    ],
    [
      "[+s3:* ? ArnLike aws:PrincipalArn=arn:aws:iam::111122223333:role/*], [+s3:* ? StringLike aws:PrincipalArn=arn:aws:iam::*:role/*]",
      () =>
        cmp(
          ["+s3:* ? ArnLike aws:PrincipalArn=arn:aws:iam::111122223333:role/*"],
          ["+s3:* ? StringLike aws:PrincipalArn=arn:aws:iam::*:role/*"],
        ),
      "within",
    ],
    [
      "StringLike is wider than ArnLike",
      () =>
        cmp(
          ["+s3:* ? StringLike aws:PrincipalArn=arn:aws:iam::1111*:role/x"],
          ["+s3:* ? ArnLike aws:PrincipalArn=arn:aws:iam::*:role/x"],
        ),
      "depends aws:PrincipalArn",
    ],
    [
      "[+s3:* ? Null aws:PrincipalTag/t=true], [+s3:* ? StringNotEquals aws:PrincipalTag/t=a]",
      () => cmp(["+s3:* ? Null aws:PrincipalTag/t=true"], ["+s3:* ? StringNotEquals aws:PrincipalTag/t=a"]),
      "within",
    ],
    [
      "[+s3:* ? Null aws:PrincipalTag/t=true], [+s3:* ? StringEqualsIfExists aws:PrincipalTag/t=a]",
      () => cmp(["+s3:* ? Null aws:PrincipalTag/t=true"], ["+s3:* ? StringEqualsIfExists aws:PrincipalTag/t=a"]),
      "within",
    ],
    [
      "[+s3:* ? Null aws:PrincipalTag/t=true], [+s3:* ? StringEquals aws:PrincipalTag/t=a]",
      () => cmp(["+s3:* ? Null aws:PrincipalTag/t=true"], ["+s3:* ? StringEquals aws:PrincipalTag/t=a"]),
      "exceeds not-granted",
    ],
    [
      "[+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a], [+ec2:CreateTags, -ec2:CreateTags ? ForAnyValue:StringNotEquals aws:TagKeys=a,b]",
      () =>
        cmp(
          ["+ec2:CreateTags ? ForAllValues:StringEquals aws:TagKeys=a"],
          ["+ec2:CreateTags", "-ec2:CreateTags ? ForAnyValue:StringNotEquals aws:TagKeys=a,b"],
        ),
      "within",
    ],
    [
      "[+ec2:CreateTags ? ForAllValues:StringLike aws:TagKeys=a*], [+ec2:CreateTags, -ec2:CreateTags ? ForAnyValue:StringEquals aws:TagKeys=ab]",
      () =>
        cmp(
          ["+ec2:CreateTags ? ForAllValues:StringLike aws:TagKeys=a*"],
          ["+ec2:CreateTags", "-ec2:CreateTags ? ForAnyValue:StringEquals aws:TagKeys=ab"],
        ),
      "depends aws:TagKeys",
    ],
    [
      "key case",
      () => cmp(["+s3:* ? StringEquals AWS:principaltag/Team=a"], ["+s3:* ? StringEquals aws:PrincipalTag/team=a"]),
      "within",
    ],
    [
      "literal star (2)",
      () => cmp(["+s3:* ? StringEquals aws:PrincipalTag/t=a*"], ["+s3:* ? StringEquals aws:PrincipalTag/t=ab"]),
      "exceeds not-granted",
    ],
    [
      "encryption",
      () =>
        cmp(
          ["+s3:PutObject@b/*"],
          ["+s3:PutObject@b/*", "-s3:PutObject@b/* ? StringNotEquals s3:x-amz-server-side-encryption=aws:kms"],
        ),
      "depends s3:x-amz-server-side-encryption",
    ],
    [
      "encryption own",
      () =>
        cmp(
          ["+s3:PutObject@b/* ? StringEquals s3:x-amz-server-side-encryption=aws:kms"],
          [
            "+s3:PutObject@b/*",
            "-s3:PutObject@b/* ? StringNotEquals s3:x-amz-server-side-encryption=aws:kms",
            "-s3:PutObject@b/* ? Null s3:x-amz-server-side-encryption=true",
          ],
        ),
      "within",
    ],
    [
      "ip",
      () => cmp(["+s3:* ? IpAddress aws:SourceIp=10.1.2.3"], ["+s3:* ? IpAddress aws:SourceIp=10.1.2.3/32"]),
      "within",
    ],
    ["[+s3:GetObject@bx/k], [+s3:GetObject@b*]", () => cmp(["+s3:GetObject@bx/k"], ["+s3:GetObject@b*"]), "within"],
    ["[+s3:GetObject@b/k], [+s3:GetObject@*/*]", () => cmp(["+s3:GetObject@b/k"], ["+s3:GetObject@*/*"]), "within"],
    [
      "[+s3:ListBucket@b], [+s3:ListBucket@*/*]",
      () => cmp(["+s3:ListBucket@b"], ["+s3:ListBucket@*/*"]),
      "exceeds not-granted",
    ],
    [
      "[+dynamodb:Query@arn:aws:dynamodb:us-east-1:${A}:table/T/index/*], [+dynamodb:Query@arn:aws:dynamodb:us-east-1:${A}:table/T*]",
      () =>
        cmp(
          [`+dynamodb:Query@arn:aws:dynamodb:us-east-1:${A}:table/T/index/*`],
          [`+dynamodb:Query@arn:aws:dynamodb:us-east-1:${A}:table/T*`],
        ),
      "within",
    ],
    [
      "[+dynamodb:Query@arn:aws:dynamodb:us-east-1:${A}:table/T/index/*], [+dynamodb:Query@arn:aws:dynamodb:us-east-1:${A}:table/T]",
      () =>
        cmp(
          [`+dynamodb:Query@arn:aws:dynamodb:us-east-1:${A}:table/T/index/*`],
          [`+dynamodb:Query@arn:aws:dynamodb:us-east-1:${A}:table/T`],
        ),
      "exceeds not-granted",
    ],
    [
      "[+logs:PutLogEvents@arn:aws:logs:us-east-1:${A}:log-group:X:log-stream:y], [+logs:PutLogEvents@arn:aws:logs:us-east-1:${A}:log-group:X:*]",
      () =>
        cmp(
          [`+logs:PutLogEvents@arn:aws:logs:us-east-1:${A}:log-group:X:log-stream:y`],
          [`+logs:PutLogEvents@arn:aws:logs:us-east-1:${A}:log-group:X:*`],
        ),
      "within",
    ],
    [
      "[+ec2:StartInstances@arn:aws:ec2:*:*:instance/*], [+ec2:StartInstances@arn:aws:ec2:*:${A}:instance/*]",
      () =>
        cmp([`+ec2:StartInstances@arn:aws:ec2:*:*:instance/*`], [`+ec2:StartInstances@arn:aws:ec2:*:${A}:instance/*`]),
      "exceeds not-granted",
    ],
    ["[+s3:GetObjectVersion@b/*], [+s3:Get*@b/*]", () => cmp(["+s3:GetObjectVersion@b/*"], ["+s3:Get*@b/*"]), "within"],
    ["[+s3:GetObject@b/*], [+*:*@b/*]", () => cmp(["+s3:GetObject@b/*"], ["+*:*@b/*"]), "unknown"],
    ["[+s3:*Object*@b/*], [+s3:*@b/*]", () => cmp(["+s3:*Object*@b/*"], ["+s3:*@b/*"]), "within"],
  ])("%s", (_, answer, expected) => expect(answer()).toBe(expected));
});
