import { cityDay } from '../../../lib/dates/jst.ts';
import type { Office } from '../../../offices/read.ts';
import { countAt } from '../../menu.ts';
import { ownOffices } from '../../parts/office.tsx';
import type { TodoQuery } from '../../parts/todo-view.ts';
import { viewerOf } from '../../parts/viewer.ts';
import { field, type SignedAsk } from '../../route.ts';
import { type Person, peopleDue, type Shown } from './people.ts';

/** What the page shows of what waits. `office`: of this one; undefined: of all. */
export type Open = { office: Office | undefined; waits: readonly Shown[]; people: ReadonlyMap<string, readonly Person[]> };

/** The office a page is of: the one asked for, else the account's own where nothing else is asked for. */
export function officeShown(ask: SignedAsk, offices: readonly Office[]): Office | undefined {
  // Who is bound to offices looks at one of them.
  if (field(ask.query, 'view') !== '' && ask.session.bounds === null) return undefined;
  const asked = offices.find(({ code }) => code === field(ask.query, 'office'));
  return asked ?? offices.find(({ id }) => id === ask.session.officeId) ?? (ask.session.bounds === null ? undefined : offices[0]);
}

/** What waits at an office, each kind counted there, with what is of none; without one, as the badge counts it. */
async function waitsOf(ask: SignedAsk, office: Office | undefined): Promise<Shown[]> {
  const all = (await ask.counting) ?? [];
  if (office === undefined) return all.map((wait) => ({ ...wait, everywhere: false }));
  // What waits nowhere waits at no office.
  const kinds = all.flatMap(({ ofOffice, count }) => (ofOffice === undefined || count === 0 ? [] : [ofOffice]));
  const counts = await countAt(ask.db, kinds, { viewer: viewerOf(ask), offices: [office], today: cityDay(ask.now) });
  return all.map((wait): Shown => {
    const { ofOffice } = wait;
    if (ofOffice === undefined) return { ...wait, everywhere: true };
    return { ...wait, count: counts[kinds.indexOf(ofOffice)] ?? 0, href: ofOffice.href(office), everywhere: false };
  });
}

/** Who waits of a kind stands by name where they are few. */
export async function readOpen(ask: SignedAsk): Promise<Open & { offices: readonly Office[] }> {
  const offices = await ownOffices(ask);
  const office = officeShown(ask, offices);
  const waits = await waitsOf(ask, office);
  return { offices, office, waits, people: await peopleDue(ask, waits, office) };
}

/** The address of what is shown. */
export const queryOf = ({ office }: Pick<Open, 'office'>): TodoQuery =>
  office === undefined ? { view: 'all' } : { office: office.code };
