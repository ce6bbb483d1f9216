import type { Policies, PolicyConfigSchema, ReportViolation } from "@pulumi/policy";
import type { ConfigShape, Setting } from "./config";
import { judge } from "./judge";
import { readProperty } from "./markers";
import type { Pack, PackEntry } from "./pack";
import type { Source } from "./resource";

/** A resource as the engine hands it to a policy. */
interface EngineResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Record<string, unknown>;
  readonly provider?: { readonly props: Record<string, unknown> };
}

/** A pack as policies of Pulumi's SDK. Constructs nothing that serves. */
export function toPolicies(pack: Pack): Policies {
  return pack.entries.map((entry) => {
    const { rule, level } = entry;
    const metadata = {
      name: rule.name,
      displayName: `${rule.code} ${rule.name}`,
      description: rule.description,
      enforcementLevel: level,
      severity: rule.severity,
      tags: [...rule.tags],
      remediationSteps: rule.fix,
      url: rule.url,
      configSchema: configSchema(rule.config),
    };
    return rule.scope === "resource"
      ? {
          ...metadata,
          validateResource: (args, report) => {
            reportFindings(entry, args.getConfig(), [fromEngine(args)], report);
          },
        }
      : {
          ...metadata,
          validateStack: (args, report) => {
            reportFindings(entry, args.getConfig(), args.resources.map(fromEngine), report);
          },
        };
  });
}

function reportFindings(entry: PackEntry, given: object, sources: Source[], report: ReportViolation): void {
  const config = { ...entry.config, ...given };
  for (const { message, urn } of judge([{ rule: entry.rule, config }], sources)) report(message, urn);
}

function fromEngine({ type, name, urn, props, provider }: EngineResource): Source {
  return { type, name, urn, props, ...(provider === undefined ? {} : providerNamespace(provider.props)) };
}

/** The namespace that a Kubernetes provider gives to objects without one. */
function providerNamespace(props: Record<string, unknown>): Pick<Source, "defaultNamespace"> {
  const read = readProperty(props, "namespace");
  if (!read.known) return { defaultNamespace: null };
  return typeof read.value === "string" && read.value !== "" ? { defaultNamespace: read.value } : {};
}

function configSchema(shape: ConfigShape): PolicyConfigSchema {
  const properties = Object.entries(shape).map(([key, setting]) => [key, jsonSchema(setting)]);
  return { properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"] };
}

function jsonSchema(setting: Setting): PolicyConfigSchema["properties"][string] {
  const { description } = setting;
  switch (setting.type) {
    case "strings":
      return { type: "array", items: { type: "string" }, default: [...setting.default], description };
    case "text":
      return { type: "string", minLength: 1, default: setting.default, description };
    case "flag":
      return { type: "boolean", default: setting.default, description };
    case "whole number": {
      const { minimum, maximum } = setting;
      return { type: "integer", minimum, maximum, default: setting.default, description };
    }
  }
}
