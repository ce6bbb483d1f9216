import * as k8s from "@pulumi/kubernetes";
import type { IDestinationRule } from "@kubernetes-models/istio/networking.istio.io/v1beta1/DestinationRule";
import type { IGateway } from "@kubernetes-models/istio/networking.istio.io/v1beta1/Gateway";
import type { IVirtualService } from "@kubernetes-models/istio/networking.istio.io/v1beta1/VirtualService";
import type { IAuthorizationPolicy } from "@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy";
import type { IPeerAuthentication } from "@kubernetes-models/istio/security.istio.io/v1beta1/PeerAuthentication";
import type * as pulumi from "@pulumi/pulumi";

/** What can be written under `spec` of each kind. The fields used here are the same in v1beta1 and v1. */
export interface IstioSpecs {
  readonly DestinationRule: NonNullable<IDestinationRule["spec"]>;
  readonly Gateway: NonNullable<IGateway["spec"]>;
  readonly VirtualService: NonNullable<IVirtualService["spec"]>;
  readonly AuthorizationPolicy: NonNullable<IAuthorizationPolicy["spec"]>;
  readonly PeerAuthentication: NonNullable<IPeerAuthentication["spec"]>;
}

export type HttpRoute = NonNullable<IstioSpecs["VirtualService"]["http"]>[number];
export type HttpMatch = NonNullable<HttpRoute["match"]>[number];

/** An Istio object before it is one: what a transform sees and may change. */
export interface IstioObject<Kind extends keyof IstioSpecs> {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: IstioSpecs[Kind];
}

const apiVersions: Readonly<Record<keyof IstioSpecs, string>> = {
  DestinationRule: "networking.istio.io/v1",
  Gateway: "networking.istio.io/v1",
  VirtualService: "networking.istio.io/v1",
  AuthorizationPolicy: "security.istio.io/v1",
  PeerAuthentication: "security.istio.io/v1",
};

/** Registers an Istio object whose spec is checked by the compiler. */
export function istioResource<Kind extends keyof IstioSpecs>(
  kind: Kind,
  name: string,
  object: IstioObject<Kind>,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource {
  const { metadata, spec } = object;
  const args = { apiVersion: apiVersions[kind], kind, metadata, spec };
  return new k8s.apiextensions.CustomResource(name, args, opts);
}
