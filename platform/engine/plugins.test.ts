import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDir } from "../locations";
import { linkPlugins } from "./plugins";

const variables = ["PATTERN_MESH_STATE_DIR", "PULUMI_HOME", "PATH"] as const;

describe("the engine's plugins", () => {
  const saved = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
  let scratch = "";
  let pulumi = "";

  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), "pattern-mesh-plugins-"));
    pulumi = program(join(scratch, "cli", "pulumi"));
    process.env["PATTERN_MESH_STATE_DIR"] = join(scratch, "state");
    process.env["PULUMI_HOME"] = join(scratch, "home");
    process.env["PATH"] = join(scratch, "bin");
  });

  afterEach(() => {
    Object.assign(process.env, saved);
    rmSync(scratch, { recursive: true, force: true });
  });

  it("are stand-ins where nothing is installed, beside a CLI that is the same file", () => {
    const linked = linkPlugins(pulumi);
    assert.deepEqual(
      linked.standIns.map(({ executable }) => executable),
      ["pulumi-language-nodejs", "pulumi-resource-kubernetes", "pulumi-resource-aws"],
    );
    assert.equal(statSync(linked.pulumi).ino, statSync(pulumi).ino);
    assert.ok(existsSync(join(linked.pulumi, "..", "pulumi-language-nodejs")));
    for (const name of ["kubernetes", "aws"])
      assert.match(providerTarget(linked.home, name), /platform\/plugins\/bin\//);
  });

  it("are the official ones where they are installed in the SDK's version", () => {
    program(join(scratch, "cli", "pulumi-language-nodejs"));
    program(
      join(
        scratch,
        "home",
        "plugins",
        `resource-kubernetes-v${sdkVersion("kubernetes")}`,
        "pulumi-resource-kubernetes",
      ),
    );
    const linked = linkPlugins(pulumi);
    assert.deepEqual(linked.standIns, [
      {
        executable: "pulumi-resource-aws",
        official: `pulumi plugin install resource aws v${sdkVersion("aws")}`,
      },
    ]);
    assert.equal(linked.pulumi, pulumi);
    assert.ok(providerTarget(linked.home, "kubernetes").startsWith(join(scratch, "home")));
  });

  it("are left to the engine where they are on PATH", () => {
    for (const name of ["language-nodejs", "resource-kubernetes", "resource-aws"])
      program(join(scratch, "bin", `pulumi-${name}`));
    assert.deepEqual(linkPlugins(pulumi).standIns, []);
  });
});

function program(path: string): string {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, 0o755);
  return path;
}

function sdkVersion(name: string): string {
  const manifest = readFileSync(join(projectDir, "node_modules", "@pulumi", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function providerTarget(home: string, name: string): string {
  return readlinkSync(
    join(home, "plugins", `resource-${name}-v${sdkVersion(name)}`, `pulumi-resource-${name}`),
  );
}
