import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import { createContextLoader } from "../../server/src/core/context/contextLoader.js";
import type { Completion, Completions } from "../../server/src/core/features/completion/completion.js";
import { completions } from "../../server/src/core/features/completion/completions.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import { applyChanges } from "../../server/src/core/text/applyChanges.js";
import { snippetText } from "../../server/src/lsp/snippetText.js";
import { readCursor } from "./markedText.js";
import { MemoryFiles } from "./memoryFiles.js";

/** Completion as a person sees it, for texts with `<|>`. */

export interface CompletionCase {
  /** The document's name; `task.session.json` if not given, which is a session policy without a config. */
  readonly file?: string;
  /** Further files of the workspace. */
  readonly files?: { readonly [path: string]: string | object };
}

export interface CompletionTester {
  /** All that is proposed. */
  answer(marked: string, options?: CompletionCase): Promise<Completions>;
  /** `label · note` of what is proposed and fits what is typed, in order, at most `most`. */
  shown(marked: string, options?: CompletionCase & { readonly most?: number }): Promise<readonly string[]>;
  /** The document after the item of this label is chosen, with snippets' blanks; as with `replace` or `insert`. */
  chosen(marked: string, label: string, options?: CompletionCase & { readonly mode?: "insert" }): Promise<string>;
}

export function completionTester(catalog: Catalog): CompletionTester {
  async function answer(marked: string, { file = "task.session.json", files = {} }: CompletionCase = {}) {
    const { text, offset } = readCursor(marked);
    const workspace = new MemoryFiles({ ...files, [file]: text });
    const context = await createContextLoader(workspace, catalog).load(workspace.uri(file), text);
    const engine = new AccessEngine(catalog);
    return completions({ regions: jsonRegions(text), context, engine }, offset);
  }

  async function shown(marked: string, options: CompletionCase & { readonly most?: number } = {}) {
    const { text, offset } = readCursor(marked);
    const { items } = await answer(marked, options);
    return items
      .filter((item) => isShown(item, text.slice(item.replaced.start, offset)))
      .slice(0, options.most ?? 8)
      .map(({ label, note }) => (note === undefined ? label : `${label} · ${note}`));
  }

  async function chosen(marked: string, label: string, options: CompletionCase & { readonly mode?: "insert" } = {}) {
    const { text } = readCursor(marked);
    const { items } = await answer(marked, options);
    const item = items.find((each) => each.label === label);
    if (item === undefined)
      throw new Error(`${label} is not proposed, but ${items.map((each) => each.label).join(", ")}`);
    const span = options.mode === "insert" ? (item.inserted ?? item.replaced) : item.replaced;
    const changes = [...item.besides, { span, newText: snippetText(item.newText) }];
    return applyChanges(
      text,
      changes.sort((one, other) => one.span.start - other.span.start),
    );
  }

  return { answer, shown, chosen };
}

/** As editors filter: the typed letters stand in the item's text in their order, the first one at its start or a word's. */
function isShown({ match }: Completion, typed: string): boolean {
  let at = 0;
  for (const letter of typed.toLowerCase()) {
    at = match.toLowerCase().indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
