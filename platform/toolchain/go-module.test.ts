import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDamage } from "./cache-entry";
import type { ClientResult, RunClient } from "./client";
import { goModule, requiredVersion } from "./go-module";

const ok = (stdout = ""): ClientResult => ({ exitCode: 0, stdout, output: stdout });
const failed = (output: string): ClientResult => ({ exitCode: 1, stdout: "", output });

describe("a go.mod", () => {
  const goMod = `module x

go 1.26.0

replace k8s.io/api => k8s.io/api v0.36.3

require (
	k8s.io/api v0.36.3 // indirect
	k8s.io/kubernetes v1.36.3
)

require example.com/alone v2.0.0
`;

  it("pins the version that names the cache entry", () => {
    assert.equal(requiredVersion(goMod, "k8s.io/kubernetes"), "v1.36.3");
    assert.equal(requiredVersion(goMod, "k8s.io/api"), "v0.36.3");
    assert.equal(requiredVersion(goMod, "example.com/alone"), "v2.0.0");
  });

  it("must name the module", () => {
    assert.throws(() => requiredVersion(goMod, "example.com/other"), /does not require example.com\/other/);
  });
});

describe("a Go module", () => {
  let root: string;
  let oldCache: string | undefined;
  beforeEach(() => {
    root = fs.mkdtempSync(join(tmpdir(), "go-module-"));
    fs.mkdirSync(join(root, "go", "istio"), { recursive: true });
    fs.writeFileSync(
      join(root, "go", "istio", "go.mod"),
      "module x\n\ngo 1.26.0\n\nrequire istio.io/istio v1.2.3\n",
    );
    fs.mkdirSync(join(root, "source", "manifests"), { recursive: true });
    fs.writeFileSync(join(root, "source", "manifests", "Chart.yaml"), "name: base", { mode: 0o444 });
    oldCache = process.env["PATTERN_MESH_CACHE_DIR"];
    process.env["PATTERN_MESH_CACHE_DIR"] = join(root, "cache");
  });
  afterEach(() => {
    if (oldCache === undefined) delete process.env["PATTERN_MESH_CACHE_DIR"];
    else process.env["PATTERN_MESH_CACHE_DIR"] = oldCache;
    fs.rmSync(root, { recursive: true });
  });

  const pins = {
    name: "istio",
    module: "istio.io/istio",
    packages: { istioctl: "istio.io/istio/istioctl/cmd/istioctl" },
    versionFlags: (version: string) => `-X main.version=${version}`,
    extras: { "charts/base": "manifests" },
    minutes: 1,
    gigabytes: 1,
  };

  /** A Go that builds by writing files, and keeps what it was asked. */
  function fakeGo(build: () => ClientResult = () => ok()): { run: RunClient; calls: string[][] } {
    const calls: string[][] = [];
    const run: RunClient = (_command, args) => {
      calls.push([...args]);
      if (args[0] === "list") return Promise.resolve(ok(join(root, "source")));
      if (args[0] !== "build") return Promise.resolve(ok("go1.26.8"));
      const bin = args[args.indexOf("-o") + 1] ?? "";
      fs.mkdirSync(bin, { recursive: true });
      fs.writeFileSync(join(bin, "istioctl"), "program");
      return Promise.resolve(build());
    };
    return { run, calls };
  }

  it("is built with reproducible flags into an entry named by version and content", async () => {
    const { run, calls } = fakeGo();
    const source = goModule(pins, run, join(root, "go"));
    await source.install(["istioctl"], () => undefined);
    assert.equal(findDamage(source.directory), undefined);
    assert.match(source.directory, /\/cache\/tools\/istio-v1\.2\.3-[0-9a-f]{8}$/);
    const [build] = calls;
    assert.deepEqual(build?.slice(0, 6), [
      "build",
      "-v",
      "-trimpath",
      "-buildvcs=false",
      "-ldflags",
      "-s -w -X main.version=v1.2.3",
    ]);
    assert.equal(build.at(-1), "istio.io/istio/istioctl/cmd/istioctl");
  });

  it("keeps the files beside its programs, writable", async () => {
    const source = goModule(pins, fakeGo().run, join(root, "go"));
    await source.install(["istioctl"], () => undefined);
    const copy = join(source.directory, "charts", "base", "Chart.yaml");
    assert.equal(fs.readFileSync(copy, "utf8"), "name: base");
    assert.equal(fs.statSync(copy).mode & 0o777, 0o644);
  });

  it("leaves nothing in the cache when the build fails", async () => {
    const { run } = fakeGo(() => failed("dial tcp: connect: connection refused"));
    const source = goModule(pins, run, join(root, "go"));
    await assert.rejects(
      source.install(["istioctl"], () => undefined),
      {
        name: "PlatformFailure",
        message: "The registry of go cannot be reached for Go module istio.io/istio v1.2.3",
      },
    );
    assert.deepEqual(fs.readdirSync(join(root, "cache", "tools")), []);
  });

  it("gets another entry when its flags or its go.mod change", () => {
    const { run } = fakeGo();
    const first = goModule(pins, run, join(root, "go")).directory;
    const flags = goModule({ ...pins, versionFlags: () => "" }, run, join(root, "go")).directory;
    fs.appendFileSync(join(root, "go", "istio", "go.mod"), "\nrequire example.com/x v1.0.0\n");
    const requirements = goModule(pins, run, join(root, "go")).directory;
    assert.equal(new Set([first, flags, requirements]).size, 3);
  });

  const lackOf = async (answer: ClientResult) => {
    const source = goModule(pins, () => Promise.resolve(answer), join(root, "go"));
    return (await source.lacks(["istioctl"]))[0];
  };

  it("needs Go, and says in which version", async () => {
    assert.equal(await lackOf(ok("go1.26.8")), undefined);
    const missing = await lackOf({ exitCode: undefined, stdout: "", output: "" });
    assert.equal(missing?.fault, "Go is not installed; 1.26 or newer is wanted");
    assert.match(missing.next, /Install Go 1\.26 or newer/);
  });

  it("does not do with an older Go, whether or not that one reads the go line", async () => {
    assert.match((await lackOf(ok("go1.19.8")))?.fault ?? "", /too old.*go1\.19\.8/);
    const refusal = "go: go.mod requires go >= 1.26.0 (running go 1.24.1; GOTOOLCHAIN=local)";
    assert.match((await lackOf(failed(refusal)))?.fault ?? "", /too old.*running go 1\.24\.1/);
  });
});
