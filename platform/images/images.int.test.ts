import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runClient } from "../toolchain/client";
import { findTools } from "../toolchain/index";
import type { Tools } from "../toolchain/index";
import { buildImages } from "./index";
import type { Images } from "./index";

const servedByHono = `
import { Hono } from "hono";
const app = new Hono().get("/", (context) => context.text("answered"));
void Promise.resolve(app.request("/")).then(async (answer) => {
  console.log(await answer.text(), process.getuid?.());
});
`;

describe("the images, from the tools that are there", function () {
  this.timeout(120_000);
  let root: string;
  let services: string;
  let cache: string | undefined;
  let tools: Tools;

  before(async function () {
    const search = await findTools();
    if (search.missing.length > 0) this.skip();
    tools = search.tools;
    cache = process.env["PATTERN_MESH_CACHE_DIR"];
    root = fs.mkdtempSync(join(tmpdir(), "images-"));
    process.env["PATTERN_MESH_CACHE_DIR"] = root;
    services = join(root, "services");
    fs.mkdirSync(join(services, "user-service"), { recursive: true });
    // Its dependencies resolve as they do in the project.
    fs.symlinkSync(join(__dirname, "..", "..", "node_modules"), join(root, "node_modules"));
    fs.writeFileSync(join(services, "user-service", "main.ts"), servedByHono);
  });
  after(() => {
    if (cache === undefined) delete process.env["PATTERN_MESH_CACHE_DIR"];
    else process.env["PATTERN_MESH_CACHE_DIR"] = cache;
    fs.rmSync(root, { recursive: true });
  });

  it("are the same from every run, and a run without changes is quick", async () => {
    const first = await buildImages(tools, () => undefined, services);
    const started = Date.now();
    const lines: string[] = [];
    assert.deepEqual(await buildImages(tools, (line) => lines.push(line), services), first);
    assert.deepEqual(lines, []);
    assert.ok(Date.now() - started < 5000, `took ${Date.now() - started} ms`);
  });

  it("change only for the service that changed", async () => {
    const before = await buildImages(tools, () => undefined, services);
    const main = join(services, "user-service", "main.ts");
    fs.appendFileSync(main, "\nconsole.log('changed');\n");
    const after = await buildImages(tools, () => undefined, services);
    fs.writeFileSync(main, servedByHono);
    assert.notEqual(after.services["user-service"], before.services["user-service"]);
    assert.equal(after.services["load-tester"], before.services["load-tester"]);
    assert.deepEqual(after.istio, before.istio);
    assert.equal(after.pause, before.pause);
  });

  describe("in containerd", () => {
    let containerd: ChildProcess;
    let images: Images;
    const ctr = (...args: string[]) =>
      runClient(tools.path("ctr"), ["-a", join(root, "containerd.sock"), "-n", "k8s.io", ...args]);

    before(async function () {
      if (process.getuid?.() !== 0) this.skip();
      images = await buildImages(tools, () => undefined, services);
      const folders = ["--root", join(root, "data"), "--state", join(root, "state")];
      const socket = ["--address", join(root, "containerd.sock")];
      containerd = spawn(tools.path("containerd"), [...folders, ...socket], { stdio: "ignore" });
      for (let attempt = 0; attempt < 100 && (await ctr("version")).exitCode !== 0; attempt++)
        await sleep(100);
      for (const archive of new Set(images.list.map((image) => image.archive))) {
        const { exitCode, output } = await ctr("images", "import", archive);
        assert.equal(exitCode, 0, output);
      }
    });
    after(async () => {
      if (containerd.exitCode !== null) return;
      containerd.kill();
      await once(containerd, "exit");
    });

    async function run(reference: string, ...command: string[]): Promise<string> {
      const { exitCode, output } = await ctr("run", "--rm", reference, "test", ...command);
      assert.equal(exitCode, 0, output);
      return output;
    }

    it("are imported under their references", async () => {
      const names = (await ctr("images", "ls", "-q")).stdout.split("\n");
      for (const { reference } of images.list)
        assert.ok(names.includes(reference), `${reference} is missing`);
    });

    it("run a bundled service as user 1000", async () => {
      assert.match(await run(images.services["user-service"] ?? ""), /answered 1000/);
    });

    it("run curl and a shell in the load-tester", async () => {
      const output = await run(
        images.services["load-tester"] ?? "",
        "sh",
        "-c",
        "curl --version | head -1; seq 2",
      );
      assert.match(output, /^curl \d[^]*\n1\n2$/);
    });

    it("run the name server, istiod, the agent and Envoy", async () => {
      const { hub, tag } = images.istio;
      assert.match(await run(images.coredns, "/usr/bin/coredns", "-version"), /CoreDNS-/);
      assert.match(await run(`${hub}/pilot:${tag}`, "/usr/local/bin/pilot-discovery", "version"), /version/);
      assert.match(await run(`${hub}/proxyv2:${tag}`, "/usr/local/bin/pilot-agent", "version"), /version/);
      assert.match(await run(`${hub}/proxyv2:${tag}`, "envoy", "--version"), /1\.40/);
      assert.match(await run(`${hub}/proxyv2:${tag}`, "iptables-nft-save", "--version"), /nf_tables/);
    });
  });
});
