import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import type { MemoryFile } from "../../support/memoryFiles.js";
import { allow, catalogOfProject, configName, contextOf, problemsOf, trust, workspace } from "./workspace.js";

let catalog: Catalog;
beforeAll(async () => {
  catalog = await catalogOfProject();
});

const role = { identityPolicies: ["r.json"] };
const session = { name: "S", files: ["s.json"], role: "R" };

/** The problems of a config with this content; role R and session S are there unless it says otherwise. */
function problems(more: object, files: { readonly [path: string]: MemoryFile | object } = {}): Promise<string> {
  const config = { version: 1, roles: { R: role }, sessions: [session], ...more };
  return problemsOf(workspace({ [configName]: config, ...files }), catalog);
}

const roleWith = (more: object) => ({ roles: { R: { ...role, ...more } } });
const sessionWith = (more: object) => ({ sessions: [{ ...session, ...more }] });

test("a config in order has no problems", async () => {
  expect(await problems({})).toBe("");
});

describe("policies that can't be used", () => {
  test.each<[string, object, { readonly [path: string]: MemoryFile | object }]>([
    ["a missing file", roleWith({ identityPolicies: ["x.json"] }), {}],
    ["backslashes", roleWith({ identityPolicies: ["roles\\x.json"] }), {}],
    ["a folder", roleWith({ identityPolicies: ["x.json"] }), { "x.json": { why: "failed" } }],
    ["binary", roleWith({ identityPolicies: ["x.json"] }), { "x.json": { why: "not-utf8" } }],
    ["5 MB", roleWith({ identityPolicies: ["x.json"] }), { "x.json": { why: "too-large" } }],
    ["broken JSON", roleWith({ identityPolicies: ["x.json"] }), { "x.json": '{\n"Statement": [\n' }],
    ["empty", roleWith({ identityPolicies: ["x.json"] }), { "x.json": "" }],
    ["nested", roleWith({ identityPolicies: ["x.json"] }), { "x.json": '{"a":'.repeat(10_000) }],
    ["a key twice", roleWith({ identityPolicies: ["x.json"] }), { "x.json": '{"Statement": [], "Statement": []}' }],
    ["no policy", roleWith({ identityPolicies: ["x.json"] }), { "x.json": { name: "x" } }],
    ["a list", roleWith({ identityPolicies: ["x.json"] }), { "x.json": "[]" }],
    ["a trust policy as identity policy", roleWith({ identityPolicies: ["x.json"] }), { "x.json": trust }],
    ["an identity policy as trust policy", roleWith({ trustPolicy: "r.json" }), {}],
    ["a misspelled element", roleWith({ permissionsBoundary: "x.json" }), { "x.json": withElement("Conditions", {}) }],
    [
      "an effect in lower case",
      roleWith({ serviceControlPolicies: [["x.json"]] }),
      { "x.json": withElement("Effect", "allow") },
    ],
    ["a resource control policy", roleWith({ resourceControlPolicies: [["x.json"]] }), {}],
    ["a bucket policy", { resources: { "arn:aws:s3:::b": { policy: "x.json" } } }, {}],
    ["above the workspace", roleWith({ identityPolicies: ["../../x.json"] }), {}],
    ["beside the workspace", roleWith({ identityPolicies: ["../wsx/x.json"] }), {}],
    ["absolute", roleWith({ identityPolicies: ["/etc/x.json"] }), {}],
    ["another drive", roleWith({ identityPolicies: ["C:\\x.json"] }), {}],
    ["an address", roleWith({ identityPolicies: ["https://example.com/x.json"] }), {}],
    ["the config itself", roleWith({ identityPolicies: [`./${configName}`] }), {}],
    ["a control character", roleWith({ identityPolicies: ["a\0.json"] }), {}],
    ["an AWS managed policy misspelled", roleWith({ identityPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAcces"] }), {}],
    ["an AWS managed policy of the future", roleWith({ identityPolicies: ["arn:aws:iam::aws:policy/Qxzvwkj"] }), {}],
    ["a policy of the account", roleWith({ identityPolicies: ["arn:aws:iam::111122223333:policy/mine"] }), {}],
    ["a role's ARN", roleWith({ identityPolicies: ["arn:aws:iam::111122223333:role/R"] }), {}],
    [
      "a session's managed policy",
      sessionWith({ managedPolicies: ["arn:aws:iam::111122223333:policy/mine", "x.json"] }),
      {},
    ],
  ])("%s", async (_, more, files) => {
    expect((await problems(more, files)).replaceAll(catalog.source.date, "DATE")).toMatchSnapshot();
  });

  test("are never treated as none: the whole layer is unknown, and the session says why", async () => {
    const config = { version: 1, ...roleWith({ identityPolicies: ["r.json", "x.json"] }), sessions: [session] };
    expect(await contextOf(workspace({ [configName]: config }), "s.json", catalog)).toMatchInlineSnapshot(`
      "session by config
      session S: AssumeRole role-session R, sent as file
        identity ? There is no file "x.json"
        boundary ? the permissions boundary of R is not given
        scps ? the service control policies of R are not given
        rcps ? the resource control policies of R are not given
        resources ? the resource policies are not given
        trust ? the trust policy of R is not given
      error missing-file at roles.R.identityPolicies.1 for S: There is no file "x.json", so what R grants isn't known. Create it, or correct the path, which starts at the config's folder."
    `);
  });
});

function withElement(name: string, value: unknown): object {
  return { Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*", [name]: value }] };
}

describe("files of sessions", () => {
  test.each<[string, object, { readonly [path: string]: MemoryFile | object }]>([
    ["missing", sessionWith({ files: ["s.json", "x.json"] }), {}],
    ["a glob that matches nothing", sessionWith({ files: ["x/*.json"] }), {}],
    ["a glob that matches only the config and the role's policy", sessionWith({ files: ["{r,*config}.json"] }), {}],
    [
      "a glob that matches only files of a nested config",
      sessionWith({ files: ["a/**"] }),
      { "a/s.json": {}, [`a/${configName}`]: {} },
    ],
    ["outside", sessionWith({ files: ["../s.json", "../../*.json", "/s.json", "/x/*.json", "file:///ws/s.json"] }), {}],
    ["the config itself", sessionWith({ files: [configName] }), {}],
    ["a nearer config", sessionWith({ files: ["a/b/s.json"] }), { "a/b/s.json": {}, [`a/${configName}`]: {} }],
    ["too many wildcards", sessionWith({ files: ["*a*a*a*a*"] }), {}],
    ["unreadable", sessionWith({ files: ["x.json"] }), { "x.json": { why: "not-utf8" } }],
    ["none of it a problem", sessionWith({ files: ["./s.json", "*.json", "!r.json", "!nothing.json"] }), {}],
  ])("%s", async (_, more, files) => {
    expect(await problems(more, files)).toMatchSnapshot();
  });

  test("outside of the config's folder, but in the workspace", async () => {
    const config = {
      version: 1,
      roles: { R: {} },
      sessions: [{ name: "S", files: ["../s.json", "../*.json"], role: "R" }],
    };
    expect(await problemsOf(workspace({ [`a/${configName}`]: config }), catalog, `a/${configName}`)).toMatchSnapshot();
  });

  test("show on the session's other files", async () => {
    const config = { version: 1, roles: { R: role }, sessions: [{ ...session, files: ["s.json", "x.json", "y/*"] }] };
    const text = await contextOf(workspace({ [configName]: config }), "s.json", catalog);
    expect(text.match(/^(error|warning) [a-z-]+/gm)).toEqual(["error missing-file", "warning glob-without-match"]);
  });
});

describe("roles and users", () => {
  test.each<[string, object]>([
    ["a role nobody defined", sessionWith({ role: "Q" })],
    ["a role misspelled", { roles: { S3AccessRole: role }, ...sessionWith({ role: "S3AcessRole" }) }],
    ["a user named as a role", { roles: {}, users: { R: role } }],
    ["a user nobody defined", { sessions: [{ name: "S", files: ["s.json"], user: "U" }] }],
    ["neither", { sessions: [{ name: "S", files: ["s.json"] }] }],
    ["both", sessionWith({ user: "U" })],
    ["keys of objects", sessionWith({ role: "__proto__" })],
    ["constructor", sessionWith({ role: "constructor" })],
    ["a role that federates", sessionWith({ operation: "GetFederationToken" })],
    [
      "a user who assumes",
      { users: { U: role }, sessions: [{ name: "S", files: ["s.json"], user: "U", operation: "AssumeRole" }] },
    ],
    ["an ARN of another kind", roleWith({ arn: "arn:aws:iam::111122223333:user/R" })],
  ])("%s", async (_, more) => {
    expect(await problems(more)).toMatchSnapshot();
  });

  test("called __proto__", async () => {
    const config = `{ "version": 1, "roles": { "__proto__": { "identityPolicies": ["r.json"] } },
      "sessions": [{ "name": "S", "files": ["s.json"], "role": "__proto__", "tags": { "__proto__": "x", "constructor": "y" } }] }`;
    const files = workspace({ [configName]: config });
    expect(await problemsOf(files, catalog)).toBe("");
    expect(await contextOf(files, "s.json", catalog)).toContain(
      "role-session __proto__, sent as file\n  identity = r.json",
    );
  });
});

describe("values", () => {
  test.each<[string, object]>([
    ["no version", { version: undefined }],
    ["another version", { version: 2 }],
    ["a version in quotes", { version: "1" }],
    ["unknown properties", { role: {}, __proto: 1, sessions: [{ ...session, file: "s.json" }] }],
    ["an unknown property of a role", roleWith({ identityPolices: [] })],
    ["roles as a list", { roles: [1] }],
    ["a role as a text", { roles: { R: "r.json" } }],
    ["sessions as an object", { sessions: {} }],
    ["a session as a text", { sessions: ["s.json", session] }],
    ["files as a text", sessionWith({ files: "s.json" })],
    ["no files", { sessions: [{ name: "S", role: "R" }] }],
    ["no name", { sessions: [{ files: ["a/s.session.json", "s.json"], role: "R" }] }],
    ["empty texts", sessionWith({ name: " ", files: [""] })],
    ["one policy instead of a list", roleWith({ identityPolicies: "r.json" })],
    ["a number among policies", roleWith({ identityPolicies: ["r.json", 5, null] })],
    ["an inline policy", roleWith({ permissionsBoundary: allow("s3:*") })],
    ["a boundary in a list", roleWith({ permissionsBoundary: ["r.json"] })],
    ["two boundaries", roleWith({ permissionsBoundary: ["r.json", "r.json"] })],
    ["flat service control policies", roleWith({ serviceControlPolicies: ["r.json", "s.json"] })],
    ["tags that are no texts", roleWith({ tags: { a: 1 } })],
    ["a resource that is no ARN", { resources: { "example-bucket": { account: "1111", policy: null, polcy: 1 } } }],
    [
      "an account that is not the resource's",
      { resources: { "arn:aws:sqs:us-east-1:444455556666:q": { account: "111122223333", policy: null } } },
    ],
    ["an operation misspelled", sessionWith({ operation: "AssumeRol" })],
    ["an operation unknown", sessionWith({ operation: "GetSessionToken" })],
    ["a session's name with spaces", sessionWith({ sessionName: "Alice A. Ünal" })],
    ["a session's name that is too short", sessionWith({ sessionName: "a" })],
    ["a session's name that is no text", sessionWith({ sessionName: 5 })],
    ["a session's name that is empty", sessionWith({ sessionName: "" })],
    [
      "a federated session's name of 33 characters",
      {
        users: { U: { identityPolicies: [] } },
        sessions: [{ name: "S", files: ["s.json"], user: "U", sessionName: "a".repeat(33) }],
      },
    ],
    [
      "a session's name beside another one",
      sessionWith({ sessionName: "alice", context: { "aws:UserId": "AROAEXAMPLE:bob" } }),
    ],
    ["a session's name that is fine", sessionWith({ sessionName: `${"a".repeat(58)}+=,.@-` })],
    ["sent in another way", sessionWith({ sentAs: "base64" })],
    ["managed policies as a text", sessionWith({ managedPolicies: "arn:aws:iam::aws:policy/ReadOnlyAccess" })],
    ["context", sessionWith({ context: { "aws:SourceIp": null, "AWS:sourceip": "203.0.113.9", "aws:TagKeys": [{}] } })],
    [
      "context that the role and the tags belie",
      {
        roles: { R: { arn: "arn:aws:iam::111122223333:role/R", identityPolicies: ["r.json"] } },
        sessions: [
          {
            ...session,
            tags: { Team: "red" },
            context: {
              "aws:username": "bob",
              "AWS:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/R/s",
              "aws:PrincipalAccount": "444455556666",
              "aws:PrincipalType": "User",
              "aws:PrincipalIsAWSService": true,
              "aws:PrincipalTag/team": "blue",
            },
          },
        ],
      },
    ],
    [
      "context that they bear out",
      {
        roles: { R: { arn: "arn:aws:iam::111122223333:role/R", identityPolicies: ["r.json"] } },
        sessions: [
          {
            ...session,
            tags: { Team: "red" },
            context: {
              "aws:PrincipalArn": "arn:aws:iam::111122223333:role/R",
              "aws:PrincipalAccount": "111122223333",
              "aws:PrincipalType": "AssumedRole",
              "aws:PrincipalIsAWSService": false,
              "aws:PrincipalTag/team": "red",
              "aws:PrincipalTag/other": "x",
            },
          },
        ],
      },
    ],
    ["requires", sessionWith({ requires: [{ actions: ["s3:GetObject"] }, 1, { actions: "s3:*", resources: ["*"] }] })],
    ["rules", { rules: { a: "loud", b: 1 } }],
    ["ignore", { ignore: [{ files: ["s.json"] }, "s.json"] }],
    ["completeness as a text", { resourcePoliciesComplete: "yes" }],
    ["two sessions of one name", { sessions: [session, session] }],
  ])("%s", async (_, more) => {
    expect(await problems(more)).toMatchSnapshot();
  });

  test("a name twice", async () => {
    const config = `{ "version": 1, "roles": { "R": {} }, "roles": { "R": { "identityPolicies": ["r.json"] } },
      "sessions": [{ "name": "S", "files": ["s.json"], "role": "R" }] }`;
    expect(await problemsOf(workspace({ [configName]: config }), catalog)).toMatchSnapshot();
  });

  test("a broken part does not spoil the rest", async () => {
    const config = {
      version: 1,
      roles: { R: role, Broken: 5 },
      resources: 5,
      rules: 5,
      ignore: 5,
      sessions: [5, session, { name: "T", files: [5, "t.json"], role: 5, tags: 5, context: 5, sentAs: 5 }],
    };
    const files = workspace({ [configName]: config, "t.json": allow("s3:*") });
    const text = await contextOf(files, "s.json", catalog);
    expect(text).toContain("session S: AssumeRole role-session R, sent as file\n  identity = r.json");
    expect(text.match(/^(error|warning) .*? at [^ ]*/gm)).toEqual(["error wrong-type at resources"]);
    expect(await contextOf(files, "t.json", catalog)).toContain("session T: AssumeRole role-session of nobody");
  });
});

test("syntax problems come with their places, at most ten, the first one for the sessions", async () => {
  const config = `{ "version": 1, "sessions": [{ "name": "S", "files": ["s.json"] "role": "R" }] ${"x ".repeat(30)}`;
  const text = await problemsOf(workspace({ [configName]: config }), catalog);
  const lines = text.split("\n").filter((line) => line.startsWith("error not-json"));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.length).toBeLessThanOrEqual(10);
  expect(lines.filter((line) => line.includes(" for S:"))).toHaveLength(1);
});

test("an open config shows its own problems", async () => {
  const files = workspace({ [configName]: { version: 1, roles: { R: { identityPolicies: ["x.json"] } } } });
  expect(await contextOf(files, configName, catalog)).toMatch(/^no policy\nerror missing-file at roles\.R\./);
});
