import assert from "node:assert/strict";
import type { ClientResult, RunClient } from "./client";
import { debianPackages, systemPackages } from "./system-packages";

const root = () => true;
const apt = () => true;
const not = () => false;

describe("packages of the operating system", () => {
  it("are named once each", () => {
    assert.deepEqual(debianPackages(["ctr", "containerd", "runc", "cni-plugins"]), [
      "containerd",
      "containernetworking-plugins",
      "runc",
    ]);
  });

  function fakeApt(results: Record<string, ClientResult> = {}): { run: RunClient; calls: string[] } {
    const calls: string[] = [];
    const run: RunClient = (command, args) => {
      calls.push([command, ...args].join(" "));
      return Promise.resolve(results[args[0] ?? ""] ?? { exitCode: 0, stdout: "", output: "" });
    };
    return { run, calls };
  }

  it("are installed without recommendations, only those of missing tools", async () => {
    const { run, calls } = fakeApt();
    await systemPackages(run, root, apt).install(["socat", "nft"], () => undefined);
    assert.deepEqual(calls, [
      "apt-get update",
      "apt-get install --yes --no-install-recommends -o DPkg::Lock::Timeout=300 nftables socat",
    ]);
  });

  it("may still be installed when the lists cannot be refreshed", async () => {
    const { run, calls } = fakeApt({
      update: { exitCode: 100, stdout: "", output: "E: Could not resolve 'x'" },
    });
    await systemPackages(run, root, apt).install(["socat"], () => undefined);
    assert.equal(calls.length, 2);
  });

  it("say which client failed on what", async () => {
    const output = "E: Failed to fetch http://x/socat.deb  Could not connect to x:80";
    const { run } = fakeApt({ install: { exitCode: 100, stdout: "", output } });
    await assert.rejects(
      systemPackages(run, root, apt).install(["socat"], () => undefined),
      {
        message: "The registry of apt-get cannot be reached for Debian packages socat",
      },
    );
  });

  it("need root, and give the command to type", async () => {
    const [lack] = await systemPackages(fakeApt().run, not, apt).lacks(["socat", "runc"]);
    assert.equal(lack?.fault, "not installed: socat, runc; installing them needs root");
    assert.equal(lack.next, "Run: sudo apt-get install --no-install-recommends runc socat");
  });

  it("are named for systems without apt", async () => {
    const [lack] = await systemPackages(fakeApt().run, root, not).lacks(["nft"]);
    assert.match(lack?.fault ?? "", /not installed: nft; and there is no apt-get/);
    assert.match(lack?.next ?? "", /Debian calls the packages nftables/);
  });
});
