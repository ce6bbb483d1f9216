import { dirname, join } from "node:path";
import type { Component } from "../cluster/component";
import { awsPort, paths } from "../cluster/paths";
import { httpProbe } from "../cluster/probes";
import { systemPath } from "../cluster/system-path";
import { awsHost, node } from "../locations";

/**
 * The local AWS. It listens on the node's address inside the cluster's network namespace only. It saves its state
 * every few seconds (autosave/sitecustomize.py) and when it is asked to end.
 */
export const ministack: Component = {
  name: "aws",
  inNamespace: true,
  commandLine: (tools) => ({
    command: tools.path("ministack"),
    args: [],
    env: {
      // Lambda functions run on the Node that runs this program.
      PATH: systemPath(dirname(process.execPath)),
      BIND_HOST: node.address,
      GATEWAY_PORT: String(awsPort),
      MINISTACK_HOST: awsHost,
      PERSIST_STATE: "1",
      STATE_DIR: paths().aws,
      S3_PERSIST: "1",
      S3_DATA_DIR: join(paths().aws, "s3"),
      TMPDIR: paths().awsScratch,
      LOG_LEVEL: "WARNING",
      PYTHONPATH: join(__dirname, "autosave"),
      PYTHONDONTWRITEBYTECODE: "1",
    },
  }),
  probe: () => httpProbe(`http://${node.address}:${awsPort}/_localstack/health`),
  // Saving takes its time.
  stopSeconds: 20,
};
