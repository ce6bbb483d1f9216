import { stringAt, textOf, without } from "../provider/json";
import type { JsonObject } from "../provider/json";
import { AwsError } from "./client";
import { ownerTag, tagChanges, tagsOf } from "./tags";
import type { AwsType, Call } from "./type";

/** Inputs and the attribute of the service that each is. All attributes travel as text. */
const attributes = {
  contentBasedDeduplication: ["ContentBasedDeduplication", Boolean],
  deduplicationScope: ["DeduplicationScope", String],
  delaySeconds: ["DelaySeconds", Number],
  fifoQueue: ["FifoQueue", Boolean],
  fifoThroughputLimit: ["FifoThroughputLimit", String],
  kmsMasterKeyId: ["KmsMasterKeyId", String],
  maxMessageSize: ["MaximumMessageSize", Number],
  messageRetentionSeconds: ["MessageRetentionPeriod", Number],
  policy: ["Policy", String],
  receiveWaitTimeSeconds: ["ReceiveMessageWaitTimeSeconds", Number],
  redriveAllowPolicy: ["RedriveAllowPolicy", String],
  redrivePolicy: ["RedrivePolicy", String],
  sqsManagedSseEnabled: ["SqsManagedSseEnabled", Boolean],
  visibilityTimeoutSeconds: ["VisibilityTimeout", Number],
} as const;

const sqs = ({ client, signal }: Call, action: string, input: JsonObject): Promise<JsonObject> =>
  client.call("sqs", `AmazonSQS.${action}`, input, signal);

/** `aws:sqs/queue:Queue`. Its id is its URL. */
export const sqsQueue: AwsType = {
  inputs: ["name", "tags", ...Object.keys(attributes)],
  fixed: ["name", "fifoQueue"],
  nameLength: 80,
  nameSuffix: (inputs) => (inputs["fifoQueue"] === true ? ".fifo" : ""),
  async create(call, inputs, owner) {
    const answer = await sqs(call, "CreateQueue", {
      QueueName: stringAt(inputs, "name") ?? "",
      // The service refuses FifoQueue: false.
      Attributes: queueAttributes(inputs["fifoQueue"] === true ? inputs : without(inputs, "fifoQueue")),
      tags: { ...tagsOf(inputs), [ownerTag]: owner },
    });
    return stringAt(answer, "QueueUrl") ?? "";
  },
  async update(call, QueueUrl, before, inputs) {
    const removed = Object.keys(before).filter((key) => inputs[key] === undefined);
    // An attribute that is no longer declared goes back to the service's default, which empty text stands for.
    const reset = queueAttributes(Object.fromEntries(removed.map((key) => [key, ""])));
    const Attributes = { ...reset, ...queueAttributes(without(inputs, "fifoQueue")) };
    if (Object.keys(Attributes).length > 0) await sqs(call, "SetQueueAttributes", { QueueUrl, Attributes });
    const tags = tagChanges(tagsOf(before), tagsOf(inputs));
    if (tags.removed.length > 0) await sqs(call, "UntagQueue", { QueueUrl, TagKeys: tags.removed });
    if (Object.keys(tags.set).length > 0) await sqs(call, "TagQueue", { QueueUrl, Tags: tags.set });
  },
  async read(call, QueueUrl) {
    try {
      const answer = await sqs(call, "GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
      const tags = (await sqs(call, "ListQueueTags", { QueueUrl }))["Tags"] as JsonObject | undefined;
      const live = (answer["Attributes"] ?? {}) as JsonObject;
      const arn = stringAt(live, "QueueArn") ?? "";
      const name = arn.slice(arn.lastIndexOf(":") + 1);
      const shown = without(tags ?? {}, ownerTag);
      const computed = { name, arn, url: QueueUrl, tags: shown, tagsAll: shown };
      return { id: QueueUrl, values: { ...queueInputs(live), ...computed }, owner: stringAt(tags, ownerTag) };
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  },
  async lookUp(call, QueueName) {
    try {
      return stringAt(await sqs(call, "GetQueueUrl", { QueueName }), "QueueUrl");
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  },
  async delete(call, QueueUrl) {
    try {
      await sqs(call, "DeleteQueue", { QueueUrl });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  },
};

/** Inputs as the service takes them. */
export function queueAttributes(inputs: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([input, [attribute]]) => {
      const value = inputs[input];
      return value === undefined || value === null ? [] : [[attribute, textOf(value)]];
    }),
  );
}

/** The reverse. */
export function queueInputs(live: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([input, [attribute, kind]]) => {
      const text = stringAt(live, attribute);
      if (text === undefined) return [];
      return [
        [input, kind === Boolean ? text === "true" : kind(text)] as [string, string | number | boolean],
      ];
    }),
  );
}

function isGone(error: unknown): boolean {
  return error instanceof AwsError && /NonExistentQueue|QueueDoesNotExist/.test(error.errorName);
}
