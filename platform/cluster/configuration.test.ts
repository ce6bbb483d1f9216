import assert from "node:assert/strict";
import { parse } from "yaml";
import { node } from "../locations";
import { renderCni, renderContainerd } from "./containerd-config";
import { coreDnsObjects } from "./coredns";
import { renderKubeconfig } from "./kubeconfig";
import { renderKubelet, renderKubeProxy } from "./kubelet-config";
import { paths } from "./paths";

describe("configuration", () => {
  const facts = { pause: "pattern-mesh.test/pause:1", runc: "/usr/sbin/runc", cniPlugins: "/usr/lib/cni" };

  it("keeps containerd to folders and sockets of ours", () => {
    const text = renderContainerd(facts);
    for (const line of text.split("\n").filter((each) => /^\s*(root|state|address|path|Root) =/.test(each))) {
      assert.ok(line.includes(paths().state) || line.includes(paths().run), line);
    }
    assert.match(text, /sandbox_image = "pattern-mesh.test\/pause:1"/);
    assert.match(text, /BinaryName = "\/usr\/sbin\/runc"/);
    assert.match(text, /restrict_oom_score_adj = true/);
  });

  it("escapes what a path may hold", () => {
    assert.match(renderContainerd({ ...facts, runc: 'a"b\\c' }), /BinaryName = "a\\"b\\\\c"/);
  });

  it("gives pods addresses of the pod network, without masquerading", () => {
    const { plugins } = JSON.parse(renderCni()) as { plugins: { ipMasq?: boolean; ipam?: object }[] };
    assert.equal(plugins[0]?.ipMasq, false);
    assert.match(JSON.stringify(plugins[0].ipam), new RegExp(node.podCidr));
  });

  it("tells the kubelet never to remove images, and to use the cluster's name server only", () => {
    const kubelet = parse(renderKubelet()) as Record<string, unknown>;
    assert.equal(kubelet["imageGCHighThresholdPercent"], 100);
    assert.deepEqual(kubelet["clusterDNS"], [node.dnsAddress]);
    assert.equal(kubelet["resolvConf"], "/dev/null");
    assert.equal(kubelet["cgroupDriver"], "cgroupfs");
  });

  it("leaves the host's connection tracking alone", () => {
    const proxy = parse(renderKubeProxy("/k")) as { mode: string; conntrack: Record<string, unknown> };
    assert.equal(proxy.mode, "nftables");
    for (const value of Object.values(proxy.conntrack)) assert.ok(value === 0 || value === "0s");
  });

  it("renders kubeconfigs for inside and outside", () => {
    const inside = parse(renderKubeconfig({ token: "t", authority: { file: "/ca" } })) as object;
    assert.match(
      JSON.stringify(inside),
      /"server":"https:\/\/10.243.0.1:6443".*"certificate-authority":"\/ca"/,
    );
    const outside = renderKubeconfig({
      token: "t",
      authority: { text: "PEM" },
      server: "https://127.0.0.1:7443",
    });
    assert.match(outside, /server: https:\/\/127.0.0.1:7443/);
    assert.match(outside, new RegExp(`certificate-authority-data: ${Buffer.from("PEM").toString("base64")}`));
  });

  it("puts every object of the name server where its own name says", () => {
    for (const [path, object] of Object.entries(coreDnsObjects("image:1"))) {
      const { kind, apiVersion, metadata } = object as {
        kind: string;
        apiVersion: string;
        metadata: { name: string; namespace?: string };
      };
      const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const place = metadata.namespace === undefined ? "" : `/namespaces/${metadata.namespace}`;
      assert.equal(path, `${group}${place}/${kind.toLowerCase()}s/${metadata.name}`);
    }
  });

  it("answers for the local AWS and runs as nobody in particular", () => {
    const all = JSON.stringify(coreDnsObjects("image:1"));
    assert.match(all, /10\.243\.0\.1 aws\.pattern-mesh\.test/);
    assert.match(all, /"runAsNonRoot":true/);
    assert.match(all, /"image":"image:1"/);
  });
});
