import { describe, expect, it } from "vitest";
import type { EffectiveAccess } from "../../../server/src/cli/effective/effectiveAccess.js";
import { effectiveMarkdown, effectiveText } from "../../../server/src/cli/effective/effectiveText.js";
import type { Style } from "../../../server/src/cli/output/style.js";

const same = (text: string) => text;
const style: Style = { bold: same, dim: same, red: same, yellow: same, green: same, blue: same, magenta: same };

const access: EffectiveAccess = {
  allowed: [
    {
      actions: ["s3:GetObject", "s3:PutObject", "ec2:DescribeInstances"],
      resources: ["arn:aws:s3:::b/*"],
      conditions: ["aws:SourceIp is in 203.0.113.0/24"],
      grantedBy: [],
    },
  ],
  removed: [{ actions: ["s3:DeleteObject"], resources: ["*"], by: { layer: "scp", level: 0, statement: 1 } }],
  unknown: [{ actions: ["kms:Decrypt"], why: "the key's policy is not given", rules: ["Q5"] }],
  notGiven: ["resourcePolicies"],
};

describe("what a session may do, in words", () => {
  it("goes by service", () => {
    expect(effectiveText(access, style)).toBe(`ec2
  Allowed
    ec2:DescribeInstances on arn:aws:s3:::b/*, only if aws:SourceIp is in 203.0.113.0/24

kms
  Can't tell
    kms:Decrypt: the key's policy is not given (Q5)

s3
  Allowed
    s3:GetObject and s3:PutObject on arn:aws:s3:::b/*, only if aws:SourceIp is in 203.0.113.0/24
  Taken away
    s3:DeleteObject on * by SCPs, level 1, statement 2

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
