import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { createContextLoader } from "../../../server/src/core/context/contextLoader.js";
import { loadDocumentContext } from "../../../server/src/core/context/loadDocumentContext.js";
import type { MemoryFile } from "../../support/memoryFiles.js";
import { allow, catalogOfProject, configName, contextOf, trust, workspace } from "./workspace.js";

let catalog: Catalog;
beforeAll(async () => {
  catalog = await catalogOfProject();
});

describe("what is given, none and not given", () => {
  test("what is left out is not given", async () => {
    expect(await contextOf(workspace(), "s.json", catalog)).toMatchInlineSnapshot(`
      "session by config
      session S: AssumeRole role-session R, sent as file
        identity = r.json
        boundary ? the permissions boundary of R is not given
        scps ? the service control policies of R are not given
        rcps ? the resource control policies of R are not given
        resources ? the resource policies are not given
        trust ? the trust policy of R is not given"
    `);
  });

  test("null and [] say that there is none", async () => {
    const files = workspace({
      [configName]: {
        version: 1,
        roles: {
          R: {
            identityPolicies: [],
            trustPolicy: null,
            permissionsBoundary: null,
            serviceControlPolicies: [],
            resourceControlPolicies: null,
          },
        },
        resources: null,
        sessions: [{ name: "S", files: ["s.json"], role: "R", sentAs: "minified", tags: {} }],
      },
    });
    expect(await contextOf(files, "s.json", catalog)).toMatchInlineSnapshot(`
      "session by config
      session S: AssumeRole role-session R, sent as minified
        identity none
        boundary none
        scps none
        rcps none
        resources none, complete
        trust none"
    `);
  });

  test("all layers, an AWS managed policy among them", async () => {
    const files = workspace({
      [configName]: {
        version: 1,
        roles: {
          R: {
            arn: "arn:aws:iam::111122223333:role/aws-service-role/example.amazonaws.com/R",
            identityPolicies: ["r.json", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
            trustPolicy: "trust.json",
            permissionsBoundary: "r.json",
            serviceControlPolicies: [["r.json"], []],
            resourceControlPolicies: [["rcp.json"]],
            tags: { team: "red" },
          },
        },
        resources: {
          "arn:aws:s3:::b": { account: "111122223333", policy: "bucket.json" },
          "arn:aws:s3:::c": { policy: null },
          "arn:aws:s3:::d": {},
        },
        resourcePoliciesComplete: true,
        sessions: [
          {
            name: "S",
            files: ["s.json"],
            role: "R",
            managedPolicies: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
            tags: { team: "blue" },
            context: { "aws:SourceIp": "203.0.113.9", "aws:TagKeys": ["a", 1, true] },
            requires: [{ actions: ["s3:GetObject"], resources: ["*"] }],
          },
        ],
      },
      "trust.json": trust,
      "rcp.json": { Statement: [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }] },
      "bucket.json": { Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }] },
    });
    expect(await contextOf(files, "s.json", catalog)).toMatchInlineSnapshot(`
      "session by config
      session S: AssumeRole role-session R, sent as file
        identity = r.json, arn:aws:iam::aws:policy/ReadOnlyAccess
        boundary = r.json
        scps = [["r.json"],[]]
        rcps = [["rcp.json"]]
        resources = arn:aws:s3:::b = bucket.json, arn:aws:s3:::c none, arn:aws:s3:::d ? the policy of arn:aws:s3:::d is not given, complete
        trust = trust.json"
    `);
    const context = await loadDocumentContext(files.uri("s.json"), files.text("s.json"), files, catalog);
    const [session] = context.sessions;
    expect(session?.principal).toEqual({
      kind: "role-session",
      roleArn: "arn:aws:iam::111122223333:role/aws-service-role/example.amazonaws.com/R",
      serviceLinkedRole: true,
    });
    expect({ ...session?.tags }).toEqual({ team: "blue" });
    expect({ ...session?.roleTags }).toEqual({ team: "red" });
    expect({ ...session?.context }).toEqual({ "aws:SourceIp": "203.0.113.9", "aws:TagKeys": ["a", 1, true] });
    expect(session?.requires).toEqual([
      { actions: ["s3:GetObject"], resources: ["*"], path: ["sessions", 0, "requires", 0] },
    ]);
    expect(session?.managedPolicies.map(({ arn, document }) => [arn, document.state])).toEqual([
      ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "given"],
    ]);
  });

  test.each<[string, object, string]>([
    ["left out", {}, "? the resource policies are not given"],
    ["{}", { resources: {} }, "? the resource policies are not given"],
    ["null", { resources: null }, "none, complete"],
    ["[]", { resources: [] }, "none, complete"],
    ["left out, complete", { resourcePoliciesComplete: true }, "none, complete"],
    ["{}, complete", { resources: {}, resourcePoliciesComplete: true }, "none, complete"],
    ["a list", { resources: [1] }, "? the resource policies can't be read from the config"],
  ])("resources: %s", async (_, more, expected) => {
    const session = { name: "S", files: ["s.json"], role: "R" };
    const files = workspace({ [configName]: { version: 1, roles: { R: {} }, sessions: [session], ...more } });
    expect(await contextOf(files, "s.json", catalog)).toContain(`\n  resources ${expected}\n`);
  });

  test("a resource's account is the one that its ARN names, and a role's policy is its trust policy", async () => {
    const queue = "arn:aws:sqs:us-east-1:444455556666:q";
    const files = workspace({
      [configName]: {
        version: 1,
        roles: { R: { identityPolicies: ["r.json"] } },
        resources: {
          [queue]: { policy: "q.json" },
          "arn:aws:s3:::b": { account: "444455556666", policy: null },
          "arn:aws:iam::111122223333:role/x": { policy: "trust.json" },
        },
        sessions: [{ name: "S", files: ["s.json"], role: "R" }],
      },
      "trust.json": trust,
      "q.json": { Statement: { Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: queue } },
    });
    const { sessions, problems } = await loadDocumentContext(files.uri("s.json"), "{}", files, catalog);
    expect(problems).toEqual([]);
    const { resourcePolicies } = sessions[0]!.layers;
    const stated = resourcePolicies.state === "given" ? resourcePolicies.value : [];
    expect(stated.map(({ account, policy }) => `${account} ${policy.state}`)).toEqual([
      "444455556666 given",
      "444455556666 none",
      "111122223333 given",
    ]);
    const named = await loadDocumentContext(files.uri("trust.json"), "{}", files, catalog);
    expect(named.kind).toBe("trust");
  });

  test("a session's name", async () => {
    const named = (more: object) =>
      workspace({
        [configName]: {
          version: 1,
          roles: { R: { arn: "arn:aws:iam::111122223333:role/x/R", identityPolicies: [] } },
          users: { U: { identityPolicies: [] } },
          sessions: [{ name: "S", files: ["s.json"], sessionName: "alice", ...more }],
        },
      });
    const principal = async (more: object) => {
      const files = named(more);
      return (await loadDocumentContext(files.uri("s.json"), "{}", files, catalog)).sessions[0]?.principal;
    };
    const roleArn = "arn:aws:iam::111122223333:role/x/R";
    expect(await principal({ role: "R" })).toEqual({ kind: "role-session", roleArn, sessionName: "alice" });
    expect(await principal({ role: "Other" })).toEqual({ kind: "role-session", sessionName: "alice" });
    expect(await principal({ user: "U" })).toEqual({ kind: "federated-user", sessionName: "alice" });
    expect(await principal({ role: "R", sessionName: "a" })).toEqual({ kind: "role-session", roleArn });
  });

  test("a federated session is limited by its user", async () => {
    const files = workspace({
      [configName]: {
        version: 1,
        users: { U: { arn: "arn:aws:iam::111122223333:user/U", identityPolicies: ["r.json"] } },
        sessions: [{ name: "S", files: ["s.json"], user: "U" }],
      },
    });
    expect(await contextOf(files, "s.json", catalog)).toMatchInlineSnapshot(`
      "session by config
      session S: GetFederationToken federated-user U, sent as file
        identity = r.json
        boundary ? the permissions boundary of U is not given
        scps ? the service control policies of U are not given
        rcps ? the resource control policies of U are not given
        resources ? the resource policies are not given
        trust none"
    `);
  });
});

describe("which config speaks for a document", () => {
  const config = (name: string, file: string) => ({
    version: 1,
    roles: { [name]: {} },
    sessions: [{ name, files: [file], role: name }],
  });

  test("the nearest wins, without merging", async () => {
    const files = workspace({
      [configName]: config("outer", "**/*.json"),
      [`a/${configName}`]: config("inner", "b/s.json"),
      "a/b/s.json": allow("s3:GetObject"),
      "a/other.json": allow("s3:GetObject"),
    });
    expect(await contextOf(files, "a/b/s.json", catalog)).toContain("session inner:");
    expect(await contextOf(files, "a/other.json", catalog)).toBe("identity by look");
    expect(await contextOf(files, "s.json", catalog)).toContain("session outer:");
  });

  test("nothing above the workspace folder is read", async () => {
    const files = workspace({ "a/b/s.json": allow("s3:GetObject") });
    const context = await loadDocumentContext(files.uri("a/b/s.json"), files.text("a/b/s.json"), files, catalog);
    expect(context.dependencies).toEqual([
      `file:///ws/a/b/${configName}`,
      `file:///ws/a/${configName}`,
      `file:///ws/${configName}`,
    ]);
  });

  test("a document outside of all folders finds a config beside it and no other", async () => {
    const files = workspace();
    const alone = { read: files.read.bind(files), list: files.list.bind(files), folderOf: () => undefined };
    const beside = await loadDocumentContext(files.uri("s.json"), files.text("s.json"), alone, catalog);
    expect(beside.sessions.map(({ name }) => name)).toEqual(["S"]);
    const below = await loadDocumentContext(files.uri("a/s.json"), "{}", alone, catalog);
    expect(below.dependencies).toEqual([`file:///ws/a/${configName}`]);
  });

  test("an untitled document has no neighbours", async () => {
    const text = JSON.stringify(allow("s3:GetObject"));
    const files = workspace();
    const context = await loadDocumentContext("untitled:Untitled-1", text, files, catalog);
    expect([context.kind, context.kindFrom, context.dependencies, files.reads]).toEqual(["identity", "look", [], []]);
  });

  test("a config can be set for all documents", async () => {
    const files = workspace({ [`a/${configName}`]: config("inner", "**"), "other.json": config("set", "a/*.json") });
    const loader = createContextLoader(files, catalog, { configUri: files.uri("other.json") });
    const context = await loader.load(files.uri("a/s.json"), "{}");
    expect(context.sessions.map(({ name }) => name)).toEqual(["set"]);
  });
});

describe("which documents are linked", () => {
  test("two sessions on one file, in the config's order", async () => {
    const files = workspace({
      [configName]: {
        version: 1,
        roles: { A: { identityPolicies: ["r.json"] }, B: { identityPolicies: [] } },
        sessions: [
          { name: "second", files: ["*.json"], role: "B" },
          { name: "first", files: ["s.json"], role: "A" },
        ],
      },
    });
    const context = await loadDocumentContext(files.uri("s.json"), files.text("s.json"), files, catalog);
    expect(context.sessions.map(({ name, principalName }) => [name, principalName])).toEqual([
      ["second", "B"],
      ["first", "A"],
    ]);
  });

  test("a policy of another purpose is matched by no glob, but by its path", async () => {
    const session = (file: string) => ({
      version: 1,
      roles: { R: { identityPolicies: ["r.json"] } },
      sessions: [{ name: "S", files: [file], role: "R" }],
    });
    const globbed = workspace({ [configName]: session("*.json") });
    expect(await contextOf(globbed, "r.json", catalog)).toBe(
      "identity by config\nused by S in s.json\npolicy of the role R alone",
    );
    const named = workspace({ [configName]: session("r.json") });
    expect(await contextOf(named, "r.json", catalog)).toMatch(
      /^session by config\nsession S:.*\nused by S in r.json$/s,
    );
  });

  test("policies by their place in the config, with the sessions that lean on them", async () => {
    const files = workspace({
      [configName]: {
        version: 1,
        roles: {
          R: {
            identityPolicies: ["r.json"],
            trustPolicy: "p/trust.json",
            permissionsBoundary: "p/boundary.json",
            serviceControlPolicies: [["p/scp.json"]],
            resourceControlPolicies: [["p/rcp.json"]],
          },
          Other: { identityPolicies: ["p/other.json"] },
        },
        resources: { "arn:aws:s3:::b": { policy: "p/bucket.json" } },
        sessions: [
          { name: "S", files: ["s.json", "missing.json", "more/*.json"], role: "R" },
          { name: "T", files: ["t.json"], role: "Other" },
        ],
      },
      "more/a.json": allow("s3:GetObject"),
      "t.json": allow("s3:GetObject"),
    });
    const kinds = await Promise.all(
      ["r", "p/trust", "p/boundary", "p/scp", "p/rcp", "p/bucket", "p/other"].map(async (name) => {
        const context = await loadDocumentContext(files.uri(`${name}.json`), "{}", files, catalog);
        const users = context.usedBy.map(({ session, uri }) => `${session} ${uri.slice("file:///ws/".length)}`);
        return `${name}: ${context.kind} by ${context.kindFrom}, used by ${users.join(", ")}`;
      }),
    );
    expect(kinds.join("\n")).toMatchInlineSnapshot(`
      "r: identity by config, used by S s.json, S more/a.json
      p/trust: trust by config, used by S s.json, S more/a.json
      p/boundary: boundary by config, used by S s.json, S more/a.json
      p/scp: scp by config, used by S s.json, S more/a.json
      p/rcp: rcp by config, used by S s.json, S more/a.json
      p/bucket: resource by config, used by S s.json, S more/a.json, T t.json
      p/other: identity by config, used by T t.json"
    `);
  });

  test("an identity policy is of roles alone where no user has it and it is nothing else", async () => {
    const config = {
      version: 1,
      roles: {
        R: { identityPolicies: ["one.json", "both.json", "boundary.json"], permissionsBoundary: "boundary.json" },
        Other: { identityPolicies: ["one.json"] },
      },
      users: { U: { identityPolicies: ["both.json", "user.json"] } },
      sessions: [{ name: "S", files: ["s.json"], role: "R" }],
    };
    const roles = async (text: string) => {
      const files = workspace({ [configName]: text });
      const names = ["one", "both", "boundary", "user", "s", "none"];
      const found = names.map(async (name) => {
        const { ofRoles } = await loadDocumentContext(files.uri(`${name}.json`), "{}", files, catalog);
        return `${name}: ${ofRoles.join(" ")}`;
      });
      return (await Promise.all(found)).join(", ");
    };
    const text = JSON.stringify(config);
    expect(await roles(text)).toBe("one: R Other, both: , boundary: , user: , s: , none: ");
    expect(await roles(`${text.slice(0, -1)},`)).toBe("one: , both: , boundary: , user: , s: , none: ");
  });

  test.each<[string, string, string]>([
    ["a policy", JSON.stringify(allow("s3:*")), "identity by look"],
    ["a trust policy", JSON.stringify(trust), "trust by look"],
    ["package.json", '{"name": "x"}', "no policy"],
    ["nothing", "", "no policy"],
    ["broken text", '{"Statement": [{"Effect": "Allow", "Action": ', "identity by look"],
    ["ten thousand brackets", "[".repeat(10_000), "no policy"],
    ["a Statement of the wrong type", '{"Statement": 5}', "no policy"],
  ])("by look: %s", async (_, text, expected) => {
    expect(await contextOf(workspace({ "x.json": text }), "x.json", catalog)).toBe(expected);
  });

  test("paths with spaces, brackets and other letters", async () => {
    const name = "séssions (1)/a b[1]#?.json";
    const files = workspace({
      [configName]: {
        version: 1,
        roles: { R: { identityPolicies: ["rôles/r 1.json"] } },
        sessions: [{ name: "S", files: [name], role: "R" }],
      },
      [name]: allow("s3:GetObject"),
      "rôles/r 1.json": allow("s3:*"),
    });
    expect(await contextOf(files, name, catalog)).toContain("identity = rôles/r 1.json");
  });
});

describe("NAME.session.json", () => {
  const files = () => workspace({ "x/job.session.json": allow("s3:GetObject"), "x/job.role.json": allow("s3:*") });

  test("beside NAME.role.json links itself", async () => {
    expect(await contextOf(files(), "x/job.session.json", catalog)).toMatchInlineSnapshot(`
      "session by name
      session job: AssumeRole role-session job, sent as file
        identity = job.role.json
        boundary ? the permissions boundary of job is not given
        scps ? the service control policies of job are not given
        rcps ? the resource control policies of job are not given
        resources ? the resource policies are not given
        trust ? the trust policy of job is not given"
    `);
    expect(await contextOf(files(), "x/job.role.json", catalog)).toBe(
      "identity by name\nused by job in x/job.session.json\npolicy of the role job alone",
    );
  });

  test("alone is a session policy of nobody", async () => {
    const alone = files();
    alone.remove("x/job.role.json");
    expect(await contextOf(alone, "x/job.session.json", catalog)).toBe("session by name");
    const context = await loadDocumentContext(alone.uri("x/job.session.json"), "{}", alone, catalog);
    expect(context.dependencies).toContain("file:///ws/x/job.role.json");
  });

  test("beside a NAME.role.json that can't be read", async () => {
    const broken = files();
    broken.save("x/job.role.json", "{");
    expect(await contextOf(broken, "x/job.session.json", catalog)).toMatchInlineSnapshot(`
      "session by name
      session job: AssumeRole role-session job, sent as file
        identity ? "job.role.json" can't be read as an identity policy: it is not valid JSON, this { is not closed (line 1)
        boundary ? the permissions boundary of job is not given
        scps ? the service control policies of job are not given
        rcps ? the resource control policies of job are not given
        resources ? the resource policies are not given
        trust ? the trust policy of job is not given
      error broken-policy at  for job: "job.role.json" can't be read as an identity policy: it is not valid JSON, this { is not closed (line 1), so what job grants isn't known. Correct that file, or name another one."
    `);
  });

  test("does what a config says, if one speaks of it", async () => {
    const spoken = files();
    spoken.save(configName, {
      version: 1,
      roles: { R: { identityPolicies: ["r.json"] } },
      sessions: [{ name: "S", files: ["**/*.session.json"], role: "R" }],
    });
    expect(await contextOf(spoken, "x/job.session.json", catalog)).toContain("session S:");
    expect(await contextOf(spoken, "x/job.role.json", catalog)).toBe("identity by name\npolicy of the role job alone");
  });
});

describe("a config that can't be read", () => {
  const lost = "so nothing is known of the roles, users and sessions in it.";
  const corrected = "Until it is corrected, nothing is known of the roles and users in it.";

  test.each<[string, MemoryFile, string]>([
    [
      "empty",
      "  \n",
      'not-json: is empty, so it links no session to a role. Start it with {"version": 1, "roles": {}, "sessions": []}, or delete it.',
    ],
    ["not JSON", "hello", `not-json: is not valid JSON: the config starts with { (line 1). ${corrected}`],
    [
      "nested",
      '{"roles": '.repeat(5000),
      `not-json: is not valid JSON: line 1 is nested too deep to be read. ${corrected}`,
    ],
    ["endless", " ".repeat(1_000_001), `not-json: is not valid JSON: it is too long to be read. ${corrected}`],
    [
      "a list",
      "[]",
      "wrong-type: The config must be an object in braces, but is a list. It can't be used until it is corrected.",
    ],
    ["binary", { why: "not-utf8" }, `unreadable-file: is not a text in UTF-8, ${lost} Save it as UTF-8.`],
    [
      "a folder",
      { why: "failed" },
      `unreadable-file: can't be read, ${lost} See to it that it is a file and may be opened.`,
    ],
    [
      "too large",
      { why: "too-large" },
      `unreadable-file: is too large to be read, ${lost} Shorten it; globs can take the place of many files.`,
    ],
    [
      "forbidden",
      { why: "not-allowed" },
      `unreadable-file: may not be read from here, ${lost} Open the folder that holds it.`,
    ],
  ])("%s: shown on what could be a session", async (_, config, expected) => {
    const files = workspace({ [configName]: config, "package.json": { name: "x" }, "trust.json": trust });
    const text = await contextOf(files, "s.json", catalog);
    expect(text.replace(` at : ${configName}`, ":").replace(" at :", ":")).toBe(`identity by look\nerror ${expected}`);
    expect(await contextOf(files, "package.json", catalog)).toBe("no policy");
    expect(await contextOf(files, "trust.json", catalog)).toBe("trust by look");
  });

  test("half-typed: the sessions that can be read are linked, and nothing in it counts as all there is", async () => {
    const config = `{
      "version": 1,
      "roles": { "R": { "identityPolicies": ["r.json"], "permissionsBoundary": null } },
      "resources": null,
      "sessions": [{ "name": "S", "files": ["s.json"], "role": "R" }, { "name": "T", "files": [
    }`;
    expect(await contextOf(workspace({ [configName]: config }), "s.json", catalog)).toMatchInlineSnapshot(`
      "session by config
      session S: AssumeRole role-session R, sent as file
        identity ? session-policy.config.json is not valid JSON
        boundary ? session-policy.config.json is not valid JSON
        scps ? session-policy.config.json is not valid JSON
        rcps ? session-policy.config.json is not valid JSON
        resources ? session-policy.config.json is not valid JSON
        trust ? session-policy.config.json is not valid JSON
      error not-json at  for S, T: session-policy.config.json is not valid JSON: this [ is not closed (line 5). Until it is corrected, nothing is known of the roles and users in it."
    `);
  });

  test("self-linking waits until it can be read", async () => {
    const files = workspace({ [configName]: "{", "j.session.json": allow("s3:*"), "j.role.json": allow("s3:*") });
    expect(await contextOf(files, "j.session.json", catalog)).toMatch(/^session by name\nerror not-json/);
  });

  test("comments and trailing commas are fine", async () => {
    const config = `// links
      { "version": 1, /* R */ "roles": { "R": { "identityPolicies": ["r.json",], }, },
        "sessions": [{ "name": "S", "files": ["s.json"], "role": "R" },], }`;
    const text = await contextOf(workspace({ [configName]: config }), "s.json", catalog);
    expect(text).toContain("identity = r.json");
    expect(text).not.toContain("error");
  });
});

describe("rules and ignore", () => {
  test("go along with the documents they speak of", async () => {
    const files = workspace({
      [configName]: {
        version: 1,
        rules: { "exceeds-base-role": "off" },
        ignore: [
          { rule: "a", files: ["s*.json"], reason: "known" },
          { rule: "b", reason: "everywhere" },
        ],
      },
    });
    const load = async (path: string) => loadDocumentContext(files.uri(path), files.text(path), files, catalog);
    const [one, other] = [await load("s.json"), await load("r.json")];
    expect([...one.rules]).toEqual([["exceeds-base-role", "off"]]);
    expect(one.ignore.map(({ rule }) => rule)).toEqual(["a", "b"]);
    expect(other.ignore.map(({ rule, reason }) => [rule, reason])).toEqual([["b", "everywhere"]]);
  });
});

describe("freshness", () => {
  const load = (files: ReturnType<typeof workspace>, path = "s.json") =>
    loadDocumentContext(files.uri(path), files.text(path), files, catalog);

  test("an unsaved text beats the disk", async () => {
    const files = workspace();
    files.edit("r.json", JSON.stringify(allow("ec2:*")));
    const [session] = (await load(files)).sessions;
    const identity = session?.layers.identity;
    const actions = identity?.state === "given" ? identity.value[0]?.model.statements[0]?.actions.entries : [];
    expect(actions?.map(({ text }) => text)).toEqual(["ec2:*"]);
  });

  test("the text in hand beats both, where a document leans on itself", async () => {
    const files = workspace({
      [configName]: {
        version: 1,
        roles: { R: { identityPolicies: ["s.json"] } },
        sessions: [{ name: "S", files: ["s.json"], role: "R" }],
      },
    });
    const context = await loadDocumentContext(files.uri("s.json"), JSON.stringify(allow("ec2:*")), files, catalog);
    const identity = context.sessions[0]?.layers.identity;
    expect(identity?.state === "given" && identity.value[0]?.model.statements[0]?.actions.entries[0]?.text).toBe(
      "ec2:*",
    );
    expect(context.dependencies).toEqual([`file:///ws/${configName}`]);
  });

  test("the fingerprint stays while nothing changes, and changes with every dependency", async () => {
    const files = workspace();
    const first = await load(files);
    expect((await load(files)).fingerprint).toBe(first.fingerprint);
    expect(first.dependencies).toEqual([`file:///ws/r.json`, `file:///ws/${configName}`]);
    const seen = new Set([first.fingerprint]);
    const changes: (() => void)[] = [
      () => files.edit("r.json", JSON.stringify(allow("s3:Get*"))),
      () => files.save("r.json", allow("s3:List*")),
      () => files.edit("r.json", "{"),
      () => files.edit(configName, files.text(configName).replace('"S"', '"T"')),
      () => files.save("NO.json", {}),
    ];
    const results: boolean[] = [];
    for (const change of changes) {
      change();
      const { fingerprint } = await load(files);
      results.push(!seen.has(fingerprint));
      seen.add(fingerprint);
    }
    // The second one is hidden by the open buffer, the last one is nobody's dependency.
    expect(results).toEqual([true, false, true, true, false]);
  });

  test("a config, a role or a file of a glob that comes into being is noticed", async () => {
    const files = workspace({
      [configName]: {
        version: 1,
        roles: { R: { identityPolicies: ["new.json"] } },
        sessions: [{ name: "S", files: ["s.json", "more/*.json"], role: "R" }],
      },
    });
    const first = await load(files);
    expect(first.dependencies).toContain("file:///ws/new.json");
    expect(first.listedFolders).toEqual(["file:///ws"]);
    files.save("new.json", allow("s3:*"));
    const second = await load(files);
    expect(second.fingerprint).not.toBe(first.fingerprint);
    files.save("more/m.json", allow("s3:*"));
    expect((await load(files)).fingerprint).not.toBe(second.fingerprint);
  });

  test("on a keystroke nothing is listed, and a managed policy is not compiled again", async () => {
    const files = workspace({
      [configName]: {
        version: 1,
        roles: { R: { identityPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess", "r.json"] } },
        sessions: [{ name: "S", files: ["*.json"], role: "R" }],
      },
    });
    const loader = createContextLoader(files, catalog);
    const [before, after] = [
      await loader.load(files.uri("s.json"), "{}"),
      await loader.load(files.uri("s.json"), "{ "),
    ];
    expect(files.lists).toEqual([]);
    const models = [before, after].map(({ sessions }) => {
      const identity = sessions[0]?.layers.identity;
      return identity?.state === "given" ? identity.value.map(({ model }) => model) : [];
    });
    expect(models[0]).toHaveLength(2);
    expect(models[1]?.[0]).toBe(models[0]?.[0]);
    expect(models[1]?.[1]).toBe(models[0]?.[1]);
    expect(after.fingerprint).toBe(before.fingerprint);
    expect(after.sessions[0]).toBe(before.sessions[0]);
  });

  test("a session that says something else is another one", async () => {
    const files = workspace({ "s.json": "{}", "r.json": allow("s3:*") });
    const loader = createContextLoader(files, catalog);
    const config = { version: 1, roles: { R: { identityPolicies: ["r.json"] } } };
    const session = { name: "S", files: ["s.json"], role: "R" };
    const seen = new Set<unknown>();
    for (const each of [session, { ...session, tags: {} }, { ...session, tags: { a: "b" } }, session]) {
      files.save(configName, { ...config, sessions: [each] });
      seen.add((await loader.load(files.uri("s.json"), "{}")).sessions[0]);
    }
    files.save("r.json", allow("s3:Get*"));
    seen.add((await loader.load(files.uri("s.json"), "{}")).sessions[0]);
    expect(seen.size).toBe(4);
  });
});

describe("catalog", () => {
  async function loaded(session: object, role: object, more: object = {}): Promise<string> {
    const calls: string[] = [];
    const spy: Catalog = Object.create(catalog, {
      load: { value: async (services: readonly string[]) => void calls.push(services.join(" ")) },
      loadAll: { value: async () => void calls.push("all") },
    });
    const files = workspace({ "s.json": session, "r.json": role, ...more });
    await loadDocumentContext(files.uri("s.json"), files.text("s.json"), files, spy);
    return calls.join(", ");
  }

  test.each<[string, object, object, string]>([
    [
      "services of the session, not those of the role",
      allow("s3:GetObject", "arn:aws:kms:*:*:key/*"),
      allow("EC2:*"),
      "kms s3",
    ],
    ["whatever the role may do", allow("s3:GetObject"), allow("*"), "s3"],
    ["all of them for *", allow("*"), allow("s3:*"), "all"],
    ["all of them for a wildcard service", allow("*:Get*"), allow("s3:*"), "all"],
    [
      "all of them for NotAction",
      { Statement: { Effect: "Allow", NotAction: "iam:*", Resource: "*" } },
      allow("s3:*"),
      "all",
    ],
    [
      "keys of conditions",
      { Statement: { Effect: "Allow", Action: "s3:*", Resource: "*", Condition: { Bool: { "sts:X": true } } } },
      allow("s3:*"),
      "s3 sts",
    ],
  ])("%s", async (_, session, role, expected) => {
    expect(await loaded(session, role)).toBe(expected);
  });

  test.each<[string, object, object]>([
    ["trust policy", {}, { roles: { R: { identityPolicies: ["r.json"], trustPolicy: "x.json" } } }],
    ["resource policies", { Resource: "*" }, { resources: { "arn:aws:s3:::b": { policy: "x.json" } } }],
  ])("services of the %s", async (_, more, said) => {
    const files = {
      "x.json": { Statement: { Effect: "Allow", Principal: "*", Action: "kms:*", ...more } },
      [configName]: {
        version: 1,
        roles: { R: { identityPolicies: ["r.json"] } },
        sessions: [{ name: "S", files: ["s.json"], role: "R" }],
        ...said,
      },
    };
    expect(await loaded(allow("s3:GetObject"), allow("EC2:*"), files)).toBe("kms s3");
  });
});
