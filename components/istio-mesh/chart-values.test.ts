import assert from "node:assert/strict";
import { type IstioInstall, type MeshSize, gatewayValues, istiodValues } from "./chart-values";

const resources = { requests: { cpu: "10m", memory: "40Mi" } };
const single: MeshSize = {
  sidecar: resources,
  istiod: resources,
  gateway: resources,
  minReplicas: 1,
  maxReplicas: 1,
};
const redundant: MeshSize = { ...single, minReplicas: 2, maxReplicas: 5 };
const released: IstioInstall = { charts: { repository: "https://charts.example", version: "1.31.4" } };
const upstream: IstioInstall = {
  charts: { base: "/base", istiod: "/istiod", gateway: "/gateway" },
  hub: "pattern-mesh.test",
  tag: "abc",
  upstreamEnvoy: true,
  gateway: { serviceType: "ClusterIP", clusterIP: "10.96.0.80" },
};

describe("the values of the charts", () => {
  it("of istiod show what proves that a breaker opened", () => {
    const { meshConfig } = istiodValues(released, single, false) as {
      meshConfig: { defaultConfig: { proxyStatsMatcher: { inclusionRegexps: string[] } } };
    };
    const patterns = meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps.map(
      (regexp) => new RegExp(regexp),
    );
    const cluster = "cluster.outbound|80|v1|payment-service.shop.svc.cluster.local";
    for (const stat of [
      "upstream_rq_pending_overflow",
      "upstream_cx_overflow",
      "outlier_detection.ejections_active",
    ]) {
      assert.ok(
        patterns.some((pattern) => pattern.test(`${cluster};.${stat}`)),
        stat,
      );
    }
    assert.ok(
      !patterns.some((pattern) => pattern.test(`${cluster};.upstream_cx_total`)),
      "everything is shown",
    );
  });

  it("leave the released images and filters alone", () => {
    const values = istiodValues(released, single, false);
    assert.deepEqual(values["global"], { imagePullPolicy: "IfNotPresent", proxy: { resources } });
    assert.ok(!("env" in values) && !("telemetry" in values));
    assert.deepEqual(gatewayValues(released, single)["service"], { type: "LoadBalancer" });
  });

  it("turn off what upstream Envoy does not have", () => {
    const values = istiodValues(upstream, single, false);
    assert.deepEqual(values["env"], {
      PILOT_ENABLE_METADATA_EXCHANGE: "false",
      PILOT_ENABLE_ALPN_FILTER: "false",
    });
    assert.deepEqual(values["telemetry"], { enabled: false });
    assert.deepEqual(values["global"], {
      hub: "pattern-mesh.test",
      tag: "abc",
      imagePullPolicy: "IfNotPresent",
      proxy: { resources },
    });
    assert.deepEqual(gatewayValues(upstream, single)["service"], {
      type: "ClusterIP",
      clusterIP: "10.96.0.80",
    });
  });

  it("write access logs only where asked to", () => {
    const logFile = (accessLog: boolean) =>
      (istiodValues(released, single, accessLog)["meshConfig"] as { accessLogFile: string }).accessLogFile;
    assert.equal(logFile(false), "");
    assert.equal(logFile(true), "/dev/stdout");
  });

  it("scale and protect only what is redundant", () => {
    assert.deepEqual(gatewayValues(released, single)["autoscaling"], {
      enabled: false,
      minReplicas: 1,
      maxReplicas: 1,
    });
    assert.ok(!("podDisruptionBudget" in gatewayValues(released, single)));
    assert.deepEqual(gatewayValues(released, redundant)["autoscaling"], {
      enabled: true,
      minReplicas: 2,
      maxReplicas: 5,
    });
    assert.deepEqual(gatewayValues(released, redundant)["podDisruptionBudget"], { maxUnavailable: 1 });
    const { autoscaleEnabled, autoscaleMin, autoscaleMax } = istiodValues(released, redundant, false);
    assert.deepEqual([autoscaleEnabled, autoscaleMin, autoscaleMax], [true, 2, 5]);
  });
});
