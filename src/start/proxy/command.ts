import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import type { ConfigFor } from '../../config.ts';
import { Said } from '../../lib/said.ts';
import { nginxFor } from './nginx.ts';

const USAGE = 'proxy [--machines 10.0.0.1,10.0.0.2] [--certificates FOLDER]';
const MOST_MACHINES = 2;

function optionsOf(args: readonly string[]): { machines: string; certificates: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        machines: { type: 'string', default: '127.0.0.1' },
        certificates: { type: 'string', default: '/etc/letsencrypt/live' },
      },
    });
    return values;
  } catch {
    throw new Said(USAGE);
  }
}

/**
 * Prints the configuration of nginx for both sites, made of the settings of their processes.
 * @throws Said where a machine is no IP address, there are too many, or the folder's name cannot stand in the file
 */
export function proxyCommand(
  args: readonly string[],
  { config, log }: { config: ConfigFor<'proxy'>; log: (line: string) => void },
): void {
  const { machines: given, certificates } = optionsOf(args);
  const machines = given.split(',').map((machine) => machine.trim());
  if (machines.length > MOST_MACHINES || machines.some((machine) => isIP(machine) === 0))
    throw new Said(`--machines: one or two IP addresses, a comma between. Given: ${given.slice(0, 80)}`);
  if (!/^\/[\w./-]*$/u.test(certificates))
    throw new Said('--certificates: a folder by its whole path, of letters, digits and . _ - alone.');
  const { citizenOrigin, deskOrigin, citizenPort, deskPort, standInPort, uploadMb } = config;
  log(
    nginxFor({
      citizenOrigin,
      deskOrigin,
      citizenPort,
      deskPort,
      standInPort,
      machines,
      uploadMb,
      certificates: certificates.replace(/\/$/u, ''),
    }),
  );
}
