import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { type TemporaryFolder, temporaryFolder } from "../support/temporaryFolder.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const bundle = join(root, "server/dist/cli.js");

function cli(args: readonly string[], options: { readonly cwd?: string; readonly input?: string | Uint8Array } = {}) {
  const { cwd = root, input = "" } = options;
  const ran = spawnSync(process.execPath, [bundle, ...args], { cwd, input, encoding: "utf8" });
  return { status: ran.status, output: ran.stdout, errors: ran.stderr };
}

const allowS3 = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }],
};

let folder: TemporaryFolder | undefined;

afterEach(() => {
  folder?.remove();
  folder = undefined;
});

describe("the bundled command line", () => {
  it("checks the examples as the contract says", () => {
    const { status, output, errors } = cli(["check", "examples", "--format", "json"]);
    expect({ status, errors }).toEqual({ status: 1, errors: "" });
    const report = JSON.parse(output);
    expect(report.files.map(({ file }: { file: string }) => file)).toEqual([
      "examples/roles/S3AccessRolePolicy.json",
      "examples/roles/S3AccessTrustRole.json",
      "examples/session-policy.config.json",
      "examples/sessions/exceeds.json",
      "examples/sessions/far-too-long.json",
      "examples/sessions/federated-ec2-read-only.json",
      "examples/sessions/get-object.json",
      "examples/sessions/team-task.json",
      "examples/sessions/too-long.json",
    ]);
    expect(report.summary).toEqual({ errors: 1, securityWarnings: 0, warnings: 9, suggestions: 5, unknown: 0 });
  });

  it("reads the files of a machine: links, bytes, and folders above", () => {
    folder = temporaryFolder({
      "a/session-policy.config.json": {
        version: 1,
        roles: { R: { identityPolicies: ["r.json"] } },
        sessions: [{ name: "S", files: ["s/*.json"], role: "R" }],
      },
      "a/r.json": allowS3,
      "a/s/ä b.json": allowS3,
      "a/s/latin.json": new Uint8Array([0x7b, 0xe4, 0x7d]),
      "a/.gitignore": "ignored/\n",
      "a/ignored/x.json": allowS3,
    });
    symlinkSync(join(folder.path, "a/s"), join(folder.path, "a/circle"));
    const { status, output } = cli(["check", "--format", "json"], { cwd: join(folder.path, "a") });
    expect(status).toBe(1);
    const { files } = JSON.parse(output);
    expect(files.map(({ file }: { file: string }) => file)).toEqual(
      ["r.json", "s/latin.json", "s/ä b.json", "session-policy.config.json"].sort(),
    );
    const linked = cli(["check", "ä b.json", "--format", "json"], { cwd: join(folder.path, "a/s") });
    expect(JSON.parse(linked.output).files[0].policies[0]).toMatchObject({ session: "S", verdict: "within" });
  });

  it("tells what it cannot read on the error output, without a stack trace", () => {
    folder = temporaryFolder({ "a.json": allowS3 });
    for (const args of [["check", "none.json"], ["decide", "none.json"], ["compare", "--session", "."], ["nonsense"]]) {
      const { status, output, errors } = cli(args, { cwd: folder.path });
      expect(status, args.join(" ")).toBe(2);
      expect(output).not.toContain("{");
      expect(errors).toMatch(/^session-policy: /);
      expect(errors).not.toMatch(/\n\s+at /);
    }
  });

  it("answers thousands of lines in their order", () => {
    const question = {
      principal: { kind: "role-session", roleArn: "arn:aws:iam::111122223333:role/r" },
      action: "s3:GetObject",
      resource: "arn:aws:s3:::b/k",
      resourceAccount: "111122223333",
      layers: { identity: [allowS3] },
    };
    const count = 3000;
    const input = Array.from({ length: count }, (_, id) => JSON.stringify({ id, ...question })).join("\n");
    const { status, output } = cli(["decide", "--ndjson"], { input });
    expect(status).toBe(0);
    const answers = output.trimEnd().split("\n");
    expect(answers.map((line) => JSON.parse(line).id)).toEqual(Array.from({ length: count }, (_, id) => id));
    expect(JSON.parse(answers[0]!).decision).toBe("allow");
  });

  it("compares from standard input", () => {
    const args = ["compare", "--session", "-", "--base", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"];
    const { status, output } = cli([...args, "--format", "json"], { input: JSON.stringify(allowS3) });
    expect({ status, verdict: JSON.parse(output).verdict }).toEqual({ status: 0, verdict: "within" });
  });
});
