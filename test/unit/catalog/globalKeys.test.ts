import { beforeAll, expect, test } from "vitest";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { loadCatalog } from "../../../server/src/core/catalog/loadCatalog.js";
import { dataFiles } from "./dataFiles.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await loadCatalog(dataFiles);
});

function text(name: string): string | undefined {
  const key = catalog.globalKeys.find(name);
  if (key === undefined) return undefined;
  const types = [key.type, ...key.otherTypes].join(" or ");
  return `${key.key}: ${types}, ${key.presence}, ${key.presenceInSession} in a session`;
}

test.each([
  ["aws:PrincipalArn", "aws:PrincipalArn: ARN, always, always in a session"],
  ["AWS:sourceip", "aws:SourceIp: IPAddress, sometimes, sometimes in a session"],
  ["aws:username", "aws:username: String, sometimes, never in a session"],
  ["aws:TokenIssueTime", "aws:TokenIssueTime: Date, sometimes, always in a session"],
  ["aws:EpochTime", "aws:EpochTime: Date or Numeric, always, always in a session"],
  ["aws:principaltag/Team", "aws:PrincipalTag/${TagKey}: String, sometimes, sometimes in a session"],
  ["aws:RequestTag/a/b", "aws:RequestTag/${TagKey}: String, sometimes, sometimes in a session"],
  ["aws:PrincipalTag/", undefined],
  ["aws:PrincipalTag", undefined],
  ["aws:SourceIpp", undefined],
  ["constructor", undefined],
  ["__proto__", undefined],
])("%s", (name, expected) => {
  expect(text(name)).toBe(expected);
});

test("always present in a session (C8)", () => {
  const always = catalog.globalKeys.all.filter((key) => key.presenceInSession === "always").map((key) => key.key);
  expect(always).toEqual([
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalType",
    "aws:userid",
    "aws:TokenIssueTime",
    "aws:ViaAWSService",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:UserAgent",
  ]);
});

test("multivalued", () => {
  const keys = catalog.globalKeys.all.filter((key) => key.multivalued).map((key) => key.key);
  expect(keys).toEqual([
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceNamesList",
    "aws:VpceOrgPaths",
    "aws:ResourceOrgPaths",
    "aws:CalledVia",
    "aws:TagKeys",
    "aws:SourceOrgPaths",
  ]);
});

test("keys whose value takes no wildcard, says AWS", () => {
  const keys = catalog.globalKeys.all.filter((key) => key.sensitive).map((key) => key.key);
  expect(keys.join(" ")).toBe(
    "aws:PrincipalAccount aws:PrincipalOrgID aws:SourceVpc aws:SourceVpce aws:VpceAccount aws:VpceOrgID " +
      "aws:ResourceAccount aws:ResourceOrgID aws:SourceAccount aws:SourceOrgID",
  );
});
