import { askEach } from '../../lib/db/primary.ts';
import { BEHIND_BYTES, HELD_BYTES, type Standbys, wantedStandbys } from '../../lib/db/standbys.ts';
import { care, type Finding, good, wrong } from './finding.ts';

const gigabytes = (bytes: number): string => (bytes / 1024 ** 3).toFixed(1);

const LOSABLE = new Set(['off', 'local']);

/** What is wrong with the standbys of the primary a connection leads to; nothing where there is one machine, and meant to be. */
export function ofStandbys(found: Standbys, hosts: number): Finding[] {
  const wanted = wantedStandbys(found, hosts);
  const { connected, synchronous, synchronousCommit, behind, held } = found;
  const says: Finding[] = [];
  if (connected < wanted)
    says.push(
      care(
        `${connected} of ${wanted} standbys follow PostgreSQL: if its machine fails now, nobody takes over. Start the missing one, and look at "patronictl list".`,
      ),
    );
  if (connected > 0 && !synchronous)
    says.push(
      care(
        'A standby follows PostgreSQL, but commits do not wait for it (synchronous_standby_names is empty): with the machine the last bookings told would be lost. Set synchronous_mode in Patroni.',
      ),
    );
  if (synchronous && LOSABLE.has(synchronousCommit))
    says.push(
      wrong(
        `synchronous_commit is ${synchronousCommit}: commits do not wait for the standby, whatever synchronous_standby_names says. Set it to on.`,
      ),
    );
  if (behind > BEHIND_BYTES)
    says.push(care(`A standby is ${gigabytes(behind)} GB behind PostgreSQL: look at its disk, and at the network between them.`));
  if (held > HELD_BYTES)
    says.push(
      care(
        `PostgreSQL keeps ${gigabytes(held)} GB on its disk for a standby that does not follow: bring it back, or drop its replication slot before the disk is full.`,
      ),
    );
  if (says.length === 0 && connected > 0) says.push(good('A standby follows PostgreSQL, and commits wait for it.'));
  return says;
}

/** Whether each server that a URL of several names answers, and one alone takes writes. */
export async function ofServers(setting: string, url: string): Promise<Finding[]> {
  const servers = await askEach(url);
  if (servers.length < 2) return [];
  const writing = servers.filter(({ timeline }) => timeline !== undefined && timeline > 0);
  return [
    ...servers
      .filter(({ timeline }) => timeline === undefined)
      .map(({ host }) => care(`${host}, one of the servers in ${setting}, does not answer: nobody could be led there.`)),
    ...(writing.length > 1
      ? [
          wrong(
            `${writing.map(({ host }) => host).join(' and ')} both take writes: two primaries. Stop the one that was the primary before, and bring it back as a standby.`,
          ),
        ]
      : []),
  ];
}
