import { expect, expectArray, expectMembers, expectString } from "./expect.mjs";

/** The data files a person keeps; the update only checks them and puts their hashes into SOURCES.md. */
export const handKeptFiles = [
  "global-condition-keys.json",
  "resource-policies.json",
  "condition-checks.json",
  "arn-fields.json",
  "policy-quotas.json",
  "action-names.json",
  "action-notes.json",
  "known-values.json",
  "session-facts.json",
];

const keyTypes = ["ARN", "ArrayOfString", "Bool", "Date", "IPAddress", "Numeric", "String"];
const categories = ["principal", "session", "network", "resource", "request"];
const presences = ["always", "sometimes", "never"];

/** Stops at a member that a hand-kept file should not have, and at a service or type unknown to the reference. */
export function checkHandKept(files, iamData) {
  const read = (name) => JSON.parse(files.get(name).toString("utf8"));
  checkGlobalKeys(read("global-condition-keys.json"));
  checkResourcePolicies(read("resource-policies.json"), new Map(iamData.services.map((s) => [s.service, s])));
  checkConditionChecks(read("condition-checks.json"), iamData.services);
  checkArnFields(read("arn-fields.json"), iamData.services);
  checkQuotas(read("policy-quotas.json"), iamData.services);
  checkSessionFacts(read("session-facts.json"), iamData.services);
  checkActionNames(read("action-names.json"), iamData.services);
  checkActionNotes(read("action-notes.json"), iamData.services);
  checkKnownValues(read("known-values.json"), iamData.services);
}

function checkActionNames(file, services) {
  expectMembers(file, "action-names.json", ["format", "source", "date", "notes", "calls", "prefixes"]);
  expectString(file.date, "the date of action-names.json", /^\d{4}-\d\d-\d\d$/);
  const actions = new Set(services.flatMap(({ service, actions }) => actions.map(({ name }) => `${service}:${name}`)));
  const lower = new Set([...actions].map((action) => action.toLowerCase()));
  const prefixes = new Set(services.map(({ service }) => service));
  for (const row of file.calls) {
    expectMembers(row, "a call of action-names.json", ["call", "actions", "source"]);
    expectString(row.source, `the source of ${row.call}`, /^https:\/\/docs\.aws\.amazon\.com\//);
    expect(!lower.has(row.call.toLowerCase()), `${row.call} is an action of that name`);
    for (const action of row.actions) expect(actions.has(action), `action ${action} of ${row.call}`);
  }
  for (const row of file.prefixes) {
    expectMembers(row, "a prefix of action-names.json", ["name", "prefix"]);
    expect(!prefixes.has(row.name), `${row.name} is a prefix of actions`);
    expect(prefixes.has(row.prefix), `prefix ${row.prefix} of ${row.name}`);
  }
}

function checkActionNotes(file, services) {
  expectMembers(file, "action-notes.json", ["format", "source", "date", "notes", "actions"]);
  expectString(file.date, "the date of action-notes.json", /^\d{4}-\d\d-\d\d$/);
  expectArray(file.actions, "actions of action-notes.json");
  const known = new Set(services.flatMap(({ service, actions }) => actions.map(({ name }) => `${service}:${name}`)));
  const seen = new Set();
  for (const row of file.actions) {
    expectMembers(row, "a row of action-notes.json", ["actions", "text", "source"]);
    expectString(row.source, "the source of a row of action-notes.json", /^https:\/\/docs\.aws\.amazon\.com\//);
    for (const action of row.actions) {
      expect(known.has(action), `action-notes.json names ${action}`);
      expect(!seen.has(action), `${action} stands twice in action-notes.json`);
      seen.add(action);
    }
  }
}

function checkGlobalKeys(file) {
  expectMembers(file, "global-condition-keys.json", ["format", "source", "date", "notes", "keys"]);
  expectString(file.date, "the date of global-condition-keys.json", /^\d{4}-\d\d-\d\d$/);
  expectArray(file.keys, "keys of global-condition-keys.json");
  const seen = new Set();
  for (const key of file.keys) {
    const where = `global condition key ${key.key}`;
    expectMembers(
      key,
      where,
      ["key", "type", "category", "presence", "presenceInSession", "when"],
      ["otherTypes", "sensitive"],
    );
    expectString(key.key, where, /^[a-z0-9-]+:[A-Za-z0-9]+(\/\$\{TagKey\})?$/);
    for (const type of [key.type, ...(key.otherTypes ?? [])]) {
      expect(keyTypes.includes(type), `${where} has type ${type}`);
    }
    expect(categories.includes(key.category), `${where} has category ${key.category}`);
    expect(presences.includes(key.presence) && presences.includes(key.presenceInSession), `presence of ${where}`);
    expect(!seen.has(key.key.toLowerCase()), `${where} stands twice`);
    seen.add(key.key.toLowerCase());
  }
}

function checkResourcePolicies(file, services) {
  expectMembers(file, "resource-policies.json", ["format", "source", "date", "notes", "services"]);
  expectString(file.date, "the date of resource-policies.json", /^\d{4}-\d\d-\d\d$/);
  expectArray(file.services, "services of resource-policies.json");
  const seen = new Set();
  for (const entry of file.services) {
    const where = `resource policies of ${entry.service}`;
    expectMembers(entry, where, ["service", "resourceTypes", "policy"], ["actions", "actionsNever"]);
    expect(services.has(entry.service), `${where}, which is no service`);
    expect(!seen.has(entry.service), `${where} stand twice`);
    seen.add(entry.service);
    if (entry.resourceTypes !== "*") {
      expectArray(entry.resourceTypes, where);
      const known = new Set(services.get(entry.service).types.map((type) => type.name));
      for (const type of entry.resourceTypes) expect(known.has(type), `${where} name type ${type}`);
    }
  }
}

function checkConditionChecks(file, services) {
  const tables = [
    "replacedKeys",
    "pairedKeys",
    "actionsOfKeys",
    "keysAlwaysSent",
    "servicePrincipalKeys",
    "keysOfServices",
    "irrelevantKeys",
  ];
  const lists = [
    "keysSetByCaller",
    "servicePrincipalSuffixes",
    "kmsKeyArnKeys",
    "sourceKeys",
    "weakSourceKeys",
    "privateRanges",
    "singleValuedKeys",
    "severalValuedKeys",
    "webIdentityProviders",
  ];
  const texts = ["format", "source", "date", "notes", "githubProvider"];
  expectMembers(file, "condition-checks.json", [...texts, ...tables, ...lists]);
  expectString(file.date, "the date of condition-checks.json", /^\d{4}-\d\d-\d\d$/);
  for (const name of [...tables, ...lists]) expectArray(file[name], `${name} of condition-checks.json`);
  const names = new Set(services.map(({ service }) => service));
  const actions = new Set(services.flatMap(({ service, actions }) => actions.map(({ name }) => `${service}:${name}`)));
  const keys = new Set(services.flatMap((service) => service.keys.map(({ key }) => key)));
  for (const { key, services: supporting, except } of file.keysOfServices) {
    for (const service of supporting) expect(names.has(service), `service ${service} of ${key}`);
    for (const action of except) expect(actions.has(action), `action ${action} of ${key}`);
  }
  for (const { key, actions: only } of [...file.actionsOfKeys, ...file.keysAlwaysSent]) {
    expect(keys.has(key), `${key}, which is no condition key`);
    for (const action of only) expect(actions.has(action), `action ${action} of ${key}`);
  }
  for (const key of file.kmsKeyArnKeys) expect(keys.has(key), `${key}, which is no condition key`);
}

function checkArnFields(file, services) {
  expectMembers(file, "arn-fields.json", ["format", "source", "date", "notes", "partitions", "services", "accounts"]);
  expectString(file.date, "the date of arn-fields.json", /^\d{4}-\d\d-\d\d$/);
  for (const [partition, regions] of Object.entries(file.partitions)) {
    expectString(partition, "a partition", /^aws(-[a-z]+)*$/);
    expectArray(regions, `Regions of ${partition}`);
    for (const region of regions) expectString(region, `a Region of ${partition}`, /^[a-z]+(-[a-z]+)+-\d+$/);
  }
  expectArray(file.accounts, "accounts of arn-fields.json");
  const prefixes = new Set(services.map(({ service }) => service));
  const inArns = services.flatMap(({ types }) =>
    types.flatMap(({ arnFormats }) => arnFormats.map((arn) => arn.split(":")[2])),
  );
  const others = new Set(inArns.filter((service) => !prefixes.has(service) && !service.startsWith("${")));
  const said = `services of arn-fields.json are ${[...others].sort().join(", ")} in the reference`;
  expect(file.services.join() === [...others].sort().join(), said);
}

function checkKnownValues(file, services) {
  expectMembers(file, "known-values.json", ["format", "source", "date", "notes", "keys"]);
  expectString(file.date, "the date of known-values.json", /^\d{4}-\d\d-\d\d$/);
  expectArray(file.keys, "keys of known-values.json");
  const keys = new Set(services.flatMap((service) => service.keys.map(({ key }) => key)));
  for (const { key, values } of file.keys) {
    expect(key.startsWith("aws:") || keys.has(key), `${key}, which is no condition key`);
    expectArray(values, `values of ${key}`);
  }
}

function checkQuotas(file, services) {
  const quotas = ["managedPolicy", "inlinePolicies", "trustPolicy", "serviceControlPolicy", "resourceControlPolicy"];
  expectMembers(file, "policy-quotas.json", ["format", "source", "date", "notes", ...quotas, "resourcePolicies"]);
  expectString(file.date, "the date of policy-quotas.json", /^\d{4}-\d\d-\d\d$/);
  const names = new Set(services.map(({ service }) => service));
  for (const service of Object.keys(file.resourcePolicies)) expect(names.has(service), `quota of service ${service}`);
  const all = [...quotas.map((name) => file[name]), ...Object.values(file.resourcePolicies)];
  for (const quota of all) expect(Number.isInteger(quota) && quota >= 1024, `a quota is ${quota}`);
}

function checkSessionFacts(file, services) {
  const members = ["format", "source", "date", "notes", "operations", "managedPolicies", "tags", "transferVariables"];
  expectMembers(file, "session-facts.json", [...members, "sessionCreatingServices", "requirementTemplates"]);
  expectString(file.date, "the date of session-facts.json", /^\d{4}-\d\d-\d\d$/);
  const known = new Set(services.flatMap(({ service, actions }) => actions.map(({ name }) => `${service}:${name}`)));
  for (const [name, operation] of Object.entries(file.operations)) {
    expectMembers(operation, `operation ${name}`, ["policyCharacters", "trustAction"]);
    expect(operation.trustAction === "" || known.has(operation.trustAction), `operation ${name} asks for an action`);
  }
  for (const template of file.requirementTemplates) {
    const where = `requirement template ${template.id}`;
    expectMembers(template, where, ["id", "title", "why", "requires"]);
    for (const { actions } of template.requires) {
      for (const action of actions) expect(known.has(action), `${where} names ${action}`);
    }
  }
}
