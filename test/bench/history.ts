import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { compare } from "../../server/src/core/access/compare.js";
import { buildModel } from "../../server/src/core/policy/buildModel.js";
import { parsePolicy } from "../../server/src/core/syntax/parsePolicy.js";
import type { Part } from "./figures.js";
import {
  documentOf,
  managedPolicyText,
  readOnlyAccessArn,
  sessionText,
  sessionUnder,
  wholeCatalog,
} from "./material.js";

/** Small budgets cut answers short, which is where what ran before could show. */
const budgets = [300, 3_000, 30_000];

export const historyPart: Part = {
  name: "history",
  title: "The same question to a new engine, and to one that has answered others",
  async run() {
    const catalog = await wholeCatalog();
    const base = documentOf("ReadOnlyAccess", await managedPolicyText(readOnlyAccessArn));
    const session = sessionUnder(base);
    const every50th = (await catalog.managedPolicyArns()).filter((_, i) => i % 50 === 7);
    const managed = await Promise.all(every50th.map((arn) => managedPolicyText(arn)));
    const texts = [sessionText, ...managed.filter((text) => text.length < 20_000)];
    const questions = texts.flatMap((text) => budgets.map((budget) => ({ text, budget })));
    const answer = (engine: AccessEngine, { text, budget }: (typeof questions)[number]) => {
      const model = buildModel(parsePolicy(text), "session");
      const { verdict, entries } = engine.sessionAccess(model, session, budget);
      const compared = compare({ session: [{ name: "session", model }], base: [base], budget }, engine);
      return JSON.stringify([verdict, entries, compared]);
    };
    const alone = questions.map((question) => answer(new AccessEngine(catalog), question));
    const old = new AccessEngine(catalog);
    let different = 0;
    for (const order of [forwards, backwards, forwards]) {
      for (const i of order(questions.length)) {
        if (answer(old, questions[i]!) !== alone[i]) different++;
      }
    }
    return [
      { name: "questions", value: questions.length, unit: "", note: `budgets of ${budgets.join(", ")} units` },
      { name: "answers that differ", value: different, unit: "", goal: 0, note: `of ${3 * questions.length}` },
    ];
  },
};

const forwards = (count: number) => Array.from({ length: count }, (_, i) => i);
const backwards = (count: number) => forwards(count).reverse();
