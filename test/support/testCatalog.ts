import { fileURLToPath } from "node:url";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import { loadCatalog } from "../../server/src/core/catalog/loadCatalog.js";
import { fileCatalogLoader } from "../../server/src/fileCatalogLoader.js";

/** The project's own catalog, with the details of the services that tests speak of. */
export async function testCatalog(
  services: readonly string[] = ["s3", "ec2", "dynamodb", "iam", "kms"],
): Promise<Catalog> {
  const data = fileURLToPath(new URL("../../server/data/", import.meta.url));
  const catalog = await loadCatalog(fileCatalogLoader(data));
  await catalog.load(services);
  return catalog;
}
