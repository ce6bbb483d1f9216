import { parseAllDocuments } from "yaml";
import { tokenOf } from "./kinds";
import type { Source } from "./resource";

/**
 * The resources in Kubernetes YAML of one or more documents. A document that is no Kubernetes object is left out.
 *
 * @throws Error that lists every syntax error with its line.
 */
export function readManifests(text: string): Source[] {
  const documents = parseAllDocuments(text);
  const errors = documents.flatMap((document) => document.errors.map((error) => error.message));
  if (errors.length > 0) throw new Error(`The YAML cannot be read:\n${errors.join("\n")}`);
  return documents.flatMap((document, index) => {
    const props = document.toJS() as unknown;
    if (typeof props !== "object" || props === null) return [];
    const { apiVersion, kind } = props as { apiVersion?: unknown; kind?: unknown };
    if (typeof apiVersion !== "string" || typeof kind !== "string") return [];
    const place = `document ${index + 1}`;
    return [{ type: tokenOf(apiVersion, kind), name: place, urn: place, props }];
  });
}
