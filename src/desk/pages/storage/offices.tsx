import { listPlaces, type Place } from '../../../cards/places.ts';
import { listOfficeRecords, type Office, type OfficeRecord } from '../../../offices/read.ts';
import { ownAmong } from '../../../staff/bounds.ts';
import { ownOffices } from '../../parts/office.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { field, type SignedAsk } from '../../route.ts';

/** Offices in use that keep cards. */
export const storageOffices = async (ask: SignedAsk): Promise<OfficeRecord[]> =>
  ownAmong(ask.session, await listOfficeRecords(ask.db)).filter(({ retiredAt, facts }) => retiredAt === null && facts.isStorage);

/** The offices in use, and the boxes of all of them. */
export async function officesWithPlaces(
  ask: SignedAsk,
): Promise<{ offices: Office[]; places: (Place & { officeName: string })[] }> {
  const offices = await ownOffices(ask);
  const places = await Promise.all(
    offices.map(async ({ id, name }) => (await listPlaces(ask.db, id)).map((place) => ({ ...place, officeName: name }))),
  );
  return { offices, places: places.flat() };
}

/** The office asked for, else the clerk's own, else the first that keeps cards. */
export function officeOf(
  ask: SignedAsk,
  offices: readonly OfficeRecord[],
  input: SignedAsk['query'] = ask.query,
): OfficeRecord | undefined {
  const asked = field(input, 'office');
  return offices.find(({ code }) => code === asked) ?? offices.find(({ id }) => id === ask.session.officeId) ?? offices[0];
}

export const NoStorage = ({ ask }: { ask: SignedAsk }) => (
  <TitledPage ask={ask} title="保管場所">
    <p class="empty">カードを保管する場所が、まだありません。「設定」の「交付場所」で、カードの保管場所に印を付けてください。</p>
  </TitledPage>
);
