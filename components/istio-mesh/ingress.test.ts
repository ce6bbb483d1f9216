import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type Routing, httpRoutes } from "../shared/routing";
import { checkPaths, ingressRoutes, matchesBelow, pathsBelow } from "./ingress";

const routing = (service: string): Routing => ({
  service,
  host: `${service}.shop.svc.cluster.local`,
  port: 80,
  weights: { v1: 90, v2: 10 },
  canary: { version: "v2", header: "canary" },
  timeout: "10 seconds",
  retries: { attempts: 1, perTry: "2 seconds" },
});

describe("the gateway's routes", () => {
  it("are those of the services, below their paths", () => {
    const users = routing("users");
    assert.deepEqual(ingressRoutes({ "/api/users": users }), httpRoutes(users, matchesBelow("/api/users")));
  });

  it("put the longest path first, in whichever order they were given", () => {
    const table = {
      "/api": routing("home"),
      "/api/users/admin": routing("admin"),
      "/api/users": routing("users"),
    };
    const order = [
      "admin-by-header",
      "admin-split",
      "users-by-header",
      "users-split",
      "home-by-header",
      "home-split",
    ];
    const reversed = Object.fromEntries(Object.entries(table).toReversed());
    assert.deepEqual(names(ingressRoutes(table)), order);
    assert.deepEqual(names(ingressRoutes(reversed)), order);
  });

  it("take every request to a path and below, and no neighbour's", () => {
    assert.deepEqual(matchesBelow("/api/users"), [
      { uri: { exact: "/api/users" } },
      { uri: { prefix: "/api/users/" } },
    ]);
    assert.deepEqual(pathsBelow("/api/users"), ["/api/users", "/api/users/*"]);
  });

  it("always ask for a path: anything else is 404", () => {
    for (const { match = [] } of ingressRoutes({ "/a": routing("a"), "/b": routing("b") })) {
      assert.ok(match.length > 0 && match.every(({ uri }) => uri !== undefined));
    }
  });

  it("refuse all malformed paths at once", () => {
    assert.throws(
      () => {
        checkPaths(["/api/users", "api", "/", "/api/", "/API"]);
      },
      (error: unknown) => {
        assert.ok(error instanceof pulumi.InputPropertiesError);
        assert.deepEqual(
          error.errors.map(({ propertyPath }) => propertyPath),
          ["api", "/", "/api/", "/API"],
        );
        return true;
      },
    );
    assert.throws(() => {
      checkPaths([]);
    }, /at least one path/);
  });
});

function names(routes: ReturnType<typeof ingressRoutes>): (string | undefined)[] {
  return routes.map(({ name }) => name);
}
