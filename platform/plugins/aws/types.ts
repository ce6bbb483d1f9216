import { dynamodbTable } from "./dynamodb-table";
import { sqsQueue } from "./sqs-queue";
import type { AwsType } from "./type";

/** The types that the stand-in knows, by token. */
export const awsTypes: Readonly<Record<string, AwsType>> = {
  "aws:dynamodb/table:Table": dynamodbTable,
  "aws:sqs/queue:Queue": sqsQueue,
};
