import assert from "node:assert/strict";
import fc from "fast-check";
import { compareVersions, describeRange, firstVersion, isWithin } from "./version";

describe("versions that programs print", () => {
  const printed: readonly (readonly [string, string | undefined])[] = [
    ["v3.259.0\n", "3.259.0"],
    ["Kubernetes v1.36.3", "1.36.3"],
    ["Client Version: v1.36.3\nKustomize Version: v5.8.1", "1.36.3"],
    ["v3.22", "3.22"],
    ["envoy  version: 9e5580933739775e8bce696a57a2e1bc99368f23/1.40.0/Clean/RELEASE/BoringSSL", "1.40.0"],
    ["containerd github.com/containerd/containerd 1.6.20~ds1 1.6.20~ds1-1+deb12u3", "1.6.20"],
    ["runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u1", "1.1.5"],
    ["nftables v1.0.6 (Lester Gooch #5)", "1.0.6"],
    ["CoreDNS-1.14.2\nlinux/amd64, go1.26.8,", "1.14.2"],
    ["client version: unknown", undefined],
    ["", undefined],
  ];
  for (const [text, version] of printed) {
    it(`reads ${version ?? "nothing"} from ${JSON.stringify(text)}`, () => {
      assert.equal(firstVersion(text), version);
    });
  }
});

describe("comparing versions", () => {
  const version = fc.array(fc.nat(400), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));

  it("is an order: turning it round turns the sign round", () => {
    fc.assert(
      fc.property(
        version,
        version,
        (a, b) => Math.sign(compareVersions(a, b)) === -Math.sign(compareVersions(b, a)),
      ),
    );
  });

  it("counts a missing number as zero", () => {
    assert.equal(compareVersions("1.26", "1.26.0"), 0);
    assert.ok(compareVersions("1.26.8", "1.26") > 0);
  });

  it("compares numbers, not letters", () => {
    assert.ok(compareVersions("3.259.0", "3.68.0") > 0);
  });
});

describe("a version range", () => {
  const range = { atLeast: "1.36.0", below: "1.37" };

  it("includes its start and excludes its end", () => {
    assert.ok(isWithin("1.36.0", range));
    assert.ok(isWithin("1.36.9", range));
    assert.ok(!isWithin("1.37.0", range));
    assert.ok(!isWithin("1.35.9", range));
  });

  it("may be open at the top", () => {
    assert.ok(isWithin("2.1.0", { atLeast: "1.6" }));
    assert.equal(describeRange({ atLeast: "1.6" }), "1.6 or newer");
    assert.equal(describeRange(range), "1.36.0 to below 1.37");
  });
});
