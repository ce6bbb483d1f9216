import { setTimeout as sleep } from "node:timers/promises";
import { isSame, listAt, objectAt, stringAt, valueAt, without } from "../provider/json";
import type { JsonObject } from "../provider/json";
import { AwsError } from "./client";
import { indexInputs, tableInputs, tableRequest, throughput } from "./dynamodb-shapes";
import { ownerTag, tagChanges, tagList, tagMap, tagsOf } from "./tags";
import type { AwsType, Call } from "./type";

const pollMillis = 200;

const dynamodb = ({ client, signal }: Call, action: string, input: JsonObject): Promise<JsonObject> =>
  client.call("dynamodb", `DynamoDB_20120810.${action}`, input, signal);

/** `aws:dynamodb/table:Table`. Its id is its name. */
export const dynamodbTable: AwsType = {
  inputs: [
    ...["name", "tags", "attributes", "hashKey", "rangeKey", "billingMode", "readCapacity", "writeCapacity"],
    ...["globalSecondaryIndexes", "localSecondaryIndexes", "streamEnabled", "streamViewType", "ttl"],
    ...["pointInTimeRecovery", "deletionProtectionEnabled"],
  ],
  fixed: ["name", "hashKey", "rangeKey", "localSecondaryIndexes"],
  unchangeable: ["globalSecondaryIndexes", "attributes"],
  nameLength: 255,
  async create(call, inputs, owner) {
    const request = tableRequest(inputs);
    await dynamodb(call, "CreateTable", {
      ...request,
      Tags: tagList({ ...tagsOf(inputs), [ownerTag]: owner }),
    });
    const name = stringAt(inputs, "name") ?? "";
    await settled(call, name);
    await setExtras(call, name, {}, inputs);
    return name;
  },
  async update(call, TableName, before, inputs) {
    const capacity = ["billingMode", "readCapacity", "writeCapacity"];
    if (capacity.some((key) => before[key] !== inputs[key])) {
      await dynamodb(call, "UpdateTable", { TableName, ...throughput(inputs) });
      await settled(call, TableName);
    }
    const protectedNow = inputs["deletionProtectionEnabled"] === true;
    if ((before["deletionProtectionEnabled"] === true) !== protectedNow) {
      await dynamodb(call, "UpdateTable", { TableName, DeletionProtectionEnabled: protectedNow });
    }
    const stream = ["streamEnabled", "streamViewType"];
    if (stream.some((key) => before[key] !== inputs[key]))
      await changeStream(call, TableName, before, inputs);
    await setExtras(call, TableName, before, inputs);
    const ResourceArn = stringAt(await describe(call, TableName), "TableArn") ?? "";
    const tags = tagChanges(tagsOf(before), tagsOf(inputs));
    if (tags.removed.length > 0)
      await dynamodb(call, "UntagResource", { ResourceArn, TagKeys: tags.removed });
    if (Object.keys(tags.set).length > 0) {
      await dynamodb(call, "TagResource", { ResourceArn, Tags: tagList(tags.set) });
    }
  },
  async read(call, TableName) {
    const table = await describe(call, TableName);
    if (table === undefined) return undefined;
    const ResourceArn = stringAt(table, "TableArn") ?? "";
    const [tagged, ttl, backups] = await Promise.all([
      dynamodb(call, "ListTagsOfResource", { ResourceArn }),
      dynamodb(call, "DescribeTimeToLive", { TableName }),
      dynamodb(call, "DescribeContinuousBackups", { TableName }),
    ]);
    const tags = tagMap(listAt(tagged, "Tags"));
    const shown = without(tags, ownerTag);
    return {
      id: TableName,
      values: {
        ...tableInputs(table, objectAt(ttl, "TimeToLiveDescription"), backups),
        ...indexInputs(table),
        ...{ arn: ResourceArn, tags: shown, tagsAll: shown },
        streamArn: stringAt(table, "LatestStreamArn") ?? "",
        streamLabel: stringAt(table, "LatestStreamLabel") ?? "",
      },
      owner: stringAt(tags, ownerTag),
    };
  },
  async lookUp(call, name) {
    return (await describe(call, name)) === undefined ? undefined : name;
  },
  async delete(call, TableName) {
    try {
      await dynamodb(call, "DeleteTable", { TableName });
      while ((await describe(call, TableName)) !== undefined) await pause(call);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  },
};

/** A stream's view cannot be changed while it is on. */
async function changeStream(
  call: Call,
  TableName: string,
  before: JsonObject,
  inputs: JsonObject,
): Promise<void> {
  if (before["streamEnabled"] === true) {
    await dynamodb(call, "UpdateTable", { TableName, StreamSpecification: { StreamEnabled: false } });
    await settled(call, TableName);
  }
  if (inputs["streamEnabled"] !== true) return;
  const StreamSpecification = {
    StreamEnabled: true,
    StreamViewType: stringAt(inputs, "streamViewType") ?? "",
  };
  await dynamodb(call, "UpdateTable", { TableName, StreamSpecification });
  await settled(call, TableName);
}

/** What is not part of a table's creation. */
async function setExtras(
  call: Call,
  TableName: string,
  before: JsonObject,
  inputs: JsonObject,
): Promise<void> {
  if (!isSame(before["ttl"], inputs["ttl"])) {
    const wanted = objectAt(inputs, "ttl");
    const AttributeName = stringAt(wanted, "attributeName") ?? stringAt(before, "ttl", "attributeName") ?? "";
    const Enabled = wanted["enabled"] === true;
    if (Enabled || valueAt(before, ["ttl", "enabled"]) === true) {
      await dynamodb(call, "UpdateTimeToLive", {
        TableName,
        TimeToLiveSpecification: { AttributeName, Enabled },
      });
    }
  }
  const recovery = valueAt(inputs, ["pointInTimeRecovery", "enabled"]) === true;
  if ((valueAt(before, ["pointInTimeRecovery", "enabled"]) === true) !== recovery) {
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: recovery };
    await dynamodb(call, "UpdateContinuousBackups", { TableName, PointInTimeRecoverySpecification });
  }
}

async function describe(call: Call, TableName: string): Promise<JsonObject | undefined> {
  try {
    return objectAt(await dynamodb(call, "DescribeTable", { TableName }), "Table");
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function settled(call: Call, name: string): Promise<void> {
  while (stringAt(await describe(call, name), "TableStatus") !== "ACTIVE") await pause(call);
}

function pause({ signal }: Call): Promise<void> {
  return sleep(pollMillis, undefined, { signal });
}

function isGone(error: unknown): boolean {
  return error instanceof AwsError && error.errorName === "ResourceNotFoundException";
}
