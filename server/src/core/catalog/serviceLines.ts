import type {
  ActionDetails,
  ConditionKeyDetails,
  ResourceType,
  ServiceDescriptions,
  ServiceDetails,
} from "./catalog.js";
import { CatalogError } from "./catalogError.js";
import { isNumbers, isObject, isStrings, parseJson } from "./dataFile.js";
import type { IndexedService, ServiceIndex } from "./serviceIndex.js";

export const detailsFile = "service-details.jsonl";
export const descriptionsFile = "service-descriptions.jsonl";

/**
 * Decodes the line of one service; the encoding is explained where it is written, in
 * scripts/update-data/encodeServices.mjs. Lists that the file has once are one object in the result.
 * Throws a CatalogError where a number leads nowhere.
 */
export function readDetailsLine(
  index: ServiceIndex,
  service: IndexedService,
  actionNames: readonly string[],
  bytes: Uint8Array,
): ServiceDetails {
  const line = lineOf(detailsFile, service, bytes);
  const { keys, keyTypes, types, actions } = line;
  const keyLists = listsOf(line.keyLists);
  const typeLists = listsOf(line.typeLists);
  if (!isStrings(keys) || !isNumbers(keyTypes) || !Array.isArray(types) || !isNumbers(actions)) throw damaged(service);
  if (keyTypes.length !== keys.length || actions.length !== 3 * actionNames.length) throw damaged(service);

  /** The item at this number, which the file promises to be there. */
  const at = <T>(list: readonly T[], i: unknown): T => {
    const item = list[i as number];
    if (item === undefined) throw damaged(service);
    return item;
  };

  const keyListValues = keyLists.map((list): readonly string[] => list.map((number) => at(keys, number)));
  const resourceTypes = types.map((row: unknown): ResourceType => {
    if (!Array.isArray(row)) throw damaged(service);
    const [name, keyList, ...arnFormats] = row as unknown[];
    if (typeof name !== "string" || !isStrings(arnFormats) || arnFormats.length === 0) throw damaged(service);
    return { name, arnFormats, conditionKeys: at(keyListValues, keyList) };
  });
  const typeListValues = typeLists.map((list): ActionDetails["resourceTypes"] =>
    Array.from({ length: list.length / 2 }, (_, i) => {
      const typeAndRequired = at(list, 2 * i);
      return {
        name: at(resourceTypes, typeAndRequired >> 1).name,
        required: (typeAndRequired & 1) === 1,
        conditionKeys: at(keyListValues, list[2 * i + 1]),
      };
    }),
  );
  return {
    service: service.service,
    title: service.title,
    actions: new Map(
      actionNames.map((name, i): [string, ActionDetails] => [
        name.toLowerCase(),
        {
          name,
          accessLevel: at(index.accessLevels, actions[3 * i]),
          resourceTypes: at(typeListValues, actions[3 * i + 1]),
          conditionKeys: at(keyListValues, actions[3 * i + 2]),
        },
      ]),
    ),
    resourceTypes: new Map(resourceTypes.map((type) => [type.name, type])),
    conditionKeys: new Map(
      keys.map((key, i): [string, ConditionKeyDetails] => [
        key.toLowerCase(),
        { key, type: at(index.keyTypes, keyTypes[i]) },
      ]),
    ),
  };

  function listsOf(value: unknown): number[][] {
    if (!Array.isArray(value) || !value.every(isNumbers)) throw damaged(service);
    return value;
  }
}

/** Decodes the descriptions of one service. Throws a CatalogError. */
export function readDescriptionsLine(
  service: IndexedService,
  lowerActionNames: readonly string[],
  bytes: Uint8Array,
): ServiceDescriptions {
  const { actions, keys } = lineOf(descriptionsFile, service, bytes);
  if (!isStrings(actions) || !isStrings(keys) || actions.length !== lowerActionNames.length || keys.length % 2 !== 0) {
    throw damaged(service, descriptionsFile);
  }
  return {
    actions: new Map(lowerActionNames.map((name, i) => [name, actions[i] ?? ""])),
    conditionKeys: new Map(
      Array.from({ length: keys.length / 2 }, (_, i) => [keys[2 * i] ?? "", keys[2 * i + 1] ?? ""]),
    ),
  };
}

function lineOf(file: string, service: IndexedService, bytes: Uint8Array): Record<string, unknown> {
  const line = parseJson(file, bytes);
  if (!isObject(line) || line.service !== service.service) throw damaged(service, file);
  return line;
}

function damaged(service: IndexedService, file = detailsFile): CatalogError {
  return new CatalogError(file, `is damaged: the line of ${service.service} is not as expected`);
}
