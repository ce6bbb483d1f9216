import assert from "node:assert/strict";
import { tableInputs, tableRequest } from "./dynamodb-shapes";
import { endpoint } from "./endpoint";
import { signedHeaders } from "./signature";
import { queueAttributes, queueInputs } from "./sqs-queue";
import { tagChanges } from "./tags";

describe("the aws endpoint", () => {
  it("is the emulator of this machine, or refused", () => {
    for (const url of ["http://127.0.0.1:4566", "http://localhost:1", "http://aws.pattern-mesh.test:4566"]) {
      assert.equal(endpoint(undefined, { AWS_ENDPOINT_URL: url }).url.origin, url);
    }
    for (const url of [
      "https://dynamodb.eu-west-1.amazonaws.com",
      "http://10.0.0.1",
      "http://127.0.0.1.example.com",
    ]) {
      assert.throws(
        () => endpoint(undefined, { AWS_ENDPOINT_URL: url }),
        /works with an emulator on this machine/,
      );
    }
    assert.throws(() => endpoint(undefined, {}), /AWS_ENDPOINT_URL is not set/);
    assert.throws(() => endpoint(undefined, { AWS_ENDPOINT_URL: "nonsense" }), /is "nonsense"/);
  });
});

describe("requests to AWS", () => {
  it("are signed with version 4", () => {
    const local = endpoint("us-east-1", { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" });
    const now = new Date("2026-01-02T03:04:05.678Z");
    const sign = (body: string) =>
      signedHeaders(local, "sqs", { "x-amz-target": "T" }, body, now)["authorization"];
    assert.match(
      sign("{}") ?? "",
      /^AWS4-HMAC-SHA256 Credential=test\/20260102\/us-east-1\/sqs\/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$/,
    );
    assert.notEqual(sign("{}"), sign("{ }"));
  });

  it("carry a table's keys, indexes and stream", () => {
    const request = tableRequest({
      ...{ name: "t", hashKey: "a", rangeKey: "b", billingMode: "PAY_PER_REQUEST" },
      attributes: [{ name: "a", type: "S" }],
      globalSecondaryIndexes: [{ name: "i", hashKey: "b", projectionType: "KEYS_ONLY" }],
      ...{ streamEnabled: true, streamViewType: "NEW_IMAGE" },
    });
    assert.deepEqual(request["KeySchema"], [
      { AttributeName: "a", KeyType: "HASH" },
      { AttributeName: "b", KeyType: "RANGE" },
    ]);
    assert.deepEqual(request["GlobalSecondaryIndexes"], [
      {
        IndexName: "i",
        KeySchema: [{ AttributeName: "b", KeyType: "HASH" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ]);
    assert.deepEqual(request["StreamSpecification"], { StreamEnabled: true, StreamViewType: "NEW_IMAGE" });
    assert.equal(request["BillingMode"], "PAY_PER_REQUEST");
    const provisioned = tableRequest({ readCapacity: 2 })["ProvisionedThroughput"];
    assert.deepEqual(provisioned, { ReadCapacityUnits: 2, WriteCapacityUnits: 1 });
  });

  it("are read back as inputs", () => {
    const KeySchema = [{ AttributeName: "a", KeyType: "HASH" }];
    const inputs = tableInputs(
      { TableName: "t", KeySchema },
      { TimeToLiveStatus: "ENABLED", AttributeName: "end" },
      {},
    );
    assert.equal(inputs["hashKey"], "a");
    assert.deepEqual(inputs["ttl"], { attributeName: "end", enabled: true });
    assert.deepEqual(inputs["pointInTimeRecovery"], { enabled: false });
    const queue = { delaySeconds: 3, fifoQueue: true, policy: "{}" };
    assert.deepEqual(queueAttributes(queue), { DelaySeconds: "3", FifoQueue: "true", Policy: "{}" });
    assert.deepEqual(queueInputs(queueAttributes(queue)), queue);
  });

  it("set and remove only the tags that changed", () => {
    assert.deepEqual(tagChanges({ a: "1", b: "2" }, { a: "1", c: "3" }), { set: { c: "3" }, removed: ["b"] });
  });
});
