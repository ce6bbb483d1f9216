import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformFailure } from "../failure";
import type { CommandLine, Component } from "./component";
import { logFile } from "./logs";
import { mainProcess, markedProcesses } from "./marked-processes";
import { ensureRunning, stopComponents } from "./supervisor";

describe("supervisor", () => {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  const stateBefore = process.env["PATTERN_MESH_STATE_DIR"];
  const name = `test-${process.pid}`;
  let folder = "";
  let fault: string | undefined;
  const lines: string[] = [];
  const report = (line: string) => lines.push(line);

  const component: Component = {
    name,
    inNamespace: false,
    commandLine: () => sleeper("60"),
    probe: () => Promise.resolve(fault),
    startSeconds: 1,
    stopSeconds: 1,
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "supervisor-"));
    process.env["PATTERN_MESH_STATE_DIR"] = folder;
    fault = undefined;
    lines.length = 0;
  });

  afterEach(async () => {
    await stopComponents([component]);
    rmSync(folder, { recursive: true });
    if (stateBefore === undefined) delete process.env["PATTERN_MESH_STATE_DIR"];
    else process.env["PATTERN_MESH_STATE_DIR"] = stateBefore;
  });

  it("starts a daemon in its own session, with none of our environment", async () => {
    process.env["SECRET_OF_TEST"] = "1";
    await ensureRunning(component, shell("env; exec sleep 60"), report);
    delete process.env["SECRET_OF_TEST"];
    const daemon = mainProcess(name) ?? assert.fail("not found");
    assert.equal(daemon.session, daemon.pid);
    assert.equal(daemon.owner, folder);
    assert.doesNotMatch(readFileSync(logFile(name), "utf8"), /SECRET_OF_TEST/);
    assert.match(lines.join("\n"), new RegExp(`^${name} is up`));
  });

  it("leaves a healthy one alone", async () => {
    await ensureRunning(component, sleeper("60"), report);
    const first = mainProcess(name)?.pid;
    await ensureRunning(component, sleeper("60"), report);
    assert.equal(mainProcess(name)?.pid, first);
    assert.equal(lines.length, 1);
  });

  it("starts it anew for other arguments, or another configuration", async () => {
    await ensureRunning(component, sleeper("60"), report);
    const first = mainProcess(name)?.pid;
    await ensureRunning(component, sleeper("61"), report);
    const second = mainProcess(name)?.pid;
    const file = join(folder, "settings");
    await ensureRunning(component, { ...sleeper("61"), files: { [file]: "a" } }, report);
    const third = mainProcess(name)?.pid;
    assert.equal(new Set([first, second, third]).size, 3);
    assert.equal(readFileSync(file, "utf8"), "a");
    assert.equal(markedProcesses().filter((entry) => entry.component === name).length, 1);
  });

  it("reports at once, with the end of its log, that one has ended", async () => {
    fault = "nothing answers";
    const begin = Date.now();
    await assert.rejects(ensureRunning(component, shell("echo no such option; exit 3"), report), (error) => {
      assert.ok(error instanceof PlatformFailure);
      assert.match(error.message, /did not become healthy: it ended with exit code 3/);
      assert.match(error.details.join("\n"), /no such option/);
      return true;
    });
    assert.ok(Date.now() - begin < 900);
  });

  it("reports why one is not healthy in time", async () => {
    fault = "nothing answers at X";
    await assert.rejects(ensureRunning(component, sleeper("60"), report), /nothing answers at X/);
  });

  it("kills one that does not end when asked, and what it started", async () => {
    await ensureRunning(component, shell('trap "" TERM; sleep 60 & while true; do sleep 1; done'), report);
    await stopComponents([component]);
    assert.deepEqual(
      markedProcesses().filter((entry) => entry.component === name),
      [],
    );
  });
});

function sleeper(seconds: string): CommandLine {
  return { command: "sleep", args: [seconds] };
}

function shell(script: string): CommandLine {
  return { command: "sh", args: ["-c", script] };
}
