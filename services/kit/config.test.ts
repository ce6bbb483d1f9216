import assert from "node:assert/strict";
import { ConfigError, serviceConfig } from "./config";

describe("the settings of a service", () => {
  it("have defaults that suit a pod", () => {
    assert.deepEqual(serviceConfig("user-service", {}), {
      identity: { service: "user-service", version: "v1" },
      host: "0.0.0.0",
      port: 8080,
      logLevel: "info",
      faultSwitch: false,
      drainSeconds: 20,
    });
  });

  it("come from the environment", () => {
    const env = {
      SERVICE_NAME: "user-service",
      SERVICE_VERSION: "v2",
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "debug",
      FAULT_SWITCH: "on",
      DRAIN_SECONDS: "300",
      PATH: "/bin",
    };
    assert.deepEqual(serviceConfig("user-service", env), {
      identity: { service: "user-service", version: "v2" },
      host: "127.0.0.1",
      port: 0,
      logLevel: "debug",
      faultSwitch: true,
      drainSeconds: 300,
    });
  });

  it("are refused with every fault, the value seen and the legal form", () => {
    const env = {
      SERVICE_NAME: "order-service",
      SERVICE_VERSION: "2",
      HOST: "localhost",
      PORT: "65536",
      LOG_LEVEL: "loud",
      FAULT_SWITCH: "yes",
      DRAIN_SECONDS: "1.5",
    };
    assert.throws(
      () => serviceConfig("user-service", env),
      new ConfigError("user-service", [
        'SERVICE_NAME is "order-service": this program is user-service: correct the name, or the image of the container',
        'SERVICE_VERSION is "2": must be "v" and a number, such as v1',
        'HOST is "localhost": must be an IP address',
        'PORT is "65536": must be a whole number from 0 to 65535',
        'LOG_LEVEL is "loud": must be one of fatal, error, warn, info, debug, trace, silent',
        'FAULT_SWITCH is "yes": must be on or off',
        'DRAIN_SECONDS is "1.5": must be a whole number from 0 to 300',
      ]),
    );
  });

  for (const PORT of ["", "-1", "8080x", " 8080", "1e3", "0x10", "99999999999"])
    it(`take no port ${JSON.stringify(PORT)}`, () => {
      assert.throws(() => serviceConfig("user-service", { PORT }), /1 setting is wrong\.\n {2}PORT is "/);
    });
});
