export * from "./common";
export * from "./faults";
export * from "./orders";
export * from "./payments";
export * from "./users";
