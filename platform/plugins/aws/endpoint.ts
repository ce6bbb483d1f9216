import { Refusal } from "../provider/failures";

/** The name under which the local AWS is reached, in pods and on the host. */
const localName = "aws.pattern-mesh.test";

/** Where the emulator is, and whom it takes the caller for. */
export interface Endpoint {
  readonly url: URL;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/**
 * Reads AWS_ENDPOINT_URL and the usual variables.
 *
 * @param region the provider's setting, which comes first.
 * @throws Refusal without an endpoint, and for one that is not on this machine: the stand-in would hand real
 * credentials to code that knows a part of AWS only.
 */
export function endpoint(region: string | undefined, env: NodeJS.ProcessEnv = process.env): Endpoint {
  const given = env["AWS_ENDPOINT_URL"];
  if (given === undefined || !URL.canParse(given)) {
    throw new Refusal(
      `AWS_ENDPOINT_URL is ${given === undefined ? "not set" : `"${given}"`}; the stand-in for the aws provider ` +
        "needs the address of a local emulator, such as http://127.0.0.1:4566.",
    );
  }
  const url = new URL(given);
  const isLocal =
    ["localhost", "[::1]", localName].includes(url.hostname) || /^127(\.\d{1,3}){3}$/.test(url.hostname);
  if (!isLocal) {
    throw new Refusal(
      `AWS_ENDPOINT_URL is ${url.origin}; the stand-in for the aws provider works with an emulator on this machine ` +
        `only (loopback or ${localName}). Install the official plugin: pulumi plugin install resource aws.`,
    );
  }
  return {
    url,
    region: region ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"] ?? "us-east-1",
    accessKey: env["AWS_ACCESS_KEY_ID"] ?? "test",
    secretKey: env["AWS_SECRET_ACCESS_KEY"] ?? "test",
  };
}
