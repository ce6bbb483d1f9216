import assert from "node:assert/strict";
import { mountPoints, mountsWithin } from "./mounts";

const mountinfo = `22 1 254:0 / / rw - ext4 /dev/vda rw
44 22 254:0 /state/kubelet /state/kubelet rw shared:3 - ext4 /dev/vda rw
45 44 0:39 / /state/kubelet/pods/1/volumes/a\\040b rw shared:4 - tmpfs tmpfs rw
46 22 0:40 / /state/kubelet-other rw - tmpfs tmpfs rw
`;

describe("mounts", () => {
  it("reads mount points, with spaces", () => {
    assert.deepEqual(mountPoints(mountinfo), [
      "/",
      "/state/kubelet",
      "/state/kubelet/pods/1/volumes/a b",
      "/state/kubelet-other",
    ]);
  });

  it("takes those at or below a folder, the newest first, and no neighbour", () => {
    assert.deepEqual(mountsWithin(mountinfo, ["/state/kubelet"]), [
      "/state/kubelet/pods/1/volumes/a b",
      "/state/kubelet",
    ]);
  });
});
