import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { ICruiseOptions, ICruiseResult } from "dependency-cruiser" with { "resolution-mode": "import" };
import { layers } from "./layers";

const root = join(__dirname, "..");
const rooms = [
  "components",
  "stacks",
  "policies",
  "services",
  "platform",
  "cli",
  "bench",
  "tests",
  "index.ts",
];

async function violations(baseDir: string, roots: readonly string[]): Promise<ICruiseResult> {
  const options: ICruiseOptions = {
    baseDir,
    ruleSet: { forbidden: [...layers] },
    validate: true,
    // Types are dependencies too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  };
  const { cruise } = await import("dependency-cruiser");
  const { output } = await cruise([...roots], options);
  return output as ICruiseResult;
}

function described({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

describe("the import directions", () => {
  it("hold in every room", async function () {
    this.timeout(60_000);
    const result = await violations(root, rooms);
    assert.deepEqual(described(result), []);
    for (const room of rooms) {
      assert.ok(
        result.modules.some(({ source }) => source.startsWith(room)),
        `no file of ${room} was looked at`,
      );
    }
  });

  const wrong: readonly [rule: string, from: string, to: string][] = [
    ["contracts-import-no-room", "services/contracts/users.ts", "services/kit/app.ts"],
    ["kit-knows-no-service", "services/kit/app.ts", "services/user-service/api.ts"],
    ["services-never-meet", "services/user-service/api.ts", "services/order-service/api.ts"],
    ["services-run-without-pulumi", "services/user-service/api.ts", "components/index.ts"],
    ["shared-knows-no-component", "components/shared/mesh.ts", "components/mesh-service/mesh-service.ts"],
    ["components-never-meet", "components/istio-mesh/mesh.ts", "components/mesh-service/mesh-service.ts"],
    ["components-never-meet", "components/mesh-service/mesh-service.ts", "components/mesh.ts"],
    ["components-know-no-environment", "components/mesh.ts", "stacks/settings.ts"],
    ["stacks-know-no-resource", "stacks/settings.ts", "components/index.ts"],
    ["policies-judge-from-outside", "policies/rules/a.ts", "components/index.ts"],
    ["policy-kit-knows-no-rule", "policies/kit/rule.ts", "policies/rules/a.ts"],
    ["rules-know-no-pack", "policies/rules/a.ts", "policies/mesh-gate/pack.ts"],
    ["platform-serves-cli-only", "index.ts", "platform/failure.ts"],
    ["platform-knows-no-program", "platform/engine.ts", "stacks/settings.ts"],
    ["nothing-imports-the-program", "cli/up.ts", "index.ts"],
    ["tests-are-not-imported", "cli/up.ts", "tests/recorder.ts"],
  ];
  for (const [rule, from, to] of wrong) {
    it(`${rule} refuses ${from} -> ${to}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "layers-"));
      try {
        write(folder, to, "export type Thing = string;\n");
        const path = relative(dirname(from), to).replace(/\.ts$/, "");
        const specifier = path.startsWith(".") ? path : `./${path}`;
        write(folder, from, `import type { Thing } from "${specifier}";\nexport type Other = Thing;\n`);
        const found = described(await violations(folder, [from]));
        assert.ok(found.includes(`${rule}: ${from} -> ${to}`), `found only: ${found.join("; ")}`);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

function write(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
