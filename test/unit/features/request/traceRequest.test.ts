import { beforeAll, describe, expect, test } from "vitest";
import type { Layers } from "../../../../server/src/core/access/layers.js";
import type { Catalog } from "../../../../server/src/core/catalog/catalog.js";
import { type AskedRequest, traceRequest } from "../../../../server/src/core/features/request/traceRequest.js";
import { allowing, document, policyAnalysis, session } from "../../../support/analysisBuilder.js";
import { testCatalog } from "../../../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog(["s3", "kms", "sqs", "sts"]);
});

const none = { state: "none" } as const;
const given = <T>(value: T) => ({ state: "given", value }) as const;
const role = (Action: string, Resource = "*", Effect = "Allow") =>
  document(
    "roles/role.json",
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "One", Effect, Action, Resource }] }),
  );

/** A trace as text: the headline, the notes, a line a layer; `>` marks those that decide. */
function traced(
  request: Partial<AskedRequest>,
  layers: Partial<Omit<Layers, "session">>,
  notGiven: readonly string[] = [],
): string {
  const policy = policyAnalysis(allowing("s3:GetObject"), { session: session({ layers }), notGiven });
  const asked = { action: "s3:GetObject", resource: "arn:aws:s3:::example-bucket/k", context: {}, ...request };
  const trace = traceRequest({ ...policy, session: policy.session! }, "file:///w/a.json", asked, catalog);
  if ("error" in trace) return `error: ${trace.error}`;
  const lines = trace.layers.map(({ title, answer, decides, statements }) => {
    const by = statements.map(({ name }) => name).join(" and ");
    return `${decides ? ">" : " "} ${title}: ${answer}${by === "" ? "" : ` (${by})`}`;
  });
  return [trace.headline, ...trace.notes, ...lines].join("\n");
}

const complete = {
  boundary: none,
  serviceControlPolicies: none,
  resourceControlPolicies: none,
  resourcePolicies: none,
};

describe("a trace", () => {
  test("of what is allowed names the grants", () => {
    expect(traced({}, { ...complete, identity: given([role("s3:*")]) })).toBe(
      `Allowed
Rules: D3.
The resource is taken to be in the session's own account; set aws:ResourceAccount if it is not.
> Identity policies: allows (role.json, Sid One)
  Session policy: allows (this policy, statement 1)`,
    );
  });

  test("says what was not given, and does not count it", () => {
    const unknown = { state: "unknown", why: "not given" } as const;
    const layers = { ...complete, serviceControlPolicies: unknown, identity: given([role("s3:*")]) };
    expect(traced({}, layers, ["serviceControlPolicies"])).toBe(
      `Allowed
As far as is given: the SCPs may still take it away.
Rules: D3.
The resource is taken to be in the session's own account; set aws:ResourceAccount if it is not.
> Identity policies: allows (role.json, Sid One)
  SCPs: not given
  Session policy: allows (this policy, statement 1)`,
    );
  });

  test("of what a layer lacks names the layer", () => {
    expect(traced({ action: "s3:PutObject" }, { ...complete, identity: given([role("s3:*")]) })).toContain(
      "Not allowed by the session policy",
    );
    const layers = { ...complete, resourcePolicies: { state: "unknown", why: "not given" } as const };
    expect(traced({}, { ...layers, identity: given([role("sqs:*")]) }, ["resourcePolicies"])).toBe(
      `Not allowed by the identity policies
A policy of the resource that names the role could still allow it; none was given.
Rules: D3.
The resource is taken to be in the session's own account; set aws:ResourceAccount if it is not.
> Identity policies: does not allow
  Session policy: allows (this policy, statement 1)
  Resource policies: not given`,
    );
  });

  test("of an explicit Deny names the statement", () => {
    const scp = given([[role("s3:*", "*", "Deny"), role("*")]]);
    expect(traced({}, { ...complete, identity: given([role("s3:*")]), serviceControlPolicies: scp })).toContain(
      "Denied by role.json, Sid One",
    );
  });

  test("of what hangs on the context says on which key, and takes what is told", () => {
    const conditional = document(
      "roles/role.json",
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "s3:*",
            Resource: "*",
            Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
          },
        ],
      }),
    );
    const layers = { ...complete, identity: given([conditional]) };
    expect(traced({}, layers)).toContain("It depends on aws:SourceIp");
    expect(traced({ context: { "aws:SourceIp": "203.0.113.9" } }, layers)).toContain("Allowed");
    expect(traced({ context: { "aws:SourceIp": "198.51.100.1" } }, layers)).toContain("Not allowed");
  });

  test("can't tell where a key's own policy must let the session in and is not given (D4)", () => {
    const unknown = { state: "unknown", why: "not given" } as const;
    const asked = { action: "kms:Decrypt", resource: "arn:aws:kms:us-east-1:111122223333:key/k" };
    expect(traced(asked, { ...complete, resourcePolicies: unknown, identity: given([role("kms:*")]) })).toMatch(
      /^(Can't tell|Not allowed by the session policy)/,
    );
  });

  test("of a contradiction says so", () => {
    const context = { "aws:PrincipalAccount": "999999999999" };
    expect(traced({ context }, { ...complete, identity: given([role("s3:*")]) })).toMatch(
      /^error: .*aws:PrincipalAccount/,
    );
  });
});
