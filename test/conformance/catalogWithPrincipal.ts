import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { GlobalKey, GlobalKeys } from "../../server/src/core/catalog/globalKeys.js";
import { principalKey } from "./principalsAsConditions.js";

/** The catalog, to which who makes a request is a key that every request has. */
export function catalogWithPrincipal(catalog: Catalog): Catalog {
  const find: GlobalKeys["find"] = (name) =>
    name.toLowerCase() === principalKey.toLowerCase() ? principal : catalog.globalKeys.find(name);
  const globalKeys: GlobalKeys = { ...catalog.globalKeys, find };
  return new Proxy(catalog, {
    get(target, name) {
      if (name === "globalKeys") return globalKeys;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

const principal: GlobalKey = {
  key: principalKey,
  type: "String",
  otherTypes: [],
  multivalued: false,
  category: "principal",
  presence: "always",
  presenceInSession: "always",
  sensitive: false,
  when: "always",
};
