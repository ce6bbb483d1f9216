import { isSame, listAt, numberAt, objectAt, stringAt, valueAt } from "../provider/json";
import type { Json, JsonObject } from "../provider/json";

/** Translates between the inputs of `aws:dynamodb/table:Table` and the service's requests and answers. */

/** @returns the input of CreateTable, without tags. */
export function tableRequest(inputs: JsonObject): JsonObject {
  const global = listAt(inputs, "globalSecondaryIndexes");
  const local = listAt(inputs, "localSecondaryIndexes");
  const isStreaming = inputs["streamEnabled"] === true;
  return {
    TableName: stringAt(inputs, "name") ?? "",
    AttributeDefinitions: listAt(inputs, "attributes").map((attribute) => ({
      AttributeName: stringAt(attribute, "name") ?? "",
      AttributeType: stringAt(attribute, "type") ?? "",
    })),
    KeySchema: keySchema(inputs),
    ...throughput(inputs),
    ...(global.length > 0
      ? { GlobalSecondaryIndexes: global.map((index) => indexRequest(index, inputs)) }
      : {}),
    ...(local.length > 0
      ? {
          LocalSecondaryIndexes: local.map((index) => ({
            IndexName: stringAt(index, "name") ?? "",
            KeySchema: keySchema({ ...inputs, rangeKey: valueAt(index, ["rangeKey"]) ?? null }),
            Projection: projection(index),
          })),
        }
      : {}),
    ...(isStreaming
      ? {
          StreamSpecification: {
            StreamEnabled: true,
            StreamViewType: stringAt(inputs, "streamViewType") ?? "",
          },
        }
      : {}),
    ...(inputs["deletionProtectionEnabled"] === true ? { DeletionProtectionEnabled: true } : {}),
  };
}

/** The official provider's default is PROVISIONED, as the service's is. */
export function throughput(inputs: JsonObject): JsonObject {
  if (inputs["billingMode"] === "PAY_PER_REQUEST") return { BillingMode: "PAY_PER_REQUEST" };
  return { BillingMode: "PROVISIONED", ProvisionedThroughput: units(inputs) };
}

function units(of: Json): JsonObject {
  return {
    ReadCapacityUnits: numberAt(of, ["readCapacity"], 1),
    WriteCapacityUnits: numberAt(of, ["writeCapacity"], 1),
  };
}

function keySchema(of: Json): readonly JsonObject[] {
  const [hash, range] = [stringAt(of, "hashKey"), stringAt(of, "rangeKey")];
  return [
    ...(hash === undefined ? [] : [{ AttributeName: hash, KeyType: "HASH" }]),
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" }]),
  ];
}

function projection(index: Json): JsonObject {
  const others = listAt(index, "nonKeyAttributes");
  return {
    ProjectionType: stringAt(index, "projectionType") ?? "ALL",
    ...(others.length > 0 ? { NonKeyAttributes: others } : {}),
  };
}

function indexRequest(index: Json, table: JsonObject): JsonObject {
  return {
    IndexName: stringAt(index, "name") ?? "",
    KeySchema: keySchema(index),
    Projection: projection(index),
    ...(table["billingMode"] === "PAY_PER_REQUEST" ? {} : { ProvisionedThroughput: units(index) }),
  };
}

/** A described table as inputs, but for its indexes. */
export function tableInputs(table: JsonObject, ttl: JsonObject, backups: JsonObject): JsonObject {
  const stream = objectAt(table, "StreamSpecification");
  const recovery = [
    "ContinuousBackupsDescription",
    "PointInTimeRecoveryDescription",
    "PointInTimeRecoveryStatus",
  ];
  const isOn = stringAt(ttl, "TimeToLiveStatus") === "ENABLED";
  const capacity = objectAt(table, "ProvisionedThroughput");
  const isOnDemand = stringAt(table, "BillingModeSummary", "BillingMode") === "PAY_PER_REQUEST";
  return {
    name: stringAt(table, "TableName") ?? "",
    attributes: listAt(table, "AttributeDefinitions").map((attribute) => ({
      name: stringAt(attribute, "AttributeName") ?? "",
      type: stringAt(attribute, "AttributeType") ?? "",
    })),
    ...keys(table),
    billingMode: isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED",
    readCapacity: numberAt(capacity, ["ReadCapacityUnits"], 0),
    writeCapacity: numberAt(capacity, ["WriteCapacityUnits"], 0),
    streamEnabled: stream["StreamEnabled"] === true,
    streamViewType: stringAt(stream, "StreamViewType") ?? "",
    deletionProtectionEnabled: table["DeletionProtectionEnabled"] === true,
    pointInTimeRecovery: { enabled: valueAt(backups, recovery) === "ENABLED" },
    ttl: { attributeName: stringAt(ttl, "AttributeName") ?? "", enabled: isOn },
  };
}

/** A described table's indexes as inputs. */
export function indexInputs(table: JsonObject): JsonObject {
  const shown = (index: Json, withHash: boolean): JsonObject => {
    const { hashKey, ...range } = keys(index);
    const others = listAt(index, "Projection", "NonKeyAttributes");
    return {
      name: stringAt(index, "IndexName") ?? "",
      ...(withHash && hashKey !== undefined ? { hashKey } : {}),
      ...range,
      projectionType: stringAt(index, "Projection", "ProjectionType") ?? "ALL",
      ...(others.length > 0 ? { nonKeyAttributes: others } : {}),
    };
  };
  return {
    globalSecondaryIndexes: listAt(table, "GlobalSecondaryIndexes").map((index) => shown(index, true)),
    localSecondaryIndexes: listAt(table, "LocalSecondaryIndexes").map((index) => shown(index, false)),
  };
}

function keys(of: Json): { hashKey?: string; rangeKey?: string } {
  const name = (type: string) => {
    const key = listAt(of, "KeySchema").find((entry) => isSame(valueAt(entry, ["KeyType"]), type));
    return stringAt(key, "AttributeName");
  };
  const [hashKey, rangeKey] = [name("HASH"), name("RANGE")];
  return { ...(hashKey === undefined ? {} : { hashKey }), ...(rangeKey === undefined ? {} : { rangeKey }) };
}
