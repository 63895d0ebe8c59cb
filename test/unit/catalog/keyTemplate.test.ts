import { expect, test } from "vitest";
import { findKey, isTemplate, matchesTemplate } from "../../../server/src/core/catalog/keyTemplate.js";

test.each([
  ["aws:RequestTag/${TagKey}", "aws:RequestTag/team", true],
  ["aws:RequestTag/${TagKey}", "AWS:REQUESTTAG/Team", true],
  ["aws:RequestTag/${TagKey}", "aws:RequestTag/a/b:c", true],
  ["aws:RequestTag/${TagKey}", "aws:RequestTag/${TagKey}", true],
  ["aws:RequestTag/${TagKey}", "aws:RequestTag/", false],
  ["aws:RequestTag/${TagKey}", "aws:RequestTag", false],
  ["aws:RequestTag/${TagKey}", "aws:ResourceTag/team", false],
  ["events:Metadata/${MetadataKey}/Matcher", "events:metadata/a/matcher", true],
  ["events:Metadata/${MetadataKey}/Matcher", "events:metadata//matcher", false],
  ["events:Metadata/${MetadataKey}/Matcher", "events:metadata/matcher", false],
  ["x:${A}.${B}.z", "x:1.2.z", true],
  ["x:${A}.${B}.z", "x:1..z", false],
  ["x:${A}.${B}.z", "x:1.z", false],
  ["aws:SourceIp", "aws:sourceip", true],
  ["aws:SourceIp", "aws:SourceIp4", false],
])("%s for %s: %s", (template, key, expected) => {
  expect(matchesTemplate(template, key)).toBe(expected);
});

test("a key without a free part is no template", () => {
  expect([isTemplate("aws:SourceIp"), isTemplate("aws:RequestTag/${TagKey}")]).toEqual([false, true]);
});

test("an exact key goes before a template", () => {
  const keys = new Map([
    ["ssm:resourcetag/${tagkey}", "any"],
    ["ssm:resourcetag/aws:ssmmessages:session-id", "session"],
  ]);
  const names = ["ssm:resourceTag/aws:ssmmessages:session-id", "ssm:resourceTag/team", "ssm:other"];
  expect(names.map((name) => findKey(keys, name))).toEqual(["session", "any", undefined]);
});
