import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fullCapabilities, LspClient } from "../support/lspClient.js";
import { temporaryFolder } from "../support/temporaryFolder.js";
import type { Figure, Part } from "./figures.js";
import { configOfSession, sessionText, sessionWithOneEdit } from "./material.js";
import { median } from "./measure.js";

/** The first ones after a build take longer: nothing of the bundle is in memory yet. */
const starts = 50;
const changes = 50;

/** What VS Code says of completion, as far as it changes what it is sent. */
const asVsCode = {
  ...fullCapabilities,
  textDocument: {
    ...fullCapabilities.textDocument,
    completion: {
      completionItem: { snippetSupport: true, insertReplaceSupport: true, labelDetailsSupport: true },
      completionList: { itemDefaults: ["editRange"] },
    },
  },
};

export const wirePart: Part = {
  name: "wire",
  title: "The bundled server, as an editor meets it; ReadOnlyAccess as base",
  async run() {
    const folder = temporaryFolder({ "session-policy.config.json": configOfSession, "s.json": sessionText });
    try {
      const uri = folder.uri("s.json");
      const firsts: number[] = [];
      let last: LspClient | undefined;
      let known = childProcesses();
      for (let i = 0; i < starts; i++) {
        await last?.stop();
        known = childProcesses();
        const start = performance.now();
        last = await LspClient.start({ folder: folder.path, capabilities: asVsCode });
        last.open(uri);
        await last.diagnostics(uri);
        firsts.push(performance.now() - start);
      }
      const client = last!;
      const server = childProcesses().find((id) => !known.includes(id));
      const answers: number[] = [];
      const lenses: number[] = [];
      for (let i = 0; i < 10 + changes; i++) {
        const text = sessionWithOneEdit();
        const start = performance.now();
        client.rewrite(uri, text);
        await client.diagnostics(uri);
        if (i >= 10) answers.push(performance.now() - start);
        const between = performance.now();
        await client.lenses(uri);
        if (i >= 10) lenses.push(performance.now() - between);
      }
      const edited = server === undefined ? undefined : residentMiB(server);
      const proposals: number[] = [];
      const marked = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "ec2:';
      for (let i = 0; i < 10 + changes; i++) {
        const text = `${marked}" }] }${" ".repeat(i)}`;
        const start = performance.now();
        client.rewrite(uri, text);
        const position = { line: 0, character: marked.length };
        await client.request("textDocument/completion", { textDocument: { uri }, position });
        if (i >= 10) proposals.push(performance.now() - start);
      }
      const memory = server === undefined ? undefined : residentMiB(server);
      await client.stop();
      const figures: Figure[] = [
        { name: "start to first diagnostics", value: median(firsts), unit: "ms", goal: 400, note: `of ${starts}` },
        { name: "didChange to diagnostics", value: median(answers), unit: "ms", goal: 15, note: `of ${changes}` },
        {
          name: "didChange to completion of ec2:",
          value: median(proposals),
          unit: "ms",
          goal: 10,
          note: `of ${changes}`,
        },
        { name: "lenses after them", value: median(lenses), unit: "ms", note: `of ${changes}` },
      ];
      if (edited !== undefined) {
        figures.push({ name: "resident memory after 60 edits", value: edited, unit: "MiB", goal: 100 });
      }
      if (memory !== undefined) figures.push({ name: "… and 60 completions", value: memory, unit: "MiB", goal: 100 });
      return figures;
    } finally {
      folder.remove();
    }
  },
};

/** Ids of our own child processes, on systems that tell. */
function childProcesses(): readonly number[] {
  const tasks = `/proc/${process.pid}/task`;
  if (!existsSync(tasks)) return [];
  return readdirSync(tasks).flatMap((task) => {
    const file = `${tasks}/${task}/children`;
    if (!existsSync(file)) return [];
    return readFileSync(file, "utf8").trim().split(/\s+/).filter(Boolean).map(Number);
  });
}

function residentMiB(id: number): number | undefined {
  const kibibytes = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
}
