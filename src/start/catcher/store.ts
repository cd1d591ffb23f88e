import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../lib/whole-file.ts';

export type Caught = {
  id: string;
  at: string;
  to: readonly string[];
  subject: string;
  text: string;
  messageId: string;
  times: number;
};

/** Caught mails, one file each, written whole or not at all, so that a crash loses none that was acknowledged. */
export function openStore(folder: string): { add(mail: Omit<Caught, 'times'>): void; newest(count: number): Caught[] } {
  mkdirSync(folder, { recursive: true });
  const mails = new Map<string, Caught>();
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue;
    const mail = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Caught;
    mails.set(mail.messageId, mail);
  }
  const keep = (mail: Caught): void => {
    writeWhole(join(folder, `${mail.id}.json`), JSON.stringify(mail), 0o600);
    mails.set(mail.messageId, mail);
  };
  return {
    // The same Message-ID again is the same mail (a resend after a crash); it is counted, not listed twice.
    add: (mail) => {
      const known = mails.get(mail.messageId);
      keep(known === undefined ? { ...mail, times: 1 } : { ...known, times: known.times + 1 });
    },
    newest: (count) => [...mails.values()].sort((a, b) => b.id.localeCompare(a.id)).slice(0, count),
  };
}
