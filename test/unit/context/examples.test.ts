import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { MemoryFiles } from "../../support/memoryFiles.js";
import { catalogOfProject, contextOf, problemsOf } from "./workspace.js";

const folder = fileURLToPath(new URL("../../../examples/", import.meta.url));

const examples = new MemoryFiles(
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = `${entry.parentPath}/${entry.name}`;
        return [path.slice(folder.length).replaceAll("\\", "/").replace(/^\//, ""), readFileSync(path, "utf8")];
      }),
  ),
);

let catalog: Catalog;
beforeAll(async () => {
  catalog = await catalogOfProject();
});

test("the config has no problems", async () => {
  expect(await problemsOf(examples, catalog)).toBe("");
});

test("a session of a role", async () => {
  expect(await contextOf(examples, "sessions/get-object.json", catalog)).toMatchInlineSnapshot(`
    "session by config
    session get-object: AssumeRole role-session S3AccessRole, sent as file
      identity = roles/S3AccessRolePolicy.json
      boundary none
      scps ? the service control policies of S3AccessRole are not given
      rcps ? the resource control policies of S3AccessRole are not given
      resources ? the resource policies are not given
      trust = roles/S3AccessTrustRole.json"
  `);
});

test("a federated session of a user", async () => {
  expect(await contextOf(examples, "sessions/federated-ec2-read-only.json", catalog)).toMatchInlineSnapshot(`
    "session by config
    session federated-ec2-read-only: GetFederationToken federated-user broker, sent as file
      identity = arn:aws:iam::aws:policy/PowerUserAccess
      boundary none
      scps ? the service control policies of broker are not given
      rcps ? the resource control policies of broker are not given
      resources ? the resource policies are not given
      trust none"
  `);
});

test.each(["get-object", "exceeds", "too-long", "far-too-long", "team-task", "federated-ec2-read-only"])(
  "%s is linked",
  async (name) => {
    const text = await contextOf(examples, `sessions/${name}.json`, catalog);
    expect(text).toMatch(new RegExp(`^session by config\nsession ${name}:`));
  },
);

describe("sizes", () => {
  test.each<[string, boolean, boolean]>([
    ["get-object", true, true],
    ["exceeds", true, true],
    ["team-task", true, true],
    ["federated-ec2-read-only", true, true],
    ["too-long", false, true],
    ["far-too-long", false, false],
  ])("%s fits as it is: %s, minified: %s", (name, asItIs, minified) => {
    const text = examples.text(`sessions/${name}.json`);
    expect([text.length <= 2048, JSON.stringify(JSON.parse(text)).length <= 2048]).toEqual([asItIs, minified]);
  });
});

test("the command passes the policy of get-object", () => {
  const policy = /--policy '(.*)'/s.exec(examples.text("assume-role.sh"))?.[1];
  expect(policy).toBe(examples.text("sessions/get-object.json").trimEnd());
});
