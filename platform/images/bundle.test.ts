import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformFailure } from "../failure";
import { bundleServices, serviceNames } from "./bundle";

describe("bundled services", () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "bundle-")), "services");
    write("kit/answer.ts", "export const answer: number = 42;");
    write("user-service/main.ts", 'import { answer } from "../kit/answer"; console.log(answer);');
    write("order-service/main.ts", "console.log(1);");
  });
  afterEach(() => {
    rmSync(join(folder, ".."), { recursive: true });
  });

  function write(path: string, text: string): void {
    const file = join(folder, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  }

  it("are the folders with a main.ts", () => {
    assert.deepEqual(serviceNames(folder), ["order-service", "user-service"]);
    assert.deepEqual(serviceNames(join(folder, "none")), []);
  });

  it("carry what they import", async () => {
    const bundles = await bundleServices(folder);
    assert.deepEqual([...bundles.keys()].sort(), ["order-service", "user-service"]);
    assert.match(bundles.get("user-service") ?? "", /answer = 42/);
    assert.ok(!/answer/.test(bundles.get("order-service") ?? ""));
  });

  it("do not depend on where the checkout lies", async () => {
    const first = await bundleServices(folder);
    const other = join(folder, "..", "elsewhere", "deeper", "services");
    cpSync(folder, other, { recursive: true });
    assert.deepEqual(await bundleServices(other), first);
  });

  it("are refused with every error by file and line", async () => {
    write("user-service/main.ts", 'import "./nowhere";\nimport "../kit/nothing";\n');
    await assert.rejects(bundleServices(folder), (error: unknown) => {
      assert.ok(error instanceof PlatformFailure);
      assert.equal(error.message, "The services do not bundle");
      assert.equal(error.details.length, 2);
      assert.match(error.details[0] ?? "", /^user-service\/main\.ts:1:7: Could not resolve "\.\/nowhere"/);
      return true;
    });
  });
});
