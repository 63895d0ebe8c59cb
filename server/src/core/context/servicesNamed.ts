import type { PolicyModel } from "../policy/model.js";

/** The services whose catalog details a policy calls for; `"all"` where it speaks of every service. */
export type ServicesNamed = ReadonlySet<string> | "all";

/** Services named by a policy's actions, resources and condition keys, in lower case; they need not exist. */
export function servicesNamed(model: PolicyModel): ServicesNamed {
  const services = new Set<string>();
  for (const { actions, resources, conditions } of model.statements) {
    // NotAction is the complement over all services (A3).
    if (actions.negated) return "all";
    const named = servicesOfActions(actions.entries.map(({ text }) => text));
    if (named === "all") return "all";
    for (const service of named) services.add(service);
    for (const { text } of resources?.entries ?? []) {
      const service = /^arn:[^:]*:([^:*?]+):/.exec(text)?.[1];
      if (service !== undefined) services.add(service.toLowerCase());
    }
    for (const { key } of conditions) {
      const colon = key.indexOf(":");
      if (colon > 0) services.add(key.slice(0, colon).toLowerCase());
    }
  }
  return services;
}

/** `s3` of `s3:Get*`, in lower case; `"all"` where the service is a wildcard. */
export function servicesOfActions(actions: readonly string[]): ServicesNamed {
  const services = actions.map((text) => (text.split(":", 1)[0] ?? "").toLowerCase());
  return services.some((service) => /[*?]/.test(service)) ? "all" : new Set(services);
}
