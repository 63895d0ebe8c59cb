import { describe, expect, test } from "vitest";
import { policy, session } from "./memoryHost.js";

const bucket = "arn:aws:s3:::example-bucket";

describe("session-policy fit", () => {
  test("prints the shorter policy, what was done, and the proof", async () => {
    const files = {
      "task.json": policy(`Allow s3:GetObject on ${bucket}/a/*`, `Allow s3:GetObject on ${bucket}/b/*`),
    };
    expect(await session("fit task.json", { files })).toMatchObject({
      status: 0,
      errors: "",
      output: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":["${bucket}/a/*","${bucket}/b/*"]}}

✓ fits · 294 characters, 214 without white space, 160 now; 2,048 may be sent.
  − 80  Removed white space, brackets around single values, and what a list says twice
  − 54  Joined what can be said together: 2 statements became 1, 2 actions became 1
Proved in both directions: the same requests match, whatever their action and resource, today and later.
`,
    });
  });

  test("answers in JSON as docs/cli.md states", async () => {
    const files = { "task.json": policy(`Allow s3:GetObject on ${bucket}/*`) };
    const { status, output } = await session("fit task.json --format json --max 1,000", { files });
    expect(status).toBe(0);
    expect(JSON.parse(output)).toEqual({
      policy: {
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/*` },
      },
      characters: { before: 170, minified: 124, after: 122, limit: 1000 },
      fits: true,
      steps: [{ kind: "minify", text: expect.any(String), saved: 48, reliesOn: "nothing" }],
      proof: {
        forward: "within",
        backward: "within",
        universe: "any",
        relativeToBase: false,
        resourcePoliciesComplete: false,
      },
    });
  });

  test("leans on the catalog only when it is told to", async () => {
    const names = ["AddPermission", "RemovePermission"].map((name) => `sqs:${name}`).join(",");
    const files = { "task.json": policy(`Allow ${names} on *`) };
    const nothing = JSON.parse((await session("fit task.json --format json", { files })).output);
    expect(nothing).toMatchObject({ proof: { universe: "any" }, policy: { Statement: { Action: names.split(",") } } });
    const catalog = JSON.parse(
      (await session("fit task.json --format json --rely-on catalog --whole-words", { files })).output,
    );
    expect(catalog).toMatchObject({
      proof: { universe: "catalog" },
      policy: { Statement: { Action: "sqs:*Permission" } },
    });
  });

  test("writes the result as the file was laid out, and in one line where only that fits", async () => {
    const text = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "${bucket}/a/*" },
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "${bucket}/b/*" }
  ]
}
`;
    const files = { "task.json": text };
    const written = async (args: string) =>
      (await session(`fit task.json --write${args}`, { files })).written?.["task.json"];
    expect(await written("")).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["${bucket}/a/*", "${bucket}/b/*"] }
  ]
}
`);
    expect(await written(" --max 160")).toBe(
      `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":["${bucket}/a/*","${bucket}/b/*"]}}`,
    );
    expect((await session("fit task.json", { files })).written).toBeUndefined();
  });

  test("a policy that doesn't fit is status 1, with what costs most", async () => {
    const files = { "task.json": policy(`Allow s3:GetObject on ${bucket}/*`, `Deny s3:GetObject on ${bucket}/x`) };
    const { status, output } = await session("fit task.json --max 100", { files });
    expect(status).toBe(1);
    expect(output).toContain("✗ does not fit");
    expect(output).toContain("statement 1: 86 characters");
  });

  test("what AWS rejects anyway only loses its white space", async () => {
    const statement = { Sid: "Same", Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
    const files = { "task.json": { Version: "2012-10-17", Statement: [statement, statement] } };
    const { output } = await session("fit task.json --format json", { files });
    expect(JSON.parse(output)).toMatchObject({ policy: files["task.json"], why: expect.stringContaining("rejects") });
  });

  test("keeps what a resource's policy that is given allows, where those are all there are", async () => {
    const names = ["s3:GetObject", "s3:PutObject"].map((name) => `Allow ${name} on ${bucket}/*`);
    const principal = { Principal: { AWS: "111122223333" } };
    const files = {
      "task.json": policy(...names),
      "role.json": policy(`Allow s3:GetObject on ${bucket}/*`),
      "bucket.json": {
        Statement: { Effect: "Allow", ...principal, Action: "s3:DeleteObject", Resource: `${bucket}/*` },
      },
    };
    const all = "fit task.json --base role.json --relative --resource-policies-complete --format json";
    const actionsOf = async (line: string) =>
      (JSON.parse((await session(line, { files })).output) as { policy: { Statement: { Action: unknown } } }).policy
        .Statement.Action;
    expect(await actionsOf(all)).toBe("s3:*");
    const action = await actionsOf(`${all} --resource-policy ${bucket}=bucket.json`);
    expect(action).toBe("s3:G*");
  });

  test.each([
    ["fit", "Name the policy"],
    ["fit a.json b.json", "one too many"],
    ["fit a.json --relative", "needs --base"],
    ["fit a.json --base a.json --relative --resource-policy arn:aws:s3:::b=a.json", "--resource-policies-complete"],
    ["fit a.json --max many", "--max takes a number"],
    ["fit - --write", "needs a file"],
    ["fit a.json --rely-on luck", "it does not know"],
    ["fit missing.json", "There is no file"],
    ["fit broken.json", "can't be used as a policy"],
  ])("%s is refused", async (line, message) => {
    const { status, errors, output } = await session(line, { files: { "a.json": policy(), "broken.json": "{" } });
    expect({ status, output }).toEqual({ status: 2, output: "" });
    expect(errors).toContain(message);
  });
});
