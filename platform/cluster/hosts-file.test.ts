import assert from "node:assert/strict";
import fc from "fast-check";
import { withHost, withoutHost } from "./hosts-file";

describe("hosts file", () => {
  it("adds one line, also after a last line without an end", () => {
    assert.equal(
      withHost("127.0.0.1 localhost", "aws.test"),
      "127.0.0.1 localhost\n127.0.0.1 aws.test # pattern-mesh\n",
    );
  });

  it("replaces an older line of ours", () => {
    const old = "127.0.0.1 localhost\n127.0.0.1 old.test # pattern-mesh\n10.0.0.1 db\n";
    assert.equal(
      withHost(old, "aws.test"),
      "127.0.0.1 localhost\n10.0.0.1 db\n127.0.0.1 aws.test # pattern-mesh\n",
    );
  });

  it("leaves lines that only mention us", () => {
    const text = "# pattern-mesh is installed here\n127.0.0.1 pattern-mesh\n";
    assert.equal(withoutHost(text), text);
  });

  it("gives back any file that ends with its last line, and adds once however often", () => {
    const line = fc.stringMatching(/^[0-9a-z. #]{0,12}$/);
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.map((each) => `${each}\n`).join("");
        const once = withHost(text, "aws.test");
        assert.equal(withHost(once, "aws.test"), once);
        assert.equal(withoutHost(once), text);
      }),
    );
  });
});
