import assert from "node:assert/strict";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ProgramInfo, RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { projectDir } from "../../locations";
import { commandLine, environment, programEnd } from "./run-program";
import { programDependencies, requiredProviders } from "./dependencies";

function request(options: Record<string, string | boolean>): RunRequest {
  const info = new ProgramInfo();
  info.setProgramDirectory(projectDir);
  info.setRootDirectory(projectDir);
  info.setEntryPoint("index.ts");
  info.setOptions(Struct.fromJavaScript(options));
  const run = new RunRequest();
  run.setInfo(info);
  run.setMonitorAddress("127.0.0.1:1");
  run.setProject("shop");
  run.setStack("dev");
  run.setParallel(4);
  run.setArgsList(["--extra"]);
  run.getConfigMap().set("shop:a", "1");
  run.setConfigsecretkeysList(["shop:b"]);
  return run;
}

describe("running a program", () => {
  it("puts node's options before the script and the program after the flags", () => {
    const run = request({ typescript: false, nodeargs: "--import tsx" });
    run.setDryrun(true);
    const { command } = commandLine(run, "127.0.0.1:2");
    assert.deepEqual(command.slice(0, 2), ["--import", "tsx"]);
    assert.match(command[2] ?? "", /@pulumi\/pulumi\/cmd\/run\/index\.js$/);
    const text = command.slice(3).join(" ");
    assert.match(text, /^--monitor 127\.0\.0\.1:1 --engine 127\.0\.0\.1:2 --project shop .*--dry-run true/);
    assert.match(text, /--parallel 4 index\.ts --extra$/);
    assert.ok(!commandLine(request({}), "e").command.includes("--dry-run"));
  });

  it("hands over configuration and options", () => {
    const given = environment(request({ typescript: false, tsconfig: "t.json" }));
    assert.equal(given["PULUMI_CONFIG"], '{"shop:a":"1"}');
    assert.equal(given["PULUMI_CONFIG_SECRET_KEYS"], '["shop:b"]');
    assert.equal(given["PULUMI_NODEJS_TYPESCRIPT"], "false");
    assert.equal(given["PULUMI_NODEJS_TSCONFIG_PATH"], "t.json");
    assert.equal(environment(request({}))["PULUMI_NODEJS_TYPESCRIPT"], "true");
  });

  it("takes exit code 32 as a failure that was told already", () => {
    assert.deepEqual(programEnd(0, null), { error: "", bail: false });
    assert.deepEqual(programEnd(32, null), { error: "", bail: true });
    assert.equal(programEnd(1, null).error, "The program exited with code 1.");
    assert.equal(programEnd(null, "SIGKILL").error, "The program was ended by SIGKILL.");
  });

  it("finds the program's packages and the providers they need", () => {
    const names = programDependencies(projectDir).map(({ name }) => name);
    assert.ok(names.includes("@pulumi/pulumi") && names.includes("mocha"));
    const providers = requiredProviders(projectDir).map(({ name }) => name);
    assert.deepEqual(providers.sort(), ["aws", "kubernetes"]);
  });
});
