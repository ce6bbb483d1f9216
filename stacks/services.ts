/** The workloads of the system; the keys of the settings `images` and `services`. */
export const serviceNames = ["user-service", "order-service", "payment-service"] as const;
export const workloadNames = [...serviceNames, "load-tester"] as const;

export type ServiceName = (typeof serviceNames)[number];
export type WorkloadName = (typeof workloadNames)[number];
