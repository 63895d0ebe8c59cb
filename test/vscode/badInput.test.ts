// Whatever is opened, there is a message at the right place (fixtures/badInput; UPDATE=1 rewrites them), and the server
// answers on.

import * as assert from "node:assert/strict";
import { annotated, seenBlock, untilFixture } from "./seen.js";
import { codeLensTitlesOf, diagnosticsOf, openFile, revertAll, until, writeFile } from "./support.js";

/** Files that nobody would commit, written into the run's own copy of the workspace. */
const files: Readonly<Record<string, string | Uint8Array>> = {
  "broken JSON": '{\n  "Statement": [ { "Effect": "Allow", "Action":  } ]\n}\n',
  "an empty file": "",
  "half a policy": '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:Get',
  "a file that is not UTF-8": Buffer.from('{ "Version": "2012-10-17", "Statement": "\xe9\xff" }', "latin1"),
  "a Statement of the wrong type": '{ "Version": "2012-10-17", "Statement": "all" }',
  "keys such as __proto__": `{
  "Version": "2012-10-17",
  "__proto__": { "Statement": [] },
  "Statement": [{ "Effect": "Allow", "constructor": 1, "Action": "s3:GetObject", "Resource": "*" }]
}`,
};

describe("bad input", () => {
  afterEach(stillAnswers);

  for (const [name, content] of Object.entries(files)) {
    it(`${name}: the message is at the place`, async () => {
      const file = `badInput/${slug(name)}.session.json`;
      writeFile(file, content);
      const { document } = await openFile(file);
      await untilFixture(`badInput/${slug(name)}`, name, () => seenBlock(document));
    });
  }

  it("10,000 nested lists: a message where they get too deep", async () => {
    writeFile("badInput/deep.session.json", `{ "Statement": ${"[".repeat(10_000)}${"]".repeat(10_000)} }`);
    const { document } = await openFile("badInput/deep.session.json");
    const message = await until("the message", () =>
      diagnosticsOf(document.uri).find(({ code }) => code === "json-too-deep"),
    );
    assert.equal(message.range.start.character, '{ "Statement": '.length + 99);
    assert.deepEqual(await codeLensTitlesOf(document.uri), ["Choose a base role to see what takes effect"]);
  });

  it("a file of 5 MB: one note, and no lenses", async () => {
    const one = '{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}';
    const many = Array.from({ length: 90_000 }, () => one).join(",\n");
    writeFile("badInput/large.session.json", `{"Version":"2012-10-17","Statement":[\n${many}]}`);
    const { document } = await openFile("badInput/large.session.json");
    await until("a note", () => diagnosticsOf(document.uri).length > 0);
    assert.equal(
      (await annotated(document)).trim(),
      `1  {"Version":"2012-10-17","Statement":[
     ^ error json-too-long: This file is over 1 MB and was not read. AWS takes no policy that is nearly as long.
 …`,
    );
  });
});

const session = `{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]
}
`;

const config = `{
  "version": 1,
  "roles": { "Reader": { "identityPolicies": ["role.json"] } },
  "sessions": [{ "name": "task", "files": ["task.json"], "role": "Reader" }]
}
`;

/** What is wrong with a config, and what of the config above makes it so. */
const configs: Readonly<Record<string, readonly [string, string]>> = {
  "names a file that is not there": ["role.json", "missing.json"],
  "names a role that nobody defined": ['"role": "Reader"', '"role": "Raeder"'],
  "points at itself": ["role.json", "session-policy.config.json"],
  "links itself": ['"task.json"', '"task.json", "session-policy.config.json"'],
  "points outside of the workspace": ["role.json", "../../../outside.json"],
  "has a glob that matches nothing": ['"task.json"', '"task.json", "tasks/*.json"'],
  "names a policy that is not UTF-8": ["role.json", "latin1.json"],
  "names a policy that does not parse": ["role.json", "broken.json"],
  "is broken": ['},\n  "sessions"', '}\n  "sessions"'],
  "the schema refuses": ['"version": 1', '"version": 2, "rolls": {}'],
};

describe("a config that", () => {
  afterEach(stillAnswers);

  for (const [name, [right, wrong]] of Object.entries(configs)) {
    it(`${name}: told in the config and on the session`, async () => {
      const folder = slug(`config ${name}`);
      writeFile(`${folder}/session-policy.config.json`, config.replace(right, wrong));
      writeFile(`${folder}/role.json`, session.replace("s3:GetObject", "s3:*"));
      writeFile(`${folder}/latin1.json`, Buffer.from(session.replace('"*"', '"\xe9"'), "latin1"));
      writeFile(`${folder}/broken.json`, session.slice(0, 40));
      writeFile(`${folder}/task.json`, session);
      const task = await openFile(`${folder}/task.json`);
      const own = await openFile(`${folder}/session-policy.config.json`);
      await untilFixture(
        `badInput/${folder}`,
        `A config that ${name}`,
        async () => `${await seenBlock(own.document)}\n\n## The session\n\n${await seenBlock(task.document)}`,
      );
    });
  }
});

function slug(name: string): string {
  return name.replace(/\W+/g, "-");
}

async function stillAnswers(): Promise<void> {
  await revertAll();
  const { document } = await openFile("examples/sessions/get-object.json");
  await until("lenses elsewhere", async () =>
    (await codeLensTitlesOf(document.uri)).includes("Allowed on example-bucket/*"),
  );
  await revertAll();
}
