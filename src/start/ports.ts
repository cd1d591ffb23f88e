import { mustNotBeTaken } from '../lib/http/listen.ts';
import { Said } from '../lib/said.ts';

type Wanted = { setting: string; host: string; port: number };

/**
 * Refuses a port that two settings name, or that somebody else listens on. Port 0 is any free one.
 * @throws Said naming the port and its settings
 */
export async function mustBeFree(wanted: readonly Wanted[]): Promise<void> {
  for (const [i, { setting, port }] of wanted.entries()) {
    const twin = wanted.slice(0, i).find((other) => other.port === port && port !== 0);
    if (twin !== undefined) throw new Said(`${twin.setting} and ${setting} are both ${port}: each needs a port of its own.`);
  }
  for (const { setting, host, port } of wanted) await mustNotBeTaken(setting, host, port);
}
