import { randomUUID } from "node:crypto";
import { runService } from "../kit/run";
import { MemorySteps } from "../kit/step-store";
import { paymentsApi } from "./api";
import { samplePayment } from "./payment";

void runService({
  name: "payment-service",
  env: process.env,
  api: (identity) =>
    paymentsApi({
      identity,
      store: new MemorySteps([samplePayment]),
      clock: () => new Date(),
      newId: randomUUID,
    }),
});
