import { beforeAll, describe, expect, test } from "vitest";
import type { LayerAnswer, PolicyAnalysis } from "../../../../server/src/core/analysis.js";
import type { Catalog } from "../../../../server/src/core/catalog/catalog.js";
import { hover } from "../../../../server/src/core/features/hover/hover.js";
import {
  access,
  allowing,
  analysisOf,
  policyAnalysis,
  session,
  statementRef,
} from "../../../support/analysisBuilder.js";
import { unindent } from "../../../support/markedText.js";
import { testCatalog } from "../../../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog([]);
});

async function hoverOn(
  text: string,
  policies: PolicyAnalysis | readonly PolicyAnalysis[],
): Promise<string | undefined> {
  const analysis = analysisOf(policies);
  const offset = analysis.policies[0]!.region.text.indexOf(text) + 1;
  const lineOf = (uri: string) => (uri.endsWith("S3AccessRolePolicy.json") ? 2 : 6);
  return (await hover(analysis, offset, { catalog, lineOf }))?.markdown;
}

const granted: readonly LayerAnswer[] = [
  { layer: "identity", answer: "allows", statements: [statementRef("identity")] },
  { layer: "boundary", answer: "none", statements: [] },
  { layer: "session", answer: "allows", statements: [statementRef("session")] },
];
const notGiven = ["serviceControlPolicies", "resourceControlPolicies", "resourcePolicies"];

describe("an action", () => {
  test("that is allowed, layer by layer", async () => {
    const policy = policyAnalysis(allowing("s3:GetObject"), {
      notGiven,
      actions: { "s3:GetObject": [access("s3:GetObject", { layers: granted })] },
    });
    expect(await hoverOn('"s3:GetObject"', policy)).toBe(
      unindent(`
        **\`s3:GetObject\`** · Read

        **Allowed in this session** on \`arn:aws:s3:::example-bucket/*\`

        | Layer | Result | Decided by |
        |---|---|---|
        | Identity policies | allows | [S3AccessRolePolicy.json, statement 1](file:///w/roles/S3AccessRolePolicy.json#L3) |
        | Session policy | allows | this statement |

        Boundary: none. Not given: SCPs, RCPs, resource policies.

        Grants permission to retrieve objects from Amazon S3. Resource types: \`accesspointobject\`, \`object\` · [AWS reference](https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-GetObject)

        Objects that are encrypted with a KMS key (SSE-KMS) need \`kms:Decrypt\` on that key as well, in the role and in the session policy. Without \`s3:ListBucket\` on the bucket, an object that isn't there is answered with 403 instead of 404. [More](https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html)

        Condition keys: \`s3:AccessGrantsInstanceArn\`, \`s3:ExistingObjectTag/\${TagKey}\`, \`s3:ResourceAccount\`, \`s3:TlsVersion\`, \`s3:authType\`, \`s3:signatureAge\`, \`s3:signatureversion\` and \`s3:x-amz-content-sha256\``),
    );
  });

  test("that is lost, with a request that shows it", async () => {
    const lost = access("ec2:DescribeInstances", {
      result: "no-effect",
      counterexample: { action: "ec2:DescribeInstances", resource: "*", context: {} },
      layers: [
        { layer: "identity", answer: "does-not-allow", statements: [] },
        { layer: "session", answer: "allows", statements: [statementRef("session")] },
      ],
    });
    const policy = policyAnalysis(allowing("ec2:DescribeInstances", "*"), {
      actions: { "ec2:DescribeInstances": [lost] },
    });
    const text = await hoverOn('"ec2:DescribeInstances"', policy);
    expect(text).toContain("**No effect** · S3AccessRole doesn't grant it");
    expect(text).toContain("Not allowed, for example: `ec2:DescribeInstances` on `*`");
    expect(text).toContain(
      "| Identity policies | does not allow | no statement of [S3AccessRolePolicy.json](file:///w/roles/S3AccessRolePolicy.json) |",
    );
    expect(text).toContain('It takes no resource: write `"Resource": "*"`.');
  });

  test("that hangs on a policy that is not given, with what to do", async () => {
    const unknown = { why: "layer-not-given", detail: "the key's own policy isn't given", rules: ["D4"] } as const;
    const open = access("kms:Decrypt", { result: "unknown", decidedBy: "resource", unknown, layers: granted });
    const policy = policyAnalysis(allowing("kms:Decrypt"), { notGiven, actions: { "kms:Decrypt": [open] } });
    expect(await hoverOn('"kms:Decrypt"', policy)).toContain(
      unindent(`
        **Can't tell** · the key's own policy isn't given

        Whatever the role grants, the policy of the key or role itself has to allow it too. Give it under \`resources\` in the config.

        | Layer | Result | Decided by |
      `).trim(),
    );
  });

  test("is known without a session too, whatever its letter case", async () => {
    const policy = policyAnalysis(allowing("S3:getobject"), { session: undefined });
    const text = await hoverOn('"S3:getobject"', policy);
    expect(text).toMatch(/^\*\*`s3:GetObject`\*\* · Read\n\nGrants permission/);
  });

  test("that the catalog does not have", async () => {
    expect(await hoverOn('"s3:GetObjekt"', policyAnalysis(allowing("s3:GetObjekt"), { session: undefined }))).toBe(
      "**`s3:GetObjekt`**\n\nThe catalog has no such action. It may be misspelled, or newer than the catalog.",
    );
  });

  test("in several sessions that differ", async () => {
    const used = (name: string, result: "allowed" | "no-effect") =>
      policyAnalysis(allowing("s3:GetObject"), {
        session: session({ name }),
        actions: { "s3:GetObject": [access("s3:GetObject", { result })] },
      });
    const text = await hoverOn('"s3:GetObject"', [used("one", "allowed"), used("two", "no-effect")]);
    expect(text).toContain("Session one\n\n**Allowed in this session**");
    expect(text).toContain("Session two\n\n**No effect** · S3AccessRole doesn't grant it");
  });

  test("with what people trip over", async () => {
    const text = await hoverOn('"iam:PassRole"', policyAnalysis(allowing("iam:PassRole"), { session: undefined }));
    expect(text).toContain("It is checked beside the call that hands the role over");
    expect(text).toContain("[More](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html)");
  });

  test("with the condition keys that are its own", async () => {
    const text = await hoverOn('"s3:ListBucket"', policyAnalysis(allowing("s3:ListBucket"), { session: undefined }));
    expect(text).toMatch(/Condition keys: .*`s3:prefix`/);
  });
});

describe("a wildcard", () => {
  test("lists its actions by access level, those that take effect apart", async () => {
    const policy = policyAnalysis(allowing("s3:*Object"), {
      notGiven: [],
      actions: {
        "s3:*Object": [
          access("s3:DeleteObject", { result: "not-granted", revivable: true }),
          access("s3:GetObject", { layers: granted }),
          access("s3:PutObject", { result: "depends", dependsOn: ["aws:SourceIp"] }),
        ],
      },
      unfit: { "s3:*Object": ["s3:CreateAccessGrant"] },
    });
    expect(await hoverOn('"s3:*Object"', policy)).toBe(
      unindent(`
        **\`s3:*Object\`** · wildcard for 3 actions · [AWS reference](https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html)

        **1 of 3 allowed, 1 conditional** · role lacks DeleteObject

        | Access level | Takes effect | Does not |
        |---|---|---|
        | Read | \`GetObject\` |  |
        | Write | \`PutObject\` (on a condition) | \`DeleteObject\` |

        1 action matches too, but does not apply to these resources: \`CreateAccessGrant\`.

        Boundary: none.`),
    );
  });
});

describe("what the user wrote", () => {
  test("is never markup", async () => {
    const resource = "arn:aws:s3:::b/`*`|[x](http://x)<b>";
    const policy = policyAnalysis(allowing("s3:GetObject", resource), {
      session: session({ principalName: "[evil](http://x)<img>" }),
      actions: { "s3:GetObject": [access("s3:GetObject")] },
    });
    const allowed = await hoverOn('"s3:GetObject"', policy);
    expect(allowed).toContain("on `` arn:aws:s3:::b/`*`\u00a6[x](http://x)<b> ``");
    const lost = policyAnalysis(allowing("s3:GetObject", resource), {
      session: session({ principalName: "[evil](http://x)<img>" }),
      actions: { "s3:GetObject": [access("s3:GetObject", { result: "no-effect" })] },
    });
    expect(await hoverOn('"s3:GetObject"', lost)).toContain("\\[evil\\](http\\://x)&lt;img\\>");
  });
});
