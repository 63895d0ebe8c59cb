import { describe, expect, it } from "vitest";
import { checkedFile } from "../../../server/src/cli/check/checkedFile.js";
import { checkStatus } from "../../../server/src/cli/check/tally.js";
import type { PolicyAnalysis } from "../../../server/src/core/analysis.js";
import type { Finding } from "../../../server/src/core/lint/finding.js";
import { allowing, analysisOf, policyAnalysis } from "../../support/analysisBuilder.js";
import { type Files, policy, session, unreadable } from "./memoryHost.js";

const config = {
  version: 1,
  roles: { R: { identityPolicies: ["roles/r.json"], permissionsBoundary: null } },
  sessions: [{ name: "S", files: ["sessions/*.json"], role: "R" }],
};

/** A role that may do everything in S3, and sessions of it. */
function workspace(more: Files = {}): Files {
  return {
    "session-policy.config.json": config,
    "roles/r.json": policy("Allow s3:* on *"),
    "sessions/fine.json": policy("Allow s3:GetObject on arn:aws:s3:::b/*"),
    ...more,
  };
}

const exceeding = policy("Allow s3:GetObject on arn:aws:s3:::b/*", "Allow ec2:DescribeInstances on *");

// biome-ignore lint/suspicious/noExplicitAny: reports are looked into at many places
async function reportOf(line: string, files: Files, input = ""): Promise<any> {
  const { output } = await session(`${line} --format json`, { files, input });
  return JSON.parse(output);
}

async function checkedFiles(line: string, files: Files): Promise<readonly string[]> {
  const { files: checked } = await reportOf(line, files);
  return checked.map(({ file }: { file: string }) => file);
}

describe("which files are checked", () => {
  it("in a folder: configs, what they link, *.session.json, and what looks like a policy; sorted", async () => {
    const files = workspace({
      "a.session.json": "{",
      "package.json": { name: "x" },
      "notes.txt": "Statement",
      "other.json": policy("Allow s3:GetObject on *"),
      "node_modules/m/p.json": policy("Allow s3:GetObject on *"),
    });
    expect(await checkedFiles("check", files)).toEqual([
      "a.session.json",
      "other.json",
      "roles/r.json",
      "session-policy.config.json",
      "sessions/fine.json",
    ]);
  });

  it("takes a linked file whatever it is called and whatever is in it", async () => {
    const files = {
      "session-policy.config.json": { ...config, sessions: [{ files: ["task.policy"], role: "R" }] },
      "roles/r.json": policy("Allow s3:* on *"),
      "task.policy": "",
      "other.policy": "",
    };
    expect(await checkedFiles("check", files)).toContain("task.policy");
    expect(await checkedFiles("check", files)).not.toContain("other.policy");
  });

  it("respects .gitignore, also those above, and what the inner ones take back", async () => {
    const one = policy("Allow s3:GetObject on *");
    const files = {
      ".git/HEAD": "",
      ".gitignore": "build/\n*.tmp.json\n",
      "p/.gitignore": "!kept.tmp.json\n/top.json\n",
      "p/build/a.json": one,
      "p/b.tmp.json": one,
      "p/kept.tmp.json": one,
      "p/top.json": one,
      "p/q/top.json": one,
    };
    expect(await checkedFiles("check", files)).toEqual(["p/kept.tmp.json", "p/q/top.json"]);
    expect(await checkedFiles("check p", files)).toEqual(["p/kept.tmp.json", "p/q/top.json"]);
    expect(await checkedFiles("check p/build", files), "an ignored folder that is named").toEqual(["p/build/a.json"]);
    expect(await checkedFiles("check p/b.tmp.json", files)).toEqual(["p/b.tmp.json"]);
  });

  it("checks a file once, and one that is named whatever it is", async () => {
    const files = workspace({ "package.json": { name: "x" } });
    expect(await checkedFiles("check package.json sessions sessions/fine.json", files)).toEqual([
      "package.json",
      "sessions/fine.json",
    ]);
  });

  it("says so where there is nothing to check", async () => {
    const ran = await session("check", { files: { "a.txt": "" } });
    expect(ran).toEqual({
      status: 0,
      output: "0 files checked\n",
      errors: "session-policy: there is no policy in ..\n",
    });
  });

  it("names files from the working folder", async () => {
    const { output } = await session("check ../sessions --format json", {
      files: workspace({ "scripts/x.txt": "" }),
      workingFolder: "scripts",
    });
    expect(JSON.parse(output).files[0].file).toBe("../sessions/fine.json");
  });
});

describe("what the base is", () => {
  it("the nearest config upward, even above the working folder", async () => {
    const { output } = await session("check fine.json --format json", {
      files: workspace(),
      workingFolder: "sessions",
    });
    const [checked] = JSON.parse(output).files;
    expect(checked).toMatchObject({
      file: "fine.json",
      policies: [{ session: "S", principal: "R", verdict: "within" }],
    });
  });

  it("--config, wherever it is", async () => {
    const files = { ...workspace(), "ci.json": config };
    const report = await reportOf("check sessions/fine.json --config ci.json", files);
    expect(report.files[0].policies[0]).toMatchObject({ session: "S", principal: "R" });
  });

  it("--config alone checks its folder", async () => {
    const files = { "a/c.json": config, "a/roles/r.json": policy("Allow s3:* on *"), "b/x.session.json": "{" };
    expect(await checkedFiles("check --config a/c.json", files)).toEqual(["a/c.json", "a/roles/r.json"]);
  });

  it("--base, --boundary and --scp, for files without a config; what is not named is not given", async () => {
    const files = {
      "s.json": exceeding,
      "r.json": policy("Allow s3:* on *"),
      "b.json": policy("Allow s3:* on *"),
      "p.json": policy("Allow * on *"),
    };
    const report = await reportOf(
      "check s.json --base r.json --boundary b.json --scp p.json,p.json --scp p.json",
      files,
    );
    expect(report.files[0].policies[0]).toMatchObject({
      kind: "session",
      session: "s",
      principal: null,
      verdict: "exceeds",
      notGiven: ["resourceControlPolicies", "resourcePolicies"],
    });
  });

  it("checks a base that is in the folder as what it is", async () => {
    const files = { "s.json": exceeding, "r.json": policy("Allow s3:* on *"), "t.session.json": exceeding };
    const report = await reportOf("check . --base r.json", files);
    expect(
      report.files.map(({ file, policies }: { file: string; policies: { kind: string }[] }) => [
        file,
        policies[0]?.kind,
      ]),
    ).toEqual([
      ["r.json", "identity"],
      ["s.json", "session"],
      ["t.session.json", "session"],
    ]);
  });

  it("AWS managed policies by their ARN", async () => {
    const files = { "s.json": exceeding };
    const report = await reportOf("check s.json --base arn:aws:iam::aws:policy/AmazonS3FullAccess", files);
    expect(report.files[0].policies[0].verdict).toBe("exceeds");
  });

  it("standard input as a file or as a base, but not as both", async () => {
    const input = JSON.stringify(exceeding);
    const report = await reportOf("check - --base r.json", { "r.json": policy("Allow s3:* on *") }, input);
    expect(report.files[0]).toMatchObject({ file: "-", policies: [{ session: "standard input", verdict: "exceeds" }] });
    const both = await session("check - --base -", { input });
    expect(both).toMatchObject({ status: 2, errors: expect.stringContaining("one policy only") });
  });

  it("--kind says what a file is", async () => {
    const files = { "p.json": policy("Allow s3:GetObject on *") };
    const report = await reportOf("check p.json --kind boundary", files);
    expect(report.files[0].policies[0]).toMatchObject({ kind: "boundary", verdict: "no-base", session: null });
    expect(report.files[0].policies[0].characters.limit).toBeNull();
  });
});

describe("the JSON report", () => {
  it("has all that the contract names", async () => {
    const files = workspace({ "sessions/fine.json": exceeding });
    const report = await reportOf("check sessions", files);
    expect(Object.keys(report)).toEqual(["version", "catalog", "files", "summary"]);
    expect(report.summary).toEqual({ errors: 0, securityWarnings: 0, warnings: 1, suggestions: 0, unknown: 0 });
    const [first] = report.files[0].policies;
    expect(first.findings[0]).toEqual({
      rule: "exceeds-base-role",
      severity: "warning",
      message: expect.stringContaining("ec2:DescribeInstances"),
      path: ["Statement", 1, "Action"],
      range: { start: { line: 10, character: 16 }, end: { line: 10, character: 39 } },
      counterexample: { action: "ec2:DescribeInstances", resource: "*", context: {} },
      fixes: ["Remove what the role doesn't grant"],
    });
    expect(
      first.actions.map(({ pattern, result, decidedBy }: Record<string, string>) => [pattern, result, decidedBy]),
    ).toEqual([
      ["s3:GetObject", "allowed", "identity"],
      ["ec2:DescribeInstances", "no-effect", "identity"],
    ]);
    expect(first.actions[0].text).toBe("Allowed on b/*");
    const text = JSON.stringify(exceeding, undefined, 2);
    expect(first.region).toEqual({ start: 0, end: text.length });
    expect(first.characters).toEqual({ sent: text.length, minified: JSON.stringify(exceeding).length, limit: 2048 });
  });

  it("counts characters with a byte order mark and in code points, and places in UTF-16", async () => {
    const files = { "s.json": '\uFEFF{"Version":"2012-10-17","Id":"😀","Statement":[{"Effect":"allow"}]}\n' };
    const [checked] = (await reportOf("check s.json --kind session", files)).files;
    expect(checked.policies[0].characters.sent).toBe([...files["s.json"]].length);
    const invalid = checked.policies[0].findings.find(({ rule }: { rule: string }) => rule === "invalid-effect");
    expect(invalid.range.start).toEqual({ line: 0, character: files["s.json"].indexOf('"allow"') });
  });

  it("has an entry for each session that uses a file", async () => {
    const sessions = ["A", "B"].map((name) => ({ name, files: ["sessions/fine.json"], role: "R" }));
    const files = workspace({ "session-policy.config.json": { ...config, sessions } });
    const report = await reportOf("check sessions", files);
    expect(report.files[0].policies.map(({ session }: { session: string }) => session)).toEqual(["A", "B"]);
  });

  it("leaves out what the config accepts, and takes its levels", async () => {
    const ignore = [{ rule: "exceeds-base-role", files: ["sessions/fine.json"], reason: "known" }];
    const files = { ...workspace(), "sessions/fine.json": exceeding, "sessions/two.json": exceeding };
    const changed = { ...config, ignore, rules: { "exceeds-base-role": "error" } };
    const report = await reportOf("check sessions", { ...files, "session-policy.config.json": changed });
    expect(report.summary).toMatchObject({ errors: 1, warnings: 0 });
  });
});

describe("configs at fault", () => {
  const broken = { ...config, roles: { R: { identityPolicies: ["roles/none.json"] } } };

  it("have their findings among the files, checked or not", async () => {
    const files = workspace({ "session-policy.config.json": broken });
    for (const line of ["check", "check sessions/fine.json"]) {
      const { files: checked } = await reportOf(line, files);
      const found = checked.find(({ file }: { file: string }) => file === "session-policy.config.json");
      expect(found.findings, line).toMatchObject([{ rule: "config-missing-file", severity: "error", fixes: [] }]);
    }
    expect((await session("check sessions/fine.json", { files })).status).toBe(1);
  });

  it("have what may be why a file is linked to no session, where the file is named", async () => {
    const unlinked = (member: object) => workspace({ "session-policy.config.json": { ...config, ...member } });
    const rulesOf = async (files: Files, line = "check sessions/fine.json") => {
      const { files: checked } = await reportOf(line, files);
      const found = checked.find(({ file }: { file: string }) => file === "session-policy.config.json");
      return found?.findings.map(({ rule }: Finding) => rule);
    };
    const misspelt = unlinked({ sessions: [{ name: "S", file: ["sessions/*.json"], role: "R" }] });
    expect(await rulesOf(misspelt)).toEqual(["config-missing-property", "config-unknown-property"]);
    expect(await rulesOf(unlinked({ sessions: [], session: [] }))).toEqual(["config-unknown-property"]);
    // What is said to be a role's policy, or a session policy, is meant to be none of a config's sessions.
    expect(await rulesOf(misspelt, "check roles/r.json")).toBeUndefined();
    expect(await rulesOf(misspelt, "check sessions/fine.json --base roles/r.json")).toBeUndefined();
    expect(await rulesOf(unlinked({ sessions: [] }))).toBeUndefined();
  });

  it("are told by the file itself where a role is linked by its name", async () => {
    const files = { "x.session.json": policy("Allow s3:GetObject on *"), "x.role.json": "{" };
    const { files: checked } = await reportOf("check x.session.json", files);
    expect(checked.map(({ file }: { file: string }) => file)).toEqual(["x.role.json", "x.session.json"]);
  });
});

describe("input that cannot be used", () => {
  it.each([
    ["check nope.json", 'There is no file or folder "nope.json".'],
    ["check shut.json", '"shut.json" can\'t be read.'],
    ["check --config nope.json", 'There is no config "nope.json".'],
    ["check s.json --base nope.json", 'There is no file "nope.json".'],
    ["check s.json --base broken.json", "broken.json can't be used as a policy: it is not valid JSON"],
    [
      "check s.json --base arn:aws:iam::aws:policy/ReadOnlyAcess",
      'Did you mean "arn:aws:iam::aws:policy/ReadOnlyAccess"?',
    ],
    ["check s.json --format xml", "--format takes text, json, sarif, github"],
    ["check s.json --fail-on fatal", "--fail-on takes error, security-warning, warning, suggestion, never"],
    ["check s.json --kind role", "--kind takes session, identity"],
    ["check s.json --kind scp --base s.json", "--kind scp has no base"],
    ["check s.json --boundary s.json --boundary s.json", "--boundary may be given only once."],
    ["check s.json --scp s.json,,s.json", "lacks the name of a policy"],
    ["check --nonsense", "Unknown option '--nonsense'."],
    ["chekc", 'Did you mean "check"?'],
  ])("%s", async (line, words) => {
    const files = { "s.json": policy("Allow s3:* on *"), "shut.json": unreadable, "broken.json": "{" };
    const { status, errors } = await session(line, { files });
    expect(status).toBe(2);
    expect(errors).toContain(words);
    expect(errors).not.toMatch(/\n\s+at /);
  });

  it("does not keep the others from being checked", async () => {
    const { status, output } = await session("check nope.json s.json", { files: { "s.json": exceeding } });
    expect(status).toBe(2);
    expect(output).toContain("s.json  identity policy");
  });

  it.each([
    ["broken JSON", '{ "Statement": [', "json-syntax-error"],
    ["an empty file", "", "empty-policy"],
    ["no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "unreadable-file"],
    ["5 MB", "a".repeat(5_000_000), "json-too-long"],
    ["nested too deep", `{"Statement":${"[".repeat(10_000)}`, "json-too-deep"],
    ["keys of the prototype", '{"__proto__": 1, "Statement": 7}', "wrong-type"],
  ])("is a finding: %s", async (_, content, rule) => {
    const ran = await session("check s.json --kind session --format json", { files: { "s.json": content } });
    expect(ran).toMatchObject({ status: 1, errors: "" });
    const [checked] = JSON.parse(ran.output).files;
    const findings = [...checked.findings, ...checked.policies.flatMap((each: { findings: [] }) => each.findings)];
    expect(findings.map((finding) => finding.rule)).toContain(rule);
  });

  it("of a linked file in a folder is a finding, of any other file nothing", async () => {
    const files = workspace({ "sessions/latin.json": new Uint8Array([0xff]), "other.json": new Uint8Array([0xff]) });
    const { files: checked } = await reportOf("check", files);
    expect(checked.map(({ file }: { file: string }) => file)).not.toContain("other.json");
    const latin = checked.find(({ file }: { file: string }) => file === "sessions/latin.json");
    expect(latin.findings).toMatchObject([{ rule: "unreadable-file" }]);
  });
});

describe("exit status", () => {
  it.each([
    ["error", 0],
    ["security-warning", 0],
    ["warning", 1],
    ["suggestion", 1],
    ["never", 0],
  ])("--fail-on %s with a warning: %i", async (level, status) => {
    const files = workspace({ "sessions/fine.json": exceeding });
    expect((await session(`check sessions --fail-on ${level}`, { files })).status).toBe(status);
  });

  it("is 3 where nothing can be told of a policy, unless findings come first", () => {
    const text = allowing("s3:GetObject");
    const file = (verdict: PolicyAnalysis["verdict"]) => {
      const analysis = analysisOf(policyAnalysis(text, { verdict }));
      return checkedFile({ uri: "file:///w/s.json", name: "s.json", text, analysis, findings: [] });
    };
    const warned: Finding = {
      rule: "r",
      severity: "warning",
      span: { start: 0, end: 0 },
      path: [],
      message: "",
      related: [],
      fixes: [],
    };
    expect(checkStatus([file("unknown"), file("within")], "error")).toBe(3);
    expect(checkStatus([{ ...file("unknown"), findings: [warned] }], "error")).toBe(3);
    expect(checkStatus([{ ...file("unknown"), findings: [warned] }], "warning")).toBe(1);
    expect(checkStatus([file("depends")], "suggestion")).toBe(0);
  });
});

describe("the text report", () => {
  it("tells findings, then what each action does", async () => {
    const { output } = await session("check sessions", { files: workspace({ "sessions/fine.json": exceeding }) });
    expect(output).toBe(`sessions/fine.json
  R · ${JSON.stringify(exceeding, undefined, 2).length} / 2,048 · 1 of 2 actions not granted
  Not given: SCPs, RCPs, resource policies

  11:17  warning  "ec2:DescribeInstances" has no effect: the base role R does not grant it.  exceeds-base-role
         "Action": "ec2:DescribeInstances",
                   ^^^^^^^^^^^^^^^^^^^^^^^
         for example ec2:DescribeInstances on *

  6:17   ✓ s3:GetObject           Allowed on b/*
  11:17  ✗ ec2:DescribeInstances  No effect · R doesn't grant it

1 file checked: 1 warning
`);
  });

  it("marks what passes on what is granted as a part, though keys have policies of their own (D4)", async () => {
    const files = workspace({ "roles/r.json": policy("Allow * on *"), "sessions/fine.json": policy("Allow * on *") });
    const { output } = await session("check sessions", { files });
    expect(output).toContain("/ 2,048 · passes on what is granted\n");
    expect(output).toContain("  6:17   ~ *  Passes on what R grants\n");
  });

  it("puts actions of a statement that fare alike into one row", async () => {
    const actions = ["GetObject", "PutObject", "DeleteObject", "GetObjectTagging"].map((name) => `s3:${name}`);
    const files = workspace({ "sessions/fine.json": policy(`Allow ${actions.join(",")} on arn:aws:s3:::b/*`) });
    const { output } = await session("check sessions", { files });
    expect(output).toContain("  7:9    ✓ s3:GetObject and 3 more  Allowed on b/*\n");
  });

  it("has colors on a terminal only, and none where they are not wanted", async () => {
    const files = workspace();
    const color = "\u001b[";
    expect((await session("check", { files, isTerminal: true })).output).toContain(color);
    for (const environment of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) {
      expect((await session("check", { files, isTerminal: true, environment })).output).not.toContain(color);
    }
    expect((await session("check", { files })).output).not.toContain(color);
  });

  it("lets no file play tricks on the terminal", async () => {
    const files = { "s.json": '{ "Statement": "\u001b[2J\u202e" \u009b' };
    const { output } = await session("check s.json", { files });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe("GitHub annotations", () => {
  it("escape what the runner would take for its own", async () => {
    const files = { "a,b%.json": '{ "Version": "100%", "Statement": [] }' };
    const { output } = await session("check a,b%.json --kind identity --format github", { files });
    const lines = output.trimEnd().split("\n");
    expect(lines[0]).toMatch(
      /^::(error|warning|notice) file=a%2Cb%25\.json,line=1,endLine=1,col=\d+,endColumn=\d+,title=[a-z-]+::/,
    );
    expect(output).toContain("100%25");
    expect(lines.at(-1)).toMatch(/^1 file checked: /);
  });

  it("start at the checkout", async () => {
    const files = workspace({ "sessions/fine.json": exceeding });
    const environment = { GITHUB_WORKSPACE: "/w" };
    const { output } = await session("check fine.json --format github", {
      files,
      environment,
      workingFolder: "sessions",
    });
    expect(output).toContain("::warning file=sessions/fine.json,line=11,");
  });
});

describe("SARIF", () => {
  it("has rules with help, and results with places", async () => {
    const files = workspace({ "sessions/a b.json": exceeding });
    const { output } = await session("check . --format sarif", { files });
    const log = JSON.parse(output);
    expect(log.version).toBe("2.1.0");
    const [{ tool, results, columnKind }] = log.runs;
    expect(columnKind).toBe("utf16CodeUnits");
    expect(tool.driver).toMatchObject({ name: "session-policy", semanticVersion: "1.2.3" });
    for (const rule of tool.driver.rules) expect(rule.help.text, rule.id).not.toBe("");
    expect(results).toHaveLength(1);
    expect(tool.driver.rules[results[0].ruleIndex].id).toBe("exceeds-base-role");
    expect(results[0]).toMatchObject({
      ruleId: "exceeds-base-role",
      level: "warning",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "sessions/a%20b.json", uriBaseId: "%SRCROOT%" },
            region: { startLine: 11, startColumn: 17, endLine: 11, endColumn: 40, charLength: 23 },
          },
        },
      ],
    });
  });

  it("describes what stands in no rule file", async () => {
    const files = { "session-policy.config.json": "{} }", "s.json": new Uint8Array([0xff]) };
    const { output } = await session("check session-policy.config.json s.json --format sarif", { files });
    const [{ tool, results }] = JSON.parse(output).runs;
    expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(
      expect.arrayContaining(["config-not-json", "unreadable-file"]),
    );
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });
});

describe("help", () => {
  it.each(["--help", "help", "-h"])("%s lists the commands", async (line) => {
    const { status, output } = await session(line);
    expect(status).toBe(0);
    expect(output).toMatch(/session-policy check .*\n.*session-policy compare .*\n.*session-policy decide /);
  });

  it("of a command, whatever else is said", async () => {
    expect((await session("check --nonsense --help")).output).toContain("--fail-on LEVEL");
    expect((await session("help decide")).output).toContain("session-policy decide [FILE]");
  });

  it("is given where no command is, as an error", async () => {
    expect(await session("")).toMatchObject({ status: 2, output: "", errors: expect.stringContaining("check") });
  });

  it("--version", async () => {
    expect(await session("--version")).toEqual({ status: 0, output: "1.2.3\n", errors: "" });
  });
});
