import assert from "node:assert/strict";
import { causeOf, clientFailure } from "./client-failure";

describe("why a registry client failed", () => {
  const outputs: readonly (readonly [string, ReturnType<typeof causeOf>])[] = [
    ["dial tcp 127.0.0.1:9: connect: connection refused", "unreachable"],
    ["dial tcp: lookup registry.test on 10.0.0.1:53: no such host", "unreachable"],
    ["net/http: TLS handshake timeout", "unreachable"],
    ["k8s.io/kubernetes@v1.36.3: module lookup disabled by GOPROXY=off", "unreachable"],
    ["Failed to establish a new connection: [Errno 111] Connection refused", "unreachable"],
    [
      "ERROR: Could not find a version that satisfies the requirement x==1 (from versions: none)",
      "unreachable",
    ],
    ["E: Failed to fetch http://deb.test/x.deb  Could not connect to deb.test:80", "unreachable"],
    ["Temporary failure resolving 'deb.test'", "unreachable"],
    ["verifying k8s.io/api@v0.36.3: checksum mismatch\nSECURITY ERROR", "wrong checksum"],
    ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "wrong checksum"],
    ["reading https://proxy.test/x.zip: 403 Forbidden", "refused"],
    ["reading https://proxy.test/x.info: 404 Not Found", "refused"],
    ["E: Failed to fetch http://deb.test/x.deb  403  Forbidden [IP: 127.0.0.1 80]", "refused"],
    ["write /var/cache/b001/_pkg_.a: no space left on device", "disk full"],
    ["ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk full"],
    ["E: You don't have enough free space in /var/cache/apt/archives/.", "disk full"],
    ["# k8s.io/kubernetes/cmd/kubelet\n./main.go:12: undefined: x", "other"],
  ];
  for (const [output, cause] of outputs) {
    it(`is "${cause}" when it says: ${output.slice(0, 60)}`, () => {
      assert.equal(causeOf(output), cause);
    });
  }
});

describe("a client's failure", () => {
  const task = { client: "go", what: "Go module k8s.io/kubernetes v1.36.3", command: "go build x" } as const;

  it("names the package, the command, its last words and the next step", () => {
    const output = `${"noise\n".repeat(50)}dial tcp: lookup registry.test: no such host\n`;
    const failure = clientFailure(task, { exitCode: 1, stdout: "", output });
    assert.equal(
      failure.message,
      "The registry of go cannot be reached for Go module k8s.io/kubernetes v1.36.3",
    );
    assert.equal(failure.details[0], "command: go build x");
    assert.equal(failure.details.at(-1), "dial tcp: lookup registry.test: no such host");
    assert.ok(failure.details.length <= 8, "fits on one screen");
    assert.match(failure.next, /GOPROXY.*run the same command again/);
  });

  it("never suggests to go round a wrong checksum", () => {
    const failure = clientFailure(task, { exitCode: 1, stdout: "", output: "checksum mismatch" });
    assert.match(failure.message, /is not what this project pinned/);
    assert.match(failure.next, /Do not go round this/);
  });

  it("cuts endless lines", () => {
    const failure = clientFailure(task, { exitCode: 1, stdout: "", output: "x".repeat(5000) });
    assert.ok(failure.details.every((line) => line.length < 250));
  });
});
