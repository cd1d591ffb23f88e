import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';

/** A value of DER: its tag, its length, what it holds. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
const [SEQUENCE, SET, INTEGER, BITS, TEXT, TIME] = [0x30, 0x31, 0x02, 0x03, 0x0c, 0x18];

const COMMON_NAME = Buffer.from('0603550403', 'hex');
const ECDSA_SHA256 = der(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'));

const timeOf = (at: Temporal.Instant): Buffer =>
  der(TIME, Buffer.from(`${at.toString({ smallestUnit: 'second' }).replaceAll(/[-:T]/gu, '')}`));

/** A certificate of localhost that signs itself: nobody trusts it. */
function certificate(from: Temporal.Instant, until: Temporal.Instant): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(TEXT, Buffer.from('localhost')))));
  const serial = der(INTEGER, Buffer.from([1]));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const said = der(SEQUENCE, serial, ECDSA_SHA256, name, der(SEQUENCE, timeOf(from), timeOf(until)), name, spki);
  const whole = der(SEQUENCE, said, ECDSA_SHA256, der(BITS, Buffer.from([0]), sign('sha256', said, privateKey)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

/** A site with a certificate that ends then. */
export async function startTls(ends: Temporal.Instant): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer(certificate(ends.subtract({ hours: 24 * 90 }), ends), (socket) => socket.end());
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://localhost:${port}`,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
