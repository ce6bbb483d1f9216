import assert from "node:assert/strict";
import type { RunClient } from "../toolchain/client";
import { parseLdd, sharedLibraries } from "./shared-libraries";

const output = `/usr/bin/node:
	linux-vdso.so.1 (0x00007fa12c925000)
	libdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007fa12c90f000)
	/lib64/ld-linux-x86-64.so.2 (0x00007fa12c927000)
/usr/bin/catatonit:
	not a dynamic executable
/usr/bin/curl:
	libdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007fb14715000)
	libcurl.so.4 => not found
`;

const prints =
  (text: string): RunClient =>
  () =>
    Promise.resolve({ exitCode: 1, stdout: text, output: text });

describe("shared libraries", () => {
  it("are read from ldd, once each, with the loader and without the kernel's own", () => {
    assert.deepEqual(parseLdd(output), {
      libraries: ["/lib/x86_64-linux-gnu/libdl.so.2", "/lib64/ld-linux-x86-64.so.2"],
      absent: ["libcurl.so.4"],
    });
  });

  it("are none for a static program", async () => {
    assert.deepEqual(await sharedLibraries(["/x"], prints("\tnot a dynamic executable\n")), []);
  });

  it("must all be there", async () => {
    await assert.rejects(sharedLibraries(["/usr/bin/curl"], prints(output)), {
      name: "PlatformFailure",
      message: "Shared libraries of /usr/bin/curl are missing on this machine",
      details: ["libcurl.so.4"],
    });
  });

  it("cannot be told without ldd", async () => {
    const run: RunClient = () => Promise.resolve({ exitCode: undefined, stdout: "", output: "" });
    await assert.rejects(sharedLibraries(["/x"], run), /ldd is not installed/);
  });
});
