import { createServer, type ListenOptions, type Server } from 'node:net';
import { codeOf } from '../fault.ts';
import { Said } from '../said.ts';

/** A listener that did not open, in a sentence where its cause is the machine's; anything else as it is. `setting`: the variable its port stands in. */
export function listenFault(setting: string, port: number, error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return new Said(`Port ${port} is taken by another program: end it, or set ${setting} to another port.`);
  if (code === 'EACCES') return new Said(`Port ${port} may not be used by this account: set ${setting} to another port.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Said(`${setting.replace('_PORT', '_HOST')} is no address of this machine: set it to one that is.`);
  return error;
}

/**
 * Opens a listener. `more`: what `listen` is given besides.
 * @returns the port it got, where 0 was asked
 * @throws Said where the port or the address cannot be had
 */
export async function listenAt(
  server: Server,
  setting: string,
  host: string,
  port: number,
  more: ListenOptions = {},
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    // Kept once it listens: a failure later (no file handles left) has nobody to tell, and unheard it would end the process.
    server.on('error', (error) => reject(listenFault(setting, port, error)));
    server.listen({ ...more, port, host }, () => resolve());
  });
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}

/**
 * Listens for a moment, to find out whether somebody has the port already. Port 0 is any free one.
 * @throws Said where the port or the address cannot be had
 */
export async function mustNotBeTaken(setting: string, host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await listenAt(probe, setting, host, port);
  await new Promise((resolve) => probe.close(resolve));
}
