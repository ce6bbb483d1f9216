import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { findListeners, listeningInodes } from "./port-holder";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 50001 1 0 100 0 0 10 0
   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 50002 1 0 100 0 0 10 0
   2: 0101A8C0:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 50003 1 0 100 0 0 10 0
   3: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 50004 1 0 100 0 0 10 0
   4: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 50005 1 0 100 0 0 10 0
`;

describe("port holder", () => {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  it("finds who listens on an address that 127.0.0.1 leads to", () => {
    assert.deepEqual(listeningInodes(table, 8080), ["50001", "50002"]);
  });

  it("pads low ports and ignores an empty table", () => {
    assert.deepEqual(listeningInodes(table.replaceAll(":1F91", ":0050"), 80), ["50005"]);
    assert.deepEqual(listeningInodes("", 80), []);
  });

  it("names the process that holds a port", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const [listener] = findListeners(port);
    server.close();
    assert.equal(listener?.pid, process.pid);
    assert.match(listener.description, new RegExp(`^process ${process.pid} \\(.*node`));
  });
});
