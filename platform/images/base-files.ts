import { existsSync } from "node:fs";
import { PlatformFailure } from "../failure";
import type { ImageFile } from "./image";

/** Where distributions keep the certificate authorities they trust, Debian's first. */
const authorityFiles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

const users = `root:x:0:0:root:/root:/sbin/nologin
app:x:1000:1000:app:/tmp:/sbin/nologin
istio-proxy:x:1337:1337:istio-proxy:/tmp:/sbin/nologin
nobody:x:65534:65534:nobody:/tmp:/sbin/nologin
`;

const groups = users.replace(/^([^:]*):x:\d+:(\d+):.*$/gm, "$1:x:$2:");

/** What every image has: users, name lookup, a place for temporary files. */
export function baseFiles(): readonly ImageFile[] {
  return [
    { path: "/etc/passwd", mode: 0o644, content: { text: users } },
    { path: "/etc/group", mode: 0o644, content: { text: groups } },
    { path: "/etc/nsswitch.conf", mode: 0o644, content: { text: "hosts: files dns\n" } },
    { path: "/tmp", mode: 0o1777, content: "directory" },
    { path: "/run", mode: 0o755, content: "directory" },
  ];
}

/** The host's certificate authorities, where Debian's programs look for them. */
export function certificateAuthorities(): ImageFile {
  const file = authorityFiles.find((path) => existsSync(path));
  if (file === undefined) {
    throw new PlatformFailure({
      problem: "This machine has no list of certificate authorities",
      details: authorityFiles.map((path) => `${path} does not exist`),
      next: "Install it (Debian: ca-certificates).",
    });
  }
  return { path: "/etc/ssl/certs/ca-certificates.crt", mode: 0o644, content: { file } };
}

/** A program copied from the host. */
export function program(path: string, file: string): ImageFile {
  return { path, mode: 0o755, content: { file } };
}
