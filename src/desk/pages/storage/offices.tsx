import { listOfficeRecords, type OfficeRecord } from '../../../offices/read.ts';
import { Page } from '../../frame.tsx';
import { field, type SignedAsk } from '../../route.ts';

/** Offices in use that keep cards. */
export const storageOffices = async (ask: SignedAsk): Promise<OfficeRecord[]> =>
  (await listOfficeRecords(ask.db)).filter(({ retiredAt, facts }) => retiredAt === null && facts.isStorage);

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
  <Page ask={ask} title="保管場所">
    <h1>保管場所</h1>
    <p class="empty">カードを保管する場所が、まだありません。「設定」の「交付場所」で、カードの保管場所に印を付けてください。</p>
  </Page>
);
