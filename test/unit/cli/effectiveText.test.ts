import { describe, expect, it } from "vitest";
import { effectiveMarkdown, effectiveText } from "../../../server/src/cli/effective/effectiveText.js";
import type { Style } from "../../../server/src/cli/output/style.js";
import type { EffectiveAccess } from "../../../server/src/core/access/effectiveAccess.js";

const same = (text: string) => text;
const style: Style = { bold: same, dim: same, red: same, yellow: same, green: same, blue: same, magenta: same };

const test = (operator: string, key: string, ...values: readonly string[]) => ({ operator, key, values, path: [] });
const access: EffectiveAccess = {
  allowed: [
    {
      actions: ["s3:GetObject", "s3:PutObject", "ec2:DescribeInstances"],
      resources: ["arn:aws:s3:::b/*"],
      except: ["arn:aws:s3:::b/secret/*"],
      conditions: [
        {
          statement: { layer: "identity", policy: 0, statement: 0, effect: "Allow" },
          unless: false,
          tests: [test("IpAddress", "aws:SourceIp", "203.0.113.0/24")],
        },
        {
          statement: { layer: "scp", level: 0, policy: 0, statement: 0, effect: "Deny" },
          unless: true,
          tests: [
            test("Bool", "aws:SecureTransport", "false"),
            test("ForAnyValue:StringLike", "aws:TagKeys", "a", "b"),
          ],
        },
      ],
      grantedBy: [],
    },
  ],
  removed: [
    {
      actions: ["s3:DeleteObject"],
      resources: ["*"],
      except: [],
      by: { layer: "scp", level: 0, policy: 0, statement: 1, effect: "Deny" },
    },
    { actions: ["s3:DeleteBucket"], resources: ["*"], except: [], by: { layer: "identity" } },
  ],
  unknown: [
    { actions: ["kms:Decrypt"], resources: ["*"], except: [], why: "the key's policy is not given", rules: ["Q5"] },
  ],
  notGiven: ["resourcePolicies"],
};
const conditions =
  "only if aws:SourceIp is in 203.0.113.0/24, unless aws:SecureTransport is false and ForAnyValue:StringLike aws:TagKeys a or b";

describe("what a session may do, in words", () => {
  it("goes by service", () => {
    expect(effectiveText(access, style)).toBe(`ec2
  Allowed
    ec2:DescribeInstances on arn:aws:s3:::b/* except arn:aws:s3:::b/secret/*, ${conditions}

kms
  Can't tell
    kms:Decrypt on *: the key's policy is not given (Q5)

s3
  Allowed
    s3:GetObject and s3:PutObject on arn:aws:s3:::b/* except arn:aws:s3:::b/secret/*, ${conditions}
  Taken away
    s3:DeleteObject on * by SCPs, level 1, statement 2
    s3:DeleteBucket on * by identity policies

Not given: resource policies
`);
  });

  it("says the same in Markdown", () => {
    const markdown = effectiveMarkdown(access);
    expect(markdown).toContain("## s3\n\n**Allowed**\n\n- `s3:GetObject` and `s3:PutObject` on `arn:aws:s3:::b/*`");
    expect(markdown).toContain("**Taken away**\n\n- `s3:DeleteObject` on `*` by SCPs, level 1, statement 2");
  });

  it("says that there is nothing", () => {
    expect(effectiveText({ allowed: [], removed: [], unknown: [], notGiven: [] }, style)).toBe("Nothing is allowed.\n");
  });
});
