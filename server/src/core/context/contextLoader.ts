import type { Catalog } from "../catalog/catalog.js";
import { buildModel } from "../policy/buildModel.js";
import { guessKind, looksLikePolicy } from "../policy/guessKind.js";
import type { PolicyKind } from "../policy/model.js";
import { parsePolicy } from "../syntax/parsePolicy.js";
import { BoundedCache } from "./boundedCache.js";
import { configFileName } from "./config.js";
import { contentHash } from "./contentHash.js";
import { FileReading } from "./fileReading.js";
import { linkByName, roleOf, usedByName } from "./linkByName.js";
import { findConfig, type OpenConfig, openConfig, type ReadConfig, unreadableConfig } from "./openConfig.js";
import { PolicyDocuments } from "./policyDocuments.js";
import { SameSessions } from "./sameSessions.js";
import { type ServicesNamed, servicesNamed } from "./servicesNamed.js";
import type { ConfigProblem, DocumentContext, GovernedDocument, WorkspaceFiles } from "./sessionContext.js";
import { fileName, joinUri, parentFolder, sameUri } from "./uriPaths.js";

/**
 * Makes the contexts of documents. It keeps compiled policies, read configs and sessions between calls, never an answer:
 * what it says always follows from the files as they are now.
 */
export interface ContextLoader {
  /**
   * The context of a document with this text. Everything the later stages need of the catalog is loaded afterwards.
   * Rejects only where the catalog's own data cannot be read.
   */
  load(uri: string, text: string): Promise<DocumentContext>;
  /** Everything that is wrong in a config with this text. */
  configProblems(configUri: string, text: string): Promise<readonly ConfigProblem[]>;
  /** What is wrong in the nearest config and may be why this file is linked to none of its sessions. */
  unlinkingProblems(uri: string): Promise<readonly ConfigProblem[]>;
}

export interface ContextLoaderOptions {
  /** This config speaks for all documents, wherever they are; no other is looked for. */
  readonly configUri?: string;
}

const maximumConfigs = 30;

/** So many documents are looked into for what a config says of them. */
const maximumGoverned = 300;

export function createContextLoader(
  files: WorkspaceFiles,
  catalog: Catalog,
  options: ContextLoaderOptions = {},
): ContextLoader {
  const documents = new PolicyDocuments(catalog);
  const configs = new BoundedCache<ReadConfig>(maximumConfigs);
  const same = new SameSessions();

  const open = (uri: string, text: string, reading: FileReading): OpenConfig =>
    openConfig(uri, text, rootOf(uri, files) ?? uri, configs, documents, reading);

  const isConfig = (uri: string): boolean => fileName(uri) === configFileName || uri === options.configUri;

  async function load(uri: string, text: string): Promise<DocumentContext> {
    const reading = new FileReading(files, { uri, text });
    const found = isConfig(uri) ? await ofConfig(uri, text, reading) : await contextOf(uri, text, reading);
    const { services, ...rest } = found;
    await loadServices(catalog, services);
    const context = {
      uri,
      ...rest,
      dependencies: reading.dependencies(),
      listedFolders: reading.listedFolders(),
    };
    return {
      ...context,
      fingerprint: await fingerprintOf(context, reading, catalog),
    };
  }

  async function ofConfig(uri: string, text: string, reading: FileReading): Promise<Found> {
    const config = open(uri, text, reading);
    const { rules, ignore } = config.config;
    const problems = await config.allProblems();
    const { paths, more } = await config.governedPaths(maximumGoverned);
    const governed: GovernedDocument[] = [];
    for (const path of paths) {
      const document = await governedDocument(config, path, reading);
      if (document !== undefined) governed.push(document);
    }
    return { ...nothingKnown, configUri: uri, problems, rules, ignore, governed, governsMore: more };
  }

  /** Undefined for what is no policy, can't be read, or has a nearer config. */
  async function governedDocument(
    config: OpenConfig,
    path: string,
    reading: FileReading,
  ): Promise<GovernedDocument | undefined> {
    const uri = joinUri(config.place.folder, path);
    if (uri === undefined || isConfig(uri)) return undefined;
    const file = await reading.read(uri);
    if (!file.ok) return undefined;
    if (options.configUri === undefined) {
      const nearest = await findConfig(uri, config.place.root, reading);
      if (nearest === undefined || !sameUri(nearest.uri, config.place.uri)) return undefined;
    }
    const { services, ...rest } = await ofDocument(uri, file.text, config, reading);
    if (rest.kind === undefined) return undefined;
    await loadServices(catalog, services);
    // What it leans on, the config leans on: the config's context says so for all of them.
    return {
      uri,
      path,
      text: file.text,
      context: { uri, ...rest, dependencies: [], listedFolders: [], fingerprint: "" },
    };
  }

  async function contextOf(uri: string, text: string, reading: FileReading): Promise<Found> {
    return ofDocument(uri, text, await configOf(uri, reading), reading);
  }

  async function ofDocument(
    uri: string,
    text: string,
    config: OpenConfig | ConfigProblem | undefined,
    reading: FileReading,
  ): Promise<Found> {
    const parsed = parsePolicy(text);
    const look = looksLikePolicy(parsed) ? guessKind(parsed) : undefined;
    // Details of services that the text itself names are needed whatever it turns out to be.
    const services = servicesNamed(buildModel(parsed, look ?? "session"));
    const found = {
      ...nothingKnown,
      ...(await linked(uri, look, config, reading)),
    };
    const sessions = found.sessions.map((session) => same.of(session));
    return { ...found, sessions, services: [services, ...found.services] };
  }

  async function configOf(uri: string, reading: FileReading): Promise<OpenConfig | ConfigProblem | undefined> {
    const root = rootOf(uri, files);
    const { configUri } = options;
    if (configUri === undefined && root === undefined) return undefined;
    const found =
      configUri === undefined
        ? await findConfig(uri, root ?? uri, reading)
        : { uri: configUri, text: await reading.read(configUri) };
    if (found === undefined) return undefined;
    if (!found.text.ok) return unreadableConfig(found.uri, found.text.why);
    return open(found.uri, found.text.text, reading);
  }

  /** By the config first, then by the file's name, then by its look. */
  async function linked(
    uri: string,
    look: PolicyKind | undefined,
    config: OpenConfig | ConfigProblem | undefined,
    reading: FileReading,
  ): Promise<Partial<Found>> {
    if (config === undefined) return byName(uri, look, undefined, reading);
    if ("kind" in config) return unread(uri, look, config.configUri, [config]);
    const sessions = config.sessionsOf(uri);
    const kind = sessions.length > 0 ? "session" : config.kindOf(uri);
    const settings = {
      rules: config.config.rules,
      ignore: config.ignoreOf(uri),
    };
    if (kind !== undefined) {
      const loaded = await Promise.all(sessions.map((session) => config.contextOf(session)));
      return {
        ...settings,
        kind,
        kindFrom: "config",
        sessions: loaded.map(({ value }) => value),
        usedBy: await config.usedBy(uri),
        ofRoles: config.ofRoles(uri),
        configUri: config.place.uri,
        problems: await config.problemsOf(sessions, loaded, uri),
        services: loaded.flatMap((each) => each.services),
      };
    }
    if (!config.config.wellFormed)
      return {
        ...settings,
        ...unread(uri, look, config.place.uri, config.brokenText()),
      };
    return { ...settings, ...(await byName(uri, look, config, reading)) };
  }

  async function byName(
    uri: string,
    look: PolicyKind | undefined,
    config: OpenConfig | undefined,
    reading: FileReading,
  ): Promise<Partial<Found>> {
    const session = await linkByName(uri, documents, reading);
    if (session !== undefined) return { kind: "session", kindFrom: "name", ...session };
    const usedBy = await usedByName(uri, reading);
    if (usedBy !== undefined) {
      // A session that the config links to another role doesn't lean on its neighbour.
      const leaning = usedBy.filter((session) => config === undefined || config.sessionsOf(session.uri).length === 0);
      return { kind: "identity", kindFrom: "name", usedBy: leaning, ofRoles: [roleOf(uri)] };
    }
    return look === undefined ? {} : { kind: look, kindFrom: "look" };
  }

  return {
    load,
    configProblems: async (configUri, text) =>
      open(configUri, text, new FileReading(files, { uri: configUri, text })).allProblems(),
    unlinkingProblems: async (uri) => {
      const config = await configOf(uri, new FileReading(files, { uri, text: "" }));
      return config === undefined || "kind" in config ? [] : config.unlinking();
    },
  };
}

type Found = Omit<DocumentContext, "uri" | "dependencies" | "listedFolders" | "fingerprint"> & {
  readonly services: readonly ServicesNamed[];
};

const nothingKnown: Found = {
  kind: undefined,
  kindFrom: undefined,
  sessions: [],
  usedBy: [],
  ofRoles: [],
  configUri: undefined,
  problems: [],
  rules: new Map(),
  ignore: [],
  governed: [],
  governsMore: false,
  services: [],
};

/**
 * A document whose config can't be read: it may be a session policy of any role. So it is linked to nothing, not even by
 * its name, and the config's problem shows on whatever could have been a session policy.
 */
function unread(
  uri: string,
  look: PolicyKind | undefined,
  configUri: string,
  problems: readonly ConfigProblem[],
): Partial<Found> {
  const isNamedSession = fileName(uri).endsWith(".session.json");
  if (isNamedSession) return { kind: "session", kindFrom: "name", configUri, problems };
  if (look === undefined) return {};
  return {
    kind: look,
    kindFrom: "look",
    configUri,
    problems: look === "identity" ? problems : [],
  };
}

/** Nothing above this folder is looked at. A file that was opened by itself has its own folder and no more. */
function rootOf(uri: string, files: WorkspaceFiles): string | undefined {
  return files.folderOf(uri) ?? parentFolder(uri);
}

async function loadServices(catalog: Catalog, named: readonly ServicesNamed[]): Promise<void> {
  const services = new Set<string>();
  for (const each of named) {
    if (each === "all") return catalog.loadAll();
    for (const service of each) services.add(service);
  }
  return catalog.load([...services].sort());
}

async function fingerprintOf(
  context: Omit<DocumentContext, "fingerprint">,
  reading: FileReading,
  catalog: Catalog,
): Promise<string> {
  const { name, version, date } = catalog.source;
  const { uri, kind, kindFrom, configUri, usedBy, problems, sessions } = context;
  const own = {
    uri,
    kind,
    kindFrom,
    configUri,
    usedBy,
    problems,
    sessions: sessions.map((session) => session.name),
  };
  return contentHash(JSON.stringify([await reading.fingerprint(), own, name, version, date]));
}
