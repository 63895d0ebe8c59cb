import { describe, expect, it } from "vitest";
import { policy, session } from "./memoryHost.js";

const s3 = policy("Allow s3:* on *");
const bytes = (text: string) => new TextEncoder().encode(text);
const lines = (...values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const answers = (output: string) =>
  output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const question = {
  principal: { kind: "role-session", roleArn: "arn:aws:iam::111122223333:role/r" },
  action: "s3:GetObject",
  resource: "arn:aws:s3:::b/k",
  resourceAccount: "111122223333",
  layers: { identity: [s3] },
};

describe("decide", () => {
  it("tells a person what was decided", async () => {
    const { status, output } = await session("decide q.json", { files: { "q.json": question } });
    expect(status).toBe(0);
    expect(output).toMatch(/^Allowed\n {2}Identity policies: policy 1, statement 1 allows it\n/);
  });

  it("answers in JSON, and takes standard input", async () => {
    const input = JSON.stringify({ id: "q", ...question });
    const { output } = await session("decide --format json", { input });
    expect(JSON.parse(output)).toMatchObject({
      id: "q",
      decision: "allow",
      decidedBy: [{ layer: "identity", policy: 0, statement: 0, effect: "Allow" }],
    });
  });

  it("goes on after a line that makes no sense, and ends with 2", async () => {
    const input = `${lines({ id: 1, ...question })}no JSON\n\n${lines({ id: 2, action: 7 })}{"id":3,"id":4}\n${lines({ id: 5, ...question, action: "s3:PutObject" })}`;
    const { status, output } = await session("decide --ndjson", { input });
    expect(status).toBe(2);
    const all = answers(output);
    expect(all.map(({ id }) => id)).toEqual([1, null, 2, 4, 5]);
    expect(all.map((each) => "error" in each)).toEqual([false, true, true, true, false]);
  });

  it("reads lines however they come in, the last one without its end", async () => {
    const whole = bytes(`\uFEFF${lines({ id: "ä", ...question })}${JSON.stringify({ id: "b", ...question })}`);
    const input = Array.from({ length: Math.ceil(whole.length / 7) }, (_, at) => whole.subarray(at * 7, at * 7 + 7));
    const { status, output } = await session("decide --ndjson -", { input });
    expect(status).toBe(0);
    expect(answers(output).map(({ id }) => id)).toEqual(["ä", "b"]);
  });

  it("takes bytes that are no text for a line that makes no sense", async () => {
    const input = [bytes('{"id":"'), new Uint8Array([0xff]), bytes(`"}\n${lines({ id: 2, ...question })}`)];
    const { status, output } = await session("decide --ndjson", { input });
    expect(status).toBe(2);
    expect(answers(output)).toMatchObject([{ id: null, error: "the line is not a text in UTF-8" }, { id: 2 }]);
  });

  it("ends with 3 where an answer is not known", async () => {
    const input = lines({ ...question, layers: { ...question.layers, serviceControlPolicies: "unknown" } });
    const { status, output } = await session("decide --ndjson", { input });
    expect(answers(output)[0].decision).toBe("unknown");
    expect(status).toBe(3);
  });

  it.each([
    ["decide none.json", 'There is no file "none.json".'],
    ["decide --ndjson none.json", 'There is no file "none.json".'],
    ["decide bad.json", "bad.json: not valid JSON"],
    ["decide empty.json", "empty.json: principal: is missing."],
    ["decide bad.json bad.json", "decide takes one file."],
    ["decide --ndjson --format text", "--ndjson answers in JSON"],
  ])("%s", async (line, words) => {
    const { status, output, errors } = await session(line, { files: { "bad.json": "{", "empty.json": "{}" } });
    expect({ status, output }).toEqual({ status: 2, output: "" });
    expect(errors).toContain(words);
  });
});

describe("compare", () => {
  const files = {
    "s.json": policy("Allow s3:GetObject on arn:aws:s3:::b/*", "Allow ec2:DescribeInstances on *"),
    "fine.json": policy("Allow s3:GetObject on arn:aws:s3:::b/*"),
    "r.json": s3,
    "ec2.json": policy("Allow ec2:* on *"),
  };

  it("tells a person what exceeds, and shows it", async () => {
    const { status, output } = await session("compare --session s.json --base r.json", { files });
    expect(status).toBe(1);
    expect(output).toBe(`✗ exceeds · compared with identity policies, over requests that can occur
  ✓ s.json, statement 1: within
  ✗ s.json, statement 2: exceeds
      not granted, for example ec2:DescribeInstances on *
`);
  });

  it("takes lists of policies after one option, and the option again", async () => {
    for (const base of ["--base r.json ec2.json", "--base r.json --base ec2.json"]) {
      expect((await session(`compare --session s.json fine.json ${base} --format json`, { files })).status, base).toBe(
        0,
      );
    }
  });

  it("answers in JSON by the contract", async () => {
    const { output } = await session("compare --session s.json --base r.json --format json", { files });
    expect(JSON.parse(output)).toMatchObject({
      verdict: "exceeds",
      universe: "catalog",
      ceiling: ["identity"],
      statements: [
        { policy: 0, index: 0, verdict: "within", exceedingActions: [], exceedingActionCount: 0 },
        {
          policy: 0,
          index: 1,
          verdict: "exceeds",
          reasons: ["not-granted"],
          counterexample: { action: "ec2:DescribeInstances", resource: "*", context: {} },
          exceedingActions: ["ec2:DescribeInstances"],
          exceedingActionCount: 1,
        },
      ],
    });
  });

  it("names at most 50 actions, and none in the universe of all texts", async () => {
    const all = { "a.json": policy("Allow s3:* on *"), "none.json": policy("Allow ec2:* on *") };
    const { output } = await session("compare --session a.json --base none.json --format json", { files: all });
    const [statement] = JSON.parse(output).statements;
    expect(statement.exceedingActions).toHaveLength(50);
    expect(statement.exceedingActionCount).toBeGreaterThan(100);
    const any = await session("compare --session a.json --base none.json --universe any --format json", { files: all });
    expect(JSON.parse(any.output).statements[0]).not.toHaveProperty("exceedingActions");
  });

  it("answers line by line", async () => {
    const input = lines(
      { id: "a", session: [files["s.json"]], base: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] },
      { id: "b", session: [files["fine.json"]], base: [s3], universe: "any" },
      { id: "c", session: [files["fine.json"]], base: [] },
      { id: "d", session: [] },
      { id: "e", session: [files["fine.json"]], base: [s3], boundery: s3 },
      { id: "f", session: [files["fine.json"]], base: [{ Statement: [{ Effect: "Allow" }] }] },
      { id: "g", session: [files["fine.json"]], base: [s3], universe: "all" },
    );
    const { status, output } = await session("compare --ndjson", { input });
    expect(status).toBe(2);
    expect(answers(output).map(({ id, verdict, universe, error }) => [id, verdict ?? error, universe])).toEqual([
      ["a", "exceeds", "catalog"],
      ["b", "within", "any"],
      ["c", "exceeds", "catalog"],
      ["d", "base: is missing", undefined],
      ["e", "boundery: is no member of such a question", undefined],
      ["f", expect.stringMatching(/^base\[0\]: is no identity policy that can be read/), undefined],
      ["g", 'universe: must be "catalog" or "any"', undefined],
    ]);
  });

  describe("whose session it is", () => {
    const roleArn = "arn:aws:iam::111122223333:role/r";
    const home = "arn:aws:s3:::b/${aws:PrincipalAccount}/*";
    const own = (account: string) => policy(`Allow s3:GetObject on arn:aws:s3:::b/${account}/*`);

    it.each([
      ["left out, is not known", undefined, "111122223333", "depends"],
      ["a role's: its account", { kind: "role-session", roleArn }, "111122223333", "within"],
      ["another account", { kind: "role-session", roleArn }, "444455556666", "exceeds"],
      [
        "a federated user's",
        { kind: "federated-user", userArn: "arn:aws:iam::444455556666:user/u" },
        "444455556666",
        "within",
      ],
    ])("%s", async (_, principal, account, verdict) => {
      const input = lines({ session: [own(account)], base: [policy(`Allow s3:* on ${home}`)], principal });
      const { output } = await session("compare --ndjson", { input });
      expect(answers(output)[0].verdict).toBe(verdict);
    });

    it("takes SCPs off the management account", async () => {
      const scps = { serviceControlPolicies: [[policy("Allow ec2:* on *")]] };
      const principal = { kind: "role-session", roleArn, managementAccount: true };
      const input = lines(
        { session: [own("x")], base: [s3], ...scps },
        { session: [own("x")], base: [s3], ...scps, principal },
      );
      const { output } = await session("compare --ndjson", { input });
      expect(answers(output).map(({ verdict }) => verdict)).toEqual(["exceeds", "within"]);
    });

    it("is named by options", async () => {
      const here = { "s.json": own("111122223333"), "r.json": policy(`Allow s3:* on ${home}`) };
      const line = `compare --session s.json --base r.json --principal ${roleArn} --session-name s`;
      expect((await session(line, { files: here })).status).toBe(0);
    });
  });

  it.each([
    ["within a base, under SCPs that are not known", { base: [s3], serviceControlPolicies: "unknown" }, "unknown", 3],
    [
      "beyond a base, whatever the SCPs are",
      { base: [files["ec2.json"]], serviceControlPolicies: "unknown" },
      "exceeds",
      1,
    ],
    ["a base that is not known", { base: "unknown" }, "unknown", 3],
  ])("%s", async (_, rest, verdict, status) => {
    const input = lines({ session: [files["fine.json"]], ...rest });
    const ran = await session("compare --ndjson", { input });
    expect([answers(ran.output)[0].verdict, ran.status]).toEqual([verdict, status]);
  });

  it.each([
    ["compare --base r.json", "--session is missing"],
    ["compare --session s.json", "--base is missing"],
    ["compare s.json r.json", '"s.json" follows no option'],
    ["compare --session - --base -", "one policy only"],
    ["compare --ndjson --session s.json", "the policies stand in the questions"],
    ["compare --ndjson --session-name s", "the principal stands in the questions"],
    ["compare --session s.json --base r.json --session-name s", "--session-name needs --principal"],
    ["compare --session s.json --base r.json --principal me", '--principal "me" is not the ARN of a role'],
  ])("%s", async (line, words) => {
    const ran = await session(line, { files, input: JSON.stringify(s3) });
    expect(ran).toMatchObject({ status: 2, output: "", errors: expect.stringContaining(words) });
  });
});

describe("effective", () => {
  const files = {
    "s.json": policy("Allow s3:GetObject,s3:PutObject on arn:aws:s3:::b/*", "Allow ec2:DescribeInstances on *"),
    "r.json": policy("Allow s3:Get* on *", "Deny s3:* on arn:aws:s3:::b/secret/*"),
    "s3.json": s3,
  };

  it("tells a person what is left of a session", async () => {
    const { status, output } = await session("effective --session s.json --base r.json", { files });
    expect(status).toBe(0);
    expect(output).toBe(`ec2
  Taken away
    ec2:DescribeInstances on * by identity policies

s3
  Allowed
    s3:GetObject on arn:aws:s3:::b/* except arn:aws:s3:::b/secret/*
  Taken away
    s3:GetObject and s3:PutObject on arn:aws:s3:::b/secret/* by identity policies, statement 2
    s3:PutObject on arn:aws:s3:::b/* by identity policies
`);
  });

  it("says the same in Markdown and in JSON", async () => {
    const markdown = await session("effective --session s.json --base r.json --format markdown", { files });
    expect(markdown.output).toContain("- `s3:GetObject` on `arn:aws:s3:::b/*` except `arn:aws:s3:::b/secret/*`");
    const json = await session("effective --session s.json --base r.json --format json", { files });
    expect(JSON.parse(json.output)).toEqual({
      allowed: [
        {
          actions: ["s3:GetObject"],
          resources: ["arn:aws:s3:::b/*"],
          except: ["arn:aws:s3:::b/secret/*"],
          conditions: [],
          when: [],
          grantedBy: [{ layer: "identity", policy: 0, statement: 0 }],
        },
      ],
      removed: [
        { actions: ["ec2:DescribeInstances"], resources: ["*"], except: [], by: { layer: "identity" } },
        {
          actions: ["s3:GetObject", "s3:PutObject"],
          resources: ["arn:aws:s3:::b/secret/*"],
          except: [],
          by: { layer: "identity", policy: 0, statement: 1 },
        },
        { actions: ["s3:PutObject"], resources: ["arn:aws:s3:::b/*"], except: [], by: { layer: "identity" } },
      ],
      unknown: [],
      notGiven: [],
    });
  });

  it("names conditions shortly, and in full beside", async () => {
    const statement = {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24"] } },
    };
    const base = { Version: "2012-10-17", Statement: [statement] };
    const input = lines({ id: 1, session: [policy("Allow s3:* on arn:aws:s3:::b/*")], base: [base] });
    const { output } = await session("effective --ndjson", { input });
    const [{ id, allowed }] = answers(output);
    expect({ id, allowed }).toMatchObject({
      id: 1,
      allowed: [
        {
          conditions: ["aws:SourceIp is in 203.0.113.0/24, 198.51.100.0/24 or 1 more"],
          when: [
            {
              unless: false,
              statement: { layer: "identity", policy: 0, statement: 0 },
              tests: [
                { operator: "IpAddress", key: "aws:SourceIp", values: statement.Condition.IpAddress["aws:SourceIp"] },
              ],
            },
          ],
        },
      ],
    });
  });

  it("names what is not given, and ends with 3 where something hangs on it", async () => {
    const own = policy("Allow s3:GetObject on arn:aws:s3:::b/*");
    const input = lines({ session: [own], base: [s3], serviceControlPolicies: "unknown" });
    const { status, output } = await session("effective --ndjson", { input });
    expect(status).toBe(3);
    expect(answers(output)).toMatchObject([
      {
        allowed: [],
        unknown: [{ actions: ["s3:GetObject"], why: '"serviceControlPolicies" is not known' }],
        notGiven: ["serviceControlPolicies"],
      },
    ]);
  });

  it("answers a line that makes no sense with an error", async () => {
    const { status, output } = await session("effective --ndjson", { input: lines({ id: 7, session: [s3] }) });
    expect([status, answers(output)]).toEqual([2, [{ id: 7, error: "base: is missing" }]]);
  });

  it("reads AWS managed policies, and has words for nothing", async () => {
    const base = "--base arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess";
    const { status, output } = await session(`effective --session s.json ${base}`, { files });
    expect(status).toBe(0);
    expect(output).toContain("ec2:DescribeInstances on *\n");
    const nothing = await session("effective --session s3.json --base none.json", {
      files: { ...files, "s3.json": policy("Deny s3:* on *"), "none.json": s3 },
    });
    expect(nothing.output).toBe("Nothing is allowed.\n");
  });

  it.each([
    ["effective --base r.json", "--session is missing"],
    ["effective s.json", '"s.json" follows no option'],
    ["effective --ndjson --format text", "--ndjson answers in JSON"],
    ["effective --session s.json --base r.json --format sarif", "sarif"],
  ])("%s", async (line, words) => {
    const ran = await session(line, { files });
    expect(ran).toMatchObject({ status: 2, output: "", errors: expect.stringContaining(words) });
  });
});
