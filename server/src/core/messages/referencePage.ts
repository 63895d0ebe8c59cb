import { shortAction } from "./actionNames.js";

/** The page of AWS's Service Authorization Reference that lists an action, made from the service's title. */
export function referencePage(serviceTitle: string, action?: string): string {
  const slug = serviceTitle.toLowerCase().replace(/[^a-z0-9]/g, "");
  const anchor = action === undefined ? "" : `#${slug}-${shortAction(action)}`;
  return `https://docs.aws.amazon.com/service-authorization/latest/reference/list_${slug}.html${anchor}`;
}
