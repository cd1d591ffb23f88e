import { cityDay } from '../../lib/dates/jst.ts';
import { Says } from '../../lib/html/index.ts';
import { dayParam } from '../../lib/values/days.ts';
import { listOfficeRecords, listOffices, listPickupOffices, type Office, officeLabel } from '../../offices/read.ts';
import { ownAmong } from '../../staff/bounds.ts';
import { type Answer, field, type SignedAsk, show } from '../route.ts';
import { NotFound } from './not-found.tsx';
import { TitledPage } from './titled-page.tsx';

/** The office asked for, else the account's own, else the first. */
export const officeOf = (ask: SignedAsk, all: readonly Office[], code: string): Office | undefined => {
  const offices = ownAmong(ask.session, all);
  return (
    offices.find((office) => office.code === code) ?? offices.find((office) => office.id === ask.session.officeId) ?? offices[0]
  );
};

/** The offices where citizens come that this account acts for. */
export const ownPickupOffices = async (ask: SignedAsk): Promise<Office[]> =>
  ownAmong(ask.session, await listPickupOffices(ask.db));
/** The same of every office in use. */
export const ownOffices = async (ask: SignedAsk): Promise<Office[]> => ownAmong(ask.session, await listOffices(ask.db));

/**
 * The offices of a board and which of them it shows: the one named, else the account's own, else the first. One that is out of use, or where nobody comes any
 * more, is found for a day that is over, of which something may be left to do. Undefined: none is there, or not the one that was named.
 */
export async function boardOffices(
  ask: SignedAsk,
  code: string,
  day: string,
): Promise<{ offices: Office[]; office: Office } | undefined> {
  const offices = await ownPickupOffices(ask);
  const shown = officeOf(ask, offices, code);
  if (shown !== undefined && (code === '' || shown.code === code)) return { offices, office: shown };
  if (code === '' || day >= cityDay(ask.now)) return undefined;
  const left = (await listOfficeRecords(ask.db)).find((office) => office.code === code);
  if (left === undefined) return undefined;
  const { id, facts } = left;
  const office = { id, code, name: officeLabel(left), address: facts.address, phone: facts.phone };
  return { offices: [...offices, office], office };
}

/** An office and a day that is not to come. `named`: the address or form named just these; a press acts on no other. */
export type Place = { offices: Office[]; office: Office; day: string; named: boolean };

/** The place an address or a form names; today at the clerk's own office where it names none. */
export async function placeOf(ask: SignedAsk, input: SignedAsk['query']): Promise<Place | undefined> {
  const today = cityDay(ask.now);
  const asked = dayParam(input['day']);
  const day = asked.ok && asked.value <= today ? asked.value : today;
  const found = await boardOffices(ask, field(input, 'office'), day);
  if (found === undefined) return undefined;
  return { ...found, day, named: found.office.code === field(input, 'office') && day === field(input, 'day') };
}

/** The place a press names. Where there is none such it is the clerk's own, and named by nobody: its page says that nothing was done. */
export const pressedPlace = async (ask: SignedAsk): Promise<Place | undefined> =>
  (await placeOf(ask, ask.body)) ?? (await placeOf(ask, {}));

/** A city that has just been set up. */
export const NoOffice = ({ ask }: { ask: SignedAsk }) => (
  <TitledPage ask={ask} title="交付場所がありません" heading="交付場所がまだありません">
    <Says class="lead">予約を受ける場所を登録すると、ここに一日の予約が出ます。</Says>
  </TitledPage>
);

/** Where no place was found: the office that was named is none, or the city has none yet. */
export const noPlace = (ask: SignedAsk, input: SignedAsk['query']): Answer =>
  field(input, 'office') === '' ? show(<NoOffice ask={ask} />) : show(<NotFound ask={ask} />, 404);
