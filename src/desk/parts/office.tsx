import { cityDay } from '../../lib/dates/jst.ts';
import { Says } from '../../lib/html/index.ts';
import { dayParam } from '../../lib/values/days.ts';
import { listPickupOffices, type Office } from '../../offices/read.ts';
import { field, type SignedAsk } from '../route.ts';
import { TitledPage } from './titled-page.tsx';

/** The office asked for, else the account's own, else the first. */
export const officeOf = (ask: SignedAsk, offices: Office[], code: string): Office | undefined =>
  offices.find((office) => office.code === code) ?? offices.find((office) => office.id === ask.session.officeId) ?? offices[0];

/** An office and a day that is not to come. `named`: the address or form named just these; a press acts on no other. */
export type Place = { offices: Office[]; office: Office; day: string; named: boolean };

/** The place an address or a form names; today at the clerk's own office where it names none. */
export async function placeOf(ask: SignedAsk, input: SignedAsk['query']): Promise<Place | undefined> {
  const offices = await listPickupOffices(ask.db);
  const office = officeOf(ask, offices, field(input, 'office'));
  if (office === undefined) return undefined;
  const today = cityDay(ask.now);
  const asked = dayParam(input['day']);
  const day = asked.ok && asked.value <= today ? asked.value : today;
  return { offices, office, day, named: office.code === field(input, 'office') && day === field(input, 'day') };
}

/** A city that has just been set up. */
export const NoOffice = ({ ask }: { ask: SignedAsk }) => (
  <TitledPage ask={ask} title="交付場所がありません" heading="交付場所がまだありません">
    <Says class="lead">予約を受ける場所を登録すると、ここに一日の予約が出ます。</Says>
  </TitledPage>
);
