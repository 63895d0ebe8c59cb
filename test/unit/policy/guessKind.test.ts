import { describe, expect, test } from "vitest";
import { guessKind, looksLikePolicy } from "../../../server/src/core/policy/guessKind.js";
import { parsePolicy } from "../../../server/src/core/syntax/parsePolicy.js";
import { sessionPolicyText, trustPolicyText } from "../../support/policies.js";

describe("looksLikePolicy", () => {
  test.each([
    [sessionPolicyText, true],
    [trustPolicyText, true],
    ['{"Statement":{"Effect":', true],
    ['{"Statement":[{"Action":', true],
    ['{"Statement":[]}', false],
    ['{"Statement":"SELECT 1"}', false],
    ['{"Statement":[{"text":"x"}]}', false],
    ['{"statement":[{"Effect":"Allow"}]}', false],
    ['{"name":"x"}', false],
    ['[{"Effect":"Allow"}]', false],
    ["", false],
  ])("%s", (text, expected) => {
    expect(looksLikePolicy(parsePolicy(text))).toBe(expected);
  });
});

describe("guessKind", () => {
  test.each([
    [sessionPolicyText, "identity"],
    [trustPolicyText, "trust"],
    ['{"Statement":[{"Principal":"*","Action":["sts:TagSession"]}]}', "trust"],
    ['{"Statement":[{"Principal":"*","Action":"s3:*","Resource":"*"}]}', "resource"],
    ['{"Statement":[{"Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}', "resource"],
    ['{"Statement":[{"Principal":"*","Action":"ecr:BatchGetImage"}]}', "resource"],
    ["{}", "identity"],
  ])("%s", (text, expected) => {
    expect(guessKind(parsePolicy(text))).toBe(expected);
  });
});
