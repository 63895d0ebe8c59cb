import { describe, expect, it } from "vitest";
import { policy, session } from "./memoryHost.js";

/*
 * What makes no sense is answered with an error that names the place, or as the rules say: never by a crash, a hang or a
 * silent Allow.
 */
const allow = policy("Allow s3:* on *");

const decision = {
  principal: { kind: "role-session", roleArn: "arn:aws:iam::111122223333:role/r" },
  action: "s3:GetObject",
  resource: "arn:aws:s3:::b/k",
  resourceAccount: "111122223333",
  contextIsComplete: true,
  layers: { identity: [allow], session: [allow] },
};
const comparison = { session: [policy("Allow s3:GetObject on *")], base: [allow] };

async function answerTo(command: "decide" | "compare" | "effective", question: unknown) {
  const input = `${typeof question === "string" ? question : JSON.stringify(question)}\n`;
  const { status, output } = await session(`${command} --ndjson`, { input });
  const answer = JSON.parse(output) as { readonly [name: string]: unknown };
  return { status, answer };
}

const statement = (more: object) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*", ...more }],
});

/** JSON of so many lists in one another. */
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("decide", () => {
  it.each([
    [{ principal: undefined }, /^principal: is missing/],
    [{ principal: [] }, /^principal: must be an object/],
    [{ principal: { kind: "user" } }, /^principal\.kind:/],
    [{ principal: { kind: "role-session" } }, /^principal\.roleArn: is missing/],
    [{ principal: { kind: "role-session", roleArn: "arn:aws:iam::1:role/r" } }, /^principal\.roleArn:/],
    [{ principal: { ...decision.principal, managementAccount: "yes" } }, /^principal\.managementAccount:/],
    [{ action: "s3:*" }, /^action:/],
    [{ action: "s3:Get\u0000Object\n" }, /^action:/],
    [{ resource: "arn:aws:s3" }, /^resource:/],
    [{ resource: 7 }, /^resource:/],
    [{ resourceAccount: 111122223333 }, /^resourceAccount:/],
    [{ context: { "aws:SourceIp": { a: 1 } } }, /^context\.aws:SourceIp:/],
    [{ context: { "aws:SourceIp": "1", "AWS:sourceip": "2" } }, /^context\./],
    [{ context: { "aws:PrincipalAccount": "444455556666" } }, /^context\.aws:PrincipalAccount:/],
    [{ contextIsComplete: "true" }, /^contextIsComplete:/],
    [{ layers: undefined }, /^layers: is missing/],
    [{ layers: { identities: [] } }, /^layers\.identities: is no layer/],
    [{ layers: { identity: allow } }, /^layers\.identity: must be a list/],
    [{ layers: { identity: [null] } }, /^layers\.identity\[0\]: must be an object/],
    [{ layers: { identity: ["arn:aws:iam::aws:policy/NoSuchPolicy"] } }, /^layers\.identity\[0\]:/],
    [{ layers: { identity: [{}] } }, /^layers\.identity\[0\]: is no identity policy/],
    [{ layers: { identity: [statement({ Effect: "allow" })] } }, /^layers\.identity\[0\]: .* at Statement\.0/],
    [{ layers: { identity: [statement({ Action: 7 })] } }, /^layers\.identity\[0\]: .* at Statement\.0/],
    [{ layers: { identity: [statement({ Condition: [] })] } }, /^layers\.identity\[0\]: .* at Statement\.0/],
    [{ layers: { serviceControlPolicies: [allow] } }, /^layers\.serviceControlPolicies\[0\]: must be a list/],
  ])("names the place of %j", async (part, place) => {
    const { status, answer } = await answerTo("decide", { id: 1, ...decision, ...part });
    expect(answer).toEqual({ id: 1, error: expect.stringMatching(place) });
    expect(status).toBe(2);
  });

  it.each([
    ["an operator that AWS does not know", { StringEqual: { "aws:SourceIp": "a" } }],
    ["a number that is none", { NumericLessThan: { "aws:MultiFactorAuthAge": "ten" } }],
    ["a date that the calendar does not have", { DateLessThan: { "aws:CurrentTime": "2026-02-30" } }],
    ["a date of one digit too few", { DateLessThan: { "aws:CurrentTime": "2026-1-1" } }],
    ["a prefix that is too long", { IpAddress: { "aws:SourceIp": "10.0.0.0/33" } }],
    ["an address that is none", { IpAddress: { "aws:SourceIp": "300.0.0.1" } }],
    ["base64 that is none", { BinaryEquals: { "s3:x": "a" } }],
    ["a Boolean that is none", { Bool: { "aws:SecureTransport": "yes" } }],
    ["no values", { StringEquals: { "aws:SourceIp": [] } }],
  ])("cannot tell what %s means, in an Allow and in a Deny", async (_, Condition) => {
    const context = {
      "aws:SourceIp": "10.0.0.1",
      "aws:MultiFactorAuthAge": "5",
      "aws:CurrentTime": "2026-01-01T00:00:00Z",
      "aws:SecureTransport": "true",
      "s3:x": "YQ==",
    };
    for (const [Effect, others] of [
      ["Allow", []],
      ["Deny", [allow]],
    ] as const) {
      const layers = { identity: [...others, statement({ Effect, Condition })] };
      const { status, answer } = await answerTo("decide", { ...decision, context, layers });
      expect(answer.decision).toBe("unknown");
      expect(status).toBe(3);
    }
  });

  it("takes names of JavaScript's own for names like others", async () => {
    const question = JSON.stringify({ ...decision, layers: { identity: [statement({})] } });
    const { answer } = await answerTo(
      "decide",
      question.replace('{"identity"', '{"__proto__":{"identity":[]},"identity"'),
    );
    expect(answer.error).toBe("layers.__proto__: is no layer");
    const context = { ...decision, context: JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') };
    expect((await answerTo("decide", context)).answer.decision).toBe("allow");
    const condition = JSON.parse('{"StringEquals":{"__proto__":"a"},"constructor":{"toString":"b"}}');
    const layers = { identity: [statement({ Condition: condition })] };
    expect((await answerTo("decide", { ...decision, layers })).answer.decision).not.toBe("allow");
  });
});

describe("compare and effective", () => {
  it.each([
    [{ session: undefined }, /^session: is missing/],
    [{ base: undefined }, /^base: is missing/],
    [{ session: [] }, /^session: must have/],
    [{ session: "all" }, /^session: must be a list/],
    [{ base: [[]] }, /^base\[0\]: must be an object/],
    [{ boundary: [allow] }, /^boundary: must be an object/],
    [{ serviceControlPolicies: [allow] }, /^serviceControlPolicies\[0\]: must be a list/],
    [{ scp: [] }, /^scp: is no member/],
    [{ base: [statement({ Resource: null })] }, /^base\[0\]: .* at Statement\.0/],
    [{ base: [statement({ Effect: "DENY" })] }, /^base\[0\]: .* at Statement\.0/],
  ])("name the place of %j", async (part, place) => {
    for (const command of ["compare", "effective"] as const) {
      const { status, answer } = await answerTo(command, { id: 1, ...comparison, ...part });
      expect(answer).toEqual({ id: 1, error: expect.stringMatching(place) });
      expect(status).toBe(2);
    }
  });

  it.each([
    [{ universe: "all" }, /^universe:/, "compare"],
    [{ principal: {} }, /^principal\.kind:/, "effective"],
    [{ principal: 5 }, /^principal: must be an object/, "compare"],
    [{ principal: { kind: "role-session" } }, /^principal\.roleArn: is missing/, "compare"],
    [{ principal: { kind: "role-session", roleArn: "arn:aws:iam::1:role/r" } }, /^principal\.roleArn:/, "compare"],
    [{ principal: { ...decision.principal, sessionName: "" } }, /^principal\.sessionName:/, "compare"],
    [
      { session: [], principal: { kind: "federated-user", userArn: "arn:aws:iam::111122223333:user/u" } },
      /^session:/,
      "compare",
    ],
    [{ resourcePolicies: [] }, /^principal: is missing/, "effective"],
    [{ statement: { policy: 0, index: 3 } }, /^statement:/, "effective"],
    [{ statement: 1 }, /^statement: must be an object/, "effective"],
    [{ actions: "s3:*" }, /^actions: must be a list of strings/, "effective"],
    [{ resourcePoliciesComplete: 1, ...decision.principal }, /is no member/, "effective"],
    [
      { principal: decision.principal, resourcePolicies: [{ resource: "b" }] },
      /^resourcePolicies\[0\]\.resource:/,
      "effective",
    ],
    [
      { principal: decision.principal, resourcePolicies: [{ resource: "arn:aws:s3:::b", policies: [] }] },
      /^resourcePolicies\[0\]\.policies:/,
      "effective",
    ],
  ] as const)("name the place of %j of their own", async (part, place, command) => {
    const { answer } = await answerTo(command, { id: 1, ...comparison, ...part });
    expect(answer).toEqual({ id: 1, error: expect.stringMatching(place) });
  });

  it("never say within or allowed of a condition that cannot be evaluated", async () => {
    for (const Condition of [
      { StringEqual: { "aws:SourceIp": "a" } },
      { NumericLessThan: { "aws:MultiFactorAuthAge": "ten" } },
      { IpAddress: { "aws:SourceIp": "10.0.0.0/33" } },
      { DateLessThan: { "aws:CurrentTime": "tomorrow" } },
    ]) {
      const base = [statement({ Condition })];
      expect((await answerTo("compare", { ...comparison, base })).answer.verdict).toBe("unknown");
      const { answer, status } = await answerTo("effective", { ...comparison, base });
      expect(answer.allowed).toEqual([]);
      expect(status).toBe(3);
    }
  });
});

describe("every command", () => {
  const commands = ["decide", "compare", "effective"] as const;
  const questionOf = (command: (typeof commands)[number], base: unknown) =>
    command === "decide" ? { ...decision, layers: { identity: [base] } } : { ...comparison, base: [base] };

  it.each(commands)("%s: what is no JSON, or says a thing twice", async (command) => {
    for (const text of [
      "{",
      "\u0000",
      '{"a":1,"a":2}',
      "7",
      "null",
      '"\\ud800"',
      nested(100_000),
      `{"session":${nested(50_000)}}`,
    ]) {
      const { status, answer } = await answerTo(command, text);
      expect(answer.error).toMatch(/./);
      expect(answer.error).not.toMatch(/internal error/);
      expect(status).toBe(2);
    }
  });

  it.each(commands)("%s: a policy nested without end", async (command) => {
    const text = JSON.stringify(questionOf(command, "POLICY"));
    for (const depth of [200, 20_000]) {
      const deep = `{"Version":"2012-10-17","Statement":${nested(depth)}}`;
      const { status, answer } = await answerTo(command, text.replace('"POLICY"', deep));
      expect(answer.error).toMatch(/nested more than 128 deep/);
      expect(status).toBe(2);
    }
  });

  it.each(commands)("%s: ten thousand statements", { timeout: 60_000 }, async (command) => {
    const Statement = Array.from({ length: 10_000 }, (_, i) => ({
      Effect: i % 7 === 0 ? "Deny" : "Allow",
      Action: ["s3:GetObject", `s3:Get?bject${i}`],
      Resource: `arn:aws:s3:::bucket-${i}/*`,
    }));
    const { answer } = await answerTo(command, questionOf(command, { Version: "2012-10-17", Statement }));
    expect(answer.error).toBeUndefined();
    if (command === "compare") expect(answer.verdict).not.toBe("within");
    if (command === "decide") expect(answer.decision).toBe("deny-implicit");
  });

  it.each(commands)("%s: characters that no policy may have", async (command) => {
    const base = statement({ Action: "s3:Get\u0000Object", Resource: "arn:aws:s3:::b/\u0000*" });
    const { answer } = await answerTo(command, questionOf(command, base));
    expect(JSON.stringify(answer)).toMatch(/"(deny-implicit|exceeds|unknown|removed)"/);
  });
});
