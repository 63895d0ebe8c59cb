import ignore, { type Ignore } from "ignore";
import { joinUri, parentFolder, pathBelow, sameUri } from "../../core/context/uriPaths.js";
import type { Disk } from "../host.js";
import { maximumPolicyBytes, readText } from "../input/readText.js";

/** The rules of a `.gitignore`, for what lies below its folder. */
interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** What the `.gitignore` files of a folder and of those above it say. */
export class IgnoredFiles {
  readonly #chain: readonly IgnoreRules[];

  private constructor(chain: readonly IgnoreRules[]) {
    this.#chain = chain;
  }

  /** For a folder that is to be walked, with the `.gitignore` files above it, up to the root of its repository. */
  static async above(folder: string, disk: Disk): Promise<IgnoredFiles> {
    const root = await repositoryOf(folder, disk);
    const chain: IgnoreRules[] = [];
    for (let at: string | undefined = folder; root !== undefined && at !== undefined && !sameUri(at, root); ) {
      at = parentFolder(at);
      const rules: IgnoreRules | undefined = at === undefined ? undefined : await rulesIn(at, disk);
      if (rules !== undefined) chain.unshift(rules);
    }
    const all = new IgnoredFiles(chain);
    // Whoever names an ignored folder means it.
    return all.has(folder, true) ? new IgnoredFiles([]) : all;
  }

  /** The same with what the folder itself says. */
  async within(folder: string, disk: Disk): Promise<IgnoredFiles> {
    const rules = await rulesIn(folder, disk);
    return rules === undefined ? this : new IgnoredFiles([...this.#chain, rules]);
  }

  has(uri: string, isFolder: boolean): boolean {
    let ignored = false;
    // The innermost file that says anything has the last word.
    for (const { folder, rules } of this.#chain) {
      const path = pathBelow(folder, uri);
      if (path === undefined || path === "") continue;
      const answer = rules.test(isFolder ? `${path}/` : path);
      if (answer.ignored) ignored = true;
      else if (answer.unignored) ignored = false;
    }
    return ignored;
  }
}

async function rulesIn(folder: string, disk: Disk): Promise<IgnoreRules | undefined> {
  const uri = joinUri(folder, ".gitignore");
  if (uri === undefined || (await disk.look(uri)) !== "file") return undefined;
  const text = await readText(disk.content(uri), maximumPolicyBytes);
  if (!text.ok) return undefined;
  return { folder, rules: ignore({ ignorecase: false }).add(text.text.replace(/^\uFEFF/, "")) };
}

/** The root of the repository that holds a folder. */
async function repositoryOf(folder: string, disk: Disk): Promise<string | undefined> {
  for (let at: string | undefined = folder; at !== undefined; at = parentFolder(at)) {
    const git = joinUri(at, ".git");
    if (git !== undefined && (await disk.look(git)) !== "missing") return at;
  }
  return undefined;
}
