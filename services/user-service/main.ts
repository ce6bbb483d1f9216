import { randomUUID } from "node:crypto";
import { runService } from "../kit/run";
import { usersApi } from "./api";
import { MemoryUsers, sampleUsers } from "./store";

void runService({
  name: "user-service",
  env: process.env,
  api: (identity) =>
    usersApi({ identity, store: new MemoryUsers(sampleUsers), clock: () => new Date(), newId: randomUUID }),
});
