import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformFailure } from "../failure";
import { findShortages, onEnoughDisk } from "./disk-space";

const free = (gigabytes: number) => () => Promise.resolve(gigabytes * 1e9);

describe("room on the disk", () => {
  const a = join(tmpdir(), "not-there", "a");
  const b = join(tmpdir(), "not-there", "b");

  it("is added up per file system, also for folders that do not exist yet", async () => {
    const needs = [
      { directory: a, gigabytes: 3 },
      { directory: b, gigabytes: 4 },
    ];
    assert.deepEqual(await findShortages(needs, free(7)), []);
    assert.deepEqual(await findShortages(needs, free(6.5)), [{ directories: [a, b], needed: 7, free: 6.5 }]);
  });

  it("is asked of the system", async () => {
    assert.deepEqual(await findShortages([{ directory: tmpdir(), gigabytes: 0 }]), []);
    assert.equal((await findShortages([{ directory: tmpdir(), gigabytes: 1e9 }])).length, 1);
  });

  it("can run out meanwhile, and that is said in words", async () => {
    const full = Object.assign(new Error("write"), { code: "ENOSPC" });
    await assert.rejects(
      onEnoughDisk("the images", "/cache", () => Promise.reject(full)),
      (error: unknown) =>
        error instanceof PlatformFailure && error.message === "The disk filled up while writing the images",
    );
    const other = new Error("other");
    await assert.rejects(
      onEnoughDisk("the images", "/cache", () => Promise.reject(other)),
      (error: unknown) => error === other,
    );
  });
});
