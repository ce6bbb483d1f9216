import { randomUUID } from "node:crypto";
import { runService } from "../kit/run";
import { MemorySteps } from "../kit/step-store";
import { ordersApi } from "./api";
import { sampleOrder } from "./order";

void runService({
  name: "order-service",
  env: process.env,
  api: (identity) =>
    ordersApi({
      identity,
      store: new MemorySteps([sampleOrder]),
      clock: () => new Date(),
      newId: randomUUID,
    }),
});
