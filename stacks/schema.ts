import { z } from "zod";
import { serviceNames, workloadNames } from "./services";

/** What each setting may hold. Every message is the end of "must be …". */

const whole = (from: number, to: number) => {
  const error = `a whole number from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
};
const text = (pattern: RegExp, error: string) => z.string({ error }).regex(pattern, { error });
const flag = z.boolean({ error: "true or false" });

const durationError = 'a whole number above 0 and a unit, such as "30 seconds"';
const units = z.enum([
  "millisecond",
  "milliseconds",
  "second",
  "seconds",
  "minute",
  "minutes",
  "hour",
  "hours",
]);
const duration = z
  .templateLiteral([z.int().positive(), " ", units], { error: durationError })
  .refine((value) => /^[1-9]\d* /.test(value), { error: durationError });

const cpu = text(/^\d+m?$/, 'an amount of CPU, such as "50m" or "1"');
const memory = text(/^\d+(Ki|Mi|Gi)$/, 'an amount of memory, such as "64Mi"');
const amounts = z.strictObject({ cpu, memory }, { error: "an object with cpu and memory" });
const resources = z.strictObject(
  { requests: amounts, limits: amounts },
  { error: "an object with requests and limits" },
);

const breaker = z.strictObject(
  {
    maxConnections: whole(1, 100_000),
    maxPendingRequests: whole(1, 100_000),
    maxRequestsPerConnection: whole(1, 100_000),
    consecutiveErrors: whole(1, 1_000),
    interval: duration,
    ejectionTime: duration,
    maxEjectionPercent: whole(1, 100),
  },
  { error: "an object of breaker numbers" },
);

const retries = z.strictObject(
  { attempts: whole(0, 10), perTry: duration },
  { error: "an object with attempts and perTry" },
);

const autoscale = z.strictObject(
  { minReplicas: whole(1, 100), maxReplicas: whole(1, 1_000), targetCpuPercent: whole(1, 100) },
  { error: "an object with minReplicas, maxReplicas and targetCpuPercent" },
);

/** The numbers of one service. */
const service = z.strictObject(
  {
    replicas: whole(1, 100),
    resources,
    breaker,
    timeout: duration,
    retries,
    autoscale: autoscale.exactOptional(),
  },
  { error: "an object of a service's numbers" },
);

const serviceOverride = service
  .extend({ breaker: breaker.partial(), retries: retries.partial(), resources: resources.partial() })
  .partial();

/** The legal form of an image, for messages. */
export const imageForm = "an image reference with a tag or digest, such as shop.example/user-service:1.4.0";
const image = text(/^[a-z0-9][^\s@]*[^\s@:/](:[\w.-]+|@sha256:[0-9a-f]{64})$/, imageForm);
const images = z.strictObject(
  { v1: image, v2: image },
  { error: `${imageForm}, or an object with v1 and v2` },
);

const folder = text(/^\//, "an absolute path");
const name = text(/^\S+$/, "text without blanks");
const gateway = z.strictObject(
  {
    serviceType: z
      .enum(["LoadBalancer", "ClusterIP"], { error: "LoadBalancer or ClusterIP" })
      .exactOptional(),
    clusterIP: text(/^[0-9a-f.:]+$/, "an IP address").exactOptional(),
  },
  { error: "an object with serviceType and clusterIP" },
);
/** The legal form of the setting `istio`, for messages. */
export const istioForm =
  "an object with chartRepository and version, or with charts (a folder each), hub and tag";
const fromRepository = z.strictObject({
  chartRepository: text(/^(https|oci):\/\/\S+$/, "the https:// address of a Helm repository"),
  version: text(/^\d+\.\d+\.\d+/, "a version such as 1.31.4"),
  hub: name.exactOptional(),
  tag: name.exactOptional(),
  gateway: gateway.exactOptional(),
});
const fromFolders = z.strictObject({
  charts: z.strictObject(
    { base: folder, istiod: folder, gateway: folder },
    { error: "an object with base, istiod and gateway" },
  ),
  hub: name,
  tag: name,
  upstreamEnvoy: flag.exactOptional(),
  gateway: gateway.exactOptional(),
});

/** A service's image, or one for each of its versions. */
export type Image = z.infer<typeof image> | z.infer<typeof images>;
export type ServiceNumbers = z.infer<typeof service>;
export type ServiceOverride = z.infer<typeof serviceOverride>;

/** The schema of each setting by its key in the namespace `pattern-mesh`. */
export const schema = {
  images: z
    .strictObject(
      {
        "user-service": z.union([image, images], { error: `${imageForm}, or an object with v1 and v2` }),
        "order-service": image,
        "payment-service": image,
        "load-tester": image,
      },
      { error: `an object of image references by ${workloadNames.join(", ")}` },
    )
    .partial(),
  istio: z.union([fromRepository, fromFolders], { error: istioForm }),
  canaryWeight: whole(0, 100),
  maxCanaryStep: whole(1, 100),
  labCompatibility: flag,
  testTraffic: flag,
  services: z
    .strictObject(
      {
        "user-service": serviceOverride,
        "order-service": serviceOverride,
        "payment-service": serviceOverride,
      },
      { error: `an object of numbers by ${serviceNames.join(", ")}` },
    )
    .partial(),
} as const;
