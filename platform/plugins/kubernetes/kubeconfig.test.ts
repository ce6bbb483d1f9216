import assert from "node:assert/strict";
import { clusterAccess } from "./kubeconfig";

const config = (server: string, user: object = { token: "t" }) =>
  JSON.stringify({
    "current-context": "c",
    clusters: [
      { name: "k", cluster: { server, "certificate-authority-data": Buffer.from("PEM").toString("base64") } },
    ],
    users: [{ name: "u", user }],
    contexts: [
      { name: "c", context: { cluster: "k", user: "u" } },
      { name: "d", context: { cluster: "missing", user: "u" } },
    ],
  });

describe("kubeconfig", () => {
  it("gives server, authority and token of the context", () => {
    const access = clusterAccess({ kubeconfig: config("https://127.0.0.1:6443") });
    assert.equal(access.server.origin, "https://127.0.0.1:6443");
    assert.equal(access.authority, "PEM");
    assert.equal(access.token, "t");
  });

  it("is refused for a server that is not on this machine", () => {
    for (const host of ["10.0.0.1", "example.com", "127.0.0.1.example.com", "localhost.example.com"]) {
      assert.throws(
        () => clusterAccess({ kubeconfig: config(`https://${host}:6443`) }),
        /not on this machine/,
        host,
      );
    }
    for (const host of ["127.0.0.1", "127.8.0.1", "localhost", "[::1]"]) {
      clusterAccess({ kubeconfig: config(`https://${host}:6443`) });
    }
  });

  it("says what is missing", () => {
    const kubeconfig = config("https://127.0.0.1:6443");
    assert.throws(() => clusterAccess({ kubeconfig, context: "x" }), /no context "x"; it has: c, d/);
    assert.throws(() => clusterAccess({ kubeconfig, context: "d" }), /no cluster "missing"; it has: k/);
    assert.throws(
      () => clusterAccess({ kubeconfig: "/nowhere/config" }),
      /no kubeconfig at \/nowhere\/config/,
    );
    const exec = config("https://127.0.0.1:6443", { exec: { command: "aws" } });
    assert.throws(() => clusterAccess({ kubeconfig: exec }), /signs in through another program/);
  });
});
