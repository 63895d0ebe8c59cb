import { describe, expect, test } from "vitest";
import { A, B, bkt, dec, fu, key, role, root, type Scenario, sess } from "./situations.js";

describe("one request", () => {
  test.each<Scenario>([
    [
      "s3:GetObject, arn:aws:s3:::b/k, [+s3:GetObject@b/*]",
      () => dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:GetObject@b/*"]),
      "allow",
    ],
    [
      "s3:PutObject, arn:aws:s3:::b/k, [+s3:GetObject@b/*]",
      () => dec("s3:PutObject", "arn:aws:s3:::b/k", ["+s3:GetObject@b/*"]),
      "deny-implicit",
    ],
    ["SP only Deny", () => dec("s3:GetObject", "arn:aws:s3:::b/k", ["-iam:*"]), "deny-implicit"],
    [
      "MFA IfExists, absent",
      () =>
        dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], {
          id: ["+*", "-* ? BoolIfExists aws:MultiFactorAuthPresent=false"],
        }),
      "deny-explicit",
    ],
    [
      "MFA deny, absent",
      () =>
        dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], {
          id: ["+*", "-* ? Bool aws:MultiFactorAuthPresent=false"],
        }),
      "allow",
    ],
    [
      "KMS role, SP lacks",
      () => dec("kms:Decrypt", key, ["+s3:*"], { id: ["+s3:*"], res: [[key, [`+kms:*@* > AWS:${role}`]]] }),
      "deny-implicit",
    ],
    [
      "KMS session ARN",
      () => dec("kms:Decrypt", key, ["+s3:*"], { id: ["+s3:*"], res: [[key, [`+kms:*@* > AWS:${sess}`]]] }),
      "allow",
    ],
    [
      "S3 other account session ARN no SP",
      () =>
        dec(
          "s3:GetObject",
          "arn:aws:s3:::b/k",
          ["+sqs:*"],
          { res: [[bkt, [`+s3:GetObject@b/* > AWS:${sess}`], B]] },
          {},
          { resourceAccount: B },
        ),
      "deny-implicit",
    ],
    ["federated no SP", () => dec("s3:GetObject", "arn:aws:s3:::b/k", undefined, { principal: fu }), "deny-implicit"],
    ["federated SP", () => dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], { principal: fu }), "allow"],
    ["federated IAM", () => dec("iam:ListUsers", "*", ["+*"], { principal: fu }), "deny-implicit"],
    [
      "NotPrincipal lists all three",
      () =>
        dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], {
          res: [[bkt, [`-s3:*@b/* > !AWS:${role},AWS:${sess},${root}`]]],
        }),
      "allow",
    ],
    [
      "NotPrincipal with boundary",
      () =>
        dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], {
          pb: ["+*"],
          res: [[bkt, [`-s3:*@b/* > !AWS:${role},AWS:${sess},${root}`]]],
        }),
      "deny-explicit",
    ],
    [
      "NotPrincipal other role",
      () =>
        dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], {
          res: [[bkt, [`-s3:*@b/* > !AWS:arn:aws:iam::${A}:role/x`]]],
        }),
      "deny-explicit",
    ],
    [
      "NotPrincipal role only",
      () => dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], { res: [[bkt, [`-s3:*@b/* > !AWS:${role}`]]] }),
      "unknown D9",
    ],
    [
      "public with org condition",
      () =>
        dec(
          "s3:GetObject",
          "arn:aws:s3:::b/k",
          ["+sqs:*"],
          { id: ["+sqs:*"], res: [[bkt, ["+s3:GetObject@b/* ? StringEquals aws:PrincipalOrgID=o-1 > *"]]] },
          { "aws:PrincipalOrgID": "o-1" },
        ),
      "allow",
    ],
    [
      "public in other org",
      () =>
        dec(
          "s3:GetObject",
          "arn:aws:s3:::b/k",
          ["+sqs:*"],
          { id: ["+sqs:*"], res: [[bkt, ["+s3:GetObject@b/* ? StringEquals aws:PrincipalOrgID=o-1 > *"]]] },
          { "aws:PrincipalOrgID": "o-2" },
        ),
      "deny-implicit",
    ],
    [
      "wildcard PrincipalArn role",
      () =>
        dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], {
          id: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* ? ArnLike aws:PrincipalArn=arn:aws:iam::${A}:role/path/* > *`]]],
        }),
      "allow",
    ],
    [
      "session ARN without SP",
      () =>
        dec("s3:GetObject", "arn:aws:s3:::b/k", undefined, {
          id: ["+sqs:*"],
          pb: ["+sqs:*"],
          res: [[bkt, [`+s3:GetObject@b/* > AWS:${role}`]]],
        }),
      "deny-implicit",
    ],
    [
      "SCP denies resource grant",
      () =>
        dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], {
          id: ["+sqs:*"],
          scp: [["+sqs:*"]],
          res: [[bkt, [`+s3:GetObject@b/* > AWS:${sess}`]]],
        }),
      "deny-implicit",
    ],
    [
      "management",
      () =>
        dec("s3:GetObject", "arn:aws:s3:::b/k", ["+s3:*"], {
          scp: [["+sqs:*"]],
          principal: { kind: "role-session", roleArn: role, sessionName: "s", managementAccount: true },
        }),
      "allow",
    ],
    ["GetCallerIdentity under deny", () => dec("sts:GetCallerIdentity", "*", ["-*"]), "allow"],
  ])("%s", (_, answer, expected) => expect(answer()).toBe(expected));
});
